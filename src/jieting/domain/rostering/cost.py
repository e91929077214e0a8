"""What a roster costs, aim by aim, in the problem's whole units: exact, and without any solver."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from jieting.domain.rostering.coverage import answering
from jieting.domain.rostering.law import law_on
from jieting.domain.rostering.ledger import year_so_far
from jieting.domain.rostering.overtime import overtime, paid_minutes
from jieting.domain.rostering.problem import Person, Problem, Rows, Wish
from jieting.domain.rostering.solution import Cost

PER_CENT = 100
Miss = tuple[int, int]
"""What too few cost, and what too many cost."""


def cost_of(problem: Problem, rows: Rows) -> Cost:
    """The whole cost of a roster that names known people and shifts and has every day.

    Formula: cover and needs weigh each person short or over; wishes those not met; fairness the
    spread between most and fewest over the year; changes the days unlike the published roster;
    overtime ``overtime_minute x minutes x factor``, in whole units, rounded down once in all.
    """
    misses = [*_cover(problem, rows), *_needs(problem, rows)]
    return Cost(
        under=sum(under for under, _ in misses),
        over=sum(over for _, over in misses),
        wishes=sum(wish.weight for wish in unmet(problem, rows)),
        fairness=fairness(problem, rows),
        changed=problem.weights.changed * len(changed(problem, rows)),
        overtime=overtime_cost(problem, rows),
    )


def _miss(count: int, need: int, under: int, over: int) -> Miss:
    return max(0, need - count) * under, max(0, count - need) * over


def _cover(problem: Problem, rows: Rows) -> Iterator[Miss]:
    counts = Counter((day, name) for row in rows.values() for day, name in enumerate(row) if name)
    for one in problem.cover:
        yield _miss(counts[one.day, one.shift], one.need, one.under, one.over)


def _needs(problem: Problem, rows: Rows) -> Iterator[Miss]:
    counts = answering(problem, rows)
    for one in problem.needs:
        yield _miss(int(counts[one.skill][one.slot]), one.need, one.under, one.over)


def unmet(problem: Problem, rows: Rows) -> tuple[Wish, ...]:
    """The wishes that a roster does not meet."""
    return tuple(wish for wish in problem.wishes if not is_met(wish, rows))


def is_met(wish: Wish, rows: Rows) -> bool:
    """True where a roster gives what is wished."""
    name = rows[wish.person][wish.day]
    return (name == wish.shift if wish.shift else bool(name)) is wish.wants


def changed(problem: Problem, rows: Rows) -> tuple[tuple[str, int], ...]:
    """The days, by person, on which a roster differs from the published one."""
    return tuple(
        (person, day)
        for person, published in problem.published.items()
        for day, (told, name) in enumerate(zip(published, rows.get(person, ()), strict=False))
        if told != name
    )


def fairness(problem: Problem, rows: Rows) -> int:
    """The three spreads, each times its weight."""
    weights = problem.weights
    if not (weights.night_spread or weights.weekend_spread or weights.holiday_spread):
        return 0
    year = year_so_far(problem, rows)
    nights = spread(year[one.id].nights for one in sharing_nights(problem))
    weekends = spread(one.weekends for one in year.values())
    holidays = spread(one.holidays for one in year.values())
    return (
        weights.night_spread * nights
        + weights.weekend_spread * weekends
        + weights.holiday_spread * holidays
    )


def spread(counts: Iterable[int]) -> int:
    """The most less the fewest; 0 for nobody."""
    known = list(counts)
    return max(known) - min(known) if known else 0


def sharing_nights(problem: Problem) -> tuple[Person, ...]:
    """Those among whom nights are to be fair: not the protected, nor who may work no night."""
    nights = {shift.id for shift in problem.shifts if problem.is_night(shift)}
    return tuple(
        one
        for one in problem.people
        if one.protection is None and (one.may_work is None or one.may_work & nights)
    )


def overtime_cost(problem: Problem, rows: Rows) -> int:
    """Overtime at the law's factors, in whole units."""
    if not problem.weights.overtime_minute:
        return 0
    law = law_on(problem.first)
    paid = sum(paid_minutes(law, extras) for extras in overtime(problem, rows).values())
    return problem.weights.overtime_minute * paid // PER_CENT
