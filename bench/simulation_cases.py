"""The centres that the simulations of a benchmark share: constant rates, so that peers can too."""

from __future__ import annotations

from dataclasses import dataclass

DAYS = 30
PATIENCE_S = 120.0
HANDLE_S = 240.0
SIGMA = 0.7
THRESHOLD_S = 20


@dataclass(frozen=True)
class Case:
    """Calls an hour of each queue; agents and priorities (queue to priority) of each group."""

    calls: dict[str, float]
    groups: dict[str, tuple[int, dict[str, int]]]


CASES = {
    "one": Case({"a": 60.0}, {"all": (6, {"a": 1})}),
    "skills": Case(
        {"a": 48.0, "b": 32.0},
        {"a": (3, {"a": 1}), "b": (2, {"b": 1}), "both": (3, {"a": 1, "b": 2})},
    ),
    "priorities": Case({"a": 48.0, "b": 32.0}, {"both": (8, {"a": 1, "b": 2})}),
}
"""One skill and six agents; three groups with skills; one group that prefers a queue.

As busy as a line is that keeps its contract: nine callers in ten or more get an agent."""
