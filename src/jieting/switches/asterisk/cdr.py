"""Read Asterisk's call detail records: the answered calls, and what the records cannot tell."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

from jieting.domain.calls.call import Call
from jieting.domain.calls.fold import Fold
from jieting.domain.calls.masking import Callers, hand_over
from jieting.domain.calls.reading import BATCH, LeftOut, Progress, Reading, Report
from jieting.domain.errors import BadInput, Finding
from jieting.switches.asterisk import cdr_call, cdr_findings
from jieting.switches.asterisk.cdr_row import LAYOUTS, NEEDED, Row, parse_row

SOURCE = "asterisk-cdr"
_PROGRESS_EVERY = 5_000


def read_cdr(
    path: Path,
    *,
    zone: ZoneInfo,
    progress: Progress | None = None,
    callers: Callers = "masked",
) -> Reading:
    """The answered inbound calls of a CDR file, read lazily; its local times are in ``zone``.

    Rows with one linkedid (uniqueid, where the file has no linkedid) are one call. Every other
    inbound call is listed as ``outcome_not_told``; outbound and internal rows are left out.
    Errors: BadInput where needed columns are missing.
    """
    report = Report(path.name, "cdr")
    return Reading(path, report, _batches(path, report, zone, progress, callers))


def _batches(
    path: Path, report: Report, zone: ZoneInfo, progress: Progress | None, callers: Callers
) -> Iterator[list[Call]]:
    for finding in cdr_findings.what_a_cdr_lacks():
        report.found(finding)
    size, text = path.stat().st_size, _text(path, report)
    lines = max(1, text.count("\n"))
    rows: dict[str, list[Row]] = {}
    for row in _rows(text, path, report, zone):
        rows.setdefault(row.key, []).append(row)
        if progress and report.rows % _PROGRESS_EVERY == 0:
            progress(min(size * row.number // lines, size), size)
    if clocks := cdr_findings.clocks_differ(rows.values(), zone):
        report.found(clocks)
    calls = list(_calls(rows, report, callers))
    for start in range(0, len(calls), BATCH):
        batch = calls[start : start + BATCH]
        report.kept += len(batch)
        yield batch
    if progress:
        progress(size, size)


def _text(path: Path, report: Report) -> str:
    """The file as text: UTF-8 with or without a mark, else GB18030."""
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        report.encoding = encoding.removesuffix("-sig")
        return text
    raise BadInput(cdr_findings.no_text(path.name))


def _rows(text: str, path: Path, report: Report, zone: ZoneInfo) -> Iterator[Row]:
    columns: Sequence[str] = ()
    for number, fields in _records(text, report):
        if not columns:
            columns, is_header = _columns(fields, path)
            if is_header:
                continue
        report.rows += 1
        row = parse_row(number, fields, columns, zone)
        if isinstance(row, Row):
            yield row
        else:
            _list(report, row)


def _records(text: str, report: Report) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not empty, with their numbers; reading ends where a quote is never closed."""
    number = 0
    try:
        for number, fields in enumerate(csv.reader(io.StringIO(text, newline="")), start=1):
            if fields:
                yield number, fields
    except csv.Error:
        report.found(cdr_findings.open_quote(number + 1))


def _columns(fields: Sequence[str], path: Path) -> tuple[Sequence[str], bool]:
    """The file's columns, and whether its first row is a header that names them."""
    names = [field.strip().lower() for field in fields]
    if not {"calldate", "disposition", "uniqueid"} & set(names):
        if len(fields) not in LAYOUTS:
            raise BadInput(cdr_findings.unknown_layout(path.name, len(fields)))
        return LAYOUTS[len(fields)], False
    missing = [name for name in NEEDED if name not in names]
    missing += [] if {"calldate", "start"} & set(names) else ["calldate"]
    if missing:
        raise BadInput([cdr_findings.missing_column(path.name, name) for name in missing])
    return names, True


def _calls(rows: dict[str, list[Row]], report: Report, callers: Callers) -> Iterator[Call]:
    folding = Fold(SOURCE)
    for group in rows.values():
        _take(group, folding, report, callers)
    folded = folding.finish_all()
    _list(report, folded.findings)
    for call in folded.calls:
        yield call if cdr_call.talk_told(rows[call.call_id]) else replace(call, talk_s=None)


def _take(group: Sequence[Row], folding: Fold, report: Report, callers: Callers) -> None:
    """Apply a call's events; list it where it is out of scope or tells no outcome."""
    direction = cdr_call.direction_of(group)
    if direction == cdr_call.UNTOLD:
        report.found(cdr_findings.direction_not_told(cdr_call.first_row(group)))
        return
    if direction != cdr_call.INBOUND:
        report.left_out += [LeftOut(row.number, direction, row.raw) for row in group]
        return
    events = cdr_call.events_of(group, hand_over(callers))
    if isinstance(events, Finding):
        report.found(events)
        return
    for event in events:
        folding.apply(event)
    for rated in cdr_call.ratings_of(group):
        if isinstance(rated, Finding):
            report.found(rated)
        else:
            folding.apply(rated)


def _list(report: Report, findings: Sequence[Finding]) -> None:
    for finding in findings:
        report.found(finding)
