"""Too few or too many on a shift of a day."""

from __future__ import annotations

from jieting.solvers.roster.model import Model


def add(model: Model) -> None:
    """Each ``Cover`` costs its weight for each person short or over."""
    for one in model.problem.cover:
        count = model.count(model.people, one.day, model.shift_number(one.shift))
        model.pay(count, miss_table(len(model.people), one.need, one.under, one.over))


def miss_table(most: int, need: int, under: int, over: int) -> list[int]:
    """What 0 to ``most`` people cost where ``need`` are wanted."""
    return [max(0, need - n) * under + max(0, n - need) * over for n in range(most + 1)]
