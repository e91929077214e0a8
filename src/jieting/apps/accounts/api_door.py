"""The door of every route of the API: the token, its contract, its scope, its rate."""

from __future__ import annotations

import os
import time
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from jieting.apps.accounts.models import Token
from jieting.apps.accounts.rates import Rates
from jieting.apps.accounts.tokens import Bearer, Scope, State, bearer_of, state_of, token_of
from jieting.apps.accounts.tokens_actions import note_use
from jieting.apps.base.problems import Problem
from jieting.domain.errors import Finding, Place
from jieting.domain.said import Said, say

RATE_VARIABLE = "JIETING_API_PER_MINUTE"
"""How many requests a token may make in a minute."""
RATES = Rates(size=int(os.environ.get(RATE_VARIABLE, "300")), seconds=60)
_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="jieting"'}


class NeedsScope(HttpBearer):
    """Lets a request in whose token is live, belongs to the contract and has the scope.

    Another contract does not exist for a token: 404, whether or not there is one.
    """

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Bearer:
        """Who acts. Errors: Problem 401, 403 or 429; Http404."""
        kind, _, secret = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer" or not secret.strip():
            raise _unknown("no_token", say("The request has no token."))
        return self.authenticate(request, secret.strip())

    def authenticate(self, request: HttpRequest, token: str) -> Bearer:
        """The program behind a secret. Errors: as above."""
        found, now = token_of(token), timezone.now()
        if found is None:
            raise _unknown("unknown_token", say("The token is not known."))
        state = state_of(found, now)
        if state is not State.LIVE:
            raise _unknown(f"token_{state}", _ended(found, state))
        if wait := RATES.wait(found.pk, time.monotonic_ns()):
            raise Problem(429, _too_fast(wait), {"Retry-After": str(wait)})
        note_use(at=now, token_id=found.pk)
        self._ask(request, found)
        address = str(request.META.get("REMOTE_ADDR", ""))
        return bearer_of(found, address, str(getattr(request, "request_id", "")))

    def _ask(self, request: HttpRequest, token: Token) -> None:
        match: Any = request.resolver_match
        if match.kwargs["contract"] != token.contract_id:
            raise Http404
        if self.scope not in token.scopes:
            raise Problem(403, _no_scope(self.scope))


def scoped(scope: Scope, **extra: Any) -> dict[str, Any]:
    """What makes a route ask for a scope, and its description say so; for the route's decorator."""
    return {"auth": NeedsScope(scope), "openapi_extra": {"x-scope": str(scope), **extra}}


def bearer(request: HttpRequest) -> Bearer:
    """The program that the door let in."""
    found: Bearer = request.auth
    return found


def _unknown(code: str, what: Said) -> Problem:
    finding = Finding(
        code,
        what,
        say("Nothing of a contract is told to one who is not known."),
        say(
            "Send the header 'Authorization: Bearer' with a live token;"
            " people make it on the page Tokens of the contract."
        ),
        Place("Authorization"),
    )
    return Problem(401, finding, _CHALLENGE)


def _ended(token: Token, state: State) -> Said:
    if state is State.REVOKED:
        return say("The token {name} was revoked.", name=token.name)
    return say(
        "The token {name} ended on {day}.", name=token.name, day=f"{token.expires_at:%Y-%m-%d}"
    )


def _too_fast(wait: int) -> Finding:
    return Finding(
        "too_fast",
        say("The token made more than {most} requests in a minute.", most=RATES.size),
        say("Pages of people must keep answering while programs ask."),
        say("Wait {seconds} seconds, and ask for more in one request.", seconds=wait),
        Place("Authorization"),
    )


def _no_scope(scope: Scope) -> Finding:
    return Finding(
        "no_such_scope",
        say("The token does not have the scope {scope}.", scope=scope),
        say("A program may do only what it was made for."),
        say("Make a token with this scope on the page Tokens of the contract."),
        Place("Authorization"),
    )
