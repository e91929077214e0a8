"""Tokens: what a program of a party may do in a contract, and how its secret is known again.

A secret is 32 random bytes; only its SHA-256 is kept. A digest that one can only guess whole needs
no salt and no slow hash, and its unique index is asked instead of each row being compared.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from hmac import compare_digest

from jieting.apps.accounts.models import Token
from jieting.apps.accounts.roles import PURCHASER_ROLES, RIGHTS, SUPPLIER_ROLES, Right
from jieting.apps.base.actor import Actor
from jieting.domain.said import Said, say

PREFIX = "jt_"
"""By which a secret that leaked into a file or a log is found."""
ROLE = "token"
"""The role under which the audit log names a program."""
LONGEST_LIFE = timedelta(days=366)
_SECRET_BYTES = 32


class Scope(StrEnum):
    """What a program may be allowed to do; a route of the API asks for exactly one."""

    IMPORT_CALLS = "calls:import"
    READ_CALLS = "calls:read"
    READ_FIGURES = "figures:read"
    READ_MONTHS = "months:read"


SCOPE_RIGHTS = {
    Scope.IMPORT_CALLS: Right.IMPORT_CALLS,
    Scope.READ_CALLS: Right.SEE_CALLS,
    Scope.READ_FIGURES: Right.SEE_MONTH,
    Scope.READ_MONTHS: Right.SEE_MONTH,
}
"""A scope to the right that somebody of the party must be able to have."""

SCOPE_WORDS: dict[Scope, Said] = {
    Scope.IMPORT_CALLS: say("bring calls in, and follow the import"),
    Scope.READ_CALLS: say("read calls, callers masked"),
    Scope.READ_FIGURES: say("read figures and the calls behind them"),
    Scope.READ_MONTHS: say("read months and their statements"),
}


class State(StrEnum):
    """Whether a token opens anything."""

    LIVE = "live"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Bearer:
    """A program that has shown a live token: its contract, its party, its scopes, its name."""

    token_id: int
    contract: str
    scopes: frozenset[str]
    actor: Actor


def new_secret() -> str:
    """A secret that nobody has had and nobody can guess."""
    return PREFIX + secrets.token_urlsafe(_SECRET_BYTES)


def digest_of(secret: str) -> str:
    """What is kept of a secret, 64 hex digits."""
    return sha256(secret.encode()).hexdigest()


def token_of(secret: str) -> Token | None:
    """The token whose secret this is, in whatever state; None where there is none."""
    if not secret.startswith(PREFIX) or not secret.isascii():
        return None
    digest = digest_of(secret)
    found = Token.objects.filter(digest=digest).select_related("party").first()
    return found if found is not None and compare_digest(found.digest, digest) else None


def state_of(token: Token, at: datetime) -> State:
    """Whether a token is live at a time; one that was revoked stays so."""
    if token.revoked_at is not None:
        return State.REVOKED
    return State.LIVE if at < token.expires_at else State.EXPIRED


def bearer_of(token: Token, address: str, request: str) -> Bearer:
    """A token as the one who acts."""
    actor = Actor(
        name=f"token {token.pk} {token.name}",
        role=ROLE,
        party=token.party_id,
        address=address,
        request=request,
        way="api",
    )
    return Bearer(token.pk, token.contract_id, frozenset(token.scopes), actor)


def scopes_of(kind: str) -> tuple[Scope, ...]:
    """The scopes that a party of a kind may give: those for which some role of it has the right."""
    roles = SUPPLIER_ROLES if kind == "supplier" else PURCHASER_ROLES
    return tuple(scope for scope, right in SCOPE_RIGHTS.items() if RIGHTS[right] & roles)


def tokens_of(contract_id: str, party_id: str) -> list[Token]:
    """The tokens of a party in a contract, the newest first."""
    mine = Token.objects.filter(contract_id=contract_id, party_id=party_id)
    return list(mine.select_related("made_by").order_by("-made_at", "-pk"))


def scopes_told(scopes: Iterable[str]) -> str:
    """Scopes as they are written, in the order of the house."""
    wanted = set(scopes)
    return " ".join(scope for scope in Scope if scope in wanted)
