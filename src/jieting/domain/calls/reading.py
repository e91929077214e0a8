"""Reading: calls handed over by a switch in batches, and the report of what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from jieting.domain.calls.call import Call
from jieting.domain.errors import BadInput, Finding, Place
from jieting.domain.said import say

Kind = Literal["csv", "xlsx", "parquet", "queue_log", "cdr"]
"""What a file of calls is, by its content."""

Progress = Callable[[int, int], None]
"""Called now and then while a file is read with (bytes done, bytes in all)."""

LISTED_AT_MOST = 100_000
"""With more errors than this the file or the mapping is wrong, not single rows."""

BATCH = 10_000
"""A batch holds at most so many calls."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that a rule of the mapping leaves out: its number, the rule's reason, its raw text."""

    row: int
    reason: str
    raw: str


@dataclass(slots=True)
class Report:
    """What reading a file has met so far; complete once the batches are consumed.

    ``rows`` counts data rows or events seen, ``kept`` the calls handed over. Rows count from 1
    with the header as row 1. ``raw`` holds, for a table, the text of each row set aside while
    it was read, the caller's number masked.
    """

    file: str
    kind: Kind
    encoding: str = ""
    rows: int = 0
    kept: int = 0
    findings: list[Finding] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    raw: dict[int, str] = field(default_factory=dict)
    counts_by_code: Counter[str] = field(default_factory=Counter)
    _bad: set[int] = field(default_factory=set)
    _errors: int = 0
    _told: int = 0

    def found(self, finding: Finding) -> None:
        """Count and list a finding; its place is given this file where it has none.

        Warnings and notes beyond LISTED_AT_MOST are counted by code, no longer listed.
        Errors: BadInput with the first findings once more errors than LISTED_AT_MOST are listed.
        """
        placed = finding.at(file=self.file)
        self.counts_by_code[placed.code] += 1
        if not placed.is_error:
            self._told += 1
            if self._told <= LISTED_AT_MOST:
                self.findings.append(placed)
            return
        self._errors += 1
        self.findings.append(placed)
        if placed.place.line is not None:
            self._bad.add(placed.place.line)
        if self._errors > LISTED_AT_MOST:
            raise BadInput((_too_many(self.file), *self.findings[:20]))

    @property
    def bad_rows(self) -> int:
        """How many different rows were set aside for an error."""
        return len(self._bad)

    @property
    def errors(self) -> int:
        """How many errors were found."""
        return self._errors


@dataclass(frozen=True, slots=True)
class Reading:
    """A file being read: consuming ``batches`` (once, in order) fills ``report``."""

    file: Path
    report: Report
    batches: Iterator[list[Call]]


def _too_many(file: str) -> Finding:
    return Finding(
        "too_many_errors",
        say("More than {most} errors were found, so reading stopped.", most=LISTED_AT_MOST),
        say("So many errors come from a wrong file or a wrong mapping, not from single rows."),
        say("Look at the first errors, correct the mapping or the export, and read it again."),
        Place(file),
    )
