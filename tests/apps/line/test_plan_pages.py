from __future__ import annotations

import re
from html import unescape
from tempfile import gettempdir
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings

from jieting.apps.accounts.roles import Role
from jieting.apps.line.giving import Given
from jieting.apps.line.models import PlanRevision, Secret
from jieting.apps.line.planning import applying, refusals
from jieting.apps.line.planning.queries import newest, newest_plan, shipped_plan
from jieting.apps.line.planning.rows import Findings, Tree
from jieting.domain.calls.call import Rating
from jieting.domain.line.check_tree import reached
from jieting.domain.line.plan import HandOver, Information, Menu, Message
from jieting.domain.line.toml import plan_text
from tests.unit.line.plans import trees

pytestmark = pytest.mark.django_db
PLAN = "/c/ningde-12123/line/plan/"


@pytest.fixture
def planner(world):
    client = world.client(Role.SUPERVISOR)
    client.cookies["language"] = "en"
    return client


@pytest.fixture
def begun(planner, world):
    assert planner.post(f"{PLAN}begin/").status_code == 302
    return newest_plan(world.contract)


def test_whoever_saved_a_plan_is_told_by_the_own_name(world, planner):
    user = world.user(Role.SUPERVISOR)
    user.name = "林主管"
    user.save()
    planner.post(f"{PLAN}begin/")
    assert newest(world.contract).made_by_name == "林主管"
    assert "林主管" in _text(world.client(Role.CONTRACT_MANAGER).get(f"{PLAN}revisions/"))


def _plan(world):
    return newest_plan(world.contract)


def _sent(client, url: str, **changes):
    """The form of a page as a browser sends it back, with changes."""
    page = client.get(url)
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields}
    values = {k: v for k, v in values.items() if v is not None and v is not False}
    given = {**values, "revision": page.context["revision"], **changes}
    return client.post(url, {k: v for k, v in given.items() if v is not None})


def _text(page) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def _codes(page) -> set[str]:
    return {finding.code for finding in page.context["findings"]}


def test_a_line_without_a_plan_offers_the_shipped_one(planner, world) -> None:
    page = planner.get(PLAN)
    assert "Begin with the shipped plan" in _text(page)
    reader = world.client(Role.DECIDER)
    assert f"{PLAN}begin/" not in reader.get(PLAN).content.decode()
    planner.post(f"{PLAN}begin/")
    assert newest(world.contract).text == shipped_plan(world.contract)


def test_the_plan_shows_every_step_once_as_a_card(planner, begun) -> None:
    html = planner.get(PLAN).content.decode()
    for name in begun.nodes:
        assert html.count(f'id="node-{name}"') == 1, name
    assert "six" not in html
    assert "The switch does not run this plan yet." in html
    assert "jieting switch render /srv/line" in html


def test_the_plan_is_applied_where_the_pages_may_write(planner, begun, world, monkeypatch) -> None:
    answer = planner.post(f"{PLAN}apply/")
    assert answer.status_code == 409
    assert "jieting switch render /srv/line" in _text(answer)
    given = []

    def give(**what):
        given.append(what)
        return Given(1, 3, 15, (refusals.not_writable("x"),))

    setup = SimpleNamespace(etc=gettempdir(), sounds=gettempdir())
    monkeypatch.setattr(applying, "kept_setup", lambda home: setup)
    monkeypatch.setattr(applying, "give_plan", give)
    assert "Apply to the switch" in _text(planner.get(PLAN))
    page = planner.post(f"{PLAN}apply/", follow=True)
    assert (given[0]["setup"], given[0]["contract_id"]) == (setup, world.contract)
    assert "The switch took the plan over." in _text(page)
    assert "The switch's files cannot be written from here." in unescape(_text(page))
    setup.etc = "/nowhere"
    assert planner.post(f"{PLAN}apply/").status_code == 409


def test_the_purchaser_reads_and_changes_nothing(world, begun) -> None:
    client = world.client(Role.PURCHASER_SUPERVISOR)
    html = client.get(PLAN).content.decode()
    assert "node-main" in html
    assert "/part/" not in html
    assert client.get(f"{PLAN}part/queue/hotline/").status_code == 403


def test_a_form_that_is_sent_unchanged_changes_nothing(planner, begun, world) -> None:
    for part, name in (
        ("menu", "main"), ("information", "hours"), ("hand_over", "agent"), ("message", "busy"),
        ("queue", "hotline"), ("trunk", "carrier"), ("line", ""), ("survey", ""), ("recording", ""),
    ):  # fmt: skip
        url = f"{PLAN}part/{part}/{name}/" if name else f"{PLAN}part/{part}/"
        answer = _sent(planner, url)
        assert answer.status_code == 302, (part, _codes(answer))
        assert _plan(world) == begun, part
    assert newest(world.contract).revision == 1, "and makes no revision"


def test_a_step_is_added_and_a_key_leads_to_it(planner, begun, world) -> None:
    answer = _sent(
        planner, f"{PLAN}part/information/", name="fees", text="费用是十元。", then="more"
    )
    assert answer["Location"] == f"{PLAN}#node-fees"
    assert "No caller can reach the step fees." in _text(planner.get(PLAN))
    _sent(planner, f"{PLAN}part/menu/main/", key_4="fees", note="asked for often")
    plan = _plan(world)
    assert plan.nodes["fees"] == Information(name="fees", prompt="fees", then="more")
    assert plan.prompts["fees"] == "费用是十元。"
    assert plan.nodes["main"].keys["4"] == "fees"
    assert newest(world.contract).note == "asked for often"


@pytest.mark.parametrize(
    ("part", "fields", "made"),
    [
        (
            "menu",
            {"otherwise": "agent", "key_star": "main", "key_hash": "hours"},
            Menu(name="new", prompt="new", keys={"*": "main", "#": "hours"}, otherwise="agent"),
        ),
        ("hand_over", {"queue": "hotline"}, HandOver(name="new", queue="hotline")),
        ("message", {"prompt": "busy"}, Message(name="new", prompt="busy")),
    ],
)
def test_every_kind_of_step_can_be_added(planner, begun, world, part, fields, made) -> None:
    text = {"text": "新的"} if part == "menu" else {}
    answer = _sent(planner, f"{PLAN}part/{part}/", name="new", **text, **fields)
    assert answer.status_code == 302, answer.context["form"].errors
    assert _plan(world).nodes["new"] == made
    assert _plan(world).prompts["busy"] == begun.prompts["busy"]


def test_a_step_that_is_renamed_is_renamed_everywhere(planner, begun, world) -> None:
    _sent(planner, f"{PLAN}part/hand_over/agent/", name="people")
    plan = _plan(world)
    assert "agent" not in plan.nodes
    assert plan.nodes["main"].keys["0"] == "people"
    assert plan.nodes["main"].otherwise == "people"
    assert list(plan.nodes) == [{"agent": "people"}.get(n, n) for n in begun.nodes]
    _sent(planner, f"{PLAN}part/queue/hotline/", name="hotline-2")
    assert _plan(world).nodes["people"].queue == "hotline-2"


def test_a_step_that_is_still_led_to_cannot_be_taken_out(planner, begun, world) -> None:
    page = _sent(planner, f"{PLAN}part/information/hours/", do="remove")
    assert (page.status_code, _codes(page)) == (422, {"unknown_node"})
    _sent(planner, f"{PLAN}part/menu/main/", key_3="")
    assert _sent(planner, f"{PLAN}part/information/hours/", do="remove").status_code == 302
    assert "hours" not in _plan(world).nodes


def test_two_who_change_the_plan_at_once_do_not_overwrite_each_other(planner, begun, world) -> None:
    url = f"{PLAN}part/queue/hotline/"
    _sent(planner, url, ring_s="25")
    page = _sent(planner, url, ring_s="30", revision="1")
    assert (page.status_code, _codes(page)) == (409, {"plan_changed"})
    assert page.context["form"]["ring_s"].value() == "30", "what was typed is still there"
    assert page.context["revision"] == 1, "and is not silently put on top of the newer one"
    assert _plan(world).queues["hotline"].ring_s == 25


def test_a_wrong_value_is_told_at_its_field(planner, begun) -> None:
    page = _sent(planner, f"{PLAN}part/queue/hotline/", ring_s="1", name="Hot Line")
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"ring_s", "name"}
    page = _sent(planner, f"{PLAN}part/message/", name="main", text="x")
    assert set(page.context["form"].errors) == {"name"}


def test_choosing_another_prompt_does_not_change_what_it_says(planner, begun, world) -> None:
    _sent(planner, f"{PLAN}part/message/busy/", prompt="full")
    plan = _plan(world)
    assert plan.nodes["busy"].prompt == "full"
    assert plan.prompts["full"] == begun.prompts["full"]


def _rows(begun, **changed):
    sent = {
        "agents-TOTAL_FORMS": len(begun.agents) + 3, "agents-INITIAL_FORMS": len(begun.agents),
        "revision": 1,
    }  # fmt: skip
    for index, agent in enumerate(begun.agents.values()):
        sent |= {
            f"agents-{index}-name": agent.name, f"agents-{index}-extension": agent.extension,
            f"agents-{index}-skills": "hotline 1", f"agents-{index}-languages": "zh",
        }  # fmt: skip
    return {**sent, **{f"agents-{key}": value for key, value in changed.items()}}


def test_the_agents_are_one_table(planner, begun, world) -> None:
    person = f"agent@{world.contract}"
    page = planner.get(f"{PLAN}agents/")
    assert f">{person} · {person}</option>" in page.content.decode()
    assert f"trainer@{world.contract}" not in page.content.decode()
    answer = planner.post(
        f"{PLAN}agents/",
        _rows(
            begun,
            **{
                "0-person": person, "0-skills": "hotline 2， vip", "0-in_browser": "on",
                "1-DELETE": "on", "6-name": "林静", "6-extension": "8010",
            },
        ),
    )  # fmt: skip
    assert answer.status_code == 302
    agents = _plan(world).agents
    assert agents["8001"].person == person
    assert agents["8001"].skills == {"hotline": 2, "vip": 1}
    assert "8002" not in agents
    assert agents["林静"].extension == "8010"


def test_what_is_wrong_in_the_table_of_agents_is_told(planner, begun) -> None:
    def sent(**changed):
        return planner.post(f"{PLAN}agents/", _rows(begun, **changed))

    assert _codes(sent(**{"1-name": "8001"})) == {"twice"}
    assert _codes(sent(**{"1-extension": "8001"})) == {"extension_twice"}
    assert sent(**{"1-person": "ghost"}).status_code == 422
    assert sent(**{"1-skills": "1 hotline"}).status_code == 422
    assert PlanRevision.objects.count() == 1


def test_the_survey_is_switched_off_and_on(planner, begun, world) -> None:
    url = f"{PLAN}part/survey/"
    _sent(planner, url, asks=None)
    assert _plan(world).survey is None
    page = _sent(planner, url, asks="on", key_1="very_satisfied", key_5="dissatisfied")
    assert set(page.context["form"].errors) == {"prompt"}
    _sent(planner, url, asks="on", key_1="very_satisfied", key_5="dissatisfied", prompt="survey")
    assert _plan(world).survey.keys == {
        "1": Rating.VERY_SATISFIED, "5": Rating.DISSATISFIED,
    }  # fmt: skip


def test_a_password_is_kept_and_never_shown(planner, begun, world) -> None:
    planner.post(f"{PLAN}trunk/carrier/password/", {"password": "Carrier-9!"})
    assert Secret.objects.filter(name="carrier").exists()
    for url in (PLAN, f"{PLAN}part/trunk/carrier/", f"{PLAN}text/"):
        html = planner.get(url).content.decode()
        assert "Carrier-9!" not in html
    page = _sent(planner, f"{PLAN}part/trunk/carrier/", name="other", host="sip.example.net")
    assert page.status_code == 302
    assert _plan(world).trunks["carrier"].host == "sip.example.net"


def test_the_text_goes_out_and_comes_back_unchanged(planner, begun, world) -> None:
    file = planner.get(f"{PLAN}revisions/1/file/").content
    assert file == shipped_plan(world.contract).encode()
    changed = file.replace(b"ring_s = 15", b"ring_s = 25")
    sent = SimpleUploadedFile("plan.toml", changed)
    assert planner.post(f"{PLAN}text/", {"file": sent, "revision": 1}).status_code == 302
    assert newest(world.contract).text.encode() == changed
    typed = changed.decode().replace("\n", "\r\n")
    planner.post(f"{PLAN}text/", {"text": typed, "revision": 2})
    assert PlanRevision.objects.count() == 2, "a browser's line ends are no change"
    bad = SimpleUploadedFile("plan.toml", "[line]".encode("utf-16"))
    assert planner.post(f"{PLAN}text/", {"file": bad, "revision": 2}).status_code == 422


def test_a_wrong_text_is_shown_again_with_what_is_wrong(planner, begun) -> None:
    page = planner.post(f"{PLAN}text/", {"text": "[line]\nx = 1\n", "revision": 1})
    assert page.status_code == 422
    assert {"missing_key", "unknown_key"} <= _codes(page)
    assert "x = 1" in page.content.decode()


def test_revisions_are_listed_and_compared(planner, begun) -> None:
    _sent(planner, f"{PLAN}part/queue/hotline/", ring_s="25", note="slow telephones")
    assert "slow telephones" in _text(planner.get(f"{PLAN}revisions/"))
    html = planner.get(f"{PLAN}revisions/2/").content.decode()
    assert "plan-minus" in html
    assert "+ ring_s = 25" in html
    assert planner.get(f"{PLAN}revisions/1/?with=2").status_code == 200
    assert planner.get(f"{PLAN}revisions/9/").status_code == 404
    assert planner.get(f"{PLAN}revisions/99999999999/").status_code == 404


def test_the_menu_is_tried_on_the_page(planner, begun) -> None:
    text = _text(planner.get(f"{PLAN}try/?keys=11"))
    assert "violation-query" in text
    assert "served by the IVR" in text
    page = planner.get(f"{PLAN}try/?keys=0a1")
    assert "The call is over." in _text(page)
    assert "very satisfied" in _text(page)
    assert "rejected" in _text(planner.get(f"{PLAN}try/?closed=1"))
    assert planner.get(f"{PLAN}try/?keys=%3Cscript%3E").status_code == 200


def test_a_plan_that_no_longer_fits_is_shown_with_its_errors(planner, begun, world) -> None:
    text = plan_text(begun).replace('name = "8001"', 'name = "8001"\nperson = "gone"', 1)
    PlanRevision.objects.create(
        contract_id=world.contract, revision=2, text=text, digest="d", made_by_name="x",
        made_at=newest(world.contract).made_at,
    )  # fmt: skip
    html = _text(planner.get(PLAN))
    assert "gone is nobody who serves in this contract." in html


@pytest.mark.parametrize("address", ["part/nothing/", "part/queue/none/", "part/menu/busy/"])
def test_what_is_not_there_is_not_found(planner, begun, address) -> None:
    assert planner.get(PLAN + address).status_code == 404


@given(trees())
@settings(max_examples=60, deadline=None)
def test_any_plan_is_shown_with_each_step_once(plan) -> None:
    def names(cards):
        for card in cards:
            yield card.name
            yield from names([way.card for way in card.ways if way.card is not None])

    tree = Tree(plan, {}, Findings([]))
    first = list(names(tree.trunk()))
    shown = [*first, *names(tree.beside())]
    assert sorted(shown) == sorted(plan.nodes)
    assert set(first) == reached(plan, plan.start)
