"""Stored calls to counts: one question to an engine, answered by queue, day and half hour."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import ibis.expr.types as ir

from jieting.domain.calls.call import Direction
from jieting.domain.errors import Finding
from jieting.domain.figures.aht import HANDLE_S, HANDLED
from jieting.domain.figures.count import Key, Question, Tally, ask, with_time
from jieting.domain.figures.measure import Measure
from jieting.domain.figures.measures import ANSWERED, OFFERED_CALLS
from jieting.domain.figures.scope import local_instant
from jieting.domain.figures.tables import calls_table
from jieting.domain.forecasting import told
from jieting.domain.forecasting.history import Count
from jieting.domain.periods import SECOND, Period, offsets
from jieting.domain.said import say

_EPOCH_DAY = date(1970, 1, 1)


def _connected_s(calls: ir.Table) -> ir.IntegerValue:
    """Whole seconds from the answer to the end."""
    microseconds = calls.ended_at - calls.answered_at
    return ((microseconds - microseconds % SECOND) / SECOND).cast("int64")


CONNECTED_S = Measure(
    "connected_s",
    say("sum of seconds from the answer to the end"),
    ANSWERED.where,
    _connected_s,
)
MEASURES = (OFFERED_CALLS, HANDLED, HANDLE_S, ANSWERED, CONNECTED_S)


def counts_question(zone: ZoneInfo, whole: Period) -> Question:
    """Inbound calls that entered a queue, by queue, local day and half hour of their queueing.

    ``whole`` holds every call. What never reached a queue is no work for an agent.
    """
    calls = calls_table()
    inbound = calls.filter(calls.direction == Direction.INBOUND.value)
    at = inbound.queued_at.coalesce(inbound.arrived_at)
    timed = with_time(inbound, local_instant(at, offsets(zone, whole)))
    return ask(timed, MEASURES, ("queue", "day", "half_hour"))


def counts_of(answers: Mapping[Key, Tally]) -> tuple[tuple[Count, ...], tuple[Finding, ...]]:
    """An engine's answer as counts, in order.

    Of a queue whose calls tell no talk time, the time from the answer to the end is taken, and
    told.
    """
    handled: dict[str, int] = {}
    for (queue, _, _), tally in answers.items():
        handled[str(queue)] = handled.get(str(queue), 0) + tally[HANDLED.name]
    answered = {str(q) for (q, _, _), tally in answers.items() if tally[ANSWERED.name]}
    silent = {queue for queue, number in handled.items() if not number}
    counts = [_count(key, tally, str(key[0]) in silent) for key, tally in answers.items()]
    ordered = sorted(counts, key=lambda count: (count.queue, count.day, count.half_hour))
    return tuple(ordered), tuple(told.talk_by_connection(q) for q in sorted(silent & answered))


def _count(key: Key, tally: Tally, is_silent: bool) -> Count:
    queue, day, half_hour = key
    handled, seconds = (ANSWERED, CONNECTED_S) if is_silent else (HANDLED, HANDLE_S)
    return Count(
        str(queue),
        _EPOCH_DAY + timedelta(days=int(str(day))),
        int(str(half_hour)),
        tally[OFFERED_CALLS.name],
        tally[handled.name],
        tally[seconds.name],
    )
