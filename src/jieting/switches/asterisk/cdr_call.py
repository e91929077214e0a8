"""What the records of one call can tell: its direction, and an answer if there was one.

A call detail record is kept for billing. With ``Answer()`` in the dialplan every call shows
ANSWERED; only a record that pairs the caller with a second channel tells of an agent. Who gave up
in the menu, who in the queue and who was sent away by a rule look alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from jieting.domain.calls.events import (
    AgentAnswered,
    AgentLeft,
    Arrived,
    EnteredQueue,
    Event,
    HungUp,
    Rated,
    Recorded,
)
from jieting.domain.calls.masking import mask_number
from jieting.domain.errors import Finding
from jieting.domain.periods import SECOND
from jieting.domain.said import say
from jieting.switches.asterisk.cdr_row import Row
from jieting.switches.asterisk.queue_log_events import RATING_KEYS, unclear_rating

INBOUND, OUTBOUND, INTERNAL, UNTOLD = "inbound", "outbound", "internal", ""

_FROM_OUTSIDE = (
    "from-trunk",
    "from-pstn",
    "from-did",
    "from-external",
    "from-dahdi",
    "from-zaptel",
)
_FROM_HOUSE = ("from-internal", "from-agent", "from-extension", "outbound")
_OUTSIDE_DIGITS = 7
_SHORTEST_EXTENSION = 2
_CHANNEL_TAIL = re.compile(r"-[0-9a-f]{8}(;\d)?$")
_SURVEY = re.compile(r"\bsurvey=([^,;\s]*)")


def direction_of(rows: Sequence[Row]) -> str:
    """inbound, outbound, internal, or empty where the records do not tell.

    Decided on the call's first record, by the first that applies: its context names a trunk:
    inbound; its channel names a trunk: inbound; its context names the house: by the number dialled;
    the caller's number has at least 7 digits: inbound; it has 2 to 6: by the number dialled.
    """
    first = first_row(rows)
    if first.context.startswith(_FROM_OUTSIDE) or "trunk" in first.channel.lower():
        return INBOUND
    if first.context.startswith(_FROM_HOUSE):
        return _by_target(first)
    digits = _digits(first.src)
    if digits >= _OUTSIDE_DIGITS:
        return INBOUND
    return _by_target(first) if digits >= _SHORTEST_EXTENSION else UNTOLD


def first_row(rows: Sequence[Row]) -> Row:
    """The record of the call's own channel, the earliest of them."""
    own = [row for row in rows if row.uniqueid == row.key]
    return min(own or rows, key=lambda row: (row.start, row.number))


def events_of(
    rows: Sequence[Row], caller: Callable[[str], str] = mask_number
) -> list[Event] | Finding:
    """The events of an answered inbound call; a Finding where no outcome is told."""
    bridged = [row for row in rows if _bridged(row)]
    if not bridged:
        return _outcome_not_told(rows)
    answer = min(bridged, key=lambda row: (row.start, row.number))
    entry = min((r for r in rows if r.bridges), key=lambda row: (row.start, row.number))
    return [*_opened(rows, entry, caller), *_answered(answer, _queue(entry)), *_closed(rows)]


def ratings_of(rows: Sequence[Row]) -> list[Event | Finding]:
    """Ratings that the dialplan wrote as ``survey=KEY`` into the userfield."""
    return [_rated(row, key) for row in rows for key in _SURVEY.findall(row.userfield)]


def _bridged(row: Row) -> bool:
    """True where the record pairs the caller with a telephone that answered.

    A Queue record without a second channel also shows ANSWERED for a caller who gave up.
    """
    if not row.bridges or row.answer is None:
        return False
    return row.app.lower() == "dial" if row.dstchannel is None else bool(row.dstchannel)


def _opened(rows: Sequence[Row], entry: Row, caller: Callable[[str], str]) -> list[Event]:
    first = first_row(rows)
    arrived = min(row.start for row in rows)
    return [
        Arrived(call=first.key, at=arrived, place=first.place, caller=caller(first.src)),
        EnteredQueue(call=first.key, at=entry.start, place=entry.place, queue=_queue(entry)),
    ]


def _queue(entry: Row) -> str:
    """The queue's name; empty where a telephone was dialled without a queue."""
    return entry.appdata.split(",")[0] if entry.app.lower() == "queue" else ""


def _answered(row: Row, queue: str) -> list[Event]:
    if row.answer is None:
        return []
    agent = _CHANNEL_TAIL.sub("", row.dstchannel or "")
    talked = row.billsec * SECOND
    return [
        AgentAnswered(call=row.key, at=row.answer, place=row.place, agent=agent, queue=queue),
        AgentLeft(call=row.key, at=row.end, place=row.place, agent=agent, talked=talked),
    ]


def talk_told(rows: Sequence[Row]) -> bool:
    """True where the answer is an agent's: later than the record's start, not ``Answer()``."""
    answers = [row for row in rows if _bridged(row)]
    return all(row.answer is not None and row.answer > row.start for row in answers)


def _closed(rows: Sequence[Row]) -> list[Event]:
    last = max(rows, key=lambda row: (row.end, row.number))
    recorded = [
        Recorded(call=row.key, at=row.start, place=row.place, reference=row.recording)
        for row in rows
        if row.recording
    ]
    return [*recorded, HungUp(call=last.key, at=last.end, place=last.place)]


def _rated(row: Row, key: str) -> Event | Finding:
    rating = RATING_KEYS.get(key)
    if rating is None:
        return unclear_rating(row.number, row.key, key)
    return Rated(call=row.key, at=row.end, place=row.place, rating=rating)


def _by_target(row: Row) -> str:
    return OUTBOUND if _digits(row.dst) >= _OUTSIDE_DIGITS else INTERNAL


def _digits(number: str) -> int:
    return sum(character.isdigit() for character in number)


def _outcome_not_told(rows: Sequence[Row]) -> Finding:
    first, last = first_row(rows), max(rows, key=lambda row: (row.end, row.number))
    return Finding(
        "outcome_not_told",
        say(
            "The records of call {call} do not tell its outcome; the last is {app}, {disposition}.",
            call=first.key,
            app=last.app or "-",
            disposition=last.disposition,
        ),
        say("Served by the menu, hung up there, hung up in a queue and sent away look alike."),
        say("Import the switch's queue_log or its own call events instead."),
        first.place,
    )
