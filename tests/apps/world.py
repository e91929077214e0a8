"""A small world: both contracts, a person of every role in each, and the three administrators."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from django.test import Client

from jieting.apps.accounts.access import actor_of
from jieting.apps.accounts.models import Membership, Party, User
from jieting.apps.accounts.roles import SUPPLIER_ROLES, Office, Role
from jieting.apps.base.actor import Actor, system
from jieting.apps.contracts.actions import add_contract

CONTRACTS = ("ningde-12123", "post-loan")
FOLDER = Path(__file__).resolve().parents[2] / "contracts"
AT = datetime(2026, 10, 1, 2, 0, tzinfo=UTC)
BY = system("tests")
PASSWORD = "Correct-Horse-12123"


def make_world() -> None:
    """Once for a test database; tests then roll back what they add."""
    for contract in CONTRACTS:
        supplier = Party.objects.create(id=f"{contract}-supplier", name="供", kind="supplier")
        purchaser = Party.objects.create(id=f"{contract}-purchaser", name="采", kind="purchaser")
        text = (FOLDER / f"{contract}.toml").read_text(encoding="utf-8")
        add_contract(by=BY, at=AT, text=text, supplier=supplier.pk, purchaser=purchaser.pk)
        for role in Role:
            party = supplier if role in SUPPLIER_ROLES else purchaser
            user = _person(f"{role}@{contract}", party=party)
            Membership.objects.create(user=user, contract_id=contract, role=role, since=AT)
    for office in Office:
        _person(office.value, office=office.value)


def _person(username: str, **fields: object) -> User:
    # A fast hash: the world is made for every run, and no test is about these hashes.
    # Passwords grow old by the clock of the machine, not by that of the tests.
    user = User(username=username, name=username, password_changed_at=datetime.now(UTC), **fields)
    user.password = _PASSWORD_HASH
    user.save()
    return user


def _hashed() -> str:
    from django.contrib.auth.hashers import make_password

    return make_password(PASSWORD, hasher="pbkdf2_sha256")


_PASSWORD_HASH = _hashed()


class World:
    """Names for what is in the world."""

    contract = CONTRACTS[0]
    other_contract = CONTRACTS[1]
    password = PASSWORD

    def user(self, role: Role | Office, contract: str = CONTRACTS[0]) -> User:
        """The person of a role in a contract, or of an office."""
        name = role.value if isinstance(role, Office) else f"{role}@{contract}"
        return User.objects.get(username=name)

    def actor(self, role: Role, contract: str = CONTRACTS[0]) -> Actor:
        """The person of a role as actions know them."""
        user = self.user(role, contract)
        return replace(actor_of(user, role.value), roles=frozenset({role}))

    def client(self, role: Role | Office, contract: str = CONTRACTS[0]) -> Client:
        """A browser in which that person is signed in."""
        client = Client()
        client.force_login(
            self.user(role, contract), "allauth.account.auth_backends.AuthenticationBackend"
        )
        return client
