"""Reading people: where they have roles, who they are, and what the administrator sees of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jieting.apps.accounts.models import Membership, Party, User
from jieting.apps.accounts.roles import RIGHTS, Right, Role


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


def party(party_id: str) -> Party | None:
    """The party of that id; None where there is none."""
    return Party.objects.filter(pk=party_id).first()


def person(username: str) -> User | None:
    """The person of that sign-in name; None where there is none."""
    return User.objects.filter(username=username).first()


def person_of(user: User) -> tuple[str, str]:
    """A person's own name and the name of the party."""
    return str(user), user.party.name if user.party is not None else ""
