"""Reading a records file: arrays of tables in TOML, every finding at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import TypeVar
from zoneinfo import ZoneInfo

from jieting.domain.contracts.records import (
    CONSEQUENCES,
    REPORT_KINDS,
    VERDICTS,
    Complaint,
    ConfidentialityFinding,
    Evaluation,
    Exclusion,
    Record,
    Records,
    Report,
    SelfAssessment,
    SpotCheck,
    Training,
    Violation,
)
from jieting.domain.errors import Finding, Severity
from jieting.domain.periods import Instant, Month, Period, day_period
from jieting.domain.said import Said, say
from jieting.domain.toml.table_reader import TableReader, TomlFile


def load_records(text: str, name: str, zone: ZoneInfo) -> tuple[Records, list[Finding]]:
    """The records in a TOML text, and warnings; times without an offset are in ``zone``.

    Errors: BadInput with every error at once.
    """
    file = TomlFile.parse(text, name)
    root = file.root()
    records = Records(
        exclusion=_each(root, "exclusion", lambda r: _exclusion(r, zone)),
        complaint=_complaints(root, zone),
        training=_each(root, "training", _training),
        evaluation=_each(root, "evaluation", _evaluation),
        spot_check=_each(root, "spot_check", _spot_check),
        report=_each(root, "report", lambda r: _report(r, zone)),
        self_assessment=_each(root, "self_assessment", lambda r: _self_assessment(r, zone)),
        confidentiality_finding=_each(root, "confidentiality_finding", _confidentiality),
        violation=_each(root, "violation", lambda r: _violation(r, zone)),
        file=name,
    )
    root.close()
    file.raise_errors()
    return records, file.findings


R = TypeVar("R", bound=Record)


def _each(root: TableReader, key: str, read: Callable[[TableReader], R | None]) -> tuple[R, ...]:
    """Every record of an array that could be read; those that could not have left findings."""
    found: list[R] = []
    for reader in root.tables(key):
        record, ref = read(reader), reader.text("ref", "")
        reader.close()
        if record is not None:
            found.append(replace(record, ref=ref))
    return tuple(found)


def _exclusion(reader: TableReader, zone: ZoneInfo) -> Exclusion | None:
    day = reader.day("day", required=False)
    start = reader.moment("from", zone, required=False)
    end = reader.moment("to", zone, required=False)
    reason, agreed = reader.text("reason", ""), reader.flag("agreed", False)
    if day is not None and start is None and end is None:
        period = day_period(day, zone)
    elif day is None and start is not None and end is not None and start < end:
        period = Period(start, end)
    else:
        _which_span(reader, start, end)
        return None
    return Exclusion(line=reader.line(), period=period, day=day, reason=reason, agreed=agreed)


def _which_span(reader: TableReader, start: Instant | None, end: Instant | None) -> None:
    backwards = start is not None and end is not None and end <= start
    reader.found(
        "exclusion_span",
        "to" if backwards else "",
        say("The exclusion ends before it starts, or at once.")
        if backwards
        else say("An exclusion has either day, or both from and to."),
        say("It must be clear which calls are left out."),
        say("Write from and to, from the earlier to the later, or day alone."),
    )


def _complaints(root: TableReader, zone: ZoneInfo) -> tuple[Complaint, ...]:
    """The complaints; one written down twice (same call, same time) counts once, with a warning.

    Of two that moves brought the judged one counts, and of two judged the later: both parties may
    register what they heard, and no second registration may stop a month from being assessed.
    """
    kept: dict[tuple[str, Instant], Complaint] = {}
    for reader in root.tables("complaint"):
        complaint, ref = _complaint(reader, zone), reader.text("ref", "")
        reader.close()
        if complaint is None:
            continue
        complaint = replace(complaint, ref=ref)
        key = (complaint.call_id, complaint.received_at)
        first = kept.setdefault(key, complaint)
        if first is not complaint:
            _written_twice(reader, first, complaint)
            if complaint.ref and complaint.verdict != "open":
                kept[key] = complaint
    return tuple(kept.values())


def _written_twice(reader: TableReader, first: Complaint, again: Complaint) -> None:
    same = first.verdict == again.verdict or bool(again.ref)
    reader.found(
        "complaint_twice",
        "call_id",
        say("This complaint stands already in line {line}.", line=first.line),
        say("It counts once.") if same else say("The two have different verdicts."),
        say("Take one of the two out."),
        Severity.WARNING if same else Severity.ERROR,
    )


def _complaint(reader: TableReader, zone: ZoneInfo) -> Complaint | None:
    call_id = reader.text("call_id")
    received_at = reader.moment("received_at", zone)
    verdict = reader.text("verdict", allowed=VERDICTS)
    if received_at is None:
        return None
    return Complaint(line=reader.line(), call_id=call_id, received_at=received_at, verdict=verdict)


def _training(reader: TableReader) -> Training | None:
    day, kind = reader.day("date"), reader.text("kind")
    attendees = reader.items("attendees")
    reader.asked.add("attendees")
    if day is None:
        return None
    return Training(line=reader.line(), date=day, kind=_word(kind), attendees=attendees)


def _evaluation(reader: TableReader) -> Evaluation:
    return Evaluation(
        line=reader.line(),
        call_id=reader.text("call_id"),
        sampled=reader.flag("sampled"),
        score=reader.exact("score") if "score" in reader else None,
    )


def _spot_check(reader: TableReader) -> SpotCheck:
    return SpotCheck(
        line=reader.line(),
        call_id=reader.text("call_id"),
        scoring_error=reader.flag("scoring_error"),
        date=reader.day("date") if "date" in reader else None,
    )


def _report(reader: TableReader, zone: ZoneInfo) -> Report | None:
    kind = _word(reader.text("kind"))
    if kind not in REPORT_KINDS and "kind" in reader:
        reader.unknown_value("kind", kind, REPORT_KINDS)
    due_at = reader.moment("due_at", zone)
    submitted_at = reader.moment("submitted_at", zone, required=False)
    missing, month = reader.items("missing"), _month(reader)
    reader.asked.add("missing")
    if due_at is None:
        return None
    return Report(
        line=reader.line(),
        kind=kind,
        due_at=due_at,
        submitted_at=submitted_at,
        missing=missing,
        month=month,
    )


def _self_assessment(reader: TableReader, zone: ZoneInfo) -> SelfAssessment | None:
    due_at = reader.moment("due_at", zone)
    submitted_at = reader.moment("submitted_at", zone, required=False)
    untrue, month = reader.items("untrue_items"), _month(reader)
    reader.asked.add("untrue_items")
    if due_at is None:
        return None
    return SelfAssessment(
        line=reader.line(),
        due_at=due_at,
        submitted_at=submitted_at,
        untrue_items=untrue,
        month=month,
    )


def _confidentiality(reader: TableReader) -> ConfidentialityFinding | None:
    day = reader.day("date")
    consequence = reader.text("consequence", allowed=CONSEQUENCES)
    if day is None:
        return None
    return ConfidentialityFinding(line=reader.line(), date=day, consequence=consequence)


def _violation(reader: TableReader, zone: ZoneInfo) -> Violation | None:
    level = reader.whole("level", low=1)
    received_at = reader.moment("received_at", zone)
    rectified_at = reader.moment("rectified_at", zone, required=False)
    if level > 2:
        reader.found(
            "violation_level",
            "level",
            say("level is {level}.", level=level),
            say("A contract knows violations of level 1 and 2."),
            say("Write 1 or 2."),
        )
    if received_at is None:
        return None
    if rectified_at is not None and rectified_at < received_at:
        reader.found(
            "rectified_before",
            "rectified_at",
            say("rectified_at lies before received_at."),
            say("The rectification clock cannot run backwards."),
            say("Correct the times."),
        )
    return Violation(
        line=reader.line(), level=level, received_at=received_at, rectified_at=rectified_at
    )


def _month(reader: TableReader) -> Month | None:
    text = reader.text("month", "")
    if not text:
        return None
    try:
        return Month.parse(text)
    except ValueError:
        reader.found(
            "not_a_month",
            "month",
            say("month is {value}.", value=repr(text)),
            say("It says on which month the report is."),
            say('Write it like "2026-10".'),
        )
        return None


_SAME_WORD = {
    "operation": "operations",
    "monthly_operations": "operations",
    "运营": "operations",
    "服务运营": "operations",
    "人事": "personnel",
    "专项": "special",
}
"""Other ways in which people write the codes of reports and trainings."""


def _word(text: str) -> str:
    """A code word, however it was written: with capitals, spaces, or the name of its array."""
    word = text.strip().lower().replace(" ", "_").replace("-", "_")
    for array in ("_report", "报告", "_training", "培训"):
        word = word.removesuffix(array)
    return _SAME_WORD.get(word, word)


def overlapping(records: Records) -> list[Finding]:
    """Warnings for agreed exclusions that overlap; each call is left out once all the same."""
    agreed = sorted((e for e in records.exclusion if e.agreed), key=lambda e: e.period)
    found = []
    for first, second in pairwise(agreed):
        if first.period.intersection(second.period):
            found.append(_overlap(first, second, records.file))
    return found


def _overlap(first: Exclusion, second: Exclusion, file: str) -> Finding:
    what: Said = say("This exclusion overlaps the one in line {line}.", line=first.line)
    finding = Finding(
        "exclusion_overlap",
        what,
        say("A call in both is left out once, not twice."),
        say("Nothing needs doing; join the two if they are one outage."),
        severity=Severity.WARNING,
    )
    return finding.at(file, second.line)
