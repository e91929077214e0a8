"""The records of a month as tables: which columns each kind has, and what a cell says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from jieting.apps.assessment.links import Links
from jieting.apps.assessment.queries import AssessedMonth
from jieting.documents.words import yes_no
from jieting.domain.contracts.clauses.events import CONDITIONS, Events
from jieting.domain.contracts.records import Record, Records
from jieting.domain.periods import Instant, local
from jieting.domain.quantities import plain
from jieting.domain.said import Said, say, verbatim

ARRAYS: Mapping[str, Said] = {
    "report": say("Reports"),
    "self_assessment": say("Self-assessments"),
    "training": say("Trainings"),
    "evaluation": say("Quality evaluations"),
    "spot_check": say("Spot checks"),
    "complaint": say("Complaints"),
    "confidentiality_finding": say("Confidentiality findings"),
    "violation": say("Violations"),
    "exclusion": say("Exclusions"),
}
"""The kinds of records with their names, in the order in which pages list them."""

_WORDS: Mapping[tuple[str, str], Said] = {
    ("verdict", "justified"): say("justified"),
    ("verdict", "unjustified"): say("not justified"),
    ("verdict", "open"): say("open"),
    ("consequence", "none"): say("measures missing"),
    ("consequence", "harm"): say("with bad consequences"),
    ("kind", "operations"): say("operations"),
    ("kind", "personnel"): say("personnel"),
    ("kind", "special"): say("special"),
}
_MOMENTS = ("received_at", "due_at", "submitted_at", "rectified_at", "from", "to")
_COLUMNS: Mapping[str, Mapping[str, Said]] = {
    "report": {
        "kind": say("Kind"),
        "due_at": say("Due"),
        "submitted_at": say("Submitted"),
        "missing": say("Contents missing"),
    },
    "self_assessment": {
        "due_at": say("Due"),
        "submitted_at": say("Submitted"),
        "untrue_items": say("Untrue items"),
    },
    "training": {"date": say("Day"), "kind": say("Kind"), "attendees": say("Signed in")},
    "evaluation": {
        "call_id": say("Call"),
        "sampled": say("Drawn at random"),
        "score": say("Score"),
    },
    "spot_check": {"call_id": say("Call"), "scoring_error": say("Scoring error")},
    "complaint": {
        "received_at": say("Received"),
        "call_id": say("Call"),
        "verdict": say("Verdict"),
    },
    "confidentiality_finding": {"date": say("Day"), "consequence": say("Consequence")},
    "violation": {
        "received_at": say("Received"),
        "level": say("Level"),
        "rectified_at": say("Put right"),
    },
    "exclusion": {
        "from": say("From"),
        "to": say("Until"),
        "reason": say("Reason"),
        "agreed": say("Agreed"),
    },
}


@dataclass(frozen=True, slots=True)
class RecordTable:
    """Records of one kind as cells; a cell that names a call has its address."""

    title: Said
    columns: tuple[Said, ...]
    rows: list[list[dict[str, Any]]]


def chosen_records(records: Records, array: str, given: Mapping[str, str]) -> tuple[Any, ...]:
    """The records of a kind whose fields are as the address says."""
    return Events(array, tuple(_conditions(array, given))).of(records)


def _conditions(array: str, given: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    for name, allowed in CONDITIONS.get(array, {}).items():
        text = given.get(name, "")
        values = {str(value).lower(): value for value in allowed}
        if text:
            yield name, values.get(text.lower(), text)


def record_table(
    month: AssessedMonth, array: str, found: Iterable[Record], links: Links
) -> RecordTable:
    """Records of a month as a table; where any came of a move, each names its own."""
    found = tuple(found)
    columns = dict(_COLUMNS[array])
    if any(record.ref for record in found):
        columns["ref"] = say("Move")
    rows = [
        [_cell(month, name, _value(record, name), links) for name in columns] for record in found
    ]
    return RecordTable(ARRAYS[array], tuple(columns.values()), rows)


def _value(record: Any, name: str) -> object:
    if name == "from":
        return record.period.start
    return record.period.end if name == "to" else getattr(record, name)


def _cell(month: AssessedMonth, name: str, value: Any, links: Links) -> dict[str, Any]:
    href = links.call(month.called.get(value)) if name == "call_id" else ""
    if name == "ref" and value:
        href = links.move(value)
    return {"text": _text(name, value, month.terms.zone), "href": href}


def _text(name: str, value: Any, zone: ZoneInfo) -> Said | str:
    if value is None or value in ((), ""):
        return "–"
    if name in _MOMENTS:
        return _moment(value, zone)
    if isinstance(value, str) and (name, value) in _WORDS:
        return _WORDS[name, value]
    writer = _WRITERS.get(type(value))
    return writer(value) if writer is not None else str(value)


def _moment(at: Instant, zone: ZoneInfo) -> str:
    return f"{local(at, zone):%Y-%m-%d %H:%M:%S}"


_WRITERS: dict[type, Callable[[Any], Said | str]] = {
    bool: yes_no,
    Fraction: plain,
    date: date.isoformat,
    tuple: lambda parts: say("{parts}", parts=tuple(verbatim(str(part)) for part in parts)),
}
