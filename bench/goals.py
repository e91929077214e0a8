"""Numbers to reach: what was measured beside its goal and beside a peer of the same run."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from bench.lines import Options


@dataclass(frozen=True)
class Goal:
    """One measured number; ``ratio`` is over the peer that ``note`` names, None without one."""

    bench: str
    what: str
    measured: float
    unit: str
    goal: float | None = None
    at_least: bool = False
    ratio: float | None = None
    note: str = ""

    @property
    def verdict(self) -> str:
        """Whether the goal was reached; empty without one."""
        if self.goal is None:
            return ""
        reached = self.measured >= self.goal if self.at_least else self.measured <= self.goal
        return "reached" if reached else "MISSED"


GoalBenchmark = Callable[[Options], list[Goal]]


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that so many percent of ``values`` do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


def goals_as_json(goals: Sequence[Goal]) -> str:
    """The goals as JSON."""
    return json.dumps([{**asdict(one), "verdict": one.verdict} for one in goals], indent=1)


def goals_as_table(goals: Sequence[Goal]) -> str:
    """The goals as a table."""
    head = ("benchmark", "what", "measured", "goal", "", "over peer", "note")
    rows = [head, *(_cells(one) for one in goals)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def _cells(one: Goal) -> tuple[str, ...]:
    sign = "≥" if one.at_least else "≤"
    goal = "" if one.goal is None else f"{sign} {one.goal:g} {one.unit}"
    ratio = "" if one.ratio is None else f"{one.ratio:.2f}"
    measured = f"{one.measured:,.1f} {one.unit}"
    return (one.bench, one.what, measured, goal, one.verdict, ratio, one.note)
