from __future__ import annotations

import pytest

from jieting.apps.accounts.roles import Role
from jieting.apps.audit.models import Entry
from jieting.apps.line.emergency.actions import switch_off, switch_on
from jieting.apps.line.emergency.queries import prompt_names
from jieting.apps.line.models import Command, Emergency, Prompt
from jieting.domain.errors import BadInput, Refused
from tests.apps.line.lines import NINGDE, browser, make_plan, make_switch, post, shown, words
from tests.apps.world import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def supervisor(world):
    make_plan()
    return world.actor(Role.SUPERVISOR)


def doing(by, **more: object) -> dict:
    return {"by": by, "at": AT, "contract_id": NINGDE, **more}


def commands() -> list[dict]:
    return [one.arguments for one in Command.objects.filter(kind="emergency_set").order_by("pk")]


def test_on_and_off_are_kept_asked_of_the_switch_and_audited(supervisor):
    switch_on(**doing(supervisor, prompt="storm", reason="typhoon"))
    row = Emergency.objects.get()
    assert (row.on, row.prompt, row.reason, row.by_name) == (
        True, "storm", "typhoon", supervisor.name
    )  # fmt: skip
    switch_off(**doing(supervisor))
    assert not Emergency.objects.get().on
    assert commands() == [{"on": True, "prompt": "storm"}, {"on": False, "prompt": ""}]
    on = Entry.objects.get(event="line.emergency.switched_on")
    assert (on.reason, on.detail["prompt"]) == ("typhoon", "storm")
    assert Entry.objects.filter(event="line.emergency.switched_off").count() == 1


def test_without_a_choice_the_prompt_of_the_plan_is_announced(supervisor):
    with pytest.raises(BadInput, match="No prompt"):
        switch_on(**doing(supervisor, reason="typhoon"))
    make_plan(emergency_prompt="storm")
    assert switch_on(**doing(supervisor, reason="typhoon")).prompt == "storm"


def test_everything_that_is_wrong_is_told_at_once(supervisor):
    with pytest.raises(BadInput) as wrong:
        switch_on(**doing(supervisor, prompt="gone", reason=" "))
    assert [one.code for one in wrong.value.findings] == [
        "emergency_unknown_prompt", "line_no_reason",
    ]  # fmt: skip
    with pytest.raises(BadInput, match="500"):
        switch_on(**doing(supervisor, prompt="storm", reason="x" * 501))


def test_twice_on_and_off_without_on_are_refused(supervisor, world):
    with pytest.raises(Refused, match="not on"):
        switch_off(**doing(supervisor))
    switch_on(**doing(supervisor, prompt="storm", reason="typhoon"))
    with pytest.raises(Refused, match="already"):
        switch_on(**doing(world.actor(Role.CONTRACT_MANAGER), prompt="storm", reason="me too"))
    assert len(commands()) == 1


def test_only_who_runs_the_line_switches_it(supervisor, world):
    for role in (Role.AGENT, Role.QUALITY_INSPECTOR, Role.DECIDER):
        with pytest.raises(Refused, match="run the line"):
            switch_on(**doing(world.actor(role), prompt="storm", reason="x"))
    assert not Emergency.objects.exists()


def test_without_a_plan_nothing_is_announced(world):
    with pytest.raises(Refused, match="no plan"):
        switch_on(**doing(world.actor(Role.SUPERVISOR), prompt="storm", reason="x"))


def test_prompts_are_those_of_the_plan_and_those_uploaded(supervisor):
    Prompt.objects.create(
        contract_id=NINGDE, name="fire", sound=b"", digest="", seconds=1, made_at=AT
    )
    assert [name for name, _ in prompt_names(NINGDE)] == ["closed", "fire", "storm", "welcome"]


def test_the_page_switches_on_and_off_and_says_what_the_switch_said(supervisor, world):
    make_switch()
    client = browser(world, Role.SUPERVISOR)
    assert "storm: 因台风线路繁忙" in shown(client, "line_emergency")
    answer = post(client, "line_emergency", act="on", prompt="storm", reason="")
    assert answer.status_code == 422
    assert "No reason is given." in words(answer)
    assert post(client, "line_emergency").status_code == 404
    assert post(client, "line_emergency", act="on", prompt="storm", reason="typhoon").url
    page = shown(client, "line_emergency")
    assert "The switch has not confirmed it yet." in page
    assert "Reason when it was switched on: typhoon" in page
    assert "Switch the announcement off" in shown(client, "line_overview")
    Command.objects.update(state=Command.State.REFUSED, answer="no such prompt")
    assert "The switch refused: no such prompt" in shown(client, "line_overview")
    answer = post(client, "line_emergency", act="on", prompt="storm", reason="again")
    assert answer.status_code == 409
    post(client, "line_emergency", act="off")
    assert "The announcement was switched off; the switch has not" in shown(client, "line_overview")
    Command.objects.update(state=Command.State.DONE)
    assert "announcement was switched off" not in shown(client, "line_overview")


def test_where_nothing_can_be_announced_the_page_says_why(world):
    client = browser(world, Role.SUPERVISOR)
    assert "The line has no plan yet." in shown(client, "line_emergency")
    make_plan(prompts={})
    assert "There is no prompt to announce." in shown(client, "line_emergency")
