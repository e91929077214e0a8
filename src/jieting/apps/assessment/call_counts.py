"""In which figures of its month a call counts: the part of the call's page that is loaded after."""

from __future__ import annotations

from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from jieting.analytics.call_parts import CallParts, Part, call_parts
from jieting.apps.accounts.access import room
from jieting.apps.accounts.roles import Right
from jieting.apps.assessment.basis import Basis, shown_basis
from jieting.apps.assessment.counting import engine_of
from jieting.apps.assessment.links import Links
from jieting.apps.assessment.opened import month_in
from jieting.apps.calls.list_queries import name_of_call
from jieting.domain.evidence import WHY_NOT
from jieting.domain.figures.measure import CALLS
from jieting.domain.said import Said, say


@room(Right.SEE_CALLS)
@require_GET
def counts_of_call(request: HttpRequest, month: str, pk: int) -> HttpResponse:
    """Each figure of the contract with the part that the call has in it.

    Errors: Refused where no version of the contract was in force in the month.
    """
    contract_id = request.standing.contract.pk
    name = name_of_call(contract_id, pk)
    if name is None:
        raise Http404
    basis = shown_basis(contract_id, month_in(month))
    links = Links(contract_id, basis.month, sees_calls=True)
    rows = [
        {
            "clause": part.use.clause,
            "href": links.page("figure", part.use.clause),
            "figure": part.definition.title,
            "words": part_words(part),
            "counts": not part.why_not,
        }
        for part in parts_of_call(basis, *name)
    ]
    return render(request, "assessment/call_counts.html", {"rows": rows, "month": basis.month})


def parts_of_call(basis: Basis, source: str, call_id: str) -> list[Part]:
    """The call's part in each figure of the month; none where it is no call of these columns."""
    with engine_of(basis) as engine:
        return _parts(basis).of_call(engine, source, call_id)


@lru_cache(maxsize=64)
def _parts(basis: Basis) -> CallParts:
    return call_parts(basis.terms, basis.month, basis.records)


def part_words(part: Part) -> Said:
    """What a call is in a figure, in words."""
    if part.in_numerator and part.in_base:
        return say("in the numerator and the denominator")
    if part.in_numerator:
        return say("in the numerator")
    if part.in_base and part.definition.numerator.relation != CALLS:
        return say("in the denominator; the numerator counts complaints")
    if part.in_base:
        return say("in the denominator only")
    return say("not counted: {why}", why=WHY_NOT[part.why_not])
