"""Nights, weekends and holidays of the year, spread evenly over the people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from jieting.domain.rostering.cost import sharing_nights
from jieting.domain.rostering.ledger import weekend_of
from jieting.domain.rostering.problem import Worked
from jieting.solvers.roster.model import Expr, Model, Var, total


def add(model: Model) -> None:
    """Each spread between most and fewest, the ledger of the year included, times its weight."""
    problem, weights = model.problem, model.problem.weights
    sharing = {person.id for person in sharing_nights(problem)}
    nights = [n for n in model.people if problem.people[n].id in sharing]
    _spread(model, weights.night_spread, [_nights(model, n) for n in nights])
    _spread(model, weights.weekend_spread, [_weekends(model, n) for n in model.people])
    _spread(model, weights.holiday_spread, [_holidays(model, n) for n in model.people])


def _ledger(model: Model, person: int) -> Worked:
    return model.problem.ledger.get(model.problem.people[person].id, Worked())


def _nights(model: Model, person: int) -> Expr:
    worked = [model.x[person, day, shift] for day in model.days for shift in model.nights]
    return total(worked) + _ledger(model, person).nights


def _holidays(model: Model, person: int) -> Expr:
    days = [day for day in model.days if model.problem.date_of(day) in model.problem.holidays]
    return total(model.on[person, day] for day in days) + _ledger(model, person).holidays


def _weekends(model: Model, person: int) -> Expr:
    return total(weekends_worked(model, person)) + _ledger(model, person).weekends


def weekends_worked(model: Model, person: int) -> list[Var]:
    """For each weekend of the horizon, that a person works on one of its days."""
    days: dict[int, list[Var]] = defaultdict(list)
    for day in model.days:
        if model.problem.is_weekend(day):
            days[weekend_of(model.problem, day)].append(model.on[person, day])
    return [_any_of(model, worked) for worked in days.values()]


def _any_of(model: Model, worked: Sequence[Var]) -> Var:
    if len(worked) == 1:
        return worked[0]
    some = model.cp.new_bool_var("")
    model.cp.add_max_equality(some, worked)
    return some


def _spread(model: Model, weight: int, counts: Sequence[Expr]) -> None:
    """``weight`` times the most less the fewest.

    The sums at the end are implied; they tell the relaxation that the most is at least the mean,
    and as the most is whole, that it is at least the mean rounded up.
    """
    if not weight or len(counts) < 2:
        return
    top = _most(model)
    most, fewest = model.cp.new_int_var(0, top, ""), model.cp.new_int_var(0, top, "")
    for count in counts:
        model.cp.add(most >= count)
        model.cp.add(fewest <= count)
    model.cp.add(len(counts) * most >= total(counts))
    model.cp.add(len(counts) * fewest <= total(counts))
    model.cost(weight * (most - fewest))


def _most(model: Model) -> int:
    """At least what anybody can come to in the year."""
    known = (max(w.nights, w.weekends, w.holidays) for w in model.problem.ledger.values())
    return max(known, default=0) + model.problem.days
