"""Reading an uploaded file on trial: its calls to Parquet with callers sealed, findings listed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from operator import attrgetter
from zoneinfo import ZoneInfo

from jieting.analytics.gather import gather
from jieting.apps.calls.callers import StoredCaller, stored_many
from jieting.apps.calls.imports.folders import Folder
from jieting.apps.calls.imports.limits import check_upload
from jieting.apps.calls.imports.told import as_named
from jieting.domain.calls.call import Call
from jieting.domain.calls.reading import Progress, Reading, Report
from jieting.domain.errors import BadInput, Finding, Place
from jieting.domain.said import say
from jieting.switches.mapping_file import parse_mapping
from jieting.switches.open import open_calls

LONGEST_TEXT = 400
"""Bytes of a name, an id or a reference; longer ones cannot be indexed, and are none."""
_TEXTS = ("call_id", "queue", "agent", "source", "recording", "source_ref", "caller")
_texts = attrgetter(*_TEXTS)


@dataclass(frozen=True, slots=True)
class Read:
    """What reading on trial found."""

    kind: str
    encoding: str
    rows: int
    calls: int
    repeated: int
    left_out: int
    bad: int
    findings: tuple[tuple[Finding, str], ...]


def read_on_trial(
    folder: Folder, shown_name: str, zone: ZoneInfo, mapping_text: str, progress: Progress
) -> Read:
    """Read the folder's file into its call table; callers are sealed as they are read.

    Errors: BadInput where the file, its header or the mapping cannot be used.
    """
    source = folder.source
    if source is None:
        raise BadInput(_gone(shown_name))
    try:
        check_upload(source)
        mapping = parse_mapping(mapping_text, "mapping") if mapping_text else None
        reading = open_calls(source, zone=zone, mapping=mapping, progress=progress, callers="whole")
        reading.report.file = shown_name
        gathered = gather([_storable(reading)], folder.path)
    except BadInput as error:
        raise BadInput(tuple(as_named(error.findings, source, shown_name))) from error
    report = reading.report
    if gathered.path != folder.calls:
        gathered.path.replace(folder.calls)
    folder.write_left_out(report.left_out)
    return Read(
        kind=report.kind,
        encoding=report.encoding,
        rows=report.rows,
        calls=gathered.calls,
        repeated=gathered.repeated,
        left_out=len(report.left_out),
        bad=report.bad_rows,
        findings=tuple(_with_raw(report, as_named(gathered.findings, source, shown_name))),
    )


def _with_raw(report: Report, findings: Iterator[Finding]) -> Iterator[tuple[Finding, str]]:
    for finding in findings:
        line = finding.place.line
        yield finding, report.raw.get(line, "") if line is not None else ""


def _storable(reading: Reading) -> Reading:
    """The reading with what the database cannot hold set aside, and every caller sealed."""
    return replace(reading, batches=_stored_batches(reading))


def _stored_batches(reading: Reading) -> Iterator[list[Call]]:
    for batch in reading.batches:
        good = [call for call in batch if not _unfit(call, reading.report)]
        for call, caller in zip(good, stored_many(call.caller for call in good), strict=True):
            # The batch is ours alone; replace() would copy all seventeen fields of every call.
            object.__setattr__(call, "caller", caller_text(caller))
        if good:
            yield good


def caller_text(caller: StoredCaller) -> str:
    """A stored caller as the text of a call table: index and seal in hex digits."""
    if caller.sealed is None:
        return ""
    return f"{caller.index.hex() if caller.index else ''}:{caller.sealed.hex()}"


def _unfit(call: Call, report: Report) -> bool:
    """Tells and sets aside a call with a text that is too long or holds a zero byte."""
    together = "".join(_texts(call))
    if len(together) * 4 <= LONGEST_TEXT and "\0" not in together:
        return False
    for name in _TEXTS:
        text: str = getattr(call, name)
        if len(text) * 4 > LONGEST_TEXT and len(text.encode()) > LONGEST_TEXT:
            return _set_aside(call, report, _too_long(name))
        if "\0" in text:
            return _set_aside(call, report, _nul(name))
    return False


def _set_aside(call: Call, report: Report, finding: Finding) -> bool:
    row = call.source_ref.removeprefix("row ")
    report.kept -= 1
    report.found(finding.at(line=int(row) if row.isascii() and row.isdigit() else None))
    return True


def _too_long(column: str) -> Finding:
    return Finding(
        "too_long_text",
        say("{column} is longer than {most} bytes.", column=column, most=LONGEST_TEXT),
        say("No id, name or reference of a call is so long; the row has most likely slipped."),
        say("Check the columns of the row."),
        Place(column=column),
    )


def _nul(column: str) -> Finding:
    return Finding(
        "nul",
        say("{column} holds a zero byte.", column=column),
        say("A zero byte comes from a damaged file, so the row cannot be trusted."),
        say("Export the row again."),
        Place(column=column),
    )


def _gone(shown_name: str) -> Finding:
    return Finding(
        "no_upload",
        say("The uploaded file is no longer there."),
        say("Files are removed when an import ends, for they hold callers' numbers."),
        say("Upload it again."),
        Place(shown_name),
    )
