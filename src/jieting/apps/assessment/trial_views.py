"""The trial: what another target, step or reading would have made of past months."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from jieting.apps.accounts.access import room
from jieting.apps.accounts.roles import Right
from jieting.apps.assessment.links import Links
from jieting.apps.assessment.queries import months_with_calls
from jieting.apps.assessment.trial import tried_month
from jieting.apps.assessment.trial_forms import IS, SHOWN_MONTHS, TrialForm, change_words
from jieting.apps.assessment.trial_rows import month_rows
from jieting.apps.contracts.queries import (
    amendment_text,
    effective_text,
    newest_version,
    open_amendments,
)
from jieting.domain.contracts.edit.knob import Knob
from jieting.domain.contracts.edit.turned import knobs as knobs_of
from jieting.domain.periods import Month
from jieting.domain.said import say


@room(Right.SEE_MONTH)
@require_GET
def trial(request: HttpRequest) -> HttpResponse:
    """Chosen months before and after: ``?set=NAME=VALUE`` changes, or ``?amendment=NUMBER``.

    Nothing is written; the address names everything that is tried.
    """
    contract = request.standing.contract
    known = months_with_calls(contract.pk)
    knobs = {knob.name: knob for knob in knobs_of(effective_text(newest_version(contract.pk)))}
    form = TrialForm(request.GET or None, knobs=knobs.values(), known=known)
    sent = form.is_valid()
    number, text = _amendment(request)
    changes = {**_asked(request), **(form.change() if sent else {})} if text is None else {}
    months = _months(form, known) if sent else known[:SHOWN_MONTHS]
    sees_calls = request.standing.may(Right.SEE_CALLS)
    tried = [
        month_rows(
            tried_month(contract.pk, month, changes, text), Links(contract.pk, month, sees_calls)
        )
        for month in months
        if changes or text is not None
    ]
    here = reverse("trial", args=[contract.pk])
    # The change just added stands in the address from now on, and its fields are empty again.
    blank = TrialForm(
        initial={"months": [str(m) for m in months]}, knobs=knobs.values(), known=known
    )
    context: dict[str, Any] = {
        "contract": contract,
        "crumbs": [
            (contract.title, reverse("board", args=[contract.pk])),
            (say("Months"), reverse("months", args=[contract.pk])),
            (say("Trial"), None),
        ],
        "form": blank if sent else form,
        "here": here,
        "sets": [f"{name}{IS}{value}" for name, value in changes.items()],
        "chips": _chips(here, changes, knobs, months),
        "tried": tried,
        "known": known,
        "amendment": number,
        "amendments": open_amendments(contract.pk),
        "propose": _propose(contract.pk, changes)
        if changes and request.standing.may(Right.AMEND_CONTRACT)
        else "",
    }
    return render(request, "assessment/trial.html", context)


def _asked(request: HttpRequest) -> dict[str, str]:
    pairs = (given.partition(IS) for given in request.GET.getlist("set"))
    return {name: value for name, _, value in pairs if name and value}


def _amendment(request: HttpRequest) -> tuple[int | None, str | None]:
    """The amendment asked for, with its text. Errors: Http404 where there is none."""
    asked = request.GET.get("amendment", "")
    if not asked:
        return None, None
    text = amendment_text(request.standing.contract.pk, int(asked)) if asked.isdecimal() else None
    if text is None:
        raise Http404
    return int(asked), text


def _months(form: TrialForm, known: list[Month]) -> list[Month]:
    chosen = set(form.cleaned_data["months"])
    return [month for month in known if str(month) in chosen] or known[:SHOWN_MONTHS]


def _chips(
    here: str, changes: dict[str, str], knobs: dict[str, Knob], months: list[Month]
) -> list[dict[str, Any]]:
    """Each change with the address that takes it out again."""
    chips = []
    for name, value in changes.items():
        title, words = change_words(knobs, name, value)
        others = {other: changes[other] for other in changes if other != name}
        chips.append({"title": title, "value": words, "remove": _address(here, others, months)})
    return chips


def _address(here: str, changes: dict[str, str], months: list[Month]) -> str:
    asked = [("set", f"{name}{IS}{value}") for name, value in changes.items()]
    return f"{here}?{urlencode([*asked, *(('months', str(month)) for month in months)])}"


def _propose(contract_id: str, changes: dict[str, str]) -> str:
    asked = urlencode([("set", f"{name}{IS}{value}") for name, value in changes.items()])
    return f"{reverse('amend', args=[contract_id])}?{asked}"
