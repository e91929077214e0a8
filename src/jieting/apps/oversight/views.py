"""The audit log on screen: search it, open an entry, check it, take it away."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from jieting.apps.accounts.access import actor_of, room
from jieting.apps.accounts.roles import Right
from jieting.apps.audit import queries, searching, verifying
from jieting.apps.audit.models import Verification
from jieting.apps.oversight.actions import note_export
from jieting.apps.oversight.forms import SearchForm
from jieting.apps.oversight.rows import as_csv, details, findings, pairs, shown
from jieting.domain.said import Said, say

_CRUMB = say("Audit log")


@room(Right.SEE_AUDIT)
@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    """A page of the entries that a search finds."""
    form = _form(request)
    search = form.search()
    page = searching.page_of_entries(
        search, older_than=_number(request, "older"), newer_than=_number(request, "newer")
    )
    asked = {name: value for name, value in request.GET.items() if value and name in form.fields}
    context = {
        "crumbs": [(_CRUMB, None)],
        "form": form,
        "rows": [shown(entry) for entry in page.entries],
        "previous": _link(asked, "newer", page.newer),
        "next": _link(asked, "older", page.older),
        "export": f"{reverse('audit_export')}?{urlencode(asked)}",
        "chips": _chips(form, asked),
        "head": queries.head(),
        **_check(searching.latest_verification()),
    }
    return render(request, "oversight/list.html", context)


@room(Right.SEE_AUDIT)
@require_GET
def audit_entry(request: HttpRequest, number: int) -> HttpResponse:
    """One entry with all its fields, and the links of the chain at both its ends."""
    entry = searching.entry(number)
    if entry is None:
        raise Http404
    before, after = searching.neighbours(entry)
    context = {
        "crumbs": [(_CRUMB, reverse("audit")), (say("Entry {number}", number=number), None)],
        "entry": entry,
        "pairs": pairs(entry),
        "details": details(entry),
        "before": before,
        "after": after,
        "whole": queries.is_whole(entry),
        "follows": before is None or before.hash == entry.previous,
    }
    return render(request, "oversight/entry.html", context)


@room(Right.SEE_AUDIT)
@require_GET
def audit_export(request: HttpRequest) -> HttpResponse:
    """The entries that a search finds as csv, newest first."""
    search = _form(request).search()
    found = list(searching.matching(search)[: searching.EXPORTED_AT_MOST])
    note_export(
        by=actor_of(request.user, request=request),
        at=timezone.now(),
        entries=len(found),
        search=search.detail(),
    )
    return HttpResponse(
        as_csv(found),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="audit.csv"'},
    )


@room(Right.SEE_AUDIT)
@require_POST
def audit_verify(request: HttpRequest) -> HttpResponse:
    """Ask for a check of the whole log."""
    asked = verifying.ask(by=actor_of(request.user, request=request), at=timezone.now())
    return redirect("audit_verification", pk=asked.pk)


@room(Right.SEE_AUDIT)
@require_GET
def audit_verification(request: HttpRequest, pk: int) -> HttpResponse:
    """A check and what it found; htmx is given only the part that moves."""
    check = searching.verification(pk)
    if check is None:
        raise Http404
    crumbs = [(_CRUMB, reverse("audit")), (say("Check of the log"), None)]
    template = "oversight/check_part.html" if request.htmx else "oversight/check.html"
    return render(request, template, {"crumbs": crumbs, **_check(check)})


def _form(request: HttpRequest) -> SearchForm:
    form = SearchForm(request.GET)
    form.is_valid()
    return form


def _number(request: HttpRequest, name: str) -> int | None:
    given = request.GET.get(name, "")
    known = given.isascii() and given.isdigit() and len(given) < 18
    return int(given) if known else None


def _link(asked: dict[str, str], name: str, number: int | None) -> str:
    return f"?{urlencode({**asked, name: number})}" if number is not None else ""


def _chips(form: SearchForm, asked: dict[str, str]) -> list[dict[str, object]]:
    chips: list[dict[str, object]] = []
    for name, value in asked.items():
        choices = dict(getattr(form.fields[name], "choices", ()))
        rest = {other: given for other, given in asked.items() if other != name}
        title, words = form.fields[name].label, choices.get(value, value).replace("T", " ")
        chips.append({"title": title, "value": words, "remove": f"?{urlencode(rest)}"})
    return chips


def _check(check: Verification | None) -> dict[str, Any]:
    """What the templates show of a check of the log."""
    if check is None:
        return {"check": None}
    finished = timezone.localtime(check.finished_at) if check.finished_at else None
    return {
        "check": check,
        "finished": finished.strftime("%Y-%m-%d %H:%M") if finished else "",
        "asked": timezone.localtime(check.asked_at).strftime("%Y-%m-%d %H:%M"),
        "findings": findings(check.findings),
        "more": check.found - len(check.findings),
        "state": _state(check),
        "poll": reverse("audit_verification", args=[check.pk]) if not finished else "",
    }


def _state(check: Verification) -> Said:
    if check.state == Verification.State.QUEUED:
        return say("Waiting for a worker")
    if check.state == Verification.State.RUNNING:
        return say("Reading the log from its first entry")
    return say("Finished")
