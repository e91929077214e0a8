"""The contract: what its versions say, and each one's file exactly as it is kept."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from jieting.apps.accounts.access import room
from jieting.apps.accounts.roles import Right
from jieting.apps.contracts.forms import ClauseFilter
from jieting.apps.contracts.models import Version
from jieting.apps.contracts.page import Wanted, contract_page
from jieting.apps.contracts.queries import latest_terms
from jieting.domain.said import say

PARTS = (
    ("clauses", say("Clauses")),
    ("readings", say("Readings of open points")),
    ("figures", say("Figures")),
    ("versions", say("Versions")),
)


@room(Right.SEE_CONTRACT)
@require_GET
def contract(request: HttpRequest) -> HttpResponse:
    """What a version says; the fee is for those who see months too."""
    of = request.standing.contract
    form = ClauseFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    wanted = Wanted(request.GET.get("version", ""), asked.get("kind", ""), asked.get("q", ""))
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
        "crumbs": [(of.title, reverse("board", args=[of.pk])), (say("Contract text"), None)],
    }
    return render(request, "contracts/contract.html", context)


@room(Right.SEE_MONTH)
@require_GET
def contract_file(request: HttpRequest, version: str) -> HttpResponse:
    """The file of a version, byte for byte; it names the fee, so it is for those who see months."""
    contract_id = request.standing.contract.pk
    kept = get_object_or_404(Version, contract_id=contract_id, name=version)
    # Numbered, for the name of a version may hold anything.
    name = f"{contract_id}-{kept.pk}.toml"
    return HttpResponse(
        kept.text.encode(),
        content_type="application/toml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _file_url(version: Version) -> str:
    return reverse("contract_file", args=[version.contract_id, version.name])
