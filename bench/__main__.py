"""``python -m bench [NAME ...]``: measures, and prints a table with the peers of the same run."""

from __future__ import annotations

import argparse
import os
import sys

from bench import (
    engines,
    erlang,
    forecast,
    line,
    month,
    outlook,
    pandas_peer,
    read,
    room,
    roster_month,
    rosters,
    scale,
    simulation,
)
from bench.goals import Goal, GoalBenchmark, goals_as_json, goals_as_table
from bench.lines import Benchmark, Line, Options, as_json, as_table
from bench.measured import CACHE

BENCHMARKS: dict[str, Benchmark] = {
    "month": month.run,
    "read": read.run,
    "scale": scale.run,
    "pandas": pandas_peer.run,
    "engines": engines.run,
}
ROOM = "room"
LINE = "line"
ERLANG = "erlang"
WITH_GOALS: dict[str, GoalBenchmark] = {
    ROOM: room.run,
    LINE: line.run,
    ERLANG: erlang.run,
    "outlook": outlook.run,
    "simulation": simulation.run,
    "forecast": forecast.run,
    "roster-month": roster_month.run,
    "rosters": rosters.run,
}
"""The benchmarks with goals of their own; the line runs where it is named, it has much to do."""


def main() -> None:
    """Runs the benchmarks that were named, or all."""
    asked = _arguments()
    CACHE.mkdir(parents=True, exist_ok=True)
    options = Options(asked.calls, asked.full)
    lines: list[Line] = []
    goals: list[Goal] = []
    for name in asked.names or (*BENCHMARKS, ROOM, ERLANG, "outlook", "forecast", "simulation"):
        print(f"measuring {name} ...", file=sys.stderr)
        if name in WITH_GOALS:
            goals += WITH_GOALS[name](options)
        else:
            lines += BENCHMARKS[name](options)
    if lines:
        print(as_json(lines) if asked.json else as_table(lines))
    if goals:
        print(goals_as_json(goals) if asked.json else goals_as_table(goals))
    if not asked.json and "scale" in (asked.names or BENCHMARKS) and not asked.full:
        print("\nscale ran with fewer calls than the 100 million of: make bench FULL=1")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "names",
        nargs="*",
        choices=[[], *BENCHMARKS, *WITH_GOALS],
        metavar="NAME",
        help=", ".join((*BENCHMARKS, *WITH_GOALS)),
    )
    parser.add_argument("--calls", type=int, help="how many calls instead of each one's own number")
    parser.add_argument(
        "--full",
        action="store_true",
        default=bool(os.environ.get("FULL")),
        help="scale with 100 million calls, room with 10 million, line with 500 callers at once "
        "and 20 kills of each; also by FULL=1",
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser.parse_args()


if __name__ == "__main__":
    main()
