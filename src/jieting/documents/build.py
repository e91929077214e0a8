"""Building a statement: once, from an assessment, before any format or language is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from fractions import Fraction

from jieting.documents.explain import definition_rows
from jieting.documents.statement import (
    COUNT_NAMES,
    CountRow,
    ExclusionRow,
    FigureRow,
    Head,
    LeftOutRow,
    LimitRow,
    LineRow,
    Month,
    NoteRow,
    ReadingRow,
    Statement,
    StatementInput,
    WhatIfRow,
)
from jieting.documents.words import SEVERITIES, reading_words
from jieting.domain.contracts.assess import Assessment, figure_rows
from jieting.domain.contracts.judged import POINT_PLACES
from jieting.domain.contracts.model import Contract, FigureUse
from jieting.domain.contracts.records import Exclusion
from jieting.domain.contracts.what_if import Alternative
from jieting.domain.errors import Finding
from jieting.domain.figures import Figure
from jieting.domain.figures.measures import COUNTS
from jieting.domain.figures.scope import REASONS, LeftOut
from jieting.domain.periods import local
from jieting.domain.quantities import plain, round_half_up
from jieting.domain.said import Said, say

PLACES_NAMED = 3
"""How many places of findings of one kind are named; the rest is counted."""

COUNT_WORDS: dict[str, Said] = {
    **{measure.name: measure.words for measure in COUNTS},
    "excluded": say("calls within an agreed exclusion"),
}


def build_statement(given: StatementInput) -> Statement:
    """The statement of an assessed month."""
    contract = given.assessment.contract
    without, other = given.without_exclusions, given.alternatives
    return Statement(
        head=_head(given),
        month=_month(given.assessment),
        without=_month(without) if without is not None else None,
        what_if=tuple(_what_if(a) for a in other) if other is not None else None,
        exclusions=tuple(_exclusion(e, contract) for e in given.exclusions),
        definitions=definition_rows(given.assessment),
        readings=_readings(contract),
        notes=notes_of(given.findings),
        left_out=_left_out(given.left_out),
        evidence=given.evidence or (),
    )


def _head(given: StatementInput) -> Head:
    contract, month = given.assessment.contract, given.assessment.month
    return Head(
        title=contract.title,
        contract=contract.id,
        version=contract.version,
        month=str(month),
        first_day=month.first_day.isoformat(),
        last_day=(month.plus(1).first_day - timedelta(days=1)).isoformat(),
        time_zone=str(contract.zone),
        purchaser=contract.parties.purchaser,
        supplier=contract.parties.supplier,
        prepared_at=given.prepared_at,
        simulated=given.simulated,
        is_scored=contract.is_scored,
    )


def _month(assessment: Assessment) -> Month:
    counts = assessment.counted.counts
    earned = [line.earned for line in assessment.lines]
    known = [value for value in earned if value is not None]
    whole = bool(earned) and len(known) == len(earned)
    return Month(
        counts=tuple(CountRow(n, COUNT_WORDS[n], counts[n]) for n in COUNT_NAMES),
        figures=tuple(_figure(assessment.contract, u, f) for u, f in figure_rows(assessment)),
        lines=_lines(assessment),
        limits=_limits(assessment),
        full=plain(sum((line.full for line in assessment.lines), Fraction(0))),
        sum=points_text(sum(known, Fraction(0)) if whole else None),
        score=points_text(assessment.score),
        coefficient=plain_text(assessment.coefficient),
    )


def points_text(value: Fraction | None) -> str | None:
    """Points with two decimals; None while they wait."""
    return None if value is None else plain(value, POINT_PLACES)


def plain_text(value: Fraction | None) -> str | None:
    """A number with the decimals it has; None where there is none."""
    return None if value is None else plain(value)


def _lines(assessment: Assessment) -> tuple[LineRow, ...]:
    return tuple(
        LineRow(
            line.clause,
            line.title,
            plain(line.full),
            points_text(line.earned),
            line.why,
            line.no_base,
        )
        for line in assessment.lines
    )


def _limits(assessment: Assessment) -> tuple[LimitRow, ...]:
    return tuple(
        LimitRow(limit.clause, limit.title, limit.met, limit.why, limit.findings, limit.remedy)
        for limit in assessment.limits
    )


def _figure(contract: Contract, use: FigureUse, figure: Figure) -> FigureRow:
    unit, shown = figure.definition.unit, figure.shown(use.shown_places)
    side = ("≥" if use.target.is_floor else "≤") if use.target else ""
    return FigureRow(
        clause=use.clause,
        name=use.name,
        title=figure.definition.title,
        numerator=figure.numerator,
        denominator=figure.denominator,
        shown=None if shown is None else f"{shown:f}",
        unit=unit.value,
        target=f"{side} {plain(use.target.value)} {unit.value}" if use.target else "",
        met=_met(contract, use, figure),
    )


def _met(contract: Contract, use: FigureUse, figure: Figure) -> bool | None:
    """Whether the target is kept by the value that the contract's reading compares."""
    exact = figure.exact
    if use.target is None or exact is None:
        return None
    shown = contract.chooses("score_on") and contract.reading("score_on") == "shown"
    return use.target.met(Fraction(round_half_up(exact, use.shown_places)) if shown else exact)


def _what_if(other: Alternative) -> WhatIfRow:
    choice = other.choice
    return WhatIfRow(
        choice=choice.name,
        clause=choice.clause,
        question=choice.question.asks,
        value=other.value,
        words=reading_words(choice.name, other.value),
        chosen=other.chosen,
        score=points_text(other.score),
        coefficient=plain_text(other.coefficient),
        moved=other.moved,
    )


def _readings(contract: Contract) -> tuple[ReadingRow, ...]:
    return tuple(
        ReadingRow(
            c.name, c.clause, c.question.asks, c.value, reading_words(c.name, c.value), c.agreed
        )
        for c in contract.choices
    )


def _exclusion(exclusion: Exclusion, contract: Contract) -> ExclusionRow:
    start, end = (
        local(at, contract.zone).replace(tzinfo=None).isoformat(sep=" ")
        for at in (exclusion.period.start, exclusion.period.end)
    )
    return ExclusionRow(start, end, exclusion.reason, exclusion.agreed)


def notes_of(findings: Iterable[Finding]) -> tuple[NoteRow, ...]:
    """One row for each kind of finding, in the order in which the kinds first appear."""
    kinds: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        kinds.setdefault((finding.code, finding.severity), []).append(finding)
    return tuple(_note(found) for found in kinds.values())


def _note(found: list[Finding]) -> NoteRow:
    first = found[0]
    return NoteRow(
        code=first.code,
        severity=SEVERITIES[first.severity],
        number=len(found),
        what=first.what,
        why=first.why,
        remedy=first.remedy,
        places=tuple(str(finding.place) for finding in found[:PLACES_NAMED]),
    )


def _left_out(numbers: Mapping[str, int]) -> tuple[LeftOutRow, ...]:
    return tuple(
        LeftOutRow(REASONS[LeftOut(reason)], number) for reason, number in numbers.items() if number
    )
