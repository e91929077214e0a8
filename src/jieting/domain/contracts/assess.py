"""A month assessed: clauses turn figures and records into points, limits and reasons. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from jieting.domain.contracts.clauses.coefficient import Coefficient
from jieting.domain.contracts.model import Clause, Contract, FigureUse
from jieting.domain.contracts.records import Records
from jieting.domain.contracts.rule import Facts, Verdict
from jieting.domain.figures import Figure
from jieting.domain.periods import Month
from jieting.domain.said import Said, say


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted of a month from calls, before any clause is asked.

    ``counts`` after exclusion, with ``excluded``; ``figures`` by clause; ``days`` the daily figure
    by clause and day; ``sample_base`` and ``sampled`` for the quality sample, by reading qa_base.
    """

    counts: Mapping[str, int]
    figures: Mapping[str, Figure]
    days: Mapping[str, Mapping[date, Figure]] = field(default_factory=dict)
    sample_base: int = 0
    sampled: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the assessment table; ``earned`` is None while it waits for a record."""

    clause: str
    title: str
    full: Fraction
    earned: Fraction | None
    why: Said
    no_base: bool = False


@dataclass(frozen=True, slots=True)
class LimitResult:
    """One pass/fail clause; ``met`` is None where it cannot be judged."""

    clause: str
    title: str
    met: bool | None
    why: Said
    findings: tuple[Said, ...]
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Assessment:
    """The month of a contract: counts, figures, lines, limits, score, coefficient.

    ``score`` and ``coefficient`` are None while a line waits, and where a contract has no points.
    """

    contract: Contract
    month: Month
    counted: Counted
    lines: tuple[Line, ...]
    limits: tuple[LimitResult, ...]
    score: Fraction | None
    coefficient: Fraction | None


def assess(contract: Contract, month: Month, counted: Counted, records: Records) -> Assessment:
    """The assessment of a month from what was counted and recorded.

    ``records`` may hold other months too. Formula: a line earns full - lost + gained, not below 0
    where the reading floor is 'row'; the score is the sum, at most 100 unless total_cap says yes.
    """
    facts = facts_of(contract, month, counted, records)
    lines = tuple(line_of(c, facts) for c in contract.clauses if c.points is not None)
    limits = tuple(limit_of(c, facts) for c in contract.clauses if is_limit(c))
    score = _score(contract, lines)
    return Assessment(
        contract, month, counted, lines, limits, score, coefficient_of(contract, score)
    )


def facts_of(contract: Contract, month: Month, counted: Counted, records: Records) -> Facts:
    """The month as the rules see it; ``records`` may hold other months too."""
    return Facts(
        contract=contract,
        month=month,
        records=records.of_month(month, contract.zone),
        figures=counted.figures,
        days=counted.days,
        sample_base=counted.sample_base,
        sampled=counted.sampled,
    )


def is_limit(clause: Clause) -> bool:
    """True for a pass/fail clause that is judged from figures and records."""
    return clause.points is None and clause.kind == "limit" and bool(clause.rules)


def line_of(clause: Clause, facts: Facts) -> Line:
    """The row of a clause with points."""
    verdicts = [rule.judge(clause, facts) for rule in clause.rules]
    full = clause.points or Fraction(0)
    return Line(
        clause.id,
        clause.title,
        full,
        _earned(facts.contract, full, verdicts),
        joined(tuple(v.why for v in verdicts)),
        any(v.no_base for v in verdicts),
    )


def _earned(contract: Contract, full: Fraction, verdicts: list[Verdict]) -> Fraction | None:
    if any(verdict.waiting for verdict in verdicts):
        return None
    lost, gained = sum(v.lost for v in verdicts), sum(v.gained for v in verdicts)
    return earned_of(contract, full - lost + gained)


def earned_of(contract: Contract, points: Fraction) -> Fraction:
    """What a row earns that comes to ``points``: not below 0 where the reading floor is 'row'."""
    return max(Fraction(0), points) if contract.reading("floor") == "row" else points


def _score(contract: Contract, lines: tuple[Line, ...]) -> Fraction | None:
    earned = [line.earned for line in lines if line.earned is not None]
    if not lines or len(earned) < len(lines):
        return None
    return total_of(contract, earned)


def total_of(contract: Contract, earned: Iterable[Fraction]) -> Fraction:
    """The score of rows that earned so much: not below 0, at most 100 unless total_cap says yes."""
    total = max(Fraction(0), sum(earned, Fraction(0)))
    return total if contract.reading("total_cap") == "yes" else min(total, Fraction(100))


def coefficient_of(contract: Contract, score: Fraction | None) -> Fraction | None:
    """What share of the fee a score earns; None without a score or a coefficient clause."""
    for clause in contract.clauses:
        for rule in clause.rules:
            if isinstance(rule, Coefficient) and score is not None:
                return rule.of(score)
    return None


def limit_of(clause: Clause, facts: Facts) -> LimitResult:
    """Whether a pass/fail clause was kept."""
    verdicts = [rule.judge(clause, facts) for rule in clause.rules]
    met = [verdict.met for verdict in verdicts]
    return LimitResult(
        clause.id,
        clause.title,
        False if False in met else None if None in met else True,
        joined(tuple(v.why for v in verdicts)),
        tuple(finding for v in verdicts for finding in v.findings),
        clause.remedy,
    )


def joined(parts: tuple[Said, ...]) -> Said:
    """Several reasons as one."""
    return parts[0] if len(parts) == 1 else say("{reasons}", reasons=parts)


def figure_rows(assessment: Assessment) -> tuple[tuple[FigureUse, Figure], ...]:
    """The contract's figures in its order, each with its use."""
    counted = assessment.counted.figures
    return tuple((use, counted[use.clause]) for use in assessment.contract.figures)
