"""Making a roster for a problem: the model built, begun from what is known, searched, judged."""

from __future__ import annotations

import threading
from dataclasses import replace

from jieting.domain.rostering.check import check, tidied
from jieting.domain.rostering.problem import Problem, Rows
from jieting.solvers.roster.aims.points import Points
from jieting.solvers.roster.build import begin_with, built, fewest_lost, fixed_to
from jieting.solvers.roster.model import HUNDREDTHS
from jieting.solvers.roster.search import Effort, Found, Outcome, Told, search

_PRICE_S = 10.0
_FEWEST_SHARE, _FEWEST_GAP = 0.3, 0.002


class BrokenRoster(RuntimeError):
    """The search gave a roster that the independent check refuses: an error of the program."""


def make_roster(
    problem: Problem,
    effort: Effort,
    *,
    aim: Points | None = None,
    begin: Rows | None = None,
    told: Told = lambda progress: None,
    stop: threading.Event | None = None,
) -> Found:
    """The best roster found, judged by the independent check before it is given.

    It begins from ``begin``, or from the published roster where there is one. Errors:
    BrokenRoster where the check refuses the roster, or where its cost is not the model's.
    """
    start, used = begin or problem.published, 0.0
    if aim is not None:
        least = search(fewest_lost(problem, aim), _part(effort), stop=stop)
        if not least.rows:
            return least
        aim, start = replace(aim, fewest=least.bound * HUNDREDTHS), start or least.rows
        used = least.seconds
        effort = replace(effort, seconds=effort.seconds - used)
    model = built(problem, aim)
    if start:
        begin_with(model, tidied(problem, start))
    found = search(model, effort, told, stop)
    found = replace(found, seconds=found.seconds + used)
    return judged(problem, found, aim) if found.rows else found


def _part(effort: Effort) -> Effort:
    """The part of an effort for points that first finds how few calls can be lost."""
    return replace(effort, seconds=_FEWEST_SHARE * effort.seconds, gap=_FEWEST_GAP)


def judged(problem: Problem, found: Found, aim: Points | None) -> Found:
    """The same with the cost that its rows have; a search that ends early may tell more.

    Errors: BrokenRoster.
    """
    checked = check(problem, found.rows)
    if checked.breaches:
        raise BrokenRoster("; ".join(f"{one.rule}: {one.what}" for one in checked.breaches))
    cost = checked.cost.total if aim is None else _priced(problem, found, aim)
    if not found.bound <= cost <= found.cost:
        raise BrokenRoster(f"cost {cost}, bound {found.bound}, cost of the model {found.cost}")
    return replace(found, cost=cost)


def _priced(problem: Problem, found: Found, aim: Points) -> int:
    """The cost of the rows in the model with points: that of the model with nothing else free."""
    model = built(problem, aim)
    fixed_to(model, found.rows)
    again = search(model, Effort(_PRICE_S, workers=1))
    if again.outcome is Outcome.INFEASIBLE:
        raise BrokenRoster("the model refuses its own roster")
    return again.cost if again.rows else found.cost
