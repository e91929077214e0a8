"""What is counted for Prometheus; in several processes through files that they share."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

REQUESTS = Counter("jieting_requests", "Requests answered.", ("method", "route", "status"))
LATENCY = Histogram(
    "jieting_request_seconds",
    "Time to answer a request.",
    ("method", "route"),
    buckets=(0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2.5, 5, 10, 30),
)
LIVE_CLIENTS = Gauge(
    "jieting_live_clients", "Browsers with an open stream.", multiprocess_mode="livesum"
)
JOBS_RUN = Counter("jieting_jobs", "Jobs that were run.", ("job", "outcome"))
JOB_SECONDS = Histogram(
    "jieting_job_seconds",
    "Time that a job took.",
    ("job",),
    buckets=(0.05, 0.25, 1, 5, 15, 60, 300, 1800),
)
POOL = Gauge(
    "jieting_database_pool",
    "Connections to the database of the serving processes.",
    ("state",),
    multiprocess_mode="livesum",
)
