"""What a program is told of months and figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field, StringConstraints

from jieting.analytics.engine import Row
from jieting.analytics.figure_sql import sql_of
from jieting.apps.assessment.queries import AssessedMonth
from jieting.apps.base.words import tell
from jieting.domain.contracts.model import FigureUse
from jieting.domain.evidence import EVIDENCE_COLUMNS, WHY_NOT
from jieting.domain.periods import iso
from jieting.domain.said import say

MonthText = Annotated[
    str,
    StringConstraints(pattern=r"^(19[7-9][0-9]|20[0-9]{2})-(0[1-9]|1[0-2])$"),
    Field(description=str(say("Month, such as 2026-10."))),
]
ClauseId = Annotated[str, Field(description=str(say("Clause that asks for the figure.")))]
Day = Annotated[date, Field(ge=date(1970, 1, 1), lt=date(2100, 1, 1))]
Decimal = Annotated[
    str, Field(description=str(say("A decimal as text, so that nothing rounds it.")))
]


class MonthOut(Schema):
    """A month that has calls."""

    month: str
    calls: int
    simulated: int = Field(description=str(say("How many of them a simulation made.")))


class FigureOut(Schema):
    """A figure of a month: two whole numbers and what is shown."""

    clause: str
    name: str
    numerator: int
    denominator: int
    shown: Decimal | None = Field(description=str(say("Rounded half up; null without a base.")))


class DefinitionOut(Schema):
    """How a figure is defined, from the code that counts it."""

    title: str
    formula: str
    numerator: str
    denominator: str
    base: str
    exclusions: str
    unit: str
    source: str
    parameters: dict[str, str]
    agreed_exclusions_left_out: bool
    sql: list[str] = Field(
        description=str(say("What counts it, for DuckDB; one for each relation."))
    )


class FigureDefined(FigureOut):
    """A figure of a month with its definition."""

    definition: DefinitionOut = Field(
        description=str(say("How the figure is defined, from the code that counts it."))
    )


class CountedCall(Schema):
    """A call behind a figure; whose number it was is not told here."""

    call_id: str
    source: str
    arrived_at: str
    ended_at: str
    queue: str
    outcome: str
    agent: str
    rating: str
    recording: str
    in_numerator: bool
    in_base: bool
    why_not: str = Field(description=str(say("A stable word; empty for a call that counts.")))
    why_not_told: str


class CountedCalls(Schema):
    """Calls behind a figure, in order of arrival; ``length`` are all of them."""

    length: int
    calls: list[CountedCall]
    next: int | None = Field(description=str(say("The offset of what follows; null at the end.")))


class CountedAsked(Schema):
    """Which of the calls behind a figure a program asks for."""

    part: Literal["counted", "not_counted"] = Field(
        "counted", description=str(say("Those that count, or those that do not."))
    )
    numerator: bool = Field(False, description=str(say("Only those of the numerator.")))
    denominator: bool = Field(False, description=str(say("Only those of the denominator.")))
    day: Day | None = Field(None, description=str(say("Only those of a local day.")))
    half_hour: int | None = Field(
        None, ge=0, le=47, description=str(say("Half hour of the day; 0 is from midnight."))
    )
    offset: int = Field(0, ge=0, le=10**9, description=str(say("How many calls to pass over.")))
    limit: int = Field(100, ge=1, le=1000, description=str(say("How many to give.")))


class CountsOut(Schema):
    """Counts of the calls that the contract's rate looks at, after exclusion."""

    arrived: int
    served_by_ivr: int
    abandoned_in_ivr: int
    offered: int
    answered: int
    abandoned: int
    overflowed: int
    rejected: int
    excluded: int


class LineOut(Schema):
    """A line of the assessment; ``earned`` is null while it waits for a record."""

    clause: str
    full: Decimal
    earned: Decimal | None
    why: str


class LimitOut(Schema):
    """A limit; ``met`` is null where it cannot be judged."""

    clause: str
    met: bool | None
    findings: list[str]


class Judged(Schema):
    """What a month came to."""

    counts: CountsOut = Field(
        description=str(
            say("Counts of the calls that the contract's rate looks at, after exclusion.")
        )
    )
    figures: list[FigureOut]
    lines: list[LineOut]
    limits: list[LimitOut]
    score: Decimal | None
    coefficient: Decimal | None


class ReadingOut(Schema):
    """The month under one value of one open point."""

    choice: str
    clause: str
    value: str
    chosen: bool
    score: Decimal | None
    coefficient: Decimal | None
    moved: list[str]


class StatementOut(Judged):
    """A month as ``jieting assess --format json`` writes it."""

    contract: str
    version: str
    month: str
    without_exclusions: Judged | None = Field(
        None, description=str(say("There where agreed exclusions touch the month."))
    )
    what_if: list[ReadingOut] | None = Field(
        None, description=str(say("There where it was asked for."))
    )


def figures_out(month: AssessedMonth) -> list[dict[str, Any]]:
    """The figures of a month, as its statement has them."""
    return [figure_out(month, use) for use in month.terms.figures]


def figure_out(month: AssessedMonth, use: FigureUse) -> dict[str, Any]:
    """One figure of a month."""
    figure = month.assessment.counted.figures[use.clause]
    shown = figure.shown(use.shown_places)
    return {
        "clause": use.clause,
        "name": figure.definition.name,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "shown": None if shown is None else f"{shown:f}",
    }


def definition_out(month: AssessedMonth, use: FigureUse) -> dict[str, Any]:
    """The definition of a figure, in the language of the request."""
    definition = month.terms.definition(use)
    return {
        "title": tell(definition.title),
        "formula": tell(definition.formula),
        "numerator": tell(definition.numerator.words),
        "denominator": tell(definition.denominator.words),
        "base": tell(definition.base),
        "exclusions": tell(definition.exclusions),
        "unit": definition.unit.value,
        "source": definition.source,
        "parameters": {name: str(value) for name, value in definition.parameters.items()},
        "agreed_exclusions_left_out": month.terms.excludes(use),
        "sql": list(sql_of(definition)),
    }


def counted_out(rows: Sequence[Row], month: AssessedMonth) -> Iterator[dict[str, Any]]:
    """Calls behind a figure, times with the offset of the contract's zone."""
    for row in rows:
        cell: dict[str, Any] = dict(zip(EVIDENCE_COLUMNS, row, strict=True))
        for name in ("arrived_at", "ended_at"):
            cell[name] = iso(cell[name], month.terms.zone)
        for name in ("in_numerator", "in_base"):
            cell[name] = cell[name] == 1
        cell["why_not_told"] = tell(WHY_NOT[cell["why_not"]]) if cell["why_not"] else ""
        yield cell
