from __future__ import annotations

import pytest

from jieting.apps.accounts.roles import Role
from jieting.apps.audit.witnesses import Statement
from jieting.apps.base.waiting import waiting_for
from jieting.apps.contracts import witness
from jieting.apps.contracts.actions import add_version
from jieting.apps.contracts.agreeing import agree_readings, take_back
from jieting.apps.contracts.models import ReadingAgreement, Version
from jieting.apps.contracts.queries import (
    effective_text,
    newest_version,
    terms_digest,
    terms_of,
)
from jieting.domain.contracts.board.standing import Side
from jieting.domain.errors import Refused
from tests.apps.contracts.test_contract_page import page, text_of
from tests.apps.world import AT, BY, CONTRACTS

NINGDE = CONTRACTS[0]
FLOOR, POINT = ("floor", ""), ("partial_point", "N-5.2.3")
SIDES = {Side.SUPPLIER: Role.CONTRACT_MANAGER, Side.PURCHASER: Role.DECIDER}

pytestmark = pytest.mark.django_db


def agree(world, role, *readings, version="1"):
    by = world.actor(role)
    return agree_readings(by=by, at=AT, contract_id=NINGDE, version=version, readings=readings)


def back(world, role, reading):
    by = world.actor(role)
    take_back(by=by, at=AT, contract_id=NINGDE, version="1", reading=reading)


def codes(done):
    with pytest.raises(Refused) as caught:
        done()
    return [finding.code for finding in caught.value.findings]


def agreed(version):
    return {(c.name, c.clause) for c in terms_of(version).choices if c.agreed}


def test_one_side_alone_agrees_to_nothing(world):
    version = newest_version(NINGDE)
    before = terms_digest(version)
    assert agree(world, Role.CONTRACT_MANAGER, FLOOR, POINT) == 2
    assert (agreed(version), terms_digest(version)) == (set(), before)


def test_what_both_sides_agree_to_stands_in_the_text_and_nothing_else_changes(world):
    for role in SIDES.values():
        agree(world, role, FLOOR, POINT)
    version = newest_version(NINGDE)
    assert agreed(version) == {FLOOR, POINT}
    assert version.text == text_of(NINGDE)
    pairs = zip(version.text.split("\n"), effective_text(version).split("\n"), strict=True)
    changed = [pair for pair in pairs if pair[0] != pair[1]]
    assert changed == [("agreed = false", "agreed = true")] * 2
    assert terms_digest(version) != version.digest


def test_the_download_is_the_text_in_force_and_the_one_as_added_is_there_too(world):
    for role in SIDES.values():
        agree(world, role, FLOOR)
    client, url = world.client(Role.DECIDER), f"/c/{NINGDE}/contract/versions/1/file/"
    assert client.get(url).content.decode() == effective_text(newest_version(NINGDE))
    assert client.get(url, {"as": "added"}).content == text_of(NINGDE).encode()


def test_it_can_be_taken_back_until_the_other_side_has_agreed_too(world):
    agree(world, Role.CONTRACT_MANAGER, FLOOR)
    back(world, Role.CONTRACT_MANAGER, FLOOR)
    assert not ReadingAgreement.objects.exists()
    assert codes(lambda: back(world, Role.CONTRACT_MANAGER, FLOOR)) == ["not_agreed"]
    for role in SIDES.values():
        agree(world, role, FLOOR)
    assert codes(lambda: back(world, Role.DECIDER, FLOOR)) == ["both_agreed"]


def test_agreeing_twice_is_agreeing_once(world):
    assert [agree(world, Role.DECIDER, FLOOR) for _ in range(2)] == [1, 0]


def test_who_may_not_amend_does_not_agree_and_unknown_readings_are_told(world):
    assert codes(lambda: agree(world, Role.SUPERVISOR, FLOOR)) == ["contract_not_yours"]
    assert codes(lambda: agree(world, Role.DECIDER, ("x", ""))) == ["no_reading"]
    assert codes(lambda: agree(world, Role.DECIDER, FLOOR, version="9")) == ["no_version"]


def test_nobody_agrees_to_a_version_that_was_replaced(world):
    add_version(by=BY, at=AT, text=text_of(NINGDE, "2", "2026-07-01"))
    assert codes(lambda: agree(world, Role.DECIDER, FLOOR)) == ["version_replaced"]
    assert agree(world, Role.DECIDER, FLOOR, version="2") == 1


def test_the_page_has_a_button_for_each_reading_and_one_for_all_and_says_who_agreed(world):
    rows = page(world).context["page"]
    assert len(rows.to_agree) == len(rows.readings)
    client = world.client(Role.CONTRACT_MANAGER)
    url = f"/c/{NINGDE}/contract/readings/agree/"
    assert client.post(url, {"version": "1", "reading": list(rows.to_agree)}).status_code == 302
    html = page(world).content.decode()
    assert html.count("contract_manager@ningde-12123<br>") == len(rows.readings)
    assert "Take back" in html
    other = page(world, Role.DECIDER)
    assert len(other.context["page"].to_agree) == len(rows.readings)
    assert page(world, Role.AGENT).context["page"].to_agree == ()


def test_what_the_other_side_agreed_to_waits_for_ones_own(world):
    agree(world, Role.CONTRACT_MANAGER, FLOOR, POINT)
    [waits] = waiting_for(NINGDE, Side.PURCHASER)
    assert str(waits.title) == "Agree to 2 readings"
    assert waiting_for(NINGDE, Side.SUPPLIER) == []
    agree(world, Role.DECIDER, FLOOR, POINT)
    assert waiting_for(NINGDE, Side.PURCHASER) == []


def test_the_witness_convicts_an_agreement_that_was_turned(world):
    agree(world, Role.CONTRACT_MANAGER, FLOOR)
    row = ReadingAgreement.objects.get()
    said = {"digest": witness.agreeing.digest_of(row)}
    name = witness.agreeing.object_of(row)
    statement = Statement(1, "contracts.reading.agreed", NINGDE, name, said)
    assert list(witness.compare_agreements([statement])) == []
    ReadingAgreement.objects.update(side="purchaser")
    assert len(list(witness.compare_agreements([statement]))) == 1
    assert len(list(witness.compare_agreements([]))) == 1


def test_a_text_that_says_agreed_needs_nobody_to_agree(world):
    text = text_of(NINGDE, "2", "2026-07-01").replace("agreed = false", "agreed = true", 1)
    add_version(by=BY, at=AT, text=text)
    assert agree(world, Role.DECIDER, ("period_of_call", ""), version="2") == 0
    assert Version.objects.latest("pk").agreements.count() == 0
