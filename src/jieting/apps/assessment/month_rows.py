"""The tables of a month's page: the rows of its statement, each number with what it opens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jieting.apps.assessment.links import Links
from jieting.apps.assessment.queries import AssessedMonth
from jieting.documents.build import COUNT_WORDS, points_text
from jieting.documents.comparison import comparison
from jieting.documents.document import Cell
from jieting.documents.statement import FigureRow, LimitRow, LineRow
from jieting.documents.words import reasons
from jieting.domain.figures.scope import LeftOut
from jieting.domain.said import Said, say

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Head:
    """A big number on top of the page."""

    title: Said
    value: str | Said
    state: str = ""
    note: Said | None = None
    href: str = ""


def heads(month: AssessedMonth, links: Links) -> Iterator[Head]:
    """Score and coefficient where there are points; limits where there are any; figures."""
    shown = month.statement.month
    if shown.lines:
        yield _score(month)
        coefficient = shown.coefficient or say("waiting")
        yield Head(say("Coefficient"), coefficient, note=say("share of the fee that is paid"))
    if shown.limits:
        met = sum(limit.met is True for limit in shown.limits)
        state = state_of_met(_all_met(shown.limits))
        yield Head(say("Limits met"), f"{met} / {len(shown.limits)}", state)
    for row in shown.figures:
        value = f"{row.shown} {row.unit}" if row.shown is not None else say("no base")
        note = say("target {target}", target=row.target) if row.target else None
        state = state_of_met(row.met) if row.target and row.met is not None else ""
        yield Head(row.title, value, state, note, links.page("figure", row.clause))


def _score(month: AssessedMonth) -> Head:
    shown = month.statement.month
    if shown.score is None:
        waiting = say("waiting for: {clauses}", clauses=", ".join(shown.waiting))
        return Head(say("Score"), points_text(_so_far(month)) or "0", "waiting", waiting)
    return Head(say("Score"), shown.score, note=say("of {full}", full=shown.full))


def _so_far(month: AssessedMonth) -> Any:
    earned = [line.earned for line in month.assessment.lines if line.earned is not None]
    return sum(earned) if earned else None


def _all_met(limits: tuple[LimitRow, ...]) -> bool | None:
    met = [limit.met for limit in limits]
    return False if False in met else None if None in met else True


def state_of_met(met: bool | None) -> str:
    """The state that a badge shows."""
    if met is None:
        return "waiting"
    return "met" if met else "breached"


def line_rows(month: AssessedMonth, links: Links) -> list[Row]:
    """The lines of points."""
    return [_line(line, links) for line in month.statement.month.lines]


def _line(line: LineRow, links: Links) -> Row:
    return {
        "clause": line.clause,
        "href": links.page("line", line.clause),
        "title": line.title,
        "full": line.full,
        "earned": line.earned,
        "why": reasons(line.why),
        "no_base": line.no_base,
    }


def limit_rows(month: AssessedMonth, links: Links) -> list[Row]:
    """The pass/fail clauses."""
    return [
        {
            "clause": limit.clause,
            "href": links.page("line", limit.clause),
            "title": limit.title,
            "state": state_of_met(limit.met),
            # A finding may repeat its reason word for word.
            "why": tuple(dict.fromkeys((*reasons(limit.why), *limit.findings))),
            "remedy": limit.remedy,
        }
        for limit in month.statement.month.limits
    ]


def figure_rows(month: AssessedMonth, links: Links) -> list[Row]:
    """The figures with their two numbers and their definitions."""
    definitions = {row.clause: row for row in month.statement.definitions}
    return [
        {**_figure(month, row, links), "words": definitions[row.clause]}
        for row in month.statement.month.figures
    ]


def _figure(month: AssessedMonth, row: FigureRow, links: Links) -> Row:
    use = month.terms.figure_use(row.clause)
    definition = month.terms.definition(use)
    return {
        "clause": row.clause,
        "href": links.page("figure", row.clause),
        "title": row.title,
        "numerator": f"{row.numerator:,}",
        "numerator_href": links.numerator(row.clause, definition),
        "denominator": f"{row.denominator:,}",
        "denominator_href": links.denominator(row.clause, definition),
        "shown": row.shown,
        "unit": row.unit,
        "target": row.target,
        "state": state_of_met(row.met) if row.target else "",
        "judged": row.met is not None,
    }


def count_rows(month: AssessedMonth, links: Links) -> list[Row]:
    """The counts of calls."""
    return [
        {
            "name": row.name,
            "title": COUNT_WORDS[row.name],
            "value": f"{row.number:,}",
            "href": links.count(row.name) if row.number else "",
        }
        for row in month.statement.month.counts
    ]


def left_out_rows(month: AssessedMonth, links: Links) -> list[Row]:
    """Why calls were not looked at; agreed exclusions stand among the counts."""
    rows = []
    left_out = {r: n for r, n in month.assessed.month.left_out.items() if n}
    for (reason, number), row in zip(left_out.items(), month.statement.left_out, strict=True):
        excluded = reason == LeftOut.EXCLUDED.value
        href = links.count("excluded") if excluded else links.left_out(reason)
        rows.append({"title": row.reason, "value": f"{number:,}", "href": href})
    return rows


def compared_rows(month: AssessedMonth) -> list[list[Row]]:
    """What agreed exclusions change, as cells of words or numbers."""
    without = month.statement.without
    if without is None:
        return []
    return [[_cell(cell) for cell in row] for row in comparison(without, month.statement.month)]


def _cell(cell: Cell) -> Row:
    number = cell.number
    if number is not None:
        number = f"{int(number):,}" if number.isdecimal() else f"{number} {cell.unit}".strip()
    return {"lines": cell.lines, "number": number}
