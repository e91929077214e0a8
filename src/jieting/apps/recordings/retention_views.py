"""The page of what is kept, due and held; the days of each class; deleting; certificates."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from jieting.apps.accounts.access import room
from jieting.apps.accounts.confirm import confirm_person
from jieting.apps.accounts.duties import has_second_factor
from jieting.apps.accounts.roles import Right
from jieting.apps.base.words import page_language, tell
from jieting.apps.calls.rows import clock, duration
from jieting.apps.contracts.queries import latest_terms
from jieting.apps.recordings import actions, queries
from jieting.apps.recordings.certificate_document import certificate_document
from jieting.apps.recordings.classes import WORDS, Retention
from jieting.apps.recordings.digest import digest_of_list
from jieting.apps.recordings.forms import DaysForm, DeleteForm
from jieting.apps.recordings.models import Certificate
from jieting.apps.recordings.page import due_rows
from jieting.apps.recordings.retention import days_of, dry_run, rules_of
from jieting.documents.printed import printed
from jieting.documents.write import lay_out
from jieting.domain.errors import JietingError, Refused
from jieting.domain.said import say

_REFUSED, _WRONG = 409, 422
_SHOWN = 200


@room(Right.HEAR_RECORDINGS)
@require_GET
@never_cache
def recordings(request: HttpRequest) -> HttpResponse:
    """What is kept, what would be deleted today, what is held and why."""
    return _page(request)


@room(Right.DELETE_RECORDINGS)
@require_POST
def recordings_days(request: HttpRequest) -> HttpResponse:
    """Set for how many days the recordings of each class are kept."""
    contract_id = request.standing.contract.pk
    form = DaysForm(request.POST, days=days_of(contract_id), auto_id="days-%s")
    if not form.is_valid():
        return _page(request, status=_WRONG, days_form=form)
    actions.set_days(
        by=request.standing.actor,
        at=timezone.now(),
        contract_id=contract_id,
        days=form.days,
        reason=form.cleaned_data["reason"],
    )
    messages.success(request, tell(say("The days are kept. Nothing was deleted.")))
    return redirect("recordings", contract=contract_id)


@sensitive_post_parameters("password", "code")
@room(Right.DELETE_RECORDINGS)
@require_POST
@never_cache
def recordings_delete(request: HttpRequest) -> HttpResponse:
    """Delete what was shown as due, with the password once more; a certificate says so."""
    contract_id, now = request.standing.contract.pk, timezone.now()
    form = DeleteForm(request.POST, with_code=has_second_factor(request.user), auto_id="delete-%s")
    if not form.is_valid():
        return _page(request, status=_WRONG, delete_form=form)
    given = form.cleaned_data
    try:
        confirmed = confirm_person(
            user=request.user, password=given["password"], code=given.get("code", ""), at=now
        )
        row = actions.delete_due(
            by=request.standing.actor,
            at=now,
            contract_id=contract_id,
            seen=given["seen"],
            reason=given["reason"],
            confirmed=confirmed,
        )
    except JietingError as error:
        status = _REFUSED if isinstance(error, Refused) else _WRONG
        return _page(request, status=status, findings=error.findings)
    done = say("{n} recordings are deleted. This is the certificate.", n=row.recordings)
    messages.success(request, tell(done))
    return redirect("recordings_certificate", contract=contract_id, number=row.number)


@room(Right.HEAR_RECORDINGS)
@require_GET
@never_cache
def recordings_certificate(request: HttpRequest, number: int) -> HttpResponse:
    """A certificate, and whether everything that it lists is really gone."""
    row = _certificate(request, number)
    contract, zone = request.standing.contract, latest_terms(row.contract_id).zone
    context = {
        "crumbs": [
            (contract.title, reverse("board", args=[contract.pk])),
            (say("Recordings"), reverse("recordings", args=[contract.pk])),
            (say("Certificate {number}", number=row.number), None),
        ],
        "contract": contract,
        "row": row,
        "made": row.made_at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S"),
        "length": duration(row.seconds),
        "still_there": queries.still_there(row),
        "is_whole": digest_of_list(row.listed) == row.digest,
        "listed": [
            {
                **one,
                "began": clock(one["began_at"], zone),
                "length": duration(one["milliseconds"] // 1000),
                "words": WORDS[Retention(one["retention"])],
            }
            for one in row.listed
        ],
    }
    return render(request, "recordings/certificate.html", context)


@room(Right.HEAR_RECORDINGS)
@require_GET
def recordings_certificate_pdf(request: HttpRequest, number: int) -> HttpResponse:
    """The certificate as PDF."""
    row = _certificate(request, number)
    terms = latest_terms(row.contract_id)
    page = printed(certificate_document(row, terms), page_language(), row.digest)
    name = quote(f"{row.contract_id}-recordings-{row.number}.pdf", safe="")
    return HttpResponse(
        lay_out(page, "pdf"),
        content_type="application/pdf",
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
    )


def _certificate(request: HttpRequest, number: int) -> Certificate:
    row = queries.certificate(request.standing.contract.pk, number)
    if row is None:
        raise Http404
    return row


def _page(request: HttpRequest, status: int = 200, **more: Any) -> HttpResponse:
    contract = request.standing.contract
    zone, found = latest_terms(contract.pk).zone, dry_run(contract.pk, timezone.now())
    may_delete = request.standing.may(Right.DELETE_RECORDINGS)
    if may_delete and found.due and "delete_form" not in more:
        more["delete_form"] = DeleteForm(
            initial={"seen": found.digest},
            with_code=has_second_factor(request.user),
            auto_id="delete-%s",
        )
    stock = queries.stock_of(contract.pk)
    context = {
        "crumbs": [
            (contract.title, reverse("board", args=[contract.pk])),
            (say("Recordings"), None),
        ],
        "contract": contract,
        "stock": stock,
        "stats": _stats(stock, len(found.due), len(found.held)),
        "run": found,
        "due": due_rows(found.due[:_SHOWN], zone, contract.pk),
        "held": due_rows(found.held[:_SHOWN], zone, contract.pk),
        "oldest": clock(stock.oldest_at, zone) if stock.oldest_at is not None else "",
        "days": [(WORDS[name], days) for name, days in days_of(contract.pk).items()],
        "rules": rules_of(contract.pk),
        "days_form": DaysForm(days=days_of(contract.pk), auto_id="days-%s"),
        "may_delete": may_delete,
        "certificates": queries.certificates_of(contract.pk),
        "zone": zone,
    }
    return render(request, "recordings/retention.html", {**context, **more}, status=status)


def _stats(stock: queries.Stock, due: int, held: int) -> list[dict[str, object]]:
    return [
        {"title": say("Recordings kept"), "value": stock.recordings},
        {"title": say("Length in all"), "value": duration(stock.seconds)},
        {"title": say("Due for deletion"), "value": due, "href": "#due"},
        {"title": say("Held beyond their time"), "value": held, "href": "#held" if held else ""},
        {"title": say("Never came from the switch"), "value": stock.lost},
    ]
