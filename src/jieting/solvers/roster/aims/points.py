"""The contract's own aim: what lost calls forgo under its lines, instead of weights for cover."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from jieting.domain.rostering.aim import LostCalls
from jieting.domain.rostering.worth import Worth
from jieting.solvers.roster.aims.days import Days
from jieting.solvers.roster.model import Expr, Model, total
from jieting.solvers.roster.supply import Supplies

Curve = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Points:
    """The surrogate of the month's calls, and what the contract makes of them.

    ``fewest`` is a number of hundredths of calls that no roster can stay below: the value of the
    contract is not convex, so its bound is only good from there on.
    """

    calls: LostCalls
    worth: Worth
    fewest: int = 0


def add(model: Model, supplies: Supplies, points: Points) -> None:
    """Put into the objective what the month's lost calls forgo, in hundredths of the currency.

    The problem's other weights are in the same unit.
    """
    lost, fewest, most = lost_calls(model, supplies, points)
    fewest = max(fewest, points.fewest)
    if most > fewest:
        model.cp.add(lost >= fewest)
        _follow(model, lost, points.worth.curve(fewest, most))


def lost_calls(model: Model, supplies: Supplies, points: Points) -> tuple[Expr, int, int]:
    """The month's lost calls in hundredths of calls, with the least and most of their tables."""
    days = Days(model, supplies)
    for (skill, slot), table in points.calls.tables.items():
        days.put(skill, slot, table)
    return (total(list(days.prices())), *days.range())


def _follow(model: Model, lost: Expr, curve: Curve) -> None:
    """Add the value of a rising curve at ``lost``, by filling its pieces one after the other.

    A piece may begin only when the one before is full, and must begin in order, because a curve
    with steps is not convex: what is cheap later must not be bought first.
    """
    model.cost(curve[0][1])
    filled: list[Expr] = []
    full = None
    for (left, low), (right, high) in pairwise(curve):
        width = right - left
        part = model.cp.new_int_var(0, width, "")
        if full is not None:
            model.cp.add(part <= width * full)
        if right < curve[-1][0]:
            full = model.cp.new_bool_var("")
            model.cp.add(part >= width * full)
        # hundredths of the unit for each hundredth of a call: whole, and fine enough
        model.cost_hundredths(round((high - low) * 100 / width) * part)
        filled.append(part)
    model.cp.add(total(filled) + curve[0][0] >= lost)
