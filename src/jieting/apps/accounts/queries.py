"""Reading people: where they have roles, who they are, and what the administrator sees of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from jieting.apps.accounts.models import Membership, Party, User
from jieting.apps.accounts.roles import RIGHTS, Right, Role
from jieting.apps.base.actor import Actor


@dataclass(frozen=True, slots=True)
class Seat:
    """A contract in which a person has roles."""

    contract: str
    title: str
    roles: frozenset[Role]

    def may(self, right: Right) -> bool:
        """Whether one of the roles has the right."""
        return bool(RIGHTS[right] & self.roles)


def seats_of(user: Any) -> list[Seat]:
    """The contracts in which a person has running roles, by the contract's id."""
    running = Membership.objects.filter(user=user, ended_at=None).select_related("contract")
    held: dict[str, list[Membership]] = {}
    for membership in running.order_by("contract_id", "id"):
        held.setdefault(membership.contract_id, []).append(membership)
    return [
        Seat(contract, of[0].contract.title, frozenset(Role(one.role) for one in of))
        for contract, of in held.items()
    ]


@dataclass(frozen=True, slots=True)
class Reached:
    """A person who can be told something: sign-in name, full name, own address and language."""

    pk: int
    username: str
    name: str
    address: str
    language: str

    @classmethod
    def of(cls, user: User) -> Reached:
        """What is needed of an account."""
        return cls(user.pk, user.username, str(user), user.email, user.language)


def people_in(contract_id: str, roles: Iterable[str]) -> list[Reached]:
    """The persons who have one of the roles in a contract now and may sign in, by their names."""
    running = Membership.objects.filter(
        contract_id=contract_id, role__in=list(roles), ended_at=None, user__is_active=True
    )
    found = User.objects.filter(pk__in=running.values("user")).order_by("username")
    return [Reached.of(user) for user in found]


def reached(user_id: int) -> Reached | None:
    """The person of that number; None for one who may not sign in."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    return Reached.of(user) if user else None


def party(party_id: str) -> Party | None:
    """The party of that id; None where there is none."""
    return Party.objects.filter(pk=party_id).first()


def parties_of_kind(kind: str) -> list[tuple[str, str]]:
    """Id and name of every party of a kind, supplier or purchaser, by name."""
    found = Party.objects.filter(kind=kind).order_by("name", "id")
    return list(found.values_list("id", "name"))


def person(username: str) -> User | None:
    """The person of that sign-in name; None where there is none."""
    return User.objects.filter(username=username).first()


def own_name(by: Actor) -> str:
    """The own name of who acts; the sign-in name where nobody has it, as for the system."""
    return str(person(by.name) or by.name)


def person_of(user: User) -> tuple[str, str]:
    """A person's own name and the name of the party."""
    return str(user), user.party.name if user.party is not None else ""
