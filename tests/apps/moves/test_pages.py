from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jieting.apps.accounts.roles import Role
from jieting.apps.moves import hooks
from jieting.apps.moves.actions import Attachment, open_move, take_step
from jieting.apps.moves.forms import RESERVED
from jieting.apps.moves.models import Act, Move
from jieting.apps.moves.page_words import until
from jieting.domain.books.kind import Clock
from jieting.domain.books.kinds import KINDS
from jieting.domain.contracts.board.standing import Side
from jieting.domain.errors import Finding
from jieting.domain.periods import SECOND, instant
from jieting.domain.said import say
from tests.apps.world import AT, World

NINGDE = "ningde-12123"
OUTAGE = {
    "from": instant(AT), "to": instant(AT) + 3600 * SECOND, "cause": "outage",
    "reason": "trunk cut",
}  # fmt: skip
TYPED = {"from": "2026-10-01T10:00", "to": "2026-10-01T11:30", "cause": "outage", "reason": "cut"}


def propose(world: World, role: Role = Role.CONTRACT_MANAGER, **more: object) -> Move:
    facts = {**OUTAGE, **more.pop("facts", {})}
    by = world.actor(role)
    return open_move(by=by, at=AT, contract_id=NINGDE, kind="exclusion", facts=facts, **more)


def english(client: Client) -> Client:
    client.cookies["language"] = "en"
    return client


def shown(client: Client, name: str, *args: object, **query: object) -> str:
    answer = client.get(reverse(name, args=[NINGDE, *args]), query)
    assert answer.status_code == 200
    return told(answer)


def told(answer) -> str:
    text = re.sub(r"<(script|style).*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", text)).split())


def main_part(answer) -> str:
    text = answer.content.decode()
    return text[text.index("<main") : text.index("</main>")]


@pytest.fixture
def decider(world: World) -> Client:
    return english(world.client(Role.DECIDER))


@pytest.fixture
def manager(world: World) -> Client:
    return english(world.client(Role.CONTRACT_MANAGER))


def step(client: Client, number: int, name: str, **data: object):
    given = {"revision": "1", **data}
    return client.post(reverse("move_step", args=[NINGDE, number, name]), given)


def test_an_empty_inbox_says_that_nothing_waits(decider):
    assert "Nothing waits for you." in shown(decider, "inbox")


def test_a_proposal_waits_in_the_inbox_of_the_other_side_only(world, decider, manager):
    propose(world)
    assert "Waiting for me 1 Waiting" in shown(decider, "inbox")
    mine = shown(manager, "inbox")
    assert "Nothing waits for you." in mine
    assert "Waiting for the other side 1" in mine


def test_one_who_may_not_decide_is_told_who_may(world, manager):
    propose(world, Role.DECIDER)
    trainer = english(world.client(Role.TRAINER))
    inbox = shown(trainer, "inbox")
    assert "Waiting for others of your side 1" in inbox
    assert "Supervisor, Contract manager" in inbox
    page = shown(trainer, "move", 1)
    assert "Your role may not do this. Who may: Supervisor, Contract manager" in page
    assert "Waiting for me 1" in shown(manager, "inbox")


def test_what_another_app_objects_to_waits_for_somebody_else(world, decider, monkeypatch):
    propose(world)
    told = Finding("second", say("No."), say("Why."), say("Ask another person."))
    monkeypatch.setattr(hooks, "_objections", [lambda *_: told])
    assert "Waiting for others of your side 1" in shown(decider, "inbox")
    page = shown(decider, "move", 1)
    assert "Ask another person." in page
    assert "not by you" in page


def test_the_badge_of_the_inbox_is_the_length_of_its_list(world, decider):
    for _ in range(3):
        propose(world)
    answer = decider.get(reverse("moves", args=[NINGDE]))
    [inbox] = [i for i in answer.context["navigation"][0]["items"] if i["count"]]
    assert inbox["count"] == 3
    assert '<span class="count">3</span>' in answer.content.decode()


def test_more_waiting_moves_ask_the_database_no_more(world, decider):
    asked = []
    for many in (1, 12):
        for _ in range(many):
            propose(world)
        with CaptureQueriesContext(connection) as queries:
            decider.get(reverse("inbox", args=[NINGDE]))
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_the_inbox_puts_the_first_deadline_first_and_marks_what_is_overdue(
    world, decider, monkeypatch
):
    now = instant(timezone.now())
    due = {1: now + 5 * 3600 * SECOND + 60 * SECOND, 2: now - 2 * 3600 * SECOND - 60 * SECOND}

    def clock(move, contract):
        at = due.get(move.number)
        return Clock(at, Side.PURCHASER, say("Decide")) if at else None

    kind = replace(KINDS["exclusion"], clock=clock)
    for module in ("actions", "rows", "page_inbox", "page_list", "page_move", "views_move"):
        monkeypatch.setattr(f"jieting.apps.moves.{module}.KINDS", {**KINDS, "exclusion": kind})
    for _ in range(3):
        propose(world)
    inbox = shown(decider, "inbox")
    places = [inbox.index(name) for name in ("M-2", "M-1", "M-3")]
    assert places == sorted(places)
    assert "overdue by 2 h" in inbox
    assert "in 5 h" in inbox
    assert "no deadline" in inbox


def test_the_list_is_narrowed_by_kind_state_month_side_and_word(world, decider):
    propose(world)
    day = {"from": None, "to": None, "day": "2026-09-03", "reason": "flood in the cellar"}
    propose(world, facts=day, text="see the photograph")
    take_step(by=world.actor(Role.DECIDER), at=AT, contract_id=NINGDE, number=2, step="agree")
    found = {
        "kind=exclusion": {1, 2}, "kind=complaint": set(), "state=open": {1}, "state=ended": {2},
        "month=2026-10": {1}, "month=2026-09": {2}, "month=2026-13": {1, 2},
        "side=purchaser": {1}, "side=supplier": set(), "word=CELLAR": {2}, "word=photograph": {2},
        "word=M-2": {2}, "word=1": {1}, "word=100%25": set(), "word=%00": {1, 2},
    }  # fmt: skip
    for query, numbers in found.items():
        answer = decider.get(reverse("moves", args=[NINGDE]) + f"?{query}")
        got = {int(n) for n in re.findall(r"row-link[^>]*>M-(\d+)", answer.content.decode())}
        assert got == numbers, query


def test_a_long_list_has_pages(world, decider):
    for number in range(51):
        Move.objects.bulk_create([Move(
            contract_id=NINGDE, number=number + 1, kind="exclusion", state="agreed", facts=OUTAGE,
            is_open=False, opened_at=AT, changed_at=AT, digest="x",
        )])  # fmt: skip
    Act.objects.bulk_create(
        Act(move=m, number=1, step="open", state="proposed", side="supplier", by="x", at=AT)
        for m in Move.objects.all()
    )
    assert "1-50 of 51" in shown(decider, "moves")
    last = shown(decider, "moves", page=2, state="ended")
    assert "51-51 of 51" in last
    assert "M-1 " in last


def test_a_form_is_made_of_the_fields_of_every_kind(world):
    clients = {Side.SUPPLIER: world.client(Role.CONTRACT_MANAGER),
               Side.PURCHASER: world.client(Role.DECIDER)}  # fmt: skip
    for kind in KINDS.values():
        for side, client in clients.items():
            status = client.get(reverse("move_new", args=[NINGDE, kind.name])).status_code
            opened = 302 if kind.opens_at else 404 if kind.by_system else 200
            expected = opened if opened != 200 or side in kind.opens else 409
            assert status == expected, (kind.name, side)


def test_no_field_of_a_kind_has_a_name_that_the_pages_use():
    for kind in KINDS.values():
        for fields in (kind.fields, *(step.fields for step in kind.steps)):
            assert not RESERVED & {field.name for field in fields}, kind.name


def test_a_proposal_is_typed_in_local_time_and_opened(world, manager):
    answer = manager.post(
        reverse("move_new", args=[NINGDE, "exclusion"]), {**TYPED, "text": "see the log"}
    )
    assert answer.status_code == 302
    move = Move.objects.get()
    assert move.facts["from"] == instant(AT)  # 10:00 in Shanghai is 02:00 in Greenwich
    assert "see the log" in shown(manager, "move", move.number)


def test_the_address_fills_the_form(manager):
    page = manager.get(
        reverse("move_new", args=[NINGDE, "exclusion"]), {"reason": "<flood>", "cause": "other"}
    ).content.decode()
    assert 'value="&lt;flood&gt;"' in page
    assert '<option value="other" selected>' in page


def test_a_call_of_the_address_fills_the_field_that_asks_for_one(manager):
    page = manager.get(
        reverse("move_new", args=[NINGDE, "complaint"]), {"call_id": "1798000000.17"}
    ).content.decode()
    assert 'value="1798000000.17"' in page


def test_a_move_about_another_is_linked_with_it_both_ways(world, manager, decider):
    propose(world)
    assert "About Exclusion M-1" in told(
        manager.get(reverse("move_new", args=[NINGDE, "exclusion"]), {"about": "1"})
    )
    manager.post(reverse("move_new", args=[NINGDE, "exclusion"]), {**TYPED, "about": "1"})
    assert "is about Exclusion M-1" in shown(decider, "move", 2)
    assert "followed by Exclusion M-2" in shown(decider, "move", 1)
    for about in ("99", "x", "99999999999999"):
        answer = manager.get(reverse("move_new", args=[NINGDE, "exclusion"]), {"about": about})
        assert answer.status_code == 404, about


def test_the_page_of_a_move_tells_everything_that_was_done(world, decider):
    propose(world, text="first line\nsecond line", files=[Attachment("log.txt", b"down")])
    page = shown(decider, "move", 1)
    for said in (
        "Exclusion M-1", "proposed, not decided", "purchaser (your side)", "trunk cut",
        "outage of lines or the platform", "supplier: proposed", "Contract manager",
        "second line", "log.txt", "4 bytes", "2026-10-01 10:00", "N-4.1",
    ):  # fmt: skip
        assert said in page, said


def test_the_side_that_waits_is_told_so(world, manager):
    propose(world)
    page = shown(manager, "move", 1)
    assert "Withdraw" in page
    assert "step-agree" not in page


def test_a_decision_is_taken_and_shown(world, decider):
    propose(world)
    assert step(decider, 1, "agree").status_code == 302
    page = shown(decider, "move", 1)
    assert "purchaser: agreed" in page
    assert "What you can do" not in page


def test_a_refusal_without_a_reason_says_so_beside_the_field(world, decider):
    propose(world)
    answer = step(decider, 1, "refuse", text="  ")
    assert answer.status_code == 422
    part = main_part(answer)
    assert part.index('id="step-refuse" open') < part.index("field-error")
    assert 'id="step-agree" open' not in part


def test_of_two_deciders_the_second_is_told_and_keeps_what_was_typed(world, decider):
    propose(world)
    other = english(world.client(Role.PURCHASER_SUPERVISOR))
    assert step(decider, 1, "agree").status_code == 302
    answer = step(other, 1, "refuse", text="the log says otherwise")
    assert answer.status_code == 409
    page = told(answer)
    assert "has acted in M-1 since you opened it" in page
    assert "What you had written" in page
    assert page.count("the log says otherwise") == 2  # to be read, and ready as a remark
    assert "purchaser: agreed" in page
    assert Act.objects.count() == 2


def test_who_has_not_seen_a_remark_decides_after_reading_it(world, decider, manager):
    propose(world)
    assert step(manager, 1, "remark", text="more follows").status_code == 302
    answer = step(decider, 1, "refuse", text="not proven")
    assert answer.status_code == 409
    part = main_part(answer)
    assert "step-new" in part
    assert 'name="revision" value="2"' in part
    assert "not proven</textarea>" in part
    assert step(decider, 1, "refuse", text="not proven", revision="2").status_code == 302


def test_a_decision_that_names_no_revision_is_not_taken(world, decider):
    propose(world)
    for revision in ("", "x", "0", "-1", "²"):
        assert step(decider, 1, "agree", revision=revision).status_code == 409, revision
    assert Act.objects.count() == 1


def test_a_remark_needs_not_have_seen_everything(world, decider, manager):
    propose(world)
    assert step(manager, 1, "remark", text="one").status_code == 302
    assert step(decider, 1, "remark", text="two").status_code == 302


def test_a_step_of_the_other_side_or_of_the_system_cannot_be_sent(world, manager):
    propose(world)
    assert step(manager, 1, "agree").status_code == 409
    assert step(manager, 1, "overturn").status_code == 404
    assert step(manager, 1, "made-up").status_code == 404
    assert Act.objects.count() == 1


def test_an_open_page_is_told_that_something_was_added(world, decider):
    propose(world)
    url = reverse("move_news", args=[NINGDE, 1])
    assert "Something was added" not in told(decider.get(url, {"seen": "1"}))
    assert "Something was added" in told(decider.get(url, {"seen": "0"}))
    assert 'data-live="move:1"' in decider.get(url, {"seen": "1"}).content.decode()


def test_moves_of_another_contract_are_not_found(world):
    propose(world)
    other = world.client(Role.DECIDER, world.other_contract)
    for name, args in (("move", [1]), ("move_effect", [1]), ("move_news", [1])):
        assert other.get(reverse(name, args=[NINGDE, *args])).status_code == 404
        there = reverse(name, args=[world.other_contract, *args])
        assert other.get(there).status_code == 404


def test_an_agent_sees_no_moves(world):
    propose(world)
    agent = world.client(Role.AGENT)
    for name, args in (("inbox", []), ("moves", []), ("move", [1]), ("move_new", ["exclusion"])):
        assert agent.get(reverse(name, args=[NINGDE, *args])).status_code == 403
    answer = agent.get(reverse("board", args=[NINGDE]))
    assert reverse("inbox", args=[NINGDE]) not in answer.content.decode()


def test_names_and_texts_of_moves_are_only_text(world, decider):
    evil = '<img src=x onerror="alert(1)">'
    propose(world, facts={"reason": evil}, text=f"{evil} {{% now %}}",
            files=[Attachment(f"{evil}.txt", b"x")])  # fmt: skip
    for name, args in (("inbox", []), ("moves", []), ("move", [1])):
        page = decider.get(reverse(name, args=[NINGDE, *args])).content.decode()
        assert "<img" not in page, name
        assert "&lt;img" in page, name


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-90_061, "overdue by 25 h"), (-7_200, "overdue by 2 h"), (-59, "overdue by 0 min"),
        (0, "in 0 min"), (3_599, "in 59 min"), (3_600, "in 1 h"), (172_799, "in 47 h"),
        (172_800, "in 2 days"), (-172_800, "overdue by 2 days"),
    ],
)  # fmt: skip
def test_the_time_that_is_left_is_told_in_whole_units(seconds, words):
    assert str(until(seconds * SECOND, 0)) == words
