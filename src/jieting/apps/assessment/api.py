"""Routes of the API about months: the statement, its figures, and the calls behind them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router

from jieting.analytics.lists import Span
from jieting.apps.accounts.api_door import scoped
from jieting.apps.accounts.tokens import Scope
from jieting.apps.assessment.api_rows import (
    ClauseId,
    CountedAsked,
    CountedCalls,
    FigureDefined,
    FigureOut,
    MonthOut,
    MonthText,
    StatementOut,
    counted_out,
    definition_out,
    figure_out,
    figures_out,
)
from jieting.apps.assessment.call_lists import list_of_figure
from jieting.apps.assessment.counting import engine_of
from jieting.apps.assessment.queries import (
    AssessedMonth,
    assessed_month,
    calls_of_months,
    calls_shown,
)
from jieting.apps.assessment.statements import statement_input
from jieting.apps.base.problems import ContractId, Problem, answers
from jieting.apps.base.words import page_language
from jieting.documents.write import write_statement
from jieting.domain.contracts.model import FigureUse
from jieting.domain.errors import BadInput, Refused
from jieting.domain.periods import Month
from jieting.domain.said import say

router = Router(tags=["months"])
_MONTHS, _FIGURES = scoped(Scope.READ_MONTHS), scoped(Scope.READ_FIGURES)


@router.get(
    "/months",
    **_MONTHS,
    response=answers(list[MonthOut]),
    summary=str(say("Months that have calls")),
    description=str(say("The newest month first.")),
)
def months(request: HttpRequest, contract: Path[ContractId]) -> Any:
    """The newest month first."""
    return [
        {
            "month": str(kept.month),
            "calls": calls_shown(contract, kept),
            "simulated": kept.simulated,
        }
        for kept in calls_of_months(contract)
    ]


@router.get(
    "/months/{month}",
    **_MONTHS,
    response=answers(StatementOut, 409),
    summary=str(say("The statement of a month")),
    description=str(
        say("Byte for byte what jieting assess writes as JSON of the same calls and records.")
    ),
)
def statement(
    request: HttpRequest,
    contract: Path[ContractId],
    month: Path[MonthText],
    what_if: bool = Query(
        False, description=str(say("Also under every value of every open point."))
    ),
) -> Any:
    """Byte for byte what jieting assess writes as JSON of the same calls and records."""
    found, lang = _month(contract, month), page_language()
    given = statement_input(found, "json", lang, timezone.now())
    if not what_if:
        given = replace(given, alternatives=None)
    text = write_statement(given, "json", lang)
    return HttpResponse(text, content_type="application/json; charset=utf-8")


@router.get(
    "/months/{month}/figures",
    **_FIGURES,
    response=answers(list[FigureOut], 409),
    summary=str(say("The figures of a month")),
    description=str(say("Every figure that the contract asks for.")),
)
def figures(request: HttpRequest, contract: Path[ContractId], month: Path[MonthText]) -> Any:
    """Every figure that the contract asks for."""
    return figures_out(_month(contract, month))


@router.get(
    "/months/{month}/figures/{clause}",
    **_FIGURES,
    response=answers(FigureDefined, 409),
    summary=str(say("A figure with its definition")),
    description=str(say("The two numbers, and how the code that counts defines them.")),
)
def figure(
    request: HttpRequest, contract: Path[ContractId], month: Path[MonthText], clause: Path[ClauseId]
) -> Any:
    """The two numbers, and how the code that counts defines them."""
    found = _month(contract, month)
    use = _use(found, clause)
    return {**figure_out(found, use), "definition": definition_out(found, use)}


@router.get(
    "/months/{month}/figures/{clause}/calls",
    **_FIGURES,
    response=answers(CountedCalls, 409),
    summary=str(say("The calls behind a figure")),
    description=str(
        say("Those that count, or those that do not, each with why; length equals the number.")
    ),
)
def figure_calls(
    request: HttpRequest,
    contract: Path[ContractId],
    month: Path[MonthText],
    clause: Path[ClauseId],
    asked: Query[CountedAsked],
) -> Any:
    """Those that count, or those that do not, each with why; length equals the number."""
    found = _month(contract, month)
    use = _use(found, clause)
    listed = list_of_figure(
        found.basis,
        use.clause,
        asked.part == "counted",
        asked.numerator,
        asked.denominator,
        Span(asked.day, asked.half_hour),
    )
    with engine_of(found.basis) as engine:
        length = listed.length(engine)
        rows = listed.page(engine, asked.offset, asked.limit)
    after = asked.offset + asked.limit
    return {
        "length": length,
        "calls": list(counted_out(rows, found)),
        "next": after if after < length else None,
    }


def _month(contract: str, month: str) -> AssessedMonth:
    """The assessed month. Errors: Problem 404 before the contract began, 409 where it cannot be."""
    try:
        return assessed_month(contract, Month.parse(month))
    except Refused as refused:
        raise Problem(404, refused.findings) from refused
    except BadInput as bad:
        raise Problem(409, bad.findings) from bad


def _use(month: AssessedMonth, clause: str) -> FigureUse:
    use = next((use for use in month.terms.figures if use.clause == clause), None)
    if use is None:
        raise Http404
    return use
