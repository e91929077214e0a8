"""The rules about people: who may have which role, and that nobody manages themself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jieting.apps.accounts.models import Membership, Party, User
from jieting.apps.accounts.roles import PURCHASER_ROLES, SUPPLIER_ROLES, Office, Role
from jieting.apps.accounts.words import role_word
from jieting.apps.base.actor import Actor
from jieting.domain.errors import Finding, Place, Refused
from jieting.domain.said import Said, say


def contracts_of_party(party: str) -> list[Any]:
    """The contracts in which a party is supplier or purchaser."""
    rows = _contracts().order_by("id")
    return [row for row in rows if party in (row.supplier_id, row.purchaser_id)]


def roles_for(party: Party) -> list[Role]:
    """The roles that a party's people may have, in the order of the house."""
    fitting = SUPPLIER_ROLES if party.kind == Party.Kind.SUPPLIER else PURCHASER_ROLES
    return [role for role in Role if role in fitting]


def contract_row(contract: str) -> Any:
    """A contract by its id. Errors: Refused where there is none."""
    row = _contracts().filter(pk=contract).first()
    if row is None:
        raise Refused(_finding("contract_missing", say("There is no contract {id}.", id=contract)))
    return row


def party_row(party: str) -> Party:
    """A party by its id. Errors: Refused where there is none."""
    row = Party.objects.filter(pk=party).first()
    if row is None:
        raise Refused(_finding("party_missing", say("There is no party {id}.", id=party)))
    return row


def must_be_somebody_else(by: Actor, user: User) -> None:
    """Nobody manages themself. Errors: Refused."""
    if by.user_id == user.pk:
        raise Refused(
            Finding(
                "own_account",
                say("Nobody manages their own account here."),
                say("Who could, could give themself any right without a second pair of eyes."),
                say("Ask another security administrator."),
                Place(user.username),
            )
        )


def must_be_new(model: Any, field: str, value: str) -> None:
    """A name is given once. Errors: Refused where it is taken."""
    if model.objects.filter(**{field: value}).exists():
        raise Refused(_taken(value))


def must_hold(user: User, membership: Membership) -> None:
    """Only a running role of the person is taken. Errors: Refused."""
    if membership.user_id != user.pk or membership.ended_at is not None:
        raise Refused(_finding("role_ended", say("This role has ended already.")))


def role_must_fit(user: User, contract: Any, role: Role) -> None:
    """A role fits party and contract, and is not held already. Errors: Refused, all at once."""
    findings = list(_role_findings(user.party, user.office, contract, role))
    running = Membership.objects.filter(user=user, contract=contract, role=role, ended_at=None)
    if running.exists():
        what = say("{name} has this role in {contract} already.", name=user.name, contract=contract)
        findings.append(_finding("role_held", what))
    if findings:
        raise Refused(findings)


def start_must_fit(
    username: str, party: str, office: str, roles: tuple[tuple[str, str], ...]
) -> None:
    """A new person is new, and has either a party and its roles or an office. Errors: Refused."""
    findings = []
    if User.objects.filter(username=username).exists():
        findings.append(_taken(username))
    if bool(party) == bool(office):
        findings.append(_party_or_office())
    of = party_row(party) if party else None
    for contract, role in roles:
        findings.extend(_role_findings(of, office, contract_row(contract), Role(role)))
    if findings:
        raise Refused(findings)


def _role_findings(
    party: Party | None, office: str, contract: Any, role: Role
) -> Iterator[Finding]:
    if office:
        yield _finding(
            "administrator_apart",
            say("{office} has no role in a contract.", office=role_word(Office(office))),
            say("Administrators are kept apart from business data."),
            say("Make another account for another person."),
        )
    elif party is not None and role not in _fitting(party, contract):
        yield _finding(
            "role_does_not_fit",
            say(
                "{party} cannot fill the role {role} in {contract}.",
                party=party.name,
                role=role_word(role),
                contract=contract.title,
            ),
            say("A role belongs to one side of a contract, and each side fills its own."),
            say("Choose a contract of the party, and a role of its side."),
        )


def _fitting(party: Party, contract: Any) -> frozenset[Role]:
    if party.pk == contract.supplier_id:
        return SUPPLIER_ROLES
    return PURCHASER_ROLES if party.pk == contract.purchaser_id else frozenset()


def _contracts() -> Any:
    # Contracts stand above accounts; they are known here only as what a membership points to.
    return Membership._meta.get_field("contract").related_model.objects


def _taken(name: str) -> Finding:
    return Finding(
        "name_taken",
        say("The name {name} is taken.", name=name),
        say("Two accounts of one name could not be told apart in the audit log."),
        say("Choose another name."),
        Place(name),
    )


def _party_or_office() -> Finding:
    return _finding(
        "party_or_office",
        say("A person has either a party or an office."),
        say("Administrators belong to no side of a contract, everybody else to exactly one."),
        say("Choose a party, or an office."),
    )


def _finding(kind: str, what: Said, why: Said | None = None, remedy: Said | None = None) -> Finding:
    return Finding(
        kind,
        what,
        why or say("People and their rights must be as the security administrator sees them."),
        remedy or say("Reload the page and look again."),
        Place("-"),
    )
