"""Every route of the API with the scope that opens it; a new route without a row fails."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse

from jieting.apps.accounts.roles import Office, Role
from jieting.apps.accounts.tokens import Scope
from jieting.web.api.root import ROOT, description, scopes
from tests.apps.api.tokens import EVERY, PURCHASER, Program, program

ROUTES = {
    ("POST", "/imports"): Scope.IMPORT_CALLS,
    ("POST", "/imports/rows"): Scope.IMPORT_CALLS,
    ("GET", "/imports/{import_id}"): Scope.IMPORT_CALLS,
    ("GET", "/imports/{import_id}/findings"): Scope.IMPORT_CALLS,
    ("POST", "/imports/{import_id}/commit"): Scope.IMPORT_CALLS,
    ("GET", "/calls"): Scope.READ_CALLS,
    ("GET", "/months"): Scope.READ_MONTHS,
    ("GET", "/months/{month}"): Scope.READ_MONTHS,
    ("GET", "/months/{month}/figures"): Scope.READ_FIGURES,
    ("GET", "/months/{month}/figures/{clause}"): Scope.READ_FIGURES,
    ("GET", "/months/{month}/figures/{clause}/calls"): Scope.READ_FIGURES,
}
PAGE = Path(__file__).parents[3] / "docs/reference/api.md"


def answer(asks: Program, method: str, path: str):
    filled = path.format(import_id=1, month="2026-10", clause="N-4.1")
    return asks.get(filled) if method == "GET" else asks.send(filled, {})


def test_every_route_has_a_row():
    found = {
        (method, path.removeprefix(f"{ROOT}/contracts/{{contract}}")): scope
        for path, methods in scopes().items()
        for method, scope in methods.items()
    }
    assert found == ROUTES


@pytest.mark.django_db
def test_a_route_opens_to_its_scope_and_to_no_other(world):
    for (method, path), scope in ROUTES.items():
        refused = answer(program(world, scopes=set(EVERY) - {scope}), method, path)
        assert refused.status_code == 403, (method, path)
        assert answer(program(world, scopes=[scope]), method, path).status_code != 403


@pytest.mark.django_db
def test_no_route_opens_to_another_contract_without_a_token_or_to_a_session(world):
    asks, nobody = program(world, PURCHASER), Program("", world.contract)
    asks.contract = world.other_contract
    person = Program("", world.contract)
    person.client = world.client(Role.CONTRACT_MANAGER)
    for method, path in ROUTES:
        assert answer(asks, method, path).status_code == 404
        assert answer(nobody, method, path).status_code == 401
        assert answer(person, method, path).status_code == 401


def test_the_reference_tells_of_every_route():
    text = PAGE.read_text(encoding="utf-8")
    for (method, path), scope in ROUTES.items():
        assert f"| `{method} {path}` | `{scope}` |" in text


@pytest.mark.django_db
def test_the_pages_of_the_api_are_for_people_who_are_signed_in(world, client):
    for name in ("api_pages", "api_description"):
        assert client.get(reverse(name)).status_code == 302
        for who in (Role.AGENT, Role.DECIDER, Office.SYSTEM):
            assert world.client(who).get(reverse(name)).status_code == 200
    told = world.client(Role.DECIDER).get(reverse("api_description")).json()
    assert told == description()


@pytest.mark.django_db
def test_the_page_of_the_api_has_every_route_and_nothing_that_its_policy_forbids(world):
    page = world.client(Role.CONTRACT_MANAGER).get(reverse("api_pages"))
    text = page.content.decode()
    for method, path in ROUTES:
        assert f"{method} /contracts/{{contract}}{path}" in text
    assert "style=" not in text
    assert "<script>" not in text
    assert "https://" not in text
