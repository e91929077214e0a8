"""The contract's own aim: what lost calls forgo under its lines, instead of weights for cover."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from jieting.domain.rostering.aim import LostCalls
from jieting.domain.rostering.worth import Worth
from jieting.solvers.roster.model import Expr, Model, total
from jieting.solvers.roster.supply import Supplies, Supply

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
    priced = _merged(supplies, points.calls.tables)
    lost = total(model.priced(supply.expression, table) for supply, table in priced)
    fewest = sum(min(table) for _, table in priced)
    most = sum(max(table) for _, table in priced)
    if most > fewest:
        _follow(model, lost, points.worth.curve(fewest, most))


def _merged(
    supplies: Supplies, tables: Mapping[tuple[str, int], Sequence[int]]
) -> list[tuple[Supply, list[int]]]:
    """One table for all half hours with the same shifts; the sum of convex ones is convex."""
    merged: dict[int, tuple[Supply, list[int]]] = {}
    for (skill, slot), table in tables.items():
        supply = supplies.of(skill, slot)
        _, known = merged.get(id(supply), (supply, [0] * len(table)))
        merged[id(supply)] = (supply, [a + b for a, b in zip(known, table, strict=True)])
    return list(merged.values())


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
