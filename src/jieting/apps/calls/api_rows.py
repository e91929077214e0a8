"""Rows of calls that a program sends as JSON, and what it is told of imports and calls."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import UTC, date
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints

from jieting.apps.base.packed import unpacked_all
from jieting.apps.base.problems import FindingOut, finding_out
from jieting.apps.calls.filters import LONGEST_TEXT, Filter
from jieting.apps.calls.models import Call, Import
from jieting.apps.calls.rows import plain_calls
from jieting.domain.calls.call import COLUMNS, TIME_COLUMNS, Direction, Outcome, Rating
from jieting.domain.errors import Finding
from jieting.domain.periods import iso
from jieting.domain.said import say

MOST_ROWS = 5000
"""As many rows as one request may bring; more come as a file."""

Text = Annotated[str, StringConstraints(max_length=LONGEST_TEXT, pattern=r"^[^\x00-\x1f]*$")]
Cell = Annotated[str, StringConstraints(max_length=500, pattern=r"^[^\x00-\x1f]*$")]
Seconds = Annotated[int, Field(ge=0, le=10**9)]
Day = Annotated[date, Field(ge=date(1970, 1, 1), lt=date(2100, 1, 1))]


ImportState = Literal[
    "uploaded",
    "checking",
    "checked",
    "committing",
    "committed",
    "undone",
    "failed",
    "discarded",
    "running",
]


class RowIn(Schema):
    """A call as a row; the columns of the call table, times as ISO 8601."""

    model_config = ConfigDict(extra="forbid")

    call_id: Cell
    direction: Cell
    arrived_at: Cell
    ended_at: Cell
    outcome: Cell
    queue: Cell = ""
    caller: Cell = ""
    queued_at: Cell = ""
    answered_at: Cell = ""
    agent: Cell = ""
    talk_s: Seconds | None = None
    hold_s: Seconds | None = None
    wrap_up_s: Seconds | None = None
    rating: Cell = ""
    recording: Cell = ""
    source: Cell = ""


class RowsIn(Schema):
    """Rows of calls, kept like a file of them."""

    model_config = ConfigDict(extra="forbid")

    rows: Annotated[list[RowIn], Field(min_length=1, max_length=MOST_ROWS)]


class ImportOut(Schema):
    """An import of calls: how far it is, and what it brought."""

    id: int
    state: ImportState = Field(
        description=str(
            say(
                "checked and committed are the ends of a check and of a commit; running is a day "
                "of calls that come over the line."
            )
        )
    )
    file_name: str
    file_digest: str = Field(
        description=str(say("SHA-256 of the file; the same bytes are one import."))
    )
    mapping: str = Field(description=str(say("Name of the mapping; empty where none was needed.")))
    made_at: str = Field(description=str(say("ISO 8601, UTC.")))
    made_by: str
    done: int = Field(description=str(say("Calls worked on so far, of total.")))
    total: int
    rows: int = Field(description=str(say("Rows read.")))
    kept: int = Field(description=str(say("New calls that it brings or brought.")))
    known: int = Field(description=str(say("Calls that were there before, the same.")))
    contradicting: int = Field(
        description=str(say("Calls that were there before, with other content."))
    )
    repeated: int = Field(description=str(say("Rows that said again what a row before said.")))
    left_out: int = Field(description=str(say("Rows that the mapping leaves out.")))
    bad: int = Field(description=str(say("Rows with an error; they are among the findings.")))
    months: list[str] = Field(description=str(say("Months whose calls it changes.")))
    calls_digest: str = Field(
        description=str(say("SHA-256 over the kept calls; empty before the commit."))
    )
    failure: list[FindingOut] = Field(description=str(say("Why the file could not be read.")))


class ImportFinding(FindingOut):
    """A finding about a row of an import; row 1 is the header."""

    row: int | None
    column: str


class FindingsOut(Schema):
    """Findings of an import in the order of its rows."""

    findings: list[ImportFinding]
    next: int | None = Field(description=str(say("The offset of what follows; null at the end.")))


class CallOut(Schema):
    """A call with its caller masked; times as ISO 8601 with the offset of the contract's zone."""

    id: int
    import_id: int
    call_id: str
    direction: str
    queue: str
    caller: str = Field(description=str(say("Masked: most of its characters are stars.")))
    arrived_at: str
    queued_at: str | None
    answered_at: str | None
    ended_at: str
    outcome: str
    agent: str
    talk_s: int | None
    hold_s: int | None
    wrap_up_s: int | None
    rating: str
    recording: str
    source: str
    source_ref: str


class CallsOut(Schema):
    """A page of calls, and where the next one begins."""

    calls: list[CallOut]
    next: str | None = Field(
        description=str(say("Give it as at= for what follows; null at the end."))
    )


class CallsAsked(Schema):
    """What a program asks the call list for; a field that is not given asks for nothing."""

    first: Day | None = Field(
        None, description=str(say("First day of arrival, in the contract's zone."))
    )
    last: Day | None = Field(None, description=str(say("Last day of arrival, within.")))
    outcome: list[Outcome] = Field([], description=str(say("One of these outcomes.")))
    rating: list[Rating] = Field([], description=str(say("One of these ratings.")))
    direction: Direction | None = None
    queue: Text = ""
    agent: Text = ""
    call_id: Text = ""
    wait: Seconds | None = Field(None, description=str(say("Waited at least so many seconds.")))
    talk: Seconds | None = Field(None, description=str(say("Talked at least so many seconds.")))
    import_id: Seconds | None = None
    order: Literal["newest", "oldest"] = "newest"
    at: Annotated[str, StringConstraints(pattern=r"^([0-9]{1,18}-[0-9]{1,18})?$")] = Field(
        "", description=str(say("A place in the list, as next gave it."))
    )
    size: int = Field(50, ge=1, le=500, description=str(say("Calls on a page.")))

    def filter(self) -> Filter:
        """The filter of the call list that was asked for."""
        return Filter(
            first=self.first,
            last=self.last,
            outcome=tuple(str(one) for one in Outcome if one in self.outcome),
            rating=tuple(str(one) for one in Rating if one in self.rating),
            direction=str(self.direction or ""),
            queue=self.queue,
            agent=self.agent,
            call_id=self.call_id,
            wait=self.wait,
            talk=self.talk,
            import_id=self.import_id,
        )


def as_file(rows: Sequence[RowIn]) -> io.BytesIO:
    """The rows as a csv of ours, with the columns that any of them has."""
    data = [row.model_dump() for row in rows]
    obligatory = {name for name, field in RowIn.model_fields.items() if field.is_required()}
    names = [
        name
        for name in RowIn.model_fields
        if name in obligatory or any(one[name] not in ("", None) for one in data)
    ]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(["" if one[name] is None else one[name] for name in names] for one in data)
    return io.BytesIO(text.getvalue().encode())


def import_out(row: Import) -> dict[str, Any]:
    """An import as a program is told of it."""
    plain = (
        "state", "file_name", "file_digest", "done", "total", "rows", "kept", "known",
        "contradicting", "repeated", "left_out", "bad", "months", "calls_digest",
    )  # fmt: skip
    return {
        **{name: getattr(row, name) for name in plain},
        "id": row.pk,
        "mapping": row.mapping_name,
        "made_at": row.made_at.astimezone(UTC).isoformat(timespec="seconds"),
        "made_by": row.made_by_name,
        "failure": [finding_out(found) for found in unpacked_all(row.failure)],
    }


def row_finding(found: Finding) -> dict[str, Any]:
    """A finding about a row; the row itself is not told, for it may hold a caller's number."""
    return {**finding_out(found), "row": found.place.line, "column": found.place.column}


def calls_out(calls: Sequence[Call], zone: ZoneInfo) -> list[dict[str, Any]]:
    """Calls as a program is told of them, callers masked."""
    return [
        {**_call(plain, zone), "id": kept.pk, "import_id": kept.brought_by_id}
        for kept, plain in zip(calls, plain_calls(calls), strict=True)
    ]


def _call(call: Any, zone: ZoneInfo) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in COLUMNS:
        value = getattr(call, name)
        if name in TIME_COLUMNS:
            found[name] = None if value is None else iso(value, zone)
        else:
            found[name] = str(value or "") if name == "rating" else value
    return found
