"""What is known of a month at a moment, counted by an engine for the outlook."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import ibis

from jieting.analytics.engine import Engine
from jieting.analytics.month import MonthCounter
from jieting.domain.contracts.assess import Counted
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.records import Records
from jieting.domain.figures.aht import HANDLE_S, HANDLED
from jieting.domain.figures.count import Tally, add, ask
from jieting.domain.figures.measure import Measure
from jieting.domain.figures.measures import ABANDONED, ANSWERED, OVERFLOWED, wait
from jieting.domain.figures.scope import Scope
from jieting.domain.outlook.known import History, Known, records_until
from jieting.domain.periods import SECOND, Instant, Month, Period, local

MONTHS_BACK = 3
"""So many months before the one of the outlook are learned from, where their calls are given."""
QUANTILES = 256
"""Steps of the distribution of handle times."""
_LEFT = (ABANDONED, OVERFLOWED)
_WAITED_US = Measure(
    "waited_us",
    ANSWERED.words,
    lambda t: ANSWERED.where(t) | ABANDONED.where(t) | OVERFLOWED.where(t),
    wait,
)
"""Waits of all offered calls, in microseconds."""
_LEARNED = (ANSWERED, *_LEFT, _WAITED_US, HANDLED, HANDLE_S)


class KnownCounter(MonthCounter):
    """Counts a month up to a moment, and what the calls before it taught."""

    def until(self, contract: Contract, now: Instant) -> Counted:
        """What the contract counts of the month's calls before ``now``."""
        scope = self.scope_until(contract, now)
        return self._counted(contract, scope, self._tallies(contract, scope))

    def learned(self, contract: Contract, now: Instant) -> Tally:
        """Every measure of the month's calls before ``now``, excluded ones left out."""
        scope = self.scope_until(contract, now)
        kept = [t for (_, out), t in self._tallies(contract, scope).items() if not out]
        rows = self.rows(contract, scope)
        (more,) = self.engine.answer(ask(rows.filter(rows.excluded == 0), _LEARNED)).values()
        return {**more, **add(kept)}

    def scope_until(self, contract: Contract, now: Instant) -> Scope:
        """The contract's calls of the month before ``now``."""
        excluded = self.records.agreed_exclusions(self.month, contract.zone)
        scope = contract.scope(self.month, excluded)
        end = min(max(now, scope.period.start), scope.period.end)
        return replace(scope, period=Period(scope.period.start, end))


def known_at(
    engine: Engine,
    contract: Contract,
    month: Month,
    records: Records,
    now: Instant,
    first: Instant | None,
) -> Known:
    """What is known of ``month`` at ``now``; ``first`` is the first arrival that the engine has."""
    so_far = records_until(records, now, contract)
    counter = KnownCounter(engine, month, so_far)
    counted = counter.until(contract, now)
    months = list(_months(contract, month, now, first))
    counters = [KnownCounter(engine, one, so_far) for one in months]
    tally = add(one.learned(contract, now) for one in counters)
    start = max(first, months[0].period(contract.zone).start) if first is not None else now
    history = History(
        counts=tally,
        span=Period(min(start, now), now),
        handle_s=_handle_times(engine, contract, counters, now),
        patience_s=_patience(tally),
    )
    return Known(contract, month, now, counted, so_far, history)


def _months(
    contract: Contract, month: Month, now: Instant, first: Instant | None
) -> Iterable[Month]:
    """The months learned from, the earliest first: this one and those before that have calls."""
    if first is None:
        return [month]
    earliest = Month.of(local(min(first, now), contract.zone).date())
    back = [month.plus(-number) for number in range(MONTHS_BACK, -1, -1)]
    return [one for one in back if one >= earliest] or [month]


def _patience(tally: Tally) -> float:
    """Mean patience in seconds: all waits over the calls that left; 0 where nobody did.

    Formula: the maximum-likelihood mean of an exponential patience, waits of answered calls being
    censored by the answer.
    """
    left = sum(tally.get(measure.name, 0) for measure in _LEFT)
    return tally.get(_WAITED_US.name, 0) / SECOND / left if left else 0.0


def _handle_times(
    engine: Engine, contract: Contract, counters: Iterable[KnownCounter], now: Instant
) -> tuple[float, ...]:
    """Handle times in seconds at even shares, of the calls of all the months learned from."""
    seconds: list[float] = []
    for counter in counters:
        rows = counter.rows(contract, counter.scope_until(contract, now))
        handled = HANDLED.behind(rows)
        each = handled.talk_s + ibis.coalesce(handled.hold_s, 0)
        times = handled.select(handle_s=each + ibis.coalesce(handled.wrap_up_s, 0))
        grouped = times.group_by("handle_s").agg(number=times.count())
        for row in engine.rows(grouped):
            seconds += [float(str(row[0]))] * int(str(row[1]))
    if len(seconds) < 2:
        return ()
    seconds.sort()
    last = len(seconds) - 1
    return tuple(seconds[round(step * last / QUANTILES)] for step in range(QUANTILES + 1))
