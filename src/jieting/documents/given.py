"""From an assessed month, whoever assessed it, to what a statement of it is made from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from jieting.documents.evidence import EvidenceList, Value
from jieting.documents.statement import StatementInput
from jieting.domain.contracts.assess import Assessment
from jieting.domain.contracts.records import Exclusion
from jieting.domain.contracts.what_if import Alternative
from jieting.domain.errors import Finding
from jieting.domain.said import Said
from jieting.language import Language

WITH_LISTS = ("xlsx",)
"""Formats that carry the lists of calls behind the figures."""


class Listed(Protocol):
    """A list of evidence whose cells may still be words of no language."""

    @property
    def name(self) -> str:
        """Its name, safe for a file."""

    @property
    def title(self) -> Said:
        """Its title."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of its columns."""

    @property
    def rows(self) -> Iterable[Sequence[Value | Said]]:
        """Its rows."""


class Result(Protocol):
    """The assessment, and the same without its exclusions where it has any."""

    @property
    def assessment(self) -> Assessment:
        """The month as it counts."""

    @property
    def without_exclusions(self) -> Assessment | None:
        """The month as if nothing had been excluded."""

    @property
    def left_out(self) -> Mapping[str, int]:
        """How many calls were not looked at, by reason."""


class AssessedMonth(Protocol):
    """Everything that a statement of a month is made from."""

    @property
    def month(self) -> Result:
        """What was counted and judged."""

    @property
    def alternatives(self) -> tuple[Alternative, ...] | None:
        """The month under other readings, where asked for."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found in calls and records."""

    @property
    def evidence(self) -> Iterable[Listed]:
        """The lists behind the figures."""

    @property
    def exclusions(self) -> tuple[Exclusion, ...]:
        """Those proposed for the month."""

    @property
    def simulated(self) -> bool:
        """True where any call was simulated."""


def given(assessed: AssessedMonth, form: str, lang: str, prepared_at: str) -> StatementInput:
    """What a statement in a format and language is made from."""
    result = assessed.month
    lists = tuple(in_language(assessed.evidence, lang)) if form in WITH_LISTS else None
    return StatementInput(
        assessment=result.assessment,
        without_exclusions=result.without_exclusions,
        alternatives=assessed.alternatives,
        findings=list(assessed.findings),
        evidence=lists,
        prepared_at=prepared_at,
        simulated=assessed.simulated,
        exclusions=assessed.exclusions,
        left_out=result.left_out,
    )


def in_language(tables: Iterable[Listed], lang: str) -> Iterator[EvidenceList]:
    """The lists with the words in their cells rendered in a language."""
    language = Language(lang)
    for table in tables:
        rows = _Rendered(table.rows, language)
        yield EvidenceList(table.name, table.title, table.columns, rows)


class _Rendered:
    """Rows whose words are rendered when they are walked through."""

    def __init__(self, rows: Iterable[Sequence[Value | Said]], language: Language) -> None:
        self.rows, self.language = rows, language

    def __iter__(self) -> Iterator[list[Value]]:
        for row in self.rows:
            yield [self.language.render(c) if isinstance(c, Said) else c for c in row]
