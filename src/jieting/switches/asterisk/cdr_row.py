"""One row of Asterisk's call detail records: with a header, or as cdr-csv writes Master.csv."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from jieting.domain.errors import Finding, Place
from jieting.domain.periods import (
    SECOND,
    Instant,
    LocalTimeGap,
    LocalTimeOverlap,
    instant_of_local,
)
from jieting.domain.said import Said, say

_BASE = (
    "accountcode",
    "src",
    "dst",
    "dcontext",
    "clid",
    "channel",
    "dstchannel",
    "lastapp",
    "lastdata",
    "start",
    "answer",
    "end",
    "duration",
    "billsec",
    "disposition",
    "amaflags",
)
_MORE = ("uniqueid", "userfield")
_NEWER = ("peeraccount", "linkedid", "sequence")
LAYOUTS: Mapping[int, tuple[str, ...]] = {
    17: (*_BASE, "uniqueid"),
    18: (*_BASE, *_MORE),
    21: (*_BASE, *_MORE, *_NEWER),
}
"""Columns of Master.csv by their number: with loguniqueid, loguserfield, newcdrcolumns."""

NEEDED = ("src", "dst", "dcontext", "lastapp", "duration", "billsec", "disposition", "uniqueid")
"""Columns that a file with a header must have, besides calldate or start."""

DISPOSITIONS = frozenset({"ANSWERED", "NO ANSWER", "BUSY", "FAILED", "CONGESTION"})
_EARLIEST = 1990


@dataclass(frozen=True, slots=True)
class Row:
    """A row that can be understood; ``dstchannel`` is None where the file has no such column.

    ``answer`` is when the record was first answered, by an agent or by the dialplan itself.
    """

    number: int
    raw: str
    key: str
    uniqueid: str
    src: str
    dst: str
    context: str
    channel: str
    dstchannel: str | None
    app: str
    appdata: str
    start: Instant
    answer: Instant | None
    end: Instant
    billsec: int
    disposition: str
    userfield: str
    recording: str

    @property
    def place(self) -> Place:
        """Where the row stands."""
        return Place(line=self.number)

    @property
    def bridges(self) -> bool:
        """True where the record's application joins the caller to somebody: Queue or Dial."""
        return self.app.lower() in ("queue", "dial")


@dataclass(frozen=True, slots=True)
class _Times:
    """Start of a record; answer and end where the file has them."""

    start: Instant
    answer: Instant | None
    end: Instant | None


def parse_row(
    number: int, fields: Sequence[str], columns: Sequence[str], zone: ZoneInfo
) -> Row | list[Finding]:
    """A row; every Finding about it where it cannot be understood."""
    if len(fields) != len(columns):
        return [_columns(number, len(fields), len(columns))]
    cells = dict(zip(columns, fields, strict=True))
    findings: list[Finding] = []
    times = _times(number, cells, zone, findings)
    seconds = [_whole(number, cells, name, findings) for name in ("duration", "billsec")]
    if cells["disposition"] not in DISPOSITIONS:
        findings.append(_no_disposition(number, cells["disposition"]))
    if not cells["uniqueid"]:
        findings.append(_no_id(number))
    if findings or times is None:
        return findings
    return _row(number, fields, cells, times, *seconds)


def _row(
    number: int,
    fields: Sequence[str],
    cells: Mapping[str, str],
    times: _Times,
    duration: int,
    billsec: int,
) -> Row:
    end = times.start + duration * SECOND if times.end is None else times.end
    answer = end - min(billsec, duration) * SECOND if times.answer is None else times.answer
    answered = cells["disposition"] == "ANSWERED" and billsec > 0
    return Row(
        number=number,
        raw=",".join(fields),
        key=cells.get("linkedid") or cells["uniqueid"],
        uniqueid=cells["uniqueid"],
        src=cells["src"],
        dst=cells["dst"],
        context=cells["dcontext"].lower(),
        channel=cells.get("channel", ""),
        dstchannel=cells.get("dstchannel"),
        app=cells["lastapp"],
        appdata=cells.get("lastdata", ""),
        start=times.start,
        answer=answer if answered else None,
        end=end,
        billsec=billsec,
        disposition=cells["disposition"],
        userfield=cells.get("userfield", ""),
        recording=cells.get("recordingfile", ""),
    )


def _times(
    number: int, cells: Mapping[str, str], zone: ZoneInfo, findings: list[Finding]
) -> _Times | None:
    begin = "calldate" if "calldate" in cells else "start"
    start = _time(number, cells, begin, zone, findings)
    answer, end = (
        _time(number, cells, name, zone, findings) if cells.get(name) else None
        for name in ("answer", "end")
    )
    return None if start is None else _Times(start, answer, end)


def _time(
    number: int,
    cells: Mapping[str, str],
    column: str,
    zone: ZoneInfo,
    findings: list[Finding],
) -> Instant | None:
    try:
        naive = datetime.fromisoformat(cells[column].strip())
        if naive.year < _EARLIEST or naive.tzinfo is not None:
            raise ValueError(cells[column])
        return instant_of_local(naive, zone)
    except (LocalTimeGap, LocalTimeOverlap):
        why = say("The clocks of {zone} skipped this time or showed it twice.", zone=zone.key)
    except ValueError:
        why = say("Without a time the record belongs to no day and no month.")
    findings.append(_bad_time(number, column, cells[column], why))
    return None


def _whole(number: int, cells: Mapping[str, str], column: str, findings: list[Finding]) -> int:
    text = cells[column].strip()
    if text.isascii() and text.isdigit():
        return int(text)
    findings.append(_bad_number(number, column, text))
    return 0


def _bad_time(number: int, column: str, text: str, why: Said) -> Finding:
    return Finding(
        "bad_time",
        say("{text} is no time of a call.", text=repr(text)),
        why,
        say("Look for the record in the switch; a database fills in such dates for missing ones."),
        Place(line=number, column=column),
    )


def _bad_number(number: int, column: str, text: str) -> Finding:
    return Finding(
        "bad_number",
        say("{text} is no whole number of seconds.", text=repr(text)),
        say("The length of the call is not known."),
        say("Look for the record in the switch and export it again."),
        Place(line=number, column=column),
    )


def _no_disposition(number: int, text: str) -> Finding:
    return Finding(
        "no_disposition",
        say("The disposition is {text}.", text=repr(text)),
        say("A record without a known disposition does not tell whether anybody answered."),
        say("Look for the record in the switch and export it again."),
        Place(line=number, column="disposition"),
    )


def _no_id(number: int) -> Finding:
    return Finding(
        "no_id",
        say("The record has no uniqueid."),
        say("Without it the rows of one call cannot be told from those of another."),
        say("Set loguniqueid=yes in cdr.conf, or export the column."),
        Place(line=number, column="uniqueid"),
    )


def _columns(number: int, found: int, expected: int) -> Finding:
    return Finding(
        "garbled_line",
        say("The row has {found} columns instead of {expected}.", found=found, expected=expected),
        say("Its values cannot be told apart."),
        say("Look for the row in the switch's own file; a crash or a full disk cuts rows."),
        Place(line=number),
    )
