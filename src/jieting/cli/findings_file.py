"""Every finding and every row left out as a csv file that Excel opens."""

from __future__ import annotations

import csv
from pathlib import Path

from jieting.analytics.gather import Gathered
from jieting.documents.call_list import harmless
from jieting.language import Language

COLUMNS = ("file", "row", "column", "severity", "code", "what", "why", "remedy")


def write_findings(gathered: Gathered, path: Path, lang: str) -> None:
    """One line per finding, then one per row left out by the mapping, with its raw text."""
    language = Language(lang)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for finding in gathered.findings:
            place = finding.place
            words = [language.render(s) for s in (finding.what, finding.why, finding.remedy)]
            row = [place.file, place.line, place.column, finding.severity.value, finding.code]
            writer.writerow(harmless([*row, *words]))
        for report in gathered.reports:
            for left in report.left_out:
                row = [report.file, left.row, "", "note", "left_out", left.reason, "", left.raw]
                writer.writerow(harmless(row))
