"""What went wrong, named by the core: findings and the two errors that carry them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from jieting.domain.said import Said


class Severity(StrEnum):
    """How much a finding matters: an error stops or sets aside, a warning and a note only tell."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was found: file, line (or row, from 1, header included), column or key."""

    file: str = ""
    line: int | None = None
    column: str = ""

    def __str__(self) -> str:
        parts = [self.file or "-"]
        if self.line is not None:
            parts.append(str(self.line))
        if self.column:
            parts.append(self.column)
        return ":".join(parts)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: a stable ``code``, what, where, why it matters, what to do."""

    code: str
    what: Said
    why: Said
    remedy: Said
    place: Place = Place()
    severity: Severity = Severity.ERROR

    def at(self, file: str = "", line: int | None = None, column: str = "") -> Finding:
        """The same finding with the parts of its place that were still empty filled in."""
        place = Place(
            self.place.file or file,
            self.place.line if self.place.line is not None else line,
            self.place.column or column,
        )
        return replace(self, place=place)

    @property
    def is_error(self) -> bool:
        """True where the finding stops the work or sets the row aside."""
        return self.severity is Severity.ERROR

    def __str__(self) -> str:
        return f"{self.place}: {self.severity}: {self.what} {self.why} {self.remedy}"


class JietingError(Exception):
    """Work that could not be done, with every finding at once."""

    def __init__(self, findings: Iterable[Finding] | Finding) -> None:
        found = (findings,) if isinstance(findings, Finding) else tuple(findings)
        self.findings: tuple[Finding, ...] = found
        super().__init__("\n".join(str(finding) for finding in found))


class BadInput(JietingError):
    """The input cannot be understood; the command line exits with 2."""


class Refused(JietingError):
    """The input is understood and a rule forbids the act; the command line exits with 3."""
