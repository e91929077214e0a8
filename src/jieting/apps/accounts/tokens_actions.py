"""Making and revoking tokens, and noting that one was used."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Q

from jieting.apps.accounts.models import Party, Token
from jieting.apps.accounts.tokens import LONGEST_LIFE, digest_of, new_secret, scopes_of
from jieting.apps.audit.actions import audited
from jieting.apps.base.actor import Actor
from jieting.domain.errors import Finding, Place, Refused
from jieting.domain.said import say

USE_IS_NOTED = timedelta(minutes=1)
"""The last use is noted no more often than this."""


def make_token(
    *,
    by: Actor,
    at: datetime,
    contract_id: str,
    name: str,
    scopes: Sequence[str],
    expires_at: datetime,
) -> tuple[Token, str]:
    """A token of the person's own party in a contract, and its secret, which is kept nowhere.

    Errors: Refused for a life of more than a year or none, for no scope, and for a scope that the
    party cannot give.
    """
    with audited("accounts.token.made", by=by, at=at, contract=contract_id) as entry:
        party = Party.objects.get(pk=by.party)
        entry.detail = {"scopes": sorted(scopes), "expires_at": expires_at.isoformat()}
        if findings := [*_scope_findings(party, scopes), *_life_findings(at, expires_at)]:
            raise Refused(findings)
        secret = new_secret()
        token = Token.objects.create(
            party=party,
            contract_id=contract_id,
            name=name,
            digest=digest_of(secret),
            scopes=sorted(set(scopes)),
            made_at=at,
            made_by_id=by.user_id,
            expires_at=expires_at,
        )
        entry.object = f"token {token.pk}"
    return token, secret


def revoke_token(*, by: Actor, at: datetime, contract_id: str, token_id: int) -> bool:
    """End a token of the person's own party at once; False where the party has no such token."""
    mine = Token.objects.filter(contract_id=contract_id, party_id=by.party, pk=token_id)
    token = mine.first()
    if token is None:
        return False
    if token.revoked_at is None:
        named = f"token {token.pk}"
        with audited("accounts.token.revoked", by=by, at=at, contract=contract_id, object=named):
            Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at)
    return True


def note_use(*, at: datetime, token_id: int) -> None:
    """Note when a token was last used. What it did leaves its own line, so this leaves none."""
    stale = Q(used_at=None) | Q(used_at__lte=at - USE_IS_NOTED)
    Token.objects.filter(stale, pk=token_id).update(used_at=at)


def _scope_findings(party: Party, scopes: Sequence[str]) -> list[Finding]:
    open_to = scopes_of(party.kind)
    findings = [
        Finding(
            "scope_not_open",
            say("{party} cannot give the scope {scope}.", party=party.name, scope=scope),
            say("A program may do no more than the people of its party."),
            say("Choose among: {scopes}.", scopes=", ".join(open_to)),
            Place(column="scopes"),
        )
        for scope in scopes
        if scope not in open_to
    ]
    if not scopes:
        findings.append(
            Finding(
                "no_scope",
                say("The token has no scope."),
                say("It would open nothing."),
                say("Choose at least one."),
                Place(column="scopes"),
            )
        )
    return findings


def _life_findings(at: datetime, expires_at: datetime) -> list[Finding]:
    if at < expires_at <= at + LONGEST_LIFE:
        return []
    return [
        Finding(
            "token_life",
            say("The token would end on {day}.", day=f"{expires_at:%Y-%m-%d}"),
            say("A secret that lives long leaks; each must be replaced within a year."),
            say("Choose a day within a year from today."),
            Place(column="expires_at"),
        )
    ]
