"""Which way makes a roster: clauses for a few people, columns for many where they know it all."""

from __future__ import annotations

import threading
from dataclasses import replace

from jieting.domain.rostering.problem import Problem
from jieting.solvers.columns import portfolio
from jieting.solvers.columns.known import unknown
from jieting.solvers.roster.aims.points import Points
from jieting.solvers.roster.search import Effort, Found, Outcome, Progress, Told
from jieting.solvers.roster.solve import judged, make_roster

MANY = 600
"""Days of people from which on columns are better, where they keep and cost everything."""
_UNPRICED = 1 << 62
"""More than any roster costs."""


def best_roster(
    problem: Problem,
    effort: Effort,
    *,
    aim: Points | None = None,
    told: Told = lambda progress: None,
    stop: threading.Event | None = None,
) -> Found:
    """The best roster found by the way that suits the problem, judged by the check.

    Errors: BrokenRoster.
    """
    many = len(problem.people) * problem.days > MANY
    if aim is None and many and not unknown(problem):
        found = _by_columns(problem, effort, told, stop)
        if found.rows:
            return found
    return make_roster(problem, effort, aim=aim, told=told, stop=stop)


def _by_columns(
    problem: Problem, effort: Effort, told: Told, stop: threading.Event | None
) -> Found:
    def better(now: portfolio.Progress) -> None:
        if now.cost is not None and now.bound is not None:
            told(Progress(now.seconds, now.cost, now.bound))

    roster = portfolio.solve_columns(problem, effort.seconds, effort.seed, better, stop)
    if roster is None:
        return Found(Outcome.UNKNOWN, {}, 0, 0, effort.seconds)
    # the check finds the cost; a way without any bound has proven that of nothing, which is 0
    bound = roster.bound or 0
    found = Found(Outcome.FEASIBLE, roster.rows, _UNPRICED, bound, roster.seconds)
    found = judged(problem, found, None)
    return replace(found, outcome=Outcome.OPTIMAL) if found.cost == bound else found
