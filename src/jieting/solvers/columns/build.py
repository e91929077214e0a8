"""From a problem to its model."""

from __future__ import annotations

from functools import reduce
from math import gcd

import numpy as np

from jieting.domain.rostering.problem import Person, Problem, Wish
from jieting.solvers.columns import kernel as k
from jieting.solvers.columns.kernel import Flags, Ints
from jieting.solvers.columns.known import DAYS_A_WEEK, InForce, in_force_of
from jieting.solvers.columns.model import FORBIDDEN, Model
from jieting.solvers.columns.rows import groups_of, row_table
from jieting.solvers.columns.terms import Terms, runs, terms_of

_UNBOUNDED = 1 << 40


def model_of(problem: Problem) -> Model:
    """The arrays of a problem; the rules that the kernels do not know are left out of it."""
    group_of, one_of = groups_of(problem)
    days, shifts = problem.days, problem.shifts
    table = row_table(problem, one_of)
    covers, cover_at, costs = table.arrays(len(one_of), days, len(shifts))
    rules = in_force_of(problem)
    terms = [terms_of(rules, person) for person in problem.people]
    cost, constant = _costs(problem, rules)
    nodes = _Nodes(problem, terms)
    par = np.zeros((len(terms), k.PARAMETERS), np.int64)
    units = np.zeros((len(terms), len(shifts)), np.int64)
    minutes = np.array([shift.worked for shift in shifts], np.int64)
    for p, term in enumerate(terms):
        _person(par[p], units[p], term, minutes, cost[p])
        par[p, k.GROUP] = group_of[problem.people[p].id]
    return Model(
        people=tuple(person.id for person in problem.people),
        shifts=tuple(shift.id for shift in shifts),
        days=days,
        monday=(-problem.first.weekday()) % 7,
        cost=cost,
        constant=constant,
        covers=covers,
        cover_at=cover_at,
        table=costs,
        par=par,
        first=nodes.first,
        follows=nodes.follows,
        shift_of=nodes.shift_of,
        caps=np.array([term.caps for term in terms], np.int64).reshape(len(terms), len(shifts)),
        units=units,
        minutes=minutes,
        nights=nodes.nights,
        nights_in_a_row=nodes.longest,
        past_nights=np.array([term.past_nights for term in terms], np.int64),
    )


def _person(par: Ints, units: Ints, term: Terms, minutes: Ints, cost: Ints) -> None:
    days = len(cost)
    par[k.ON_MIN], par[k.ON_MAX] = term.on
    par[k.OFF_MIN] = term.off
    par[k.WEEKENDS] = -1 if term.weekends is None else term.weekends
    par[k.PAST_ON], par[k.PAST_OFF] = runs(term.past)
    par[k.WEEK_MINUTES] = -1 if term.week_minutes is None else term.week_minutes
    allowed = [
        s for s in range(len(minutes)) if term.caps[s] > 0 and (cost[:, s] < FORBIDDEN).any()
    ]
    least, most = term.minutes or (0, _UNBOUNDED)
    par[k.LEAST], par[k.MOST] = least, most
    fewest = min((int(minutes[s]) for s in allowed), default=1)
    room = min(days, most // max(1, fewest))
    capped = [s for s in allowed if term.caps[s] < room]
    par[k.CAPPED] = min(capped, key=lambda s: term.caps[s], default=-1)
    par[k.CAP] = term.caps[par[k.CAPPED]] if capped else 0
    par[k.UNIT] = 1
    if term.minutes is not None:
        others = [int(minutes[s]) for s in allowed if s != par[k.CAPPED]]
        par[k.UNIT] = unit = max(1, reduce(gcd, others, 0))
        units[:] = 0
        for s in allowed:
            units[s] = 0 if s == par[k.CAPPED] else minutes[s] // unit
        par[k.UNITS_MAX] = min(most // unit, days * int(units.max()))
        par[k.CAPPED_MINUTES] = minutes[par[k.CAPPED]] if capped else 0
    week_days = term.week_days
    if term.week_minutes is not None:
        week_days = min(week_days, term.week_minutes // fewest)
    if week_days < DAYS_A_WEEK:
        par[k.WEEK_DAYS] = max(1, week_days)


def _costs(problem: Problem, rules: InForce) -> tuple[Ints, int]:
    """The cost of each shift beyond a day off, and what days off alone cost."""
    index = {shift.id: s for s, shift in enumerate(problem.shifts)}
    place = {person.id: p for p, person in enumerate(problem.people)}
    cost = np.zeros((len(place), problem.days, len(index)), np.int64)
    constant = 0
    for wish in problem.wishes:
        constant += _wish(cost[place[wish.person], wish.day], wish, index)
    for p, person in enumerate(problem.people):
        constant += _changed(cost[p], problem, person, index)
    cost[rules.forbidden] = FORBIDDEN
    return cost, constant


def _wish(cost: Ints, wish: Wish, index: dict[str, int]) -> int:
    meant = [index[wish.shift]] if wish.shift else list(index.values())
    sign = -1 if wish.wants else 1
    for s in meant:
        cost[s] += sign * wish.weight
    return wish.weight if wish.wants else 0


def _changed(cost: Ints, problem: Problem, person: Person, index: dict[str, int]) -> int:
    """Weights of leaving the published roster."""
    weight, row = problem.weights.changed, problem.published.get(person.id)
    if not weight or row is None:
        return 0
    constant = 0
    for day, shift in enumerate(row[: problem.days]):
        if shift in index:
            constant += weight
            cost[day, index[shift]] -= weight
        elif not shift:
            cost[day, :] += weight
    return constant


class _Nodes:
    """Shifts with what of the days before matters for the next: how many nights in a row."""

    def __init__(self, problem: Problem, terms: list[Terms]) -> None:
        shifts = problem.shifts
        self.longest = min((t.nights_in_a_row for t in terms), default=0)
        self.nights = np.array([terms[0].is_night(s) for s in range(len(shifts))], np.bool_)
        runs = {
            s: range(1, self.longest + 1) if self.nights[s] and self.longest else range(1)
            for s in range(len(shifts))
        }
        nodes = [(s, run) for s in runs for run in runs[s]]
        self.shift_of: Ints = np.array([s for s, _ in nodes], np.int64)
        self.follows: Flags = np.array(
            [[terms[0].follows(a, b) for b in nodes] for a in nodes], np.bool_
        ).reshape(len(nodes), len(nodes))
        self.first: Flags = np.array(
            [[term.may_begin(node) for node in nodes] for term in terms], np.bool_
        ).reshape(len(terms), len(nodes))
