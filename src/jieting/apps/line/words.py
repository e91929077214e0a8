"""Words that several pages of the line share: stages of a call, times, a masked caller."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from jieting.apps.base.instants import to_instant
from jieting.apps.calls.callers import BrokenSeal, unseal
from jieting.apps.calls.rows import UNREADABLE, clock, duration
from jieting.apps.calls.rows import masked_callers as masked_callers_of
from jieting.apps.line.models import Fact, LineCall
from jieting.domain.calls.masking import mask_number
from jieting.domain.line.facts import FactKind
from jieting.domain.periods import SECOND, Instant
from jieting.domain.said import Said, say, verbatim

STAGES: dict[str, Said] = {
    "ivr": say("in the menu"),
    "information": say("hears information"),
    "rejected": say("is turned away"),
    "queue": say("waits in the queue"),
    "ringing": say("rings at an agent"),
    "talk": say("talks with an agent"),
    "held": say("is on hold"),
    "survey": say("rates the service"),
    "ended": say("is over"),
}
"""Where a call on the line is."""

ENDED_BY: dict[str, Said] = {
    "caller": say("the caller hung up"),
    "agent": say("the agent hung up"),
    "switch": say("the switch ended it"),
    "": say("not told"),
}
"""Who ended a call."""


AGENT_STAGES: dict[str, Said] = {
    "talk": say("in a talk"),
    "held": say("caller on hold"),
}
"""What an agent does in each stage in which an agent has the call."""
WITH_AGENT = tuple(AGENT_STAGES)


def stage_words(stage: str) -> Said:
    """Where a call is, in words; the switch's own word where it is none of ours."""
    return STAGES.get(stage, verbatim(stage or "-"))


def since(at: Instant, now: datetime) -> str:
    """How long ago something began, as minutes and seconds."""
    return duration(max(0, (to_instant(now) - at) // SECOND))


def moment(at: datetime | None, zone: ZoneInfo) -> str:
    """A time of the database as local date and time; empty for none."""
    return clock(to_instant(at), zone) if at is not None else ""


def masked(sealed: bytes | None) -> str:
    """A caller's number with stars; empty where none is known."""
    if not sealed:
        return ""
    try:
        return mask_number(unseal(bytes(sealed)))
    except BrokenSeal:
        return UNREADABLE


def masked_callers(calls: Iterable[LineCall]) -> dict[int, str]:
    """The masked callers of calls on the line, by the calls' numbers.

    By their facts; where those are kept no more, by their rows in the books.
    """
    calls = list(calls)
    by_name = {(call.system, call.call): call.pk for call in calls}
    told = Fact.objects.filter(
        kind=FactKind.OFFERED,
        system__in={system for system, _ in by_name},
        call__in=[name for _, name in by_name],
    )
    found = {
        by_name[fact.system, fact.call]: _masked_hex(str(fact.data.get("caller", "")))
        for fact in told
        if (fact.system, fact.call) in by_name
    }
    return {**_masked_in_books([call for call in calls if call.pk not in found]), **found}


def _masked_in_books(calls: Iterable[LineCall]) -> dict[int, str]:
    kept = {call.kept: call.pk for call in calls if call.kept is not None}
    callers = masked_callers_of(kept) if kept else {}
    return {kept[number]: caller for number, caller in callers.items()}


def _masked_hex(told: str) -> str:
    try:
        return masked(bytes.fromhex(told))
    except ValueError:
        return UNREADABLE
