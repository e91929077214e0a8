"""The folder of an import: the file as it came, its calls once read, what was found in it."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from jieting.apps.base.packed import packed, unpacked
from jieting.documents.call_list import BOM, harmless
from jieting.domain.calls.reading import LeftOut
from jieting.domain.errors import Finding
from jieting.installation.home import home
from jieting.language import Language

COLUMNS = ("file", "row", "column", "severity", "code", "what", "why", "remedy", "raw")
_SOURCE = "upload"
_CALLS = "calls.parquet"
_FINDINGS = "findings.jsonl"
_LEFT_OUT = "left-out.jsonl"
_KEPT = (_FINDINGS, _LEFT_OUT)


@dataclass(frozen=True, slots=True)
class Folder:
    """The files of one import; ``name`` was drawn at random, never taken from a person."""

    name: str

    @property
    def path(self) -> Path:
        """Where the folder lies."""
        return home().uploads / self.name

    @property
    def source(self) -> Path | None:
        """The file as it was uploaded; None once it was removed."""
        return next(iter(sorted(self.path.glob(f"{_SOURCE}*"))), None)

    @property
    def calls(self) -> Path:
        """The calls that were read, callers sealed; there from the trial to the end."""
        return self.path / _CALLS

    def source_named(self, suffix: str) -> Path:
        """Where a file with this ending is written when it comes."""
        return self.path / f"{_SOURCE}{suffix}"

    def make(self) -> None:
        """Make the folder, for its owner alone. Errors: FileExistsError."""
        self.path.mkdir(mode=0o700)

    def remove_personal(self) -> None:
        """Remove what holds callers' numbers: the file and its calls; findings stay."""
        if not self.path.is_dir():
            return
        for path in self.path.iterdir():
            if path.name not in _KEPT:
                shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)

    def remove(self) -> None:
        """Remove everything."""
        shutil.rmtree(self.path, ignore_errors=True)

    def write_findings(self, findings: Iterable[tuple[Finding, str]]) -> None:
        """Keep findings with the raw text of their rows."""
        with (self.path / _FINDINGS).open("w", encoding="utf-8") as file:
            for finding, raw in findings:
                file.write(json.dumps({**packed(finding), "raw": raw}) + "\n")

    def write_left_out(self, rows: Iterable[LeftOut]) -> None:
        """Keep the rows that rules of the mapping left out."""
        with (self.path / _LEFT_OUT).open("w", encoding="utf-8") as file:
            for left in rows:
                file.write(json.dumps([left.row, left.reason, left.raw]) + "\n")

    def findings(self, most: int | None = None) -> Iterator[tuple[Finding, str]]:
        """Findings and raw texts, in order; none where nothing was kept."""
        for line in self._lines(_FINDINGS, most):
            data = json.loads(line)
            yield unpacked(data), data["raw"]

    def left_out(self, most: int | None = None) -> Iterator[LeftOut]:
        """The rows that were left out, in order."""
        for line in self._lines(_LEFT_OUT, most):
            yield LeftOut(*json.loads(line))

    def _lines(self, name: str, most: int | None) -> Iterator[str]:
        path = self.path / name
        if path.is_file():
            with path.open(encoding="utf-8") as file:
                yield from islice(file, most)


def findings_csv(folder: Folder, file_name: str, language: Language) -> Iterator[str]:
    """Every finding and every row left out as lines of a csv that Excel opens without harm."""
    writer = csv.writer(_Echo(), lineterminator="\r\n")
    yield BOM + str(writer.writerow(COLUMNS))
    for found, raw in folder.findings():
        place = found.place
        words = [language.render(said) for said in (found.what, found.why, found.remedy)]
        row = [file_name, place.line, place.column, found.severity.value, found.code, *words, raw]
        yield str(writer.writerow(harmless(row)))
    for left in folder.left_out():
        row = [file_name, left.row, "", "note", "left_out", left.reason, "", "", left.raw]
        yield str(writer.writerow(harmless(row)))


class _Echo:
    """A file that gives back what is written to it, so that a csv can be streamed."""

    def write(self, text: str) -> str:
        """The text itself."""
        return text
