from __future__ import annotations

from hashlib import sha256

import pytest

from jieting.apps.accounts.roles import Role
from jieting.apps.contracts.actions import add_version
from tests.apps.world import AT, BY, CONTRACTS, FOLDER

HOTLINE, POST_LOAN = CONTRACTS

pytestmark = pytest.mark.django_db


def text_of(contract, version="1", start="2026-01-01"):
    text = (FOLDER / f"{contract}.toml").read_text(encoding="utf-8")
    text = text.replace('version = "1"', f'version = "{version}"')
    return text.replace("effective_from = 2026-01-01", f"effective_from = {start}")


def page(world, role=Role.CONTRACT_MANAGER, contract=HOTLINE, **asked):
    client = world.client(role, contract)
    client.cookies["language"] = "en"
    return client.get(f"/c/{contract}/contract/", asked)


@pytest.mark.parametrize("contract", CONTRACTS)
def test_every_clause_and_reading_stands_on_the_page(world, contract):
    found = page(world, contract=contract)
    terms, html = found.context["page"].terms, found.content.decode()
    assert all(f'id="clause-{clause.id}"' in html for clause in terms.clauses)
    assert all(
        choice.note and choice.note in html.replace("&#x27;", "'") for choice in terms.choices
    )
    assert sha256(text_of(contract).encode()).hexdigest() in html


def test_rules_are_told_in_words(world):
    html = page(world).content.decode()
    assert "connection rate of at least 90 %" in html
    assert "each 1 % beyond it costs 1 points" in html
    assert "90 or more: 1.00" in html
    other = page(world, contract=POST_LOAN).content.decode()
    assert "daily abandon rate above 30 %: not on 3 days in a row" in other
    assert "violations (level 2): put right within 24 hours of receipt" in other


def test_clauses_are_found_by_kind_and_word(world):
    found = page(world, kind="kpi").context["page"].clauses
    assert [row.clause.id for row in found] == ["N-4.1", "N-4.2", "N-4.3"]
    found = page(world, q="n-5.2.3").context["page"].clauses
    assert [row.clause.id for row in found] == ["N-5.2.3"]
    assert "No clause is like that." in page(world, q="nothing of the kind").content.decode()


def test_the_file_is_the_text_byte_for_byte(world):
    found = world.client(Role.DECIDER).get(f"/c/{HOTLINE}/contract/versions/1/file/")
    assert found.content == text_of(HOTLINE).encode()
    assert found["Content-Disposition"].startswith("attachment")


def test_an_agent_sees_the_clauses_and_neither_fee_nor_file(world):
    html = page(world, Role.AGENT).content.decode()
    assert "N-5.2.3" in html
    assert "300,000.00" not in html
    assert "/file/" not in html
    found = world.client(Role.AGENT).get(f"/c/{HOTLINE}/contract/versions/1/file/")
    assert found.status_code == 403
    assert "300,000.00" in page(world).content.decode()


def test_another_version_is_shown_by_its_name(world):
    add_version(by=BY, at=AT, text=text_of(HOTLINE, "2 / 新", "2026-07-01"))
    assert page(world, version="1").context["page"].version.name == "1"
    found = page(world, version="2 / 新")
    assert found.context["page"].version.name == "2 / 新"
    names = [row.version.name for row in found.context["page"].versions]
    assert names == ["2 / 新", "1"]
    file = page(world, version="2 / 新").context["file"]
    assert world.client(Role.DECIDER).get(file).status_code == 200


def test_a_version_that_is_not_there_is_not_found(world):
    assert page(world, version="9").status_code == 404
    found = world.client(Role.DECIDER).get(f"/c/{HOTLINE}/contract/versions/9/file/")
    assert found.status_code == 404
