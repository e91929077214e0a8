"""The call list: filter, page through, count, save a filter, search a caller, export."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from jieting.apps.accounts.access import room
from jieting.apps.accounts.roles import Right
from jieting.apps.base.words import tell
from jieting.apps.calls import list_actions
from jieting.apps.calls.export import FORMS, exported, refuse_too_many
from jieting.apps.calls.filters import read_filter
from jieting.apps.calls.list_forms import CallerForm, SaveFilterForm
from jieting.apps.calls.list_page import asked, found_words, list_context
from jieting.apps.calls.list_queries import MORE_THAN_A_PAGE, every_call, length
from jieting.apps.calls.patience import at_most_seconds
from jieting.domain.errors import Refused
from jieting.domain.said import say

COUNT_SECONDS = 20
"""A list is counted to its end for so long; beyond that 'more than' stays."""
EXPORT_SECONDS = 60


@room(Right.SEE_CALLS)
@require_GET
def calls(request: HttpRequest) -> HttpResponse:
    """A page of the calls that the filter finds; the newest month where nothing is asked."""
    context = list_context(request, asked(request, request.standing.contract.pk))
    return render(request, "calls/list.html", context)


@room(Right.SEE_CALLS)
@require_GET
def calls_count(request: HttpRequest) -> HttpResponse:
    """How many calls a list of several pages has: the number that its page put off."""
    of = asked(request, request.standing.contract.pk)
    try:
        with at_most_seconds(COUNT_SECONDS):
            found = length(of.contract_id, of.wanted, of.zone)
    except Refused:
        found = MORE_THAN_A_PAGE
    return HttpResponse(tell(found_words(found)), content_type="text/plain; charset=utf-8")


@room(Right.EXPORT_CALLS)
@require_GET
def calls_export(request: HttpRequest) -> HttpResponse:
    """The list as a file. Errors: Refused where it is longer than an export may be."""
    form = request.GET.get("form", "csv")
    if form not in FORMS:
        raise Http404
    of = asked(request, request.standing.contract.pk)
    with at_most_seconds(EXPORT_SECONDS):
        every = every_call(of.contract_id, of.wanted, of.zone, of.order)
        refuse_too_many(every)
        file = exported(every, form, of.zone)
    list_actions.export_calls(
        by=request.standing.actor,
        at=timezone.now(),
        contract_id=of.contract_id,
        wanted=of.wanted,
        form=form,
        calls=file.calls,
    )
    name = f"{of.contract_id}-calls.{form}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store, private",
    }
    return HttpResponse(file.content, content_type=FORMS[form], headers=headers)


@room(Right.SEE_CALLS)
@require_POST
def calls_of_caller(request: HttpRequest) -> HttpResponse:
    """To the list of one caller's calls; the number itself stands in no address."""
    contract = request.standing.contract
    form = CallerForm(request.POST)
    if not form.is_valid():
        messages.error(request, tell(say("Type the whole number of the caller, without stars.")))
        return redirect("calls", contract=contract.pk)
    index = list_actions.search_caller(
        by=request.standing.actor,
        at=timezone.now(),
        contract_id=contract.pk,
        number=form.cleaned_data["number"],
    )
    return redirect(f"{reverse('calls', args=[contract.pk])}?{urlencode({'caller': index})}")


@room(Right.SEE_CALLS)
@require_POST
def filter_save(request: HttpRequest) -> HttpResponse:
    """Save the filter of the list under a name."""
    contract = request.standing.contract
    form = SaveFilterForm(request.POST)
    if not form.is_valid():
        messages.error(request, tell(say("Give the filter a name of at most 60 characters.")))
        return redirect("calls", contract=contract.pk)
    wanted = read_filter(QueryDict(form.cleaned_data["query"]))
    list_actions.save_filter(
        by=request.standing.actor,
        at=timezone.now(),
        contract_id=contract.pk,
        name=form.cleaned_data["title"],
        wanted=wanted,
    )
    return redirect(f"{reverse('calls', args=[contract.pk])}?{wanted.query() or 'all=1'}")


@room(Right.SEE_CALLS)
@require_POST
def filter_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a saved filter of one's own."""
    contract = request.standing.contract
    removed = list_actions.remove_filter(
        by=request.standing.actor, at=timezone.now(), contract_id=contract.pk, filter_id=pk
    )
    if not removed:
        raise Http404
    return redirect("calls", contract=contract.pk)
