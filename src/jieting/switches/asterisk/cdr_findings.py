"""What reading call detail records tells: what they cannot say, and what is odd in a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from jieting.domain.errors import Finding, Place, Severity
from jieting.domain.periods import SECOND
from jieting.domain.said import say
from jieting.switches.asterisk.cdr_row import LAYOUTS, Row

_EPOCH_OF_ID = re.compile(r"(?:.*-)?(\d{9,10})\.\d+")
_CLOCKS_AGREE = 900


def what_a_cdr_lacks() -> tuple[Finding, ...]:
    """What call detail records cannot tell, said once a file."""
    return (
        Finding(
            "answered_calls_only",
            say("From call detail records only answered inbound calls are imported."),
            say(
                "The records do not tell who gave up in the menu, who in the queue and who was"
                " sent away; with the answered calls alone every rate of answer would be 100 %."
            ),
            say(
                "Compute no connection, abandon or answer rate from this file; import the"
                " queue_log or the switch's own call events."
            ),
            severity=Severity.WARNING,
        ),
        Finding(
            "waits_not_told",
            say(
                "queued_at is the start of the first Queue or Dial record, and answered_at the"
                " answer time of the record."
            ),
            say(
                "Where the dialplan answers before an agent does, that is the dialplan's answer:"
                " the wait then looks shorter than it was."
            ),
            say("Compute no service level and no wait from this file."),
            severity=Severity.WARNING,
        ),
    )


def clocks_differ(calls: Iterable[Sequence[Row]], zone: ZoneInfo) -> Finding | None:
    """A warning where the times, read in ``zone``, differ from the epoch inside the ids."""
    off = [(row, gap) for rows in calls for row in rows if (gap := _gap_s(row)) is not None]
    wrong = [(row, gap) for row, gap in off if abs(gap) > _CLOCKS_AGREE]
    if not wrong:
        return None
    row, gap = min(wrong, key=lambda pair: pair[0].number)
    return Finding(
        "zone_differs",
        say(
            "In {count} of {of} rows the time, read in {zone}, differs from the one inside the"
            " uniqueid, in the first by {minutes} minutes.",
            count=len(wrong),
            of=len(off),
            zone=zone.key,
            minutes=round(gap / 60),
        ),
        say(
            "The file's times are then in another zone, and calls fall into a wrong hour, day or"
            " month."
        ),
        say("Give the zone of the switch that wrote the file; usegmtime=yes writes UTC."),
        row.place,
        Severity.WARNING,
    )


def _gap_s(row: Row) -> int | None:
    """Seconds from the epoch inside the row's own uniqueid to its start; None without one."""
    found = _EPOCH_OF_ID.fullmatch(row.uniqueid)
    return row.start // SECOND - int(found[1]) if found else None


def direction_not_told(row: Row) -> Finding:
    """A call that is neither plainly inbound nor plainly something else."""
    return Finding(
        "direction_not_told",
        say("The records of call {call} do not tell who called whom.", call=row.key),
        say("Only inbound calls are requests to the hotline."),
        say("Look the call up in the switch; name its trunks and contexts so that they show it."),
        row.place,
    )


def unknown_layout(file: str, count: int) -> Finding:
    """A file without a header and with a number of columns that cdr-csv does not write."""
    return Finding(
        "unknown_layout",
        say("The file has no header and {count} columns.", count=count),
        say(
            "Without a header the columns are known only for {layouts} of them.",
            layouts=", ".join(str(number) for number in sorted(LAYOUTS)),
        ),
        say(
            "Set loguniqueid, loguserfield and newcdrcolumns to yes in cdr.conf, or export with a"
            " header."
        ),
        Place(file, 1),
    )


def missing_column(file: str, name: str) -> Finding:
    """A needed column that the header does not name."""
    return Finding(
        "missing_column",
        say("The column {name} is missing.", name=name),
        say("Without it the records of a call cannot be understood."),
        say("Export the file again with all columns of the table cdr."),
        Place(file, 1, name),
    )


def open_quote(row: int) -> Finding:
    """A value in quotes that never ends."""
    return Finding(
        "garbled_line",
        say("A value in quotes does not end; this row and all after it were not read."),
        say("The calls in them are missing."),
        say("Look for the row in the switch's own file, correct it and read the file again."),
        Place(line=row),
    )


def no_text(file: str) -> Finding:
    """A file that is neither UTF-8 nor GB18030."""
    return Finding(
        "bad_encoding",
        say("The file is neither UTF-8 nor GB18030."),
        say("Its text cannot be read."),
        say("Save it as UTF-8."),
        Place(file),
    )
