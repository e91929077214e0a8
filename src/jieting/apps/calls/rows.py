"""A kept call as a reader sees it: local times, masked caller, waits in minutes and seconds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from jieting.apps.calls.callers import BrokenSeal, unseal
from jieting.apps.calls.models import Call
from jieting.apps.calls.words import DIRECTIONS, outcome_words, rating_words
from jieting.domain.calls.call import COLUMNS, SIMULATED, Direction, Outcome, Rating
from jieting.domain.calls.call import Call as PlainCall
from jieting.domain.calls.masking import mask_number
from jieting.domain.periods import Instant, local
from jieting.domain.said import Said

_SECOND = 1_000_000
UNREADABLE = "????"
"""Stands for a number whose seal these keys did not make."""


@dataclass(frozen=True, slots=True)
class CallRow:
    """One line of the call list."""

    pk: int
    call_id: str
    arrived_at: str
    direction: Said
    caller: str
    queue: str
    outcome: str
    outcome_words: Said
    wait: str
    talk: str
    agent: str
    rating: str
    rating_words: Said
    recording: bool
    simulated: bool


def call_row(call: Call, zone: ZoneInfo) -> CallRow:
    """The call as a line of the list."""
    return CallRow(
        pk=call.pk,
        call_id=call.call_id,
        arrived_at=clock(call.arrived_at, zone),
        direction=DIRECTIONS[call.direction],
        caller=masked_caller(call),
        queue=call.queue,
        outcome=call.outcome,
        outcome_words=outcome_words(call.outcome),
        wait=duration(waited(call)),
        talk=duration(call.talk_s),
        agent=call.agent,
        rating=call.rating,
        rating_words=rating_words(call.rating),
        recording=bool(call.recording),
        simulated=call.source == SIMULATED,
    )


def masked_caller(call: Call) -> str:
    """The caller's number with stars; empty where none was kept, UNREADABLE for a foreign seal."""
    return "" if call.caller_sealed is None else _masked(bytes(call.caller_sealed))


def masked_callers(numbers: Iterable[int]) -> dict[int, str]:
    """The masked callers of calls, by the numbers of their rows."""
    rows = Call.objects.filter(pk__in=list(numbers)).only("pk", "caller_sealed")
    return {row.pk: masked_caller(row) for row in rows}


def came_masked(call: Call) -> bool:
    """True where the source itself masked the number: the whole one is kept nowhere."""
    return call.caller_sealed is not None and call.caller_index is None


def _masked(sealed: bytes) -> str:
    try:
        return mask_number(unseal(sealed))
    except BrokenSeal:
        return UNREADABLE


def waited(call: Call) -> int | None:
    """Whole seconds from the queue to the answer, or to the end of a call never answered."""
    if call.queued_at is None:
        return None
    until = call.answered_at if call.answered_at is not None else call.ended_at
    return int(until - call.queued_at) // _SECOND


def clock(at: Instant, zone: ZoneInfo) -> str:
    """An instant as local date and time, to the second."""
    return f"{local(at, zone):%Y-%m-%d %H:%M:%S}"


def duration(seconds: int | None) -> str:
    """Seconds as minutes and seconds, with hours where there are any; a dash for none."""
    if seconds is None:
        return "-"
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def plain_calls(calls: Iterable[Call]) -> Iterator[PlainCall]:
    """Kept calls as Calls of the domain, callers masked; for files made of calls."""
    masked: dict[bytes | None, str] = {None: ""}
    for call in calls:
        sealed = None if call.caller_sealed is None else bytes(call.caller_sealed)
        if sealed is not None and sealed not in masked:
            masked[sealed] = _masked(sealed)
        yield PlainCall(
            caller=masked[sealed],
            direction=Direction(call.direction),
            outcome=Outcome(call.outcome),
            rating=Rating(call.rating) if call.rating else None,
            **{name: getattr(call, name) for name in _AS_KEPT},
        )


_AS_KEPT = tuple(n for n in COLUMNS if n not in ("caller", "direction", "outcome", "rating"))
