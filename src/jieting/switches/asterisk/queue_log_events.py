"""What each event of Asterisk's queue_log means in the domain's own words.

Sources: the queue log reference of the Asterisk documentation (parameters per event), and our own
dialplan for SURVEY (the key a caller pressed). Events of members and of the server mean nothing
for a call.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from jieting.domain.calls.call import Rating
from jieting.domain.calls.events import (
    AgentAnswered,
    AgentLeft,
    Arrived,
    EnteredQueue,
    Event,
    HungUpInQueue,
    LeaveRule,
    LeftQueue,
    RangUnanswered,
    Rated,
    Rejected,
    TransferKind,
    Transferred,
)
from jieting.domain.calls.masking import mask_number
from jieting.domain.errors import Finding, Place
from jieting.domain.said import say
from jieting.switches.asterisk.log_line import NO_CALL, LogLine, garbled

RATING_KEYS: Mapping[str, Rating] = {str(key): rating for key, rating in enumerate(Rating, start=1)}
"""Key pressed in the survey to rating: 1 is the best of five levels, 5 the worst."""

MEANS_NOTHING = frozenset(
    {
        "ADDMEMBER",
        "AGENTCALLBACKLOGIN",
        "AGENTCALLBACKLOGOFF",
        "AGENTDUMP",
        "AGENTLOGIN",
        "AGENTLOGOFF",
        "CALLERID",
        "CONFIGRELOAD",
        "DID",
        "INFO",
        "PAUSE",
        "PAUSEALL",
        "PAUSEREASON",
        "PENALTY",
        "QUEUESTART",
        "REMOVEMEMBER",
        "RINGCANCELED",
        "RINGINUSE",
        "UNPAUSE",
        "UNPAUSEALL",
        "WRAPUPSTART",
    }
)
"""Events that tell nothing of a call's outcome, times or rating."""

Told = tuple[Event, ...] | Finding


def events_of(line: LogLine, caller: Callable[[str], str] = mask_number) -> Told | None:
    """The events a line tells; a Finding where it is unclear; None where its name is unknown."""
    if line.event in MEANS_NOTHING:
        return ()
    reader = _READERS.get(line.event)
    if reader is None:
        return None
    if line.call in NO_CALL:
        return garbled(line.number, say("{event} names no call", event=line.event))
    return _entered(line, caller) if reader is _entered else reader(line)


def _entered(line: LogLine, caller: Callable[[str], str] = mask_number) -> Told:
    number = line.data[1] if len(line.data) > 1 else ""
    return (
        Arrived(call=line.call, at=line.at, place=line.place, caller=caller(number)),
        EnteredQueue(call=line.call, at=line.at, place=line.place, queue=line.queue),
    )


def _connected(line: LogLine) -> Told:
    """CONNECT: hold time, channel of the agent, ring time."""
    waited = line.seconds(0)
    if waited is None:
        return _no_seconds(line)
    return (
        AgentAnswered(
            call=line.call,
            at=line.at,
            place=line.place,
            agent=line.agent,
            queue=line.queue,
            waited=waited,
        ),
    )


def _completed(line: LogLine) -> Told:
    """COMPLETEAGENT and COMPLETECALLER: hold time, talk time, first position."""
    talked = line.seconds(1)
    if talked is None:
        return _no_seconds(line)
    return (
        AgentLeft(call=line.call, at=line.at, place=line.place, agent=line.agent, talked=talked),
    )


def _abandoned(line: LogLine) -> Told:
    """ABANDON: position, first position, wait."""
    waited = line.seconds(2)
    if waited is None:
        return _no_seconds(line)
    return (
        HungUpInQueue(
            call=line.call, at=line.at, place=line.place, queue=line.queue, waited=waited
        ),
    )


def _left(rule: LeaveRule, wait_at: int | None) -> Callable[[LogLine], Told]:
    """A way out by rule; ``wait_at`` is the parameter that holds the wait."""

    def told(line: LogLine) -> Told:
        waited = None if wait_at is None else line.seconds(wait_at)
        if wait_at is not None and waited is None:
            return _no_seconds(line)
        return (
            LeftQueue(
                call=line.call,
                at=line.at,
                place=line.place,
                queue=line.queue,
                rule=rule,
                waited=waited,
            ),
        )

    return told


def _transferred(kind: TransferKind) -> Callable[[LogLine], Told]:
    """Target first; hold time, talk time and first position last, in newer versions."""

    def told(line: LogLine) -> Told:
        return (
            Transferred(
                call=line.call,
                at=line.at,
                place=line.place,
                agent=line.agent,
                talked=line.seconds(-2),
                kind=kind,
                to=line.data[0] if line.data else "",
            ),
        )

    return told


def _rejected(line: LogLine) -> Told:
    return (
        Arrived(call=line.call, at=line.at, place=line.place),
        Rejected(call=line.call, at=line.at, place=line.place, reason=line.event.lower()),
    )


def _rang(line: LogLine) -> Told:
    return (RangUnanswered(call=line.call, at=line.at, place=line.place, agent=line.agent),)


def _rated(line: LogLine) -> Told:
    key = line.data[0] if line.data else ""
    rating = RATING_KEYS.get(key)
    if rating is None:
        return unclear_rating(line.number, line.call, key)
    return (Rated(call=line.call, at=line.at, place=line.place, rating=rating),)


_READERS: Mapping[str, Callable[[LogLine], Told]] = {
    "ENTERQUEUE": _entered,
    "CONNECT": _connected,
    "COMPLETEAGENT": _completed,
    "COMPLETECALLER": _completed,
    "ABANDON": _abandoned,
    "EXITWITHTIMEOUT": _left(LeaveRule.TIMEOUT, 2),
    "EXITEMPTY": _left(LeaveRule.EMPTY, 2),
    "EXITWITHKEY": _left(LeaveRule.KEY, 3),
    "SYSCOMPAT": _left(LeaveRule.INCOMPATIBLE, None),
    "RINGNOANSWER": _rang,
    "BLINDTRANSFER": _transferred(TransferKind.BLIND),
    "TRANSFER": _transferred(TransferKind.BLIND),
    "ATTENDEDTRANSFER": _transferred(TransferKind.ATTENDED),
    "FULL": _rejected,
    "CLOSED": _rejected,
    "JOINEMPTY": _rejected,
    "SURVEY": _rated,
}
CALL_EVENTS = frozenset(_READERS)
"""Names of the events that tell something of a call."""


def _no_seconds(line: LogLine) -> Finding:
    return garbled(
        line.number, say("{event} has no whole seconds where they belong", event=line.event)
    )


def unclear_rating(row: int, call: str, key: str) -> Finding:
    """A survey key that stands for no rating."""
    return Finding(
        "unclear_rating",
        say("Call {call} was rated with key {key}.", call=call, key=repr(key)),
        say(
            "The survey knows keys 1 to {most}; the call counts, its rating does not.",
            most=len(RATING_KEYS),
        ),
        say("Correct the survey in the dialplan, so that it writes known keys alone."),
        Place(line=row),
    )
