"""Help for the tests of tables: read a file or a text whole, in the zone of Shanghai."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

from jieting.domain.calls.call import Call
from jieting.switches.mapping import Mapping
from jieting.switches.open import open_calls
from jieting.switches.reading import Report

DATA = Path(__file__).parent / "data"
SHANGHAI = ZoneInfo("Asia/Shanghai")
HEADER = DATA.joinpath("calls.csv").read_text(encoding="utf-8").splitlines()[0]


def read(
    path: Path, mapping: Mapping | None = None, zone: ZoneInfo = SHANGHAI
) -> tuple[list[Call], Report]:
    """Every call of a file, and its report."""
    reading = open_calls(path, zone=zone, mapping=mapping)
    return [call for batch in reading.batches for call in batch], reading.report


def read_text(
    folder: Path, text: str, mapping: Mapping | None = None, zone: ZoneInfo = SHANGHAI
) -> tuple[list[Call], Report]:
    """Every call of a csv file with this text, and its report."""
    path = folder / "list.csv"
    path.write_bytes(text.encode())
    return read(path, mapping, zone)


def errors(report: Report) -> list[str]:
    """The errors of a report as 'row code column'."""
    return [
        f"{finding.place.line} {finding.code} {finding.place.column}".strip()
        for finding in report.findings
        if finding.is_error
    ]
