"""Which calls a contract looks at in a period, and why a call is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from operator import or_

import ibis
import ibis.expr.types as ir

from jieting.domain.figures.measures import one_or_zero
from jieting.domain.periods import Instant, Period
from jieting.domain.said import Said, say


class LeftOut(StrEnum):
    """Why a call is not looked at; empty for one that is."""

    NOT = ""
    OUTBOUND = "outbound"
    OTHER_PERIOD = "other_period"
    OTHER_QUEUE = "other_queue"
    OUTSIDE_SERVICE_HOURS = "outside_service_hours"
    EXCLUDED = "excluded"


REASONS: dict[LeftOut, Said] = {
    LeftOut.OUTBOUND: say("outbound call"),
    LeftOut.OTHER_PERIOD: say("belongs to another month"),
    LeftOut.OTHER_QUEUE: say("another queue, or never queued"),
    LeftOut.OUTSIDE_SERVICE_HOURS: say("outside the service hours"),
    LeftOut.EXCLUDED: say("within an agreed exclusion"),
}


@dataclass(frozen=True, slots=True)
class Scope:
    """The calls of a period that a contract looks at.

    ``owner`` is the column that says when a call happened (arrived_at or ended_at); ``queue``
    None means all calls; ``open_periods`` None means round the clock; ``excluded`` is disjoint.
    """

    period: Period
    owner: str = "arrived_at"
    direction: str | None = "inbound"
    queue: str | None = None
    open_periods: tuple[Period, ...] | None = None
    excluded: tuple[Period, ...] = ()

    def mark(self, calls: ir.Table) -> ir.Table:
        """``calls`` with ``at`` (when the call happened) and ``left_out`` (why not, or '')."""
        at = calls[self.owner]
        return calls.mutate(at=at, left_out=self._left_out(calls, at))

    def _left_out(self, calls: ir.Table, at: ir.IntegerColumn) -> ir.StringValue:
        tests: list[tuple[ir.BooleanValue, LeftOut]] = []
        if self.direction is not None:
            tests.append((calls.direction != self.direction, LeftOut.OUTBOUND))
        tests.append((~inside(at, (self.period,)), LeftOut.OTHER_PERIOD))
        if self.queue is not None:
            tests.append((calls.queue != self.queue, LeftOut.OTHER_QUEUE))
        if self.open_periods is not None:
            tests.append((~inside(at, self.open_periods), LeftOut.OUTSIDE_SERVICE_HOURS))
        if self.excluded:
            tests.append((inside(at, self.excluded), LeftOut.EXCLUDED))
        return ibis.cases(*((test, why.value) for test, why in tests), else_=LeftOut.NOT.value)


def inside(at: ir.IntegerValue, periods: Sequence[Period]) -> ir.BooleanValue:
    """True where the instant lies in one of the half-open periods."""
    tests = [(at >= period.start) & (at < period.end) for period in periods]
    return reduce(or_, tests) if tests else ibis.literal(False)


def looked_at(marked: ir.Table) -> ir.Table:
    """The calls in scope, with ``excluded`` 1 for those in an agreed exclusion and else 0."""
    kept = marked.filter(marked.left_out.isin([LeftOut.NOT.value, LeftOut.EXCLUDED.value]))
    return kept.mutate(excluded=one_or_zero(kept.left_out == LeftOut.EXCLUDED.value))


def local_instant(at: ir.IntegerValue, parts: Sequence[tuple[Period, Instant]]) -> ir.IntegerValue:
    """The instant shifted by the offset of its time zone, so that days are whole multiples."""
    distinct = {offset for _, offset in parts}
    if len(distinct) == 1:
        return at + distinct.pop()
    last = parts[-1][1]
    cases = [((at < period.end), offset) for period, offset in parts[:-1]]
    return at + ibis.cases(*cases, else_=last)
