"""What the security administrator does about people, and people about their own sessions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator

from jieting.apps.accounts.actions import keep_password
from jieting.apps.accounts.lockout import forget_failures, plain_name
from jieting.apps.accounts.models import Membership, Party, User
from jieting.apps.accounts.passwords import one_time_password
from jieting.apps.accounts.people_rules import (
    contract_row,
    must_be_new,
    must_be_somebody_else,
    must_hold,
    party_row,
    role_must_fit,
    start_must_fit,
)
from jieting.apps.accounts.roles import Role
from jieting.apps.accounts.sessions import end_all, end_one
from jieting.apps.audit.actions import audited
from jieting.apps.base.actor import Actor


def add_party(*, by: Actor, at: datetime, id: str, name: str, kind: str) -> Party:  # noqa: A002
    """A new organisation, supplier or purchaser. Errors: Refused where the id is taken."""
    with audited("accounts.party.added", by=by, at=at, object=id, kind=kind):
        must_be_new(Party, "id", id)
        return Party.objects.create(id=id, name=name, kind=kind)


def add_person(
    *,
    by: Actor,
    at: datetime,
    username: str,
    name: str,
    party: str = "",
    office: str = "",
    roles: tuple[tuple[str, str], ...] = (),
) -> tuple[User, str]:
    """A new person and the one-time password; ``roles`` are pairs of contract and role.

    Errors: Refused, with every rule that is broken.
    """
    plain = plain_name(username)
    with audited("accounts.person.added", by=by, at=at, object=plain, office=office) as entry:
        start_must_fit(plain, party, office, roles)
        user = User(username=plain, name=name, office=office, date_joined=at)
        user.party = party_row(party) if party else None
        password = one_time_password()
        user.set_unusable_password()
        user.save()
        keep_password(user, password, at, chosen=False)
        for contract, role in roles:
            Membership.objects.create(user=user, contract_id=contract, role=role, since=at)
        entry.detail |= {
            "party": party,
            "roles": [f"{role} {contract}" for contract, role in roles],
        }
    return user, password


def give_role(*, by: Actor, at: datetime, user: User, contract: str, role: str) -> Membership:
    """A role in a contract. Errors: Refused where party, office or an equal role forbid it."""
    with audited(
        "accounts.role.given", by=by, at=at, object=user.username, contract=contract, role=role
    ):
        must_be_somebody_else(by, user)
        role_must_fit(user, contract_row(contract), Role(role))
        return Membership.objects.create(user=user, contract_id=contract, role=role, since=at)


def end_role(*, by: Actor, at: datetime, user: User, membership: Membership) -> None:
    """Take a role; the row stays, with its end. Errors: Refused for one's own."""
    with audited(
        "accounts.role.ended",
        by=by,
        at=at,
        object=user.username,
        contract=membership.contract_id,
        role=membership.role,
    ):
        must_be_somebody_else(by, user)
        must_hold(user, membership)
        membership.ended_at = at
        membership.save(update_fields=["ended_at"])


def lock(*, by: Actor, at: datetime, user: User, reason: str) -> None:
    """Keep a person out until unlocked, and end their sessions. Errors: Refused for oneself."""
    with audited("accounts.person.locked", by=by, at=at, object=user.username, reason=reason):
        must_be_somebody_else(by, user)
        user.is_active = False
        user.save(update_fields=["is_active"])
        end_all(user)


def unlock(*, by: Actor, at: datetime, user: User) -> None:
    """Let a person in again, whether locked by hand or by too many failures."""
    with audited("accounts.person.unlocked", by=by, at=at, object=user.username) as entry:
        must_be_somebody_else(by, user)
        entry.detail["failures_forgotten"] = forget_failures(user.username)
        user.is_active = True
        user.save(update_fields=["is_active"])


def give_one_time_password(*, by: Actor, at: datetime, user: User) -> str:
    """A password to be told once and changed at once; the person's sessions end."""
    with audited("accounts.password.given", by=by, at=at, object=user.username):
        must_be_somebody_else(by, user)
        password = one_time_password()
        keep_password(user, password, at, chosen=False)
        end_all(user)
    return password


def end_sessions_of(*, by: Actor, at: datetime, user: User) -> int:
    """End all sessions of somebody else; how many there were. Errors: Refused for oneself."""
    with audited("accounts.sessions.ended", by=by, at=at, object=user.username) as entry:
        must_be_somebody_else(by, user)
        entry.detail["count"] = count = end_all(user)
    return count


def end_own_sessions(*, by: Actor, at: datetime, user: User, but: str) -> int:
    """End a person's own sessions, but for the one with a key; how many there were."""
    with audited("accounts.sessions.ended", by=by, at=at, object=user.username) as entry:
        entry.detail["count"] = count = end_all(user, but=but)
    return count


def end_own_session(*, by: Actor, at: datetime, user: User, number: int) -> bool:
    """End one of a person's own sessions; False where there is no such session."""
    with audited("accounts.sessions.ended", by=by, at=at, object=user.username) as entry:
        found = end_one(user, number)
        entry.detail["count"] = int(found)
    return found


def remove_second_factor(*, by: Actor, at: datetime, user: User, reason: str) -> None:
    """Take a lost second factor off a person, whose sessions end."""
    with audited("accounts.second_factor.reset", by=by, at=at, object=user.username, reason=reason):
        must_be_somebody_else(by, user)
        Authenticator.objects.filter(user=user).delete()
        end_all(user)


def name_outside(*, by: Actor, at: datetime, user: User, outside_name: str) -> None:
    """Say by which name a person is known at the company's own sign-in; empty for none.

    Errors: Refused where another person has it.
    """
    plain = plain_name(outside_name)
    with audited("accounts.outside.named", by=by, at=at, object=user.username, to=plain):
        must_be_somebody_else(by, user)
        if plain and plain != user.outside_name:
            must_be_new(User, "outside_name", plain)
        user.outside_name = plain
        user.save(update_fields=["outside_name"])
        # A link that was made under another name must not outlive it.
        links: Any = user.socialaccount_set
        links.all().delete()
