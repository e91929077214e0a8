"""The tokens of a party in a contract: list, make, revoke."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from jieting.apps.accounts.access import room
from jieting.apps.accounts.models import Token
from jieting.apps.accounts.roles import Right
from jieting.apps.accounts.tokens import Scope, State, scopes_told, state_of, tokens_of
from jieting.apps.accounts.tokens_actions import make_token, revoke_token
from jieting.apps.accounts.tokens_forms import TokenForm
from jieting.apps.base.words import tell
from jieting.domain.errors import Refused
from jieting.domain.said import say

_BADGES = {State.LIVE: "met", State.EXPIRED: "not_due", State.REVOKED: "undone"}
_STATE_WORDS = {
    State.LIVE: say("live"),
    State.EXPIRED: say("ended"),
    State.REVOKED: say("revoked"),
}


@room(Right.MAKE_TOKENS)
@require_GET
def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens of the person's party, and the form for a new one."""
    return _page(request, TokenForm(request.user.party.kind))


@room(Right.MAKE_TOKENS)
@require_POST
@never_cache
def token_make(request: HttpRequest) -> HttpResponse:
    """Make a token and show its secret, this once."""
    form, now = TokenForm(request.user.party.kind, request.POST), timezone.now()
    if not form.is_valid():
        return _page(request, form, status=422)
    contract = request.standing.contract
    try:
        token, secret = make_token(
            by=request.standing.actor,
            at=now,
            contract_id=contract.pk,
            name=form.cleaned_data["name"],
            scopes=form.cleaned_data["scopes"],
            expires_at=form.expires_at(now),
        )
    except Refused as error:
        return _page(request, form, status=409, findings=error.findings)
    context = {
        "crumbs": _crumbs(request, made=True),
        "contract_id": contract.pk,
        "secret": secret,
        "row": _row(token),
        "example": _example(request, token),
    }
    return render(request, "accounts/tokens_made.html", context)


@room(Right.MAKE_TOKENS)
@require_POST
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End a token at once."""
    contract = request.standing.contract
    if not revoke_token(
        by=request.standing.actor, at=timezone.now(), contract_id=contract.pk, token_id=pk
    ):
        raise Http404
    messages.success(request, tell(say("The token is revoked; it opens nothing any more.")))
    return redirect("tokens", contract=contract.pk)


def _page(request: HttpRequest, form: TokenForm, status: int = 200, **more: Any) -> HttpResponse:
    contract = request.standing.contract
    mine = tokens_of(contract.pk, request.user.party_id)
    context = {
        "crumbs": _crumbs(request),
        "contract_id": contract.pk,
        "party": request.user.party.name,
        "form": form,
        "rows": [_row(token) for token in mine],
        **more,
    }
    return render(request, "accounts/tokens.html", context, status=status)


def _crumbs(request: HttpRequest, made: bool = False) -> list[tuple[object, str | None]]:
    contract = request.standing.contract
    here = reverse("tokens", args=[contract.pk])
    crumbs: list[tuple[object, str | None]] = [
        (contract.title, reverse("board", args=[contract.pk])),
        (say("Tokens"), here if made else None),
    ]
    return [*crumbs, (say("New token"), None)] if made else crumbs


def _row(token: Token) -> dict[str, Any]:
    state = state_of(token, timezone.now())
    return {
        "pk": token.pk,
        "pk_text": str(token.pk),
        "name": token.name,
        "scopes": scopes_told(token.scopes),
        "made_at": _day(token.made_at),
        "made_by": str(token.made_by),
        "expires_at": _day(token.expires_at),
        "used_at": _minute(token.used_at),
        "live": state is State.LIVE,
        "badge": _BADGES[state],
        "state": _STATE_WORDS[state],
    }


def _day(at: Any) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d")


def _minute(at: Any) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""


def _example(request: HttpRequest, token: Token) -> str:
    """A request that the token may make."""
    first = next(scope for scope in _TRIES if scope in token.scopes)
    url = request.build_absolute_uri(f"/api/v1/contracts/{token.contract_id}{_TRIES[first]}")
    return f'curl -H "Authorization: Bearer $TOKEN" {url}'


_TRIES = {
    Scope.READ_MONTHS: "/months",
    Scope.READ_CALLS: "/calls",
    Scope.READ_FIGURES: "/months/2026-10/figures",
    Scope.IMPORT_CALLS: "/imports/1",
}
