"""How a deliverable stands, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from jieting.apps.base.instants import to_instant
from jieting.domain.books.kinds.deliverable import (
    ACCEPTED,
    DELIVERABLE,
    DUE,
    ELSEWHERE,
    OVERDUE,
    RETURNED,
    SUBMITTED,
    reviewed,
    submitted_at,
)
from jieting.domain.books.move import Move
from jieting.domain.contracts.board.look import SOON
from jieting.domain.periods import DAY, local, shown
from jieting.domain.said import Said, say

_HOUR = DAY // 24


@dataclass(frozen=True, slots=True)
class Stand:
    """A deliverable at a moment: its badge, its state in words, and what is to be said beside."""

    badge: str
    words: Said
    notes: tuple[Said, ...]
    due: str
    is_open: bool


def stand(move: Move, zone: ZoneInfo, now: datetime) -> Stand:
    """How a deliverable stands now."""
    at, due_at = to_instant(now), int(move.facts["due_at"])
    notes = tuple(_notes(move, zone))
    due = shown(due_at, zone)
    if move.state == DUE and at > due_at:
        return Stand("breached", DELIVERABLE.states[OVERDUE], notes, due, is_open=True)
    words, badge = DELIVERABLE.states[move.state], _BADGES[move.state]
    if move.state == DUE:
        badge = "at_risk" if due_at - at <= SOON else "not_due"
        words = left(due_at - at)
    return Stand(badge, words, notes, due, is_open=move.state in (DUE, OVERDUE))


_BADGES = {
    DUE: "not_due",
    OVERDUE: "breached",
    SUBMITTED: "waiting",
    ACCEPTED: "met",
    RETURNED: "at_risk",
    ELSEWHERE: "done",
}


def left(time: int) -> Said:
    """How long there still is: days, hours within the last two days."""
    if time > 2 * DAY:
        return say("due in {days} days", days=time // DAY)
    if time > _HOUR:
        return say("due in {hours} hours", hours=time // _HOUR)
    return say("due in {minutes} minutes", minutes=time // (_HOUR // 60))


def _notes(move: Move, zone: ZoneInfo) -> list[Said]:
    notes: list[Said] = []
    at = submitted_at(move)
    if at is not None:
        when = f"{local(at, zone):%m-%d %H:%M:%S}"
        if at > int(move.facts["due_at"]):
            notes.append(say("handed in {at}, late", at=when))
        else:
            notes.append(say("handed in {at}, in time", at=when))
    found = reviewed(move)
    if found.missing:
        notes.append(say("missing: {items}", items="; ".join(found.missing)))
    if found.untrue_items:
        notes.append(say("untrue: {items}", items="; ".join(found.untrue_items)))
    return notes
