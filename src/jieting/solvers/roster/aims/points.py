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
    """The surrogate of the month's calls, and what the contract makes of them."""

    calls: LostCalls
    worth: Worth


def add(model: Model, supplies: Supplies, points: Points) -> None:
    """Put into the objective what the month's lost calls forgo, in hundredths of the currency.

    The problem's other weights are in the same unit.
    """
    days = Days(model, supplies)
    for (skill, slot), table in points.calls.tables.items():
        days.put(skill, slot, table)
    lost = total(list(days.prices()))
    fewest, most = days.range()
    if most > fewest:
        _follow(model, lost, points.worth.curve(fewest, most))


def _follow(model: Model, lost: Expr, curve: Curve) -> None:
    """Add the value of a rising curve at ``lost``, by filling its pieces one after the other.

    A piece may begin only when the one before is full, and must begin in order, because a curve
    with steps is not convex: what is cheap later must not be bought first.
    """
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
