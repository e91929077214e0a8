"""What is planned for the rest of a month: expected calls and staff, half hour by half hour."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from jieting.domain.contracts.model import Contract
from jieting.domain.errors import Finding, Severity
from jieting.domain.forecasting.forecast import Forecast, Slot
from jieting.domain.outlook.chances import Floats, Ints
from jieting.domain.outlook.known import Known
from jieting.domain.periods import HALF_HOUR, Instant, Period, local, shown, within
from jieting.domain.said import say

_SPREAD = 1.2815515655446004
"""Half of an interval that holds 80 percent of the counts, in deviations of a normal one."""

Staff = Callable[[Instant], int]
"""Agents who answer in the half hour that begins at an instant."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """The coming half hours without a gap, from the one of the outlook to the month's last.

    ``calls`` are expected of each, 0 where the line is closed or its calls are left out; ``staff``
    who answers; ``is_offered`` says that the calls are those that reach the queue alone;
    ``aht_s`` the average handle time; ``busyness`` the shape of the day's factor, 0 for none.
    """

    starts: tuple[Instant, ...]
    calls: Floats
    staff: Ints
    days: tuple[date, ...]
    is_offered: bool
    aht_s: float
    busyness: float

    @property
    def expected(self) -> float:
        """Calls expected of all of them."""
        return float(self.calls.sum())


def plan_ahead(known: Known, forecast: Forecast, staff: Staff) -> tuple[Ahead, list[Finding]]:
    """The half hours ahead, and what is missing of them.

    The forecast's queue is the contract's; a contract that looks at all calls takes all queues
    together. Calls that never queue have a queue without a name: where the forecast lacks it, its
    calls are the offered ones alone.
    """
    slots, is_offered = _of_contract(known.contract, forecast)
    starts = _half_hours(known)
    shares = _open_shares(known, starts)
    timed = list(zip(starts, shares, strict=True))
    gaps = [start for start, share in timed if share and start not in slots]
    expected = [share * sum(one.calls for one in slots.get(start, ())) for start, share in timed]
    agents = [staff(start) if share else 0 for start, share in timed]
    zone = known.contract.zone
    used = [one for start in starts for one in slots.get(start, ())]
    ahead = Ahead(
        starts=starts,
        calls=np.array(expected, dtype=np.float64),
        staff=np.array(agents, dtype=np.int64),
        days=tuple(local(start, zone).date() for start in starts),
        is_offered=is_offered,
        aht_s=_mean_aht(used),
        busyness=busyness_of(used),
    )
    return ahead, [*_gaps(known, gaps), *_unmanned(known, ahead)]


def _of_contract(
    contract: Contract, forecast: Forecast
) -> tuple[Mapping[Instant, list[Slot]], bool]:
    queue = contract.population.queue
    wanted = {queue} if queue else set(forecast.queues)
    found: dict[Instant, list[Slot]] = {}
    for slot in forecast.slots:
        if slot.queue in wanted:
            found.setdefault(slot.start, []).append(slot)
    return found, "" not in wanted


def _half_hours(known: Known) -> tuple[Instant, ...]:
    """Starts of the half hours with anything left of them in the month."""
    ahead = known.ahead
    if not ahead.length:
        return ()
    first = ahead.start - (ahead.start - known.period.start) % HALF_HOUR
    return tuple(range(first, ahead.end, HALF_HOUR))


def _open_shares(known: Known, starts: Iterable[Instant]) -> list[float]:
    """How much of each half hour is ahead, within service hours and not agreed to be left out."""
    contract, whole = known.contract, known.ahead
    excluded = known.records.agreed_exclusions(known.month, contract.zone)
    scope = contract.scope(known.month, excluded)
    counted = within(scope.open_periods if scope.open_periods is not None else (whole,), whole)
    left_out = [part for p in excluded for one in counted if (part := p.intersection(one))]
    return [
        (_overlap(counted, slot) - _overlap(left_out, slot)) / HALF_HOUR
        for slot in (Period(start, start + HALF_HOUR) for start in starts)
    ]


def _overlap(periods: Iterable[Period], slot: Period) -> int:
    return sum(part.length for p in periods if (part := p.intersection(slot)))


def _mean_aht(slots: list[Slot]) -> float:
    """The average handle time of calls that queue, weighed by calls; 0 without any."""
    named = [slot for slot in slots if slot.queue] or slots
    weighed = [(slot.calls, slot.aht_s) for slot in named]
    calls = sum(number for number, _ in weighed)
    return sum(number * seconds for number, seconds in weighed) / calls if calls else 0.0


def busyness_of(slots: Iterable[Slot]) -> float:
    """The shape of a day's Gamma factor that makes intervals as wide as the forecast's.

    Formula: variance of a half hour = calls + calls^2 / shape, where the variance is that of a
    normal interval that holds 80 percent of the counts; 1 / shape = sum(variance - calls) /
    sum(calls^2). The whole of the forecast's own uncertainty is given to the day, which is the
    careful side. 0 for none.
    """
    extra = square = 0.0
    for slot in slots:
        deviation = (slot.high - slot.low) / 2 / _SPREAD
        extra += deviation * deviation - slot.calls
        square += slot.calls * slot.calls
    return square / extra if extra > 0 else 0.0


def _gaps(known: Known, gaps: list[Instant]) -> Iterable[Finding]:
    if gaps:
        zone = known.contract.zone
        yield Finding(
            "forecast_gap",
            say(
                "The forecast lacks {number} half hours of the rest of {month}, the first at "
                "{first}.",
                number=len(gaps),
                month=known.month,
                first=shown(gaps[0], zone),
            ),
            say("What is not forecast would count as no calls at all."),
            say("Make a forecast up to the end of the month."),
        )


def _unmanned(known: Known, ahead: Ahead) -> Iterable[Finding]:
    """A warning for half hours with calls and nobody to answer."""
    empty = np.flatnonzero((ahead.calls > 0) & (ahead.staff == 0))
    if len(empty):
        yield Finding(
            "nobody_there",
            say(
                "In {number} half hours ahead calls are expected and nobody answers, the first at "
                "{first}.",
                number=len(empty),
                first=shown(ahead.starts[int(empty[0])], known.contract.zone),
            ),
            say("Their callers wait until somebody comes, or hang up."),
            say("Check that roster or requirement reaches to the end of the month."),
            severity=Severity.WARNING,
        )
