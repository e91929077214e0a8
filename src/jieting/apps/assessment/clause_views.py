"""A line of the assessment and a figure of it, each with everything that stands behind it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from jieting.analytics.figure_sql import sql_of
from jieting.analytics.series import has_series
from jieting.apps.accounts.roles import Right
from jieting.apps.assessment import charts, month_rows
from jieting.apps.assessment.behind import readings_behind, rules_behind
from jieting.apps.assessment.board_evidence import move_rows, page_of
from jieting.apps.assessment.links import Links
from jieting.apps.assessment.opened import of_month, page_context
from jieting.apps.assessment.queries import AssessedMonth
from jieting.apps.assessment.readings import reading_groups
from jieting.apps.base.addresses import address
from jieting.apps.base.instants import to_instant
from jieting.apps.moves.dispute_page import line_disputes
from jieting.apps.moves.queries import every_move
from jieting.domain.books.standing import evidence, of_kinds
from jieting.domain.contracts.board.look import look_at
from jieting.domain.contracts.model import Clause
from jieting.domain.figures.measure import CALLS, COMPLAINTS


@of_month(Right.SEE_MONTH)
@require_GET
def line(request: HttpRequest, found: AssessedMonth, links: Links, clause: str) -> HttpResponse:
    """A clause in this month: its text, its rules, why it earned what, what that was made from."""
    named = next((one for one in found.terms.clauses if one.id == clause), None)
    if named is None:
        raise Http404
    groups = reading_groups(found, links)
    context = {
        **page_context(request, found, links, (clause, None)),
        "clause": named,
        "line": _row_of(month_rows.line_rows(found, links), clause),
        "limit": _row_of(month_rows.limit_rows(found, links), clause),
        "figure": _row_of(month_rows.figure_rows(found, links), clause),
        "rules": rules_behind(found, named, links),
        "readings": readings_behind(found, named),
        "others": _moving(groups, clause),
        "scored": found.terms.is_scored,
        **_evidence(found, named, links),
        "neighbours": _neighbours(found, named, links),
        "may_dispute": request.standing.may(Right.MAKE_MOVES),
        "disputes": line_disputes(found.contract_id, found.month, clause),
    }
    return render(request, "assessment/line.html", context)


def _evidence(found: AssessedMonth, clause: Clause, links: Links) -> dict[str, Any]:
    """The moves of the clause in this month, and the page on which it is carried out."""
    look = look_at(found.assessment, found.records, to_instant(timezone.now()))
    moves = evidence(every_move(found.contract_id), look).get(clause.id, ())
    page = page_of(clause, links)
    return {
        "moves": list(move_rows(moves, look, links)),
        "carried_out": {"words": page[0], "href": page[1]} if page else None,
        "is_asked": clause.id in of_kinds(found.terms),
        "moves_href": address("moves", found.contract_id),
    }


def _row_of(rows: list[dict[str, Any]], clause: str) -> dict[str, Any] | None:
    return next((row for row in rows if row["clause"] == clause), None)


def _moving(groups: list[dict[str, Any]], clause: str) -> list[dict[str, Any]]:
    """The other readings under which this clause would not come out the same."""
    return [
        {"question": group["question"], **row}
        for group in groups
        for row in group["rows"]
        if any(name == clause for name, _ in row["moved"])
    ]


def _neighbours(month: AssessedMonth, clause: Clause, links: Links) -> dict[str, Any]:
    every = month.terms.clauses
    at = every.index(clause)
    around = {"previous": at - 1, "next": at + 1}
    return {
        name: {"clause": every[place].id, "href": links.page("line", every[place].id)}
        for name, place in around.items()
        if 0 <= place < len(every)
    }


@of_month(Right.SEE_MONTH)
@require_GET
def figure(request: HttpRequest, found: AssessedMonth, links: Links, clause: str) -> HttpResponse:
    """A figure of the month: definition, both numbers, day by day, and the SQL that counts it."""
    use = next((use for use in found.terms.figures if use.clause == clause), None)
    if use is None:
        raise Http404
    definition = found.terms.definition(use)
    along = has_series(definition)
    named = found.terms.clause(clause)
    context = {
        **page_context(request, found, links, (definition.title, None)),
        "clause": named,
        "figure": _row_of(month_rows.figure_rows(found, links), clause),
        "definition": definition,
        "excludes": found.terms.excludes(use),
        "days": charts.days_chart(found, links, [use]) if along else None,
        "half_hours": charts.half_hours_chart(found, links, [use]) if along else None,
        "rows": charts.rows_along(found, links, use) if along else [],
        "not_counted": links.not_counted(clause) if _of_calls(definition.measures) else "",
        "complaints": any(m.relation == COMPLAINTS for m in definition.measures),
        "judged_by": _judged_by(found, clause, links),
        "sql": [
            {"name": name, "statements": sql_of(definition, dialect)}
            for name, dialect in (("DuckDB", "duckdb"), ("PostgreSQL", "postgres"))
        ],
    }
    return render(request, "assessment/figure.html", context)


def _of_calls(measures: Any) -> bool:
    return any(measure.relation == CALLS for measure in measures)


def _judged_by(month: AssessedMonth, clause: str, links: Links) -> list[dict[str, str]]:
    """The clauses whose rules look at the figure."""
    return [
        {"clause": one.id, "title": one.title, "href": links.page("line", one.id)}
        for one in month.terms.clauses
        if any(rule.figure == clause for rule in one.rules)
    ]
