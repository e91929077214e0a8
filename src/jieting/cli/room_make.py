"""Making the demonstration: by the same actions as in real use, each step only where missing."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jieting.cli.room_line import make_plans
from jieting.cli.room_moves import play
from jieting.cli.room_people import CONTRACTS, MARK, OFFICES, PASSWORD, DemoContract, username
from jieting.domain.contracts.model import Contract as Terms
from jieting.domain.contracts.records import Records
from jieting.domain.errors import Finding, Place, Refused
from jieting.domain.periods import Month
from jieting.domain.said import Said, say

SEED = 12123
MONTHS = (Month(2026, 8), Month(2026, 9), Month(2026, 10))
BEFORE = {"ningde-12123": (Month(2026, 7),)}
"""Months before these that a contract has, so that a whole quarter of it can be settled."""
MARKER = "simulated-room"
"""The file in a home that says: this is a demonstration, all of it simulated."""

UNASSIGNED = "100"
"""How every whole number of the demonstration begins: no subscriber's number begins so."""

Tell = Callable[[Said], None]


def make_room(home: Path, contracts: Path, tell: Tell, *, counted: bool) -> None:
    """Everything of the demonstration that is not there yet. Django is ready.

    ``counted`` has its months assessed at once; else the worker does it, as after any import.
    Errors: Refused in a home that has contracts and was not made by this.
    """
    from jieting.apps.contracts.queries import contract_ids

    marker = home / MARKER
    if contract_ids() and not marker.exists():
        raise Refused(_real(home))
    marker.write_text("Everything in this home is simulated. 本目录的数据全部为模拟数据。\n")
    for contract in CONTRACTS:
        text = (contracts / f"{contract.id}.toml").read_text(encoding="utf-8")
        _contract(contract, text)
    _administrators()
    for contract in CONTRACTS:
        _people(contract)
        _months(contract, tell)
        if counted:
            _count(contract)
    make_plans()


def months_of(contract: DemoContract) -> tuple[Month, ...]:
    """The months of a contract's demonstration, in their order."""
    return (*BEFORE.get(contract.id, ()), *MONTHS)


def _by() -> Any:
    from jieting.apps.base.actor import system

    return system("demo room")


def _now() -> datetime:
    return datetime.now(UTC)


def _contract(contract: DemoContract, text: str) -> None:
    from jieting.apps.accounts.people_actions import add_party
    from jieting.apps.accounts.queries import party as found_party
    from jieting.apps.contracts.actions import add_contract
    from jieting.apps.contracts.queries import contract_ids

    for party in (contract.supplier, contract.purchaser):
        if found_party(party.id) is None:
            add_party(by=_by(), at=_now(), id=party.id, name=party.name, kind=party.kind)
    if contract.id not in contract_ids():
        add_contract(
            by=_by(),
            at=_now(),
            text=text,
            supplier=contract.supplier.id,
            purchaser=contract.purchaser.id,
        )


def _administrators() -> None:
    for office, (name, person) in OFFICES.items():
        _person(name, person, office=office)


def _people(contract: DemoContract) -> None:
    from jieting.apps.accounts.roles import SUPPLIER_ROLES

    for role, person in contract.names.items():
        party = contract.supplier if role in SUPPLIER_ROLES else contract.purchaser
        name = username(contract, role)
        _person(name, person, party=party.id, roles=((contract.id, role),))


def _person(name: str, person: str, **what: Any) -> None:
    """A person with the demonstration's password; made in two steps, of which either may be."""
    from jieting.apps.accounts.actions import change_password
    from jieting.apps.accounts.people_actions import add_person
    from jieting.apps.accounts.queries import person as found_person

    user = found_person(name)
    if user is None:
        user, _ = add_person(by=_by(), at=_now(), username=name, name=f"{person}{MARK}", **what)
    if user.must_change_password:
        change_password(by=_by(), at=_now(), user=user, password=PASSWORD)


def _months(contract: DemoContract, tell: Tell) -> None:
    from django.db import transaction

    from jieting.apps.assessment.actions import keep_records
    from jieting.apps.assessment.queries import months_with_calls, records_history
    from jieting.apps.contracts.queries import latest_terms
    from jieting.apps.moves.queries import all_moves

    terms = latest_terms(contract.id)
    there = months_with_calls(contract.id)
    months = months_of(contract)
    if set(months) <= set(there) and records_history(contract.id):
        return
    made: list[Records] = []
    for month in months:
        calls, records = _simulated(terms, month)
        made.append(records)
        if month not in there:
            tell(say("Importing {month} of {title} ...", month=month, title=terms.title))
            _import(contract, terms, month, calls)
    if not all_moves(contract.id).exists():
        with transaction.atomic():  # all or none, so that a stopped start is made good
            for month, records in zip(months, made, strict=True):
                play(contract, terms, month, records, leaves_open=month == months[-1])
        _read_by_everybody(contract)
    if not records_history(contract.id):
        keep_records(
            by=_manager(contract),
            at=_now(),
            contract_id=contract.id,
            text=_records_text(terms, made),
            note="模拟数据",
        )


def _read_by_everybody(contract: DemoContract) -> None:
    """Nobody comes to a demonstration to be told of months gone by."""
    from jieting.apps.accounts.queries import person as found_person
    from jieting.apps.notices.choices_actions import mark_read

    for role in contract.names:
        user: Any = found_person(username(contract, role))
        mark_read(at=_now(), user_id=user.pk)


def _count(contract: DemoContract) -> None:
    from jieting.apps.assessment.actions import count_month

    for month in months_of(contract):
        count_month(by=_by(), at=_now(), contract_id=contract.id, month=month)


def _simulated(terms: Terms, month: Month) -> tuple[list[Any], Records]:
    from jieting.switches.simulated import profile_of, simulated_calls, simulated_records

    profile = profile_of(terms)
    calls = [with_whole_caller(c) for c in simulated_calls(terms, profile, month, SEED)]
    return calls, simulated_records(terms, profile, month, calls, SEED)


def with_whole_caller(call: Any) -> Any:
    """The call with a whole made-up number for its masked one; one caller keeps one number.

    The simulation masks its callers as a supplier does. Here they are whole, so that unmasking
    and the search by caller can be tried.
    """
    if not call.caller:
        return call
    drawn = int.from_bytes(hashlib.sha256(call.caller.encode()).digest()[:8])
    return replace(call, caller=f"{UNASSIGNED}{drawn % 10_000:04d}{call.caller[-4:]}")


def _records_text(terms: Terms, made: list[Records]) -> str:
    """What the supplier alone writes down; the rest is played as moves."""
    from jieting.apps.assessment.actions import OWN
    from jieting.documents.records_file import records_toml

    all_of: dict[str, Any] = {name: sum((getattr(one, name) for one in made), ()) for name in OWN}
    comment = ("SIMULATED 模拟数据: nothing in this file happened.",)
    return records_toml(replace(Records(), **all_of), terms.zone, comment)


def _import(contract: DemoContract, terms: Terms, month: Month, calls: list[Any]) -> None:
    """The month's file, imported as the contract's manager would."""
    from jieting.apps.calls.actions import import_file, run_import_now
    from jieting.documents.call_list import write_calls

    name = f"模拟话单-{contract.id}-{month}.csv"
    by = _manager(contract)
    with tempfile.TemporaryDirectory(prefix="jieting-demo-") as folder:
        path = Path(folder) / "calls.csv"
        write_calls(calls, path, terms.zone)
        imported = import_file(by=by, at=_now(), contract_id=contract.id, file_name=name, path=path)
    kept = run_import_now(by=by, at=_now(), import_id=imported.pk)
    if kept.state != kept.State.COMMITTED:
        raise Refused(_not_kept(name, kept.failure))


def _manager(contract: DemoContract) -> Any:
    from jieting.apps.accounts.access import actor_of
    from jieting.apps.accounts.queries import person as found_person

    user: Any = found_person(username(contract, "contract_manager"))
    return replace(actor_of(user, "contract_manager"), way="system")


def _real(home: Path) -> Finding:
    return Finding(
        "no_demonstration",
        say("This home has contracts that are not of the demonstration."),
        say("Simulated calls among real ones would spoil the books."),
        say("Name another home for the demonstration with --home."),
        Place(str(home)),
    )


def _not_kept(name: str, failure: object) -> Finding:
    return Finding(
        "demonstration_not_kept",
        say("The simulated file {name} was not kept: {failure}", name=name, failure=str(failure)),
        say("The demonstration would lack a month."),
        say("Remove the home of the demonstration and run the command again."),
    )
