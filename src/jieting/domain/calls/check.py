"""What must hold within one call: times in order, fields that its outcome needs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from jieting.domain.calls.call import OFFERED, Call, Outcome
from jieting.domain.errors import Finding, Place, Severity
from jieting.domain.periods import DAY
from jieting.domain.said import say

LONGEST_CALL = 2 * DAY
"""A longer call is taken for a clock error."""

LONGEST_DURATION_S = 2 * 86_400


def check_call(call: Call) -> list[Finding]:
    """Every finding about ``call``; errors mean that it must not be counted."""
    return [*_times(call), *_fields(call), *_durations(call)]


def _error(code: str, column: str, what: object, why: object, remedy: object) -> Finding:
    return Finding(code, what, why, remedy, Place(column=column))  # type: ignore[arg-type]


def _times(call: Call) -> Iterator[Finding]:
    marks = [("arrived_at", call.arrived_at)]
    marks += [("queued_at", call.queued_at)] if call.queued_at is not None else []
    marks += [("answered_at", call.answered_at)] if call.answered_at is not None else []
    marks += [("ended_at", call.ended_at)]
    for (earlier, first), (later, second) in pairwise(marks):
        if second < first:
            yield _error(
                "time_order",
                later,
                say("{later} lies before {earlier}.", later=later, earlier=earlier),
                say("A wait cannot be computed from times that run backwards."),
                say("Correct the clock or the mapping of these two columns."),
            )
    if call.ended_at - call.arrived_at > LONGEST_CALL:
        yield _error(
            "too_long",
            "ended_at",
            say("The call lasts more than two days."),
            say("Such a length comes from a wrong date or a lost hang-up."),
            say("Correct ended_at."),
        )


def _fields(call: Call) -> Iterator[Finding]:
    if call.outcome in OFFERED and call.queued_at is None:
        yield _error(
            "no_queued_at",
            "queued_at",
            say("An {outcome} call has no queued_at.", outcome=call.outcome.value),
            say("A call that was offered has entered a queue; its wait starts there."),
            say("Map the time of entering the queue; for a call answered at once it is that time."),
        )
    if call.outcome is Outcome.ANSWERED and call.answered_at is None:
        yield _error(
            "no_answered_at",
            "answered_at",
            say("An answered call has no answered_at."),
            say("Its wait and its service level cannot be computed."),
            say("Map the time at which the agent was bridged."),
        )
    if call.outcome is not Outcome.ANSWERED and call.answered_at is not None:
        yield _error(
            "answered_twice",
            "answered_at",
            say("A call with outcome {outcome} has answered_at.", outcome=call.outcome.value),
            say("A call has exactly one outcome; this one has two."),
            say("Correct the outcome or clear answered_at."),
        )
    if call.outcome is Outcome.ANSWERED and not call.agent:
        yield Finding(
            "no_agent",
            say("An answered call names no agent."),
            say("It counts, but no figure per agent can show it."),
            say("Map the agent's column, or complete it in the source."),
            Place(column="agent"),
            Severity.WARNING,
        )


def _durations(call: Call) -> Iterator[Finding]:
    for name in ("talk_s", "hold_s", "wrap_up_s"):
        seconds = getattr(call, name)
        if seconds is not None and not 0 <= seconds <= LONGEST_DURATION_S:
            yield _error(
                "duration_range",
                name,
                say("{name} is {seconds} s.", name=name, seconds=seconds),
                say("A duration is not negative and at most two days."),
                say("Correct the value or leave it empty."),
            )
