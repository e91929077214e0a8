"""The content of a statement: what all formats show, every number formatted once.

Words are still ``Said`` and belong to no language; numbers are decimal strings. The JSON is
written from these rows directly, the other formats from the sections that are made of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from jieting.documents.evidence import EvidenceTables
from jieting.domain.contracts.assess import Assessment
from jieting.domain.contracts.records import Exclusion
from jieting.domain.contracts.what_if import Alternative
from jieting.domain.errors import Finding
from jieting.domain.figures.measures import COUNTS
from jieting.domain.said import Said

COUNT_NAMES = (*(measure.name for measure in COUNTS), "excluded")
"""The counts of a statement, in order."""


@dataclass(frozen=True, slots=True)
class StatementInput:
    """What a statement is made from.

    ``without_exclusions`` is the month as if nothing had been excluded, where exclusions touch it;
    ``alternatives`` the month under other readings, where asked for; ``exclusions`` those proposed
    for the month; ``left_out`` how many calls of the file were not looked at, by reason.
    """

    assessment: Assessment
    without_exclusions: Assessment | None = None
    alternatives: tuple[Alternative, ...] | None = None
    findings: list[Finding] = field(default_factory=list)
    evidence: EvidenceTables | None = None
    prepared_at: str | None = None
    simulated: bool = False
    exclusions: tuple[Exclusion, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Head:
    """Which contract, whose, which month; ``first_day`` and ``last_day`` both belong to it."""

    title: str
    contract: str
    version: str
    month: str
    first_day: str
    last_day: str
    time_zone: str
    purchaser: str
    supplier: str
    prepared_at: str | None
    simulated: bool
    is_scored: bool


@dataclass(frozen=True, slots=True)
class CountRow:
    """How many calls of the month were of one kind."""

    name: str
    words: Said
    number: int


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure: two whole numbers and the shown value; None without a base."""

    clause: str
    name: str
    title: Said
    numerator: int
    denominator: int
    shown: str | None
    unit: str
    target: str
    met: bool | None


@dataclass(frozen=True, slots=True)
class LineRow:
    """One row of points; ``earned`` is None while it waits for a record."""

    clause: str
    title: str
    full: str
    earned: str | None
    why: Said
    no_base: bool


@dataclass(frozen=True, slots=True)
class LimitRow:
    """One pass/fail clause; ``met`` is None where it cannot be judged."""

    clause: str
    title: str
    met: bool | None
    why: Said
    findings: tuple[Said, ...]
    remedy: str


@dataclass(frozen=True, slots=True)
class Month:
    """The month's counts, figures, lines and limits, with the score and the coefficient."""

    counts: tuple[CountRow, ...]
    figures: tuple[FigureRow, ...]
    lines: tuple[LineRow, ...]
    limits: tuple[LimitRow, ...]
    full: str
    sum: str | None
    score: str | None
    coefficient: str | None

    @property
    def waiting(self) -> tuple[str, ...]:
        """The clauses whose points still wait for a record."""
        return tuple(line.clause for line in self.lines if line.earned is None)


@dataclass(frozen=True, slots=True)
class DefinitionRow:
    """How a figure is defined, with an example and the working of this month."""

    clause: str
    title: Said
    definition: tuple[Said, ...]
    example: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """The reading of an open point that the contract chose."""

    name: str
    clause: str
    question: Said
    value: str
    words: Said
    agreed: bool


@dataclass(frozen=True, slots=True)
class WhatIfRow:
    """The month under one value of one choice."""

    choice: str
    clause: str
    question: Said
    value: str
    words: Said
    chosen: bool
    score: str | None
    coefficient: str | None
    moved: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExclusionRow:
    """A span of time proposed to be left out: local times, its reason, whether agreed."""

    start: str
    end: str
    reason: str
    agreed: bool


@dataclass(frozen=True, slots=True)
class NoteRow:
    """Findings of one kind: how many, the first of them, and where the first ones are."""

    code: str
    severity: Said
    number: int
    what: Said
    why: Said
    remedy: Said
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftOutRow:
    """How many calls of the file were not looked at for one reason."""

    reason: Said
    number: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A month's statement; optional parts are None or empty where there is nothing to say."""

    head: Head
    month: Month
    without: Month | None
    what_if: tuple[WhatIfRow, ...] | None
    exclusions: tuple[ExclusionRow, ...]
    definitions: tuple[DefinitionRow, ...]
    readings: tuple[ReadingRow, ...]
    notes: tuple[NoteRow, ...]
    left_out: tuple[LeftOutRow, ...]
    evidence: EvidenceTables
