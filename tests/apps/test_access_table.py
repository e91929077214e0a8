"""Every address against everybody: who gets in, who stays out, and how they are told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from jieting.apps.accounts import api_door, sessions
from jieting.apps.accounts.access import actor_of
from jieting.apps.accounts.models import Membership, Token, User
from jieting.apps.accounts.rates import Rates
from jieting.apps.accounts.roles import Office, Role
from jieting.apps.accounts.tokens import Scope
from jieting.apps.assessment.models import RecordsFile
from jieting.apps.audit.models import Entry, Verification
from jieting.apps.base.packed import packed
from jieting.apps.calls.models import Call, Import, SavedFilter
from jieting.apps.contracts.amending import propose_amendment
from jieting.apps.contracts.models import Draft, Version
from jieting.apps.contracts.queries import effective_text, newest_version
from jieting.apps.deliverables.due import open_due
from jieting.apps.deliverables.models import Due
from jieting.apps.line.models import LineFinding
from jieting.apps.line.planning.actions import save_plan
from jieting.apps.line.planning.queries import newest_plan, shipped_plan
from jieting.apps.moves import actions as moves
from jieting.apps.moves.models import EvidenceFile
from jieting.apps.notices.actions import notify
from jieting.apps.notices.models import Notice
from jieting.apps.notices.webhook_actions import make_webhook
from jieting.apps.recordings.models import Recording
from jieting.domain.errors import Finding, Refused
from jieting.domain.said import say
from tests.apps.api.tokens import secret_of
from tests.apps.assessment.months import make_month
from tests.apps.line.lines import make_call, make_call_back, make_seat
from tests.apps.routes import METHODS, Row, routes, table
from tests.apps.world import AT, BY, World

# Without the mark no database is made for a run of this file alone.
pytestmark = pytest.mark.django_db

ROWS = table()
PAGES = [row for row in ROWS.values() if not row.for_programs]
PROGRAMS = [row for row in ROWS.values() if row.for_programs]
EVERYBODY = (*Role, *Office)
SIGN_IN = "/accounts/login/"
# What a page answers who is in; a form that was sent empty is told so, a rule may refuse.
IN = {200, 201, 202, 204, 302, 303, 400, 409, 415, 422}
ISSUERS = {"supplier": Role.CONTRACT_MANAGER, "purchaser": Role.DECIDER}


@dataclass
class House:
    """Everybody at a browser, and the objects that stand in addresses."""

    people: dict[str, Client]
    stranger: Client
    former: Client
    made: dict[str, Any]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """A month of one contract, taken back after these tests."""
    with django_db_blocker.unblock(), _undone():
        make_month(World.contract)
        yield World()


@pytest.fixture(scope="module")
def house(world) -> Iterator[House]:
    other = world.user(Role.CONTRACT_MANAGER, world.other_contract)
    for role in Role:
        Membership.objects.get_or_create(
            user=other, contract_id=world.other_contract, role=role, defaults={"since": AT}
        )
    former = User.objects.create(username="former", password_changed_at=timezone.now())
    Membership.objects.create(
        user=former, contract_id=world.contract, role=Role.CONTRACT_MANAGER, since=AT, ended_at=AT
    )
    house = House(
        people={str(who): world.client(who) for who in EVERYBODY},
        stranger=world.client(Role.CONTRACT_MANAGER, world.other_contract),
        former=_client(former),
        made=_made(world),
    )
    # The first page of a session is noted in it; the pages below are taken back again and again.
    for _, client in _visitors(house):
        client.get("/accounts/inactive/")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sessions, "_NOTED_EVERY_S", 10_000)
        yield house


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def _made(world: World) -> dict[str, Any]:
    person = world.user(Role.AGENT, world.other_contract)
    here = {"contract_id": world.contract}
    contract_manager = world.user(Role.CONTRACT_MANAGER)
    kept = SavedFilter.objects.create(user=contract_manager, name="x", query="", **here)
    token = Token.objects.create(
        party=contract_manager.party, name="t", digest="d", made_at=AT, made_by=contract_manager,
        expires_at=timezone.now() + timedelta(days=1), **here,
    )  # fmt: skip
    evidence = moves.Attachment("log.txt", b"trunk down")
    move = moves.open_move(
        by=world.actor(Role.CONTRACT_MANAGER), at=AT, kind="exclusion", files=[evidence],
        facts={"day": "2026-10-03", "cause": "outage", "reason": "x"}, **here,
    )  # fmt: skip
    return {
        "contract": world.contract,
        "month": "2026-10",
        "clause": "N-4.1",
        "form": "docx",
        "array": "complaint",
        "version": Version.objects.filter(**here).latest("pk").name,
        "records_number": RecordsFile.objects.filter(**here).latest("pk").number,
        "call": Call.objects.filter(**here).first().pk,
        "import": Import.objects.filter(**here).first().pk,
        "filter": kept.pk,
        "token": token.pk,
        "person": person.pk,
        "membership": Membership.objects.get(user=person).pk,
        "verification": Verification.objects.create(asked_at=AT, asked_by="x").pk,
        "amendment": _amendment(world).number,
        "draft": _draft(contract_manager).pk,
        "entry": Entry.objects.latest("number").number,
        "session": 0,
        **_deliverables(world.contract),
        "move": move.number,
        "move_kind": "exclusion",
        "move_step": "agree",
        "move_file": EvidenceFile.objects.latest("pk").pk,
        "notice": _notice(contract_manager),
        "webhook": _webhook(contract_manager),
        "recording": _recording(),
        **_line_plan(world),
        **_line_rows(),
    }


def _line_plan(world: World) -> dict[str, Any]:
    """A plan of the line, and names of what is in it."""
    if (plan := newest_plan(world.contract)) is None:
        text = shipped_plan(world.contract)
        save_plan(by=BY, at=AT, contract_id=world.contract, text=text, revision=0)
        plan = newest_plan(world.contract)
    return {
        "line_part": "queue", "line_queue": next(iter(plan.queues)), "line_revision": 1,
        "line_prompt": next(iter(plan.prompts)), "line_trunk": next(iter(plan.trunks), "carrier"),
    }  # fmt: skip


def _line_rows() -> dict[str, Any]:
    """A call on the line, a seat, a call-back and a finding, and what can be done with them."""
    finding = LineFinding.objects.create(
        contract_id=World.contract, system="x", key="x", code="x", first_at=AT, last_at=AT,
        found=packed(Finding("x", say("x"), say("x"), say("x"))),
    )  # fmt: skip
    return {
        "line_call": make_call().pk, "line_seat": make_seat().pk,
        "line_call_back": make_call_back().pk, "line_finding": finding.pk,
        "line_call_act": "hold", "line_seat_act": "in", "line_call_back_act": "take",
    }  # fmt: skip


def _recording() -> int:
    made = Recording.objects.create(
        contract_id=World.contract, system="x", call="x", origin="x", state=Recording.State.LOST,
        began_at=0, kept_at=AT,
    )  # fmt: skip
    return made.pk


def _notice(person: User) -> int:
    notify(at=AT, contract_id=World.contract, event="moves.waits", words=say("x"), url="/")
    return Notice.objects.filter(user=person).latest("pk").pk


def _webhook(person: User) -> int:
    by = actor_of(person)
    url, groups = "https://example.com/", ["waits"]
    made, _ = make_webhook(by=by, at=AT, contract_id=World.contract, url=url, groups=groups)
    return made.pk


def _deliverables(contract: str) -> dict[str, int]:
    """A report and a self-assessment of a month that the records of the house do not tell of."""
    open_due(by=BY, at=AT, contract_id=contract)
    names = {"report_number": "operations", "self_number": "self_assessment"}
    due = Due.objects.filter(contract_id=contract, month="2026-09")
    return {key: due.get(name=name).number for key, name in names.items()}


def _amendment(world: World) -> Any:
    text = effective_text(newest_version(world.contract))
    later = text.replace('version = "1"', 'version = "later"')
    return propose_amendment(
        by=world.actor(Role.CONTRACT_MANAGER), at=AT, contract_id=world.contract, reason="x",
        text=later.replace("effective_from = 2026-01-01", "effective_from = 2026-12-01"),
    )  # fmt: skip


def _draft(owner: User) -> Draft:
    return Draft.objects.create(owner=owner, text="", digest="", made_at=AT, changed_at=AT)


def test_every_address_has_a_row_and_every_row_an_address():
    there = set(routes())
    assert there - set(ROWS) == set(), "give each of these a table in access_table.toml"
    assert set(ROWS) - there == set(), "these are gone: take their tables out of access_table.toml"


def test_every_view_says_what_right_it_asks_for():
    assert [path for path, one in routes().items() if not hasattr(one.callback, "right")] == []


def test_every_row_names_a_method_and_only_known_people():
    for row in ROWS.values():
        assert row.methods, row.path
        for method in [] if row.for_programs else row.methods:
            assert row.who(method), row.path


@pytest.mark.parametrize(
    ("path", "method", "name", "status", "right"),
    [
        ("people/", "GET", "security_administrator", 200, True),
        ("people/", "GET", "security_administrator", 403, False),
        ("people/", "GET", "agent", 403, True),
        ("people/", "GET", "agent", 200, False),
        ("people/", "GET", "nobody", "sign in", True),
        ("people/", "GET", "nobody", 200, False),
        ("people/", "POST", "security_administrator", 200, False),
        ("people/", "GET", "security_administrator", 500, False),
        ("c/<slug:contract>/calls/", "GET", "of another contract", 404, True),
        ("c/<slug:contract>/calls/", "GET", "of another contract", 403, False),
        ("c/<slug:contract>/calls/", "GET", "agent", 404, False),
        ("c/<slug:contract>/calls/", "GET", "audit_administrator", 200, False),
        ("c/<slug:contract>/calls/<int:pk>/", "GET", "supervisor", 404, False),
    ],
)
def test_the_judge_tells_an_open_door_from_a_shut_one(path, method, name, status, right):
    assert (_judged(ROWS[path], method, name, status) == "") is right


@pytest.mark.parametrize("row", PAGES, ids=lambda row: row.path or "/")
def test_who_gets_in_and_who_stays_out(house, row):
    url = row.url(house.made)
    for method in METHODS:
        wrong = [
            f"{name}: {told}"
            for name, client in _visitors(house)
            if _worth_asking(row, method, name)
            if (told := _judged(row, method, name, _asked(client, method, url)))
        ]
        assert wrong == [], method


@pytest.mark.parametrize("row", PROGRAMS, ids=lambda row: row.path)
def test_which_programs_get_in(house, world, row, monkeypatch):
    monkeypatch.setattr(api_door, "RATES", Rates(size=10_000, seconds=60))
    url = row.url(house.made)
    for method in METHODS:
        if method not in row.methods:
            assert _asked(Client(), method, url) == 405
            continue
        _, scope, _, *issuers = row.methods[method].split()
        assert _asked(Client(), method, url) == 401
        assert _asked(Client(), method, url, "jt_made-up") == 401
        assert {_asked(client, method, url) for client in house.people.values()} == {401}
        for party, role in ISSUERS.items():
            _check_party(world, row, method, url, Scope(scope), role, party in issuers)


def _check_party(world, row, method, url, scope, role, may) -> None:
    others = [one for one in Scope if one is not scope]
    with _undone():
        if not may:
            with pytest.raises(Refused):
                secret_of(world, role, scopes=[scope])
            return
        secret = secret_of(world, role, scopes=[scope])
        status = _asked(Client(), method, url, secret)
        assert status in IN | set(row.also), status
        for one in others:
            with _undone(), _unless_refused():
                assert _asked(Client(), method, url, secret_of(world, role, scopes=[one])) == 403
        abroad = secret_of(world, role, world.other_contract, [scope])
        assert _asked(Client(), method, url, abroad) == 404
        Token.objects.update(revoked_at=AT)
        assert _asked(Client(), method, url, secret) == 401


def _visitors(house: House) -> Iterator[tuple[str, Client]]:
    yield from house.people.items()
    yield "of another contract", house.stranger
    yield "whose role has ended", house.former
    yield "nobody", Client()


def _asked(client: Client, method: str, url: str, secret: str = "") -> Any:
    """The status of the answer; ``sign in`` where it leads to the sign-in page."""
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    with _undone():
        client.raise_request_exception = False
        cookies = client.cookies.output()
        answer = client.generic(method, url, headers=headers)
        list(answer.streaming_content) if answer.streaming else None
    if client.cookies.output() != cookies:
        client.cookies.load(cookies.replace("Set-Cookie: ", ""))
    if answer.status_code in {302, 303} and answer["Location"].startswith(SIGN_IN):
        return "sign in"
    return answer.status_code


def _judged(row: Row, method: str, name: str, status: Any) -> str:
    """What is wrong with an answer; nothing where it is as the table says."""
    if method not in row.methods:
        who, expected = frozenset({"public"}), {405, 403, 404, "sign in"}
    else:
        who, expected = row.who(method), IN | set(row.also)
    if "public" in who:
        expected = expected | {"sign in"}
    elif not _gets_in(row, name, who):
        expected = {_stays_out(row, name)}
    return "" if status in expected else f"{status}, not {sorted(map(str, expected))}"


def _worth_asking(row: Row, method: str, name: str) -> bool:
    """Whether a page has a method that its row does not name is asked by who gets in by another."""
    if method in row.methods:
        return True
    other = next(iter(row.methods))
    return _gets_in(row, name, row.who(other)) or name == "nobody"


def _gets_in(row: Row, name: str, who: frozenset[str]) -> bool:
    if name == "nobody":
        return False
    if name == "of another contract" and not row.in_contract and who & set(Role):
        return True  # has every role there, and the address asks for it in any contract
    return "signed_in" in who or name in who


def _stays_out(row: Row, name: str) -> Any:
    if name == "nobody":
        return "sign in"
    return 403 if name in set(Role) or not row.in_contract else 404


@contextmanager
def _undone() -> Iterator[None]:
    """Whatever was done within is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def _unless_refused() -> Iterator[None]:
    """A scope that the party may not have makes no token, which is as good as no way in."""
    try:
        yield
    except Refused:
        return
