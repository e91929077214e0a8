"""Simulation: calls per second of processor time, beside SimPy and Ciw in the same run."""

from __future__ import annotations

import json
from typing import Any

from bench.goals import Goal
from bench.lines import Options
from bench.measured import job
from bench.simulation_cases import CASES, DAYS

NAME = "simulation"
REPLICATIONS = 300
RUNS = 3
GOALS = {"one": 500, "skills": 100, "priorities": 100}
"""Times the calls of a peer."""
WORDS = {
    "one": "one skill, six agents",
    "skills": "three groups with skills and priorities",
    "priorities": "eight agents who prefer one of two queues",
}
PEERS = {"one": ("simpy", "ciw"), "skills": ("simpy",), "priorities": ("simpy", "ciw")}
"""Ciw has priorities, but no agents who serve some classes only."""
NOISE = 5.0
"""Standard deviations of one month by which a peer's month may differ."""
MONTHS, MONTH_S = 10_000, 5.0
PUBLISHED = {
    10: {"wait_s": (10.060, 13.608), "in_time": (0.844, 0.862), "lost": (0.031, 0.037)},
    400: {"wait_s": (4.680, 4.746), "in_time": (0.924, 0.925), "lost": (0.020, 0.020)},
}
"""SSJ's 90 per cent intervals by busyness, as they were printed."""
LAST_DIGIT = 0.0005


def run(options: Options) -> list[Goal]:
    """Every case with its peers, the remaining months, and the published results of SSJ."""
    lines = [line for name in CASES for line in _case(name)]
    days = 100_000 if options.full else 20_000
    return [*lines, _months(), *(_published(busyness, days) for busyness in PUBLISHED)]


def _case(name: str) -> list[Goal]:
    """Our kernel beside each peer; SystemExit where the results differ by more than chance."""
    ours = _middle("sim_centre", name, REPLICATIONS)
    speed = ours["calls"] / ours["cpu_s"]
    lines = []
    for peer in PEERS[name]:
        other = _middle(f"sim_{peer}", name)
        _same(name, peer, ours, other)
        rate = other["calls"] / other["cpu_s"]
        lines.append(
            Goal(
                NAME,
                f"{WORDS[name]}: {speed / 1e6:.1f} million calls per CPU second, over {peer}",
                speed / rate,
                "times",
                GOALS[name],
                at_least=True,
                ratio=rate / speed,
                note=f"{peer} {rate:,.0f}; {_shown(ours)}; {peer} {_shown(other)}",
            )
        )
    return lines


def _middle(*arguments: object) -> dict[str, Any]:
    """The run of three that took the middle time; what was simulated is the same in each."""
    name, *rest = arguments
    runs: list[dict[str, Any]] = [json.loads(job(str(name), *rest).out) for _ in range(RUNS)]
    return sorted(runs, key=lambda found: float(found["cpu_s"]))[RUNS // 2]


def _shown(found: dict[str, Any]) -> str:
    lost, level = ("/".join(f"{x:.4f}" for x in found[key]) for key in ("abandoned", "level"))
    return f"abandoned {lost}, in time {level}"


def _same(name: str, peer: str, ours: dict[str, Any], other: dict[str, Any]) -> None:
    for row, key in enumerate(("abandoned", "level")):
        for mean, noise, value in zip(ours[key], ours["noise"][row], other[key], strict=True):
            if abs(value - mean) > NOISE * noise:
                raise SystemExit(f"simulation: {name}: {peer} has {key} {value}, we have {mean}")


def _months() -> Goal:
    """A remaining month of 300 calls a day, as the outlook asks for it, on two threads."""
    found = json.loads(job("sim_months", MONTHS, DAYS).out)
    note = f"{found['calls']:,} calls, {found['cpu_s']:.1f} s of processor time"
    what = f"{MONTHS:,} runs of a remaining month, 300 calls a day, {DAYS} days"
    return Goal(NAME, what, found["wall_s"], "s", MONTH_S, note=note)


def _published(busyness: int, days: int) -> Goal:
    """By how much the farthest of SSJ's results leaves its interval; 0 where none does.

    The bounds were printed with three digits, so half of the last one belongs to each.
    """
    found = json.loads(job("sim_ssj", busyness, days).out)
    wanted = PUBLISHED[busyness]
    outside = max(
        max(low - LAST_DIGIT - found[key], found[key] - high - LAST_DIGIT, 0.0) / high
        for key, (low, high) in wanted.items()
    )
    shown = ", ".join(
        f"{key} {found[key]:.4f} in {low}-{high}" for key, (low, high) in wanted.items()
    )
    what = f"SSJ, busyness {busyness}, {days:,} days: outside the published 90 % intervals by"
    return Goal(NAME, what, 100 * outside, "%", 0, note=shown)
