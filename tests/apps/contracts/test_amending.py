from __future__ import annotations

import pytest

from jieting.apps.accounts.roles import Role
from jieting.apps.audit.models import Entry
from jieting.apps.audit.witnesses import Statement
from jieting.apps.base.waiting import waiting_for
from jieting.apps.contracts import amending, guards, witness
from jieting.apps.contracts.actions import add_version
from jieting.apps.contracts.models import Amendment, Version
from jieting.apps.contracts.queries import newest_version, terms_of
from jieting.domain.contracts.board.standing import Side
from jieting.domain.errors import BadInput, Finding, Refused
from jieting.domain.said import say
from tests.apps.contracts.test_contract_page import text_of
from tests.apps.world import AT, BY, CONTRACTS

NINGDE, POST_LOAN = CONTRACTS
NEW = text_of(NINGDE, "2", "2026-12-01").replace("cap = 2 }", "cap = 3 }", 1)

pytestmark = pytest.mark.django_db


def propose(world, role=Role.CONTRACT_MANAGER, text=NEW, reason="more", contract=NINGDE):
    by = world.actor(role, contract)
    return amending.propose_amendment(by=by, at=AT, contract_id=contract, text=text, reason=reason)


def decide(world, done, role, number=1, **more):
    return done(by=world.actor(role), at=AT, contract_id=NINGDE, number=number, **more)


def agree(world, role=Role.DECIDER):
    return decide(world, amending.agree_amendment, role)


def codes(done, error=Refused):
    with pytest.raises(error) as caught:
        done()
    return [finding.code for finding in caught.value.findings]


def test_what_the_other_side_agrees_to_becomes_a_version_at_once(world):
    made = propose(world)
    assert (made.number, made.side, made.state) == (1, "supplier", "proposed")
    assert newest_version(NINGDE).name == "1"
    version = agree(world)
    assert (newest_version(NINGDE), version.text) == (version, NEW)
    row = Amendment.objects.get()
    assert (row.state, row.decided_by, row.added) == ("agreed", "decider@ningde-12123", version)
    events = list(Entry.objects.order_by("number").values_list("event", flat=True))[-2:]
    assert events == ["contracts.version.added", "contracts.amendment.agreed"]


def test_nobody_agrees_to_what_the_own_side_proposed(world):
    propose(world)
    assert codes(lambda: agree(world, Role.CONTRACT_MANAGER)) == ["amendment_not_your_side"]
    withdraw = lambda: decide(world, amending.withdraw_amendment, Role.DECIDER)  # noqa: E731
    assert codes(withdraw) == ["amendment_not_your_side"]
    assert codes(lambda: agree(world, Role.PURCHASER_SUPERVISOR)) == ["contract_not_yours"]


def test_the_purchaser_proposes_too_and_a_refusal_has_a_reason(world):
    propose(world, Role.DECIDER)
    refuse = amending.refuse_amendment
    wrong = codes(lambda: decide(world, refuse, Role.CONTRACT_MANAGER, reason=" "), BadInput)
    assert wrong == ["no_reason"]
    row = decide(world, refuse, Role.CONTRACT_MANAGER, reason="too dear")
    assert (row.state, row.decided_reason) == ("refused", "too dear")
    assert Version.objects.filter(contract_id=NINGDE).count() == 1


def test_the_second_decision_is_told_of_the_first(world):
    propose(world)
    decide(world, amending.withdraw_amendment, Role.CONTRACT_MANAGER)
    assert codes(lambda: agree(world)) == ["amendment_decided"]


def test_a_proposal_made_before_another_version_came_is_not_agreed_to(world):
    propose(world)
    add_version(by=BY, at=AT, text=text_of(NINGDE, "1b", "2026-11-01"))
    assert codes(lambda: agree(world)) == ["amendment_base_gone"]


@pytest.mark.parametrize(
    ("text", "code", "error"),
    [
        (NEW.replace('id = "ningde-12123"', 'id = "x"'), "other_contract", Refused),
        (text_of(NINGDE, "2"), "version_not_later", Refused),
        (text_of(NINGDE, "1", "2026-12-01"), "version_there", Refused),
        (NEW.replace("points = 25", "points = 24", 1), "points_total", BadInput),
        (NEW[: len(NEW) // 2] + "=", "not_toml", BadInput),
        ("#" * 400_001, "contract_too_long", BadInput),
    ],
)
def test_what_cannot_follow_is_not_proposed(world, text, code, error):
    assert code in codes(lambda: propose(world, text=text), error)
    assert not Amendment.objects.exists()


def test_a_guard_speaks_against_every_new_version(world, monkeypatch):
    sealed = Finding("month_sealed", say("x"), say("x"), say("x"))
    monkeypatch.setattr(guards, "version_guards", [lambda contract, day: sealed])
    assert codes(lambda: propose(world)) == ["month_sealed"]
    add = lambda: add_version(by=BY, at=AT, text=NEW)  # noqa: E731
    assert codes(add) == ["month_sealed"]


def test_it_waits_for_the_other_side(world):
    propose(world)
    [waits] = waiting_for(NINGDE, Side.PURCHASER)
    assert (waits.url, str(waits.about)) == (
        f"/c/{NINGDE}/contract/amendments/1/",
        "version 2, from 2026-12-01 on",
    )
    agree(world)
    assert waiting_for(NINGDE, Side.PURCHASER) == []


def test_the_witness_convicts_an_amendment_that_was_turned(world):
    row = propose(world)
    said = {"digest": amending.digest_of(row)}
    statement = Statement(1, "contracts.amendment.proposed", NINGDE, "amendment 1", said)
    assert list(witness.compare_amendments([statement])) == []
    Amendment.objects.update(text=NEW.replace("cap = 3", "cap = 9"))
    assert len(list(witness.compare_amendments([statement]))) == 1


def shown(world, url, role=Role.CONTRACT_MANAGER, contract=NINGDE, **data):
    client = world.client(role, contract)
    client.cookies["language"] = "en"
    path = f"/c/{contract}/contract/{url}"
    return client.post(path, data) if data else client.get(path)


def given(found, **changes):
    form = found.context["form"]
    values = {name: form[name].value() for name in form.fields}
    values = {name: value for name, value in values.items() if value is not None}
    return {**values, "reason": "because", **changes}


def test_single_values_become_a_proposal_in_words_and_lines(world):
    data = given(shown(world, "amend/"), **{"target/N-4.1": "92", "reading/floor": "total"})
    found = shown(world, "amend/", **data)
    told = {(d.clause, str(d.before), str(d.after)) for d in found.context["differences"]}
    assert (
        "",
        "each row of the table ends at 0",
        "rows may go below 0, only the total ends at 0",
    ) in told
    assert any(clause == "N-4.1" and "at least 92 %" in after for clause, _, after in told)
    assert any(clause == "N-5.2.3" and "at least 92 %" in after for clause, _, after in told)
    assert "set=target%2FN-4.1%3D92" in found.context["tried"]
    sent = {name: found.context[name] for name in ("text", "reason")}
    # A browser sends line ends as CR LF.
    sent["text"] = sent["text"].replace("\n", "\r\n")
    assert shown(world, "amendments/", **sent).status_code == 302
    version = agree(world)
    terms = terms_of(version)
    assert (version.name, str(version.effective_from)) == (
        data["version"],
        str(data["effective_from"]),
    )
    assert terms.figure_use("N-4.1").target.value == 92
    assert {(c.name, c.agreed) for c in terms.choices if c.value == "total"} == {("floor", True)}


def test_values_that_change_nothing_or_are_wrong_are_told(world):
    data = given(shown(world, "amend/"))
    assert shown(world, "amend/", **{**data, "target/N-4.1": "many"}).status_code == 422
    found = shown(world, "amend/", **{**data, "effective_from": "2026-01-01"})
    assert found.status_code == 409
    assert [f.code for f in found.context["findings"]] == ["version_not_later"]


def test_findings_of_an_edited_text_have_their_lines(world):
    data = given(shown(world, "amend/text/"))
    broken = data["text"].replace("points = 25", "points = lots", 1)
    found = shown(world, "amend/text/", **{**data, "text": broken})
    assert found.status_code == 422
    line = broken[: broken.index("points = lots")].count("\n") + 1
    assert [f.place.line for f in found.context["findings"]] == [line]


def test_the_page_of_a_proposal_lets_the_other_side_decide_and_the_own_withdraw(world):
    propose(world)
    ours = shown(world, "amendments/1/").content.decode()
    theirs = shown(world, "amendments/1/", Role.DECIDER).content.decode()
    assert "/amendments/1/withdraw/" in ours
    assert "/amendments/1/agree/" not in ours
    assert "/amendments/1/agree/" in theirs
    assert "/amendments/1/withdraw/" not in theirs
    assert shown(world, "amendments/1/file/", Role.DECIDER).content == NEW.encode()
    assert shown(world, "amendments/9/").status_code == 404
    assert shown(world, "amendments/1/agree/", Role.DECIDER, x="").status_code == 302
    assert newest_version(NINGDE).name == "2"
