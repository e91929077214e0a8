"""Rosters: the public shift-scheduling instances and a large house, beside plain CP-SAT."""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from statistics import median

from bench.goals import Goal
from bench.large_house import large_house
from bench.lines import Options
from jieting.domain.rostering.check import check
from jieting.domain.rostering.problem import Problem
from jieting.domain.rostering.public_format import read_public
from jieting.domain.rostering.solution import Roster
from jieting.solvers.columns.portfolio import solve_clauses, solve_columns

DATA = Path(os.environ.get("JIETING_SHARED_DATA", Path(__file__).parents[2] / "shared" / "data"))
FOLDER = DATA / "shift_scheduling"
WITHIN = {1: 0, 2: 0, 3: 0, 4: 0, 5: 1, 6: 1, 7: 1, 8: 1, 9: 3, 10: 1, 11: 2, 12: 2}
"""Per cent above the best known that each instance should at most come to."""
SECONDS, LONG_SECONDS, LONG = 60.0, 300.0, (11, 12)
SEEDS, WORKERS = 5, 8
HOUSE_SECONDS, HOUSE_SHARE = 120.0, 0.1


def run(options: Options) -> list[Goal]:
    """One seed of each instance and the large house; with FULL five seeds of each."""
    goals = list(_public(SEEDS if options.full else 1))
    return [*goals, _house()]


def _public(seeds: int) -> Iterator[Goal]:
    if not FOLDER.is_dir():
        print("rosters: the public instances are not on this machine", file=sys.stderr)
        return
    for number, percent in WITHIN.items():
        goal = _instance(number, percent, seeds)
        print(f"rosters: {goal.what} {goal.measured:.2f} {goal.unit}; {goal.note}", file=sys.stderr)
        yield goal


def _best_known() -> Mapping[int, int]:
    with (FOLDER / "bounds.csv").open(encoding="utf-8") as file:
        return {int(row["instance"]): int(row["best_UB"]) for row in csv.DictReader(file)}


def _instance(number: int, percent: int, seeds: int) -> Goal:
    text = (FOLDER / f"Instance{number}.txt").read_text(encoding="utf-8")
    problem, best = read_public(text, f"Instance{number}"), _best_known()[number]
    seconds = LONG_SECONDS if number in LONG else SECONDS
    rosters = [solve_columns(problem, seconds, seed) for seed in range(seeds)]
    costs = [_cost(problem, roster) for roster in rosters]
    bound = max(roster.bound or 0 for roster in rosters if roster is not None)
    if bound > best:
        raise SystemExit(f"rosters: a bound of {bound} for instance {number} is wrong")
    peer = _cost(problem, solve_clauses(problem, seconds, 0, WORKERS))
    middle = median(costs)
    note = f"{middle:g}, seeds {sorted(costs)}, bound {bound}, best known {best}, CP-SAT {peer}"
    return Goal(
        "rosters", f"instance {number}: above the best known", 100 * (middle - best) / best,
        "per cent", percent, ratio=middle / peer, note=note,
    )  # fmt: skip


def _cost(problem: Problem, roster: Roster | None) -> float:
    """What the independent check says; endless for none, an error where a rule is broken."""
    if roster is None:
        return float("inf")
    checked = check(problem, roster.rows)
    if not checked.feasible:
        raise SystemExit(f"rosters: {problem.id} breaks {checked.breaches[0]}")
    return checked.cost.total


def _house() -> Goal:
    """The gap to one bound, the better of both, as a share of plain CP-SAT's."""
    problem = large_house(300, 28, seed=1)
    ways: tuple[Callable[[], Roster | None], ...] = (
        lambda: solve_columns(problem, HOUSE_SECONDS, 1),
        lambda: solve_clauses(problem, HOUSE_SECONDS, 1, WORKERS),
    )
    rosters = [way() for way in ways]
    ours, peer = (_cost(problem, roster) for roster in rosters)
    bound = max(roster.bound or 0 for roster in rosters if roster is not None)
    share = (ours - bound) / max(1.0, peer - bound)
    return Goal(
        "rosters", "300 people, 28 days: gap over CP-SAT's", share, "of its gap", HOUSE_SHARE,
        ratio=ours / peer, note=f"cost {ours:g}, bound {bound}, CP-SAT {peer:g}",
    )  # fmt: skip
