"""The contract: what its versions say, and each one's file."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from jieting.apps.accounts.access import room
from jieting.apps.accounts.roles import Right
from jieting.apps.contracts.amendment_rows import amendment_rows
from jieting.apps.contracts.forms import ClauseFilter
from jieting.apps.contracts.models import Version
from jieting.apps.contracts.page import Wanted, contract_page
from jieting.apps.contracts.queries import effective_text, latest_terms, side_of
from jieting.domain.said import say

PARTS = (
    ("clauses", say("Clauses")),
    ("readings", say("Readings of open points")),
    ("figures", say("Figures")),
    ("versions", say("Versions")),
    ("amendments", say("Amendments")),
)


@room(Right.SEE_CONTRACT)
@require_GET
def contract(request: HttpRequest) -> HttpResponse:
    """What a version says; the fee is for those who see months too."""
    of = request.standing.contract
    form = ClauseFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    may_amend = request.standing.may(Right.AMEND_CONTRACT)
    own = side_of(of.pk, request.standing.actor.party) if may_amend else None
    wanted = Wanted(request.GET.get("version", ""), asked.get("kind", ""), asked.get("q", ""), own)
    sees_months = request.standing.may(Right.SEE_MONTH)
    today = timezone.now().astimezone(latest_terms(of.pk).zone).date()
    try:
        page = contract_page(of, wanted, today, with_fee=sees_months)
    except Version.DoesNotExist:
        raise Http404 from None
    context = {
        "page": page,
        "form": form,
        "file": _file_url(page.version) if sees_months else "",
        "parts": [{"title": title, "url": f"#{part}"} for part, title in PARTS],
        "contract_id": of.pk,
        "may_amend": may_amend,
        "amendments": amendment_rows(of.pk, page.terms.zone) if sees_months else (),
        "crumbs": [(of.title, reverse("board", args=[of.pk])), (say("Contract text"), None)],
    }
    return render(request, "contracts/contract.html", context)


@room(Right.SEE_MONTH)
@require_GET
def contract_file(request: HttpRequest, version: str) -> HttpResponse:
    """The file of a version, with the readings that both sides have agreed to since marked in it.

    It names the fee, so it is for those who see months. ``?as=added`` gives the file as it was
    added, byte for byte.
    """
    contract_id = request.standing.contract.pk
    kept = get_object_or_404(Version, contract_id=contract_id, name=version)
    # Numbered, for the name of a version may hold anything.
    name = f"{contract_id}-{kept.pk}.toml"
    text = kept.text if request.GET.get("as") == "added" else effective_text(kept)
    return HttpResponse(
        text.encode(),
        content_type="application/toml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _file_url(version: Version) -> str:
    return reverse("contract_file", args=[version.contract_id, version.name])
