"""What is counted of the observer for Prometheus."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

FACTS = Counter("jieting_line_facts", "Facts kept, by the way that told them first.", ("source",))
LAG = Histogram(
    "jieting_line_lag_seconds",
    "Time from an event to its fact being kept, of facts that were heard live.",
    buckets=(0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 2, 5, 15, 60),
)
CALLS = Counter("jieting_line_calls_kept", "Rows of calls that were written to the books.")
FINDINGS = Counter("jieting_line_findings", "Findings that were told.")
GAP_SECONDS = Counter("jieting_line_gap_seconds", "Seconds in which nobody heard the switch live.")
HELD_BACK = Gauge(
    "jieting_line_waiting", "Facts in memory that are not kept yet.", multiprocess_mode="livesum"
)
