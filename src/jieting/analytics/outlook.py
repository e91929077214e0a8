"""What is known of a month at a moment, counted by an engine for the outlook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import ibis.expr.types as ir
import numpy as np

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
from jieting.domain.simulation.centre.distribution import Quantiles
from jieting.domain.simulation.centre.fit import Waits, fit_handle_time, fit_patience

MONTHS_BACK = 3
"""So many months before the one of the outlook are learned from, where their calls are given."""
_ANSWERED_WAIT = Measure("waited_for_answer", ANSWERED.words, ANSWERED.where, wait)
_LEFT_WAIT = Measure(
    "waited_and_left",
    ABANDONED.words,
    lambda t: ABANDONED.where(t) | OVERFLOWED.where(t),
    wait,
)


_LEARNED = (ANSWERED, HANDLED)


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
        (more,) = self.engine.answer(ask(self.kept(contract, now), _LEARNED)).values()
        return {**more, **add(kept)}

    def kept(self, contract: Contract, now: Instant) -> ir.Table:
        """The calls before ``now`` that are looked at and not excluded."""
        rows = self.rows(contract, self.scope_until(contract, now))
        return rows.filter(rows.excluded == 0)

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
    rows = [one.kept(contract, now) for one in counters]
    tally = add(one.learned(contract, now) for one in counters)
    start = max(first, months[0].period(contract.zone).start) if first is not None else now
    history = History(
        counts=tally,
        span=Period(min(start, now), now),
        handle=_handle(rows, engine),
        patience=_patience(rows, engine),
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


def _handle(rows: list[ir.Table], engine: Engine) -> Quantiles | None:
    """The handle times of these calls; None where none is known."""
    seconds: list[int] = []
    for table in rows:
        handled = HANDLED.behind(table)
        for value, number in _grouped(engine, handled, HANDLE_S):
            seconds += [value] * number
    return fit_handle_time(seconds) if any(seconds) else None


def _patience(rows: list[ir.Table], engine: Engine) -> Quantiles | None:
    """How long these callers were ready to wait; None where nobody left after waiting.

    Who left by a timeout counts as one who hung up then: either way an agent came too late.
    """
    found: list[tuple[float, int, bool]] = []
    for table in rows:
        for measure, hung_up in ((_ANSWERED_WAIT, False), (_LEFT_WAIT, True)):
            found += [
                (value / SECOND, number, hung_up)
                for value, number in _grouped(engine, measure.behind(table), measure)
                if hung_up or value > 0
            ]
    numbers = [number for _, number, _ in found]
    waits = Waits(
        np.repeat(np.array([wait for wait, _, _ in found], dtype=np.float64), numbers),
        np.repeat(np.array([left for _, _, left in found], dtype=np.bool_), numbers),
    )
    try:
        return fit_patience(waits)
    except ValueError:  # nobody left after waiting: nothing is known of their patience
        return None


def _grouped(engine: Engine, rows: ir.Table, measure: Measure) -> Iterator[tuple[int, int]]:
    """Every value of a measure with how many rows have it."""
    if measure.value is None:
        raise ValueError(f"{measure.name} has no value")
    values = rows.select(each=measure.value(rows))
    for value, number in engine.rows(values.group_by("each").agg(number=values.count())):
        if isinstance(value, int) and isinstance(number, int):
            yield value, number
