from __future__ import annotations

import pytest
from django.urls import reverse

from jieting.apps.accounts.roles import Role
from jieting.apps.audit.models import Entry
from jieting.apps.base.instants import to_instant
from jieting.apps.line.asking import ARGUMENTS, ask_switch
from jieting.apps.line.models import Command, Seat
from jieting.apps.line.seats import actions
from jieting.apps.line.seats.call_actions import steer
from jieting.domain.errors import BadInput, Refused
from jieting.domain.line.plan import Agent
from tests.apps.line.lines import (
    NINGDE,
    browser,
    make_call,
    make_plan,
    make_seat,
    make_switch,
    post,
    shown,
    tell,
    words,
)
from tests.apps.world import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent(world):
    make_plan()
    make_switch()
    return world.actor(Role.AGENT)


def doing(agent, *queues: str, **more: object) -> dict:
    return {"by": agent, "at": AT, "contract_id": NINGDE, "queues": list(queues), **more}


def asked() -> list[tuple[str, dict]]:
    return [(one.kind, one.arguments) for one in Command.objects.order_by("pk")]


def confirm(**state: str) -> None:
    Seat.objects.filter(**state).update()
    for seat in Seat.objects.all():
        seat.confirmed = seat.wanted
        seat.save()
    Command.objects.update(state=Command.State.DONE)


def test_signing_in_wants_a_seat_and_asks_the_switch(agent):
    actions.sign_in(**doing(agent, "hotline", "accident"))
    seats = Seat.objects.order_by("queue")
    assert [(s.queue, s.wanted, s.confirmed) for s in seats] == [
        ("accident", "in", "out"),
        ("hotline", "in", "out"),
    ]
    by_queue = {arguments["queue"]: (kind, arguments) for kind, arguments in asked()}
    kind, arguments = by_queue["accident"]
    assert kind == "queue_add"
    assert (arguments["extension"], arguments["penalty"], arguments["paused"]) == ("8001", 1, False)
    entry = Entry.objects.get(event="line.seat.signed_in")
    assert entry.detail == {"agent": "Anna", "queues": ["hotline", "accident"]}


def test_nobody_is_signed_in_to_half_of_what_was_asked(world):
    make_plan()
    with pytest.raises(Refused) as refused:
        actions.sign_in(**doing(world.actor(Role.SUPERVISOR), "hotline", "accident"))
    assert [one.code for one in refused.value.findings] == ["gate_skill"]
    assert not Seat.objects.exists()
    assert not Command.objects.exists()
    assert Entry.objects.get(event="line.seat.signed_in").outcome == "refused"


def test_what_is_against_every_queue_is_told_once(agent, world):
    user = world.user(Role.AGENT)
    user.is_active = False
    user.save()
    with pytest.raises(Refused) as refused:
        actions.sign_in(**doing(agent, "hotline", "accident"))
    assert [one.code for one in refused.value.findings] == ["gate_account"]


def test_pause_come_back_and_sign_out(agent):
    actions.sign_in(**doing(agent, "hotline"))
    confirm()
    actions.pause(**doing(agent, "hotline", reason="meal"))
    seat = Seat.objects.get()
    assert (seat.wanted, seat.confirmed, seat.reason) == ("paused", "in", "meal")
    assert asked()[-1] == ("queue_pause", asked()[-1][1])
    assert (asked()[-1][1]["paused"], asked()[-1][1]["reason"]) == (True, "meal")
    confirm()
    actions.come_back(**doing(agent, "hotline"))
    assert asked()[-1][1]["paused"] is False
    confirm()
    actions.sign_out(**doing(agent, "hotline"))
    assert asked()[-1][0] == "queue_remove"
    assert Seat.objects.get().wanted == "out"


def test_asking_again_for_what_holds_asks_the_switch_nothing(agent):
    actions.sign_in(**doing(agent, "hotline"))
    confirm()
    actions.sign_in(**doing(agent, "hotline"))
    actions.sign_out(**doing(agent, "accident"))
    assert len(asked()) == 1


def test_after_a_refusal_of_the_switch_one_is_added_anew_and_not_paused(agent):
    actions.sign_in(**doing(agent, "hotline"))
    Command.objects.update(state=Command.State.REFUSED, answer="no such member")
    actions.sign_in(**doing(agent, "hotline"))
    assert [kind for kind, _ in asked()] == ["queue_add", "queue_add"]
    actions.pause(**doing(agent, "hotline", reason="rest"))
    # The last asking still runs: the pause follows it.
    assert asked()[-1][0] == "queue_pause"


def test_only_who_is_in_can_pause_and_only_for_a_known_reason(agent):
    with pytest.raises(Refused, match="not signed in"):
        actions.pause(**doing(agent, "hotline", reason="meal"))
    with pytest.raises(BadInput, match="no reason for a pause"):
        actions.pause(**doing(agent, "hotline", reason="tired"))
    with pytest.raises(Refused, match="not signed in"):
        actions.come_back(**doing(agent, "hotline"))


def test_a_pause_ends_although_the_gate_would_let_nobody_in(agent, world):
    actions.sign_in(**doing(agent, "hotline"))
    confirm()
    actions.pause(**doing(agent, "hotline", reason="rest"))
    make_plan(agents={"Anna": Agent(name="Anna", extension="8001", person="agent@ningde-12123")})
    actions.come_back(**doing(agent, "hotline"))
    assert Seat.objects.get().wanted == "in"


def test_a_person_without_a_telephone_or_a_queue_that_is_gone_is_told(world):
    make_plan()
    with pytest.raises(Refused, match="no telephone"):
        actions.sign_in(**doing(world.actor(Role.TRAINER), "hotline"))
    with pytest.raises(Refused, match="no queue gone"):
        actions.sign_in(**doing(world.actor(Role.AGENT), "gone"))
    with pytest.raises(BadInput, match="No queue"):
        actions.sign_in(**doing(world.actor(Role.AGENT)))


def test_a_supervisor_signs_somebody_out_with_a_reason(agent, world):
    seat = make_seat("Anna")
    supervisor = world.actor(Role.SUPERVISOR)
    what = {"at": AT, "contract_id": NINGDE, "seat_id": seat.pk}
    with pytest.raises(BadInput, match="No reason"):
        actions.sign_somebody_out(by=supervisor, reason="  ", **what)
    with pytest.raises(Refused, match="run the line"):
        actions.sign_somebody_out(by=agent, reason="went home", **what)
    actions.sign_somebody_out(by=supervisor, reason="went home", **what)
    seat.refresh_from_db()
    assert (seat.wanted, seat.reason) == ("out", "went home")
    assert asked()[-1][0] == "queue_remove"
    entry = Entry.objects.get(event="line.seat.taken_out", outcome="done")
    assert (entry.reason, entry.detail["agent"]) == ("went home", "Anna")
    seat.confirmed = "out"
    seat.save()
    with pytest.raises(Refused, match="any more"):
        actions.sign_somebody_out(by=supervisor, reason="again", **what)


def test_an_agent_steers_the_own_call_and_no_other(agent, world):
    mine, other = make_call(agent="Anna"), make_call(agent="Sun")
    made = steer(by=agent, at=AT, contract_id=NINGDE, call_id=mine.pk, kind="hold")
    assert made.arguments == {
        "system": mine.system, "call": mine.call, "agent": "Anna", "extension": "8001",
    }  # fmt: skip
    with pytest.raises(Refused, match="not the call"):
        steer(by=agent, at=AT, contract_id=NINGDE, call_id=other.pk, kind="hang_up")
    supervisor = world.actor(Role.SUPERVISOR)
    steer(by=supervisor, at=AT, contract_id=NINGDE, call_id=mine.pk, kind="record_pause")
    manager = world.actor(Role.CONTRACT_MANAGER)
    steer(by=manager, at=AT, contract_id=NINGDE, call_id=other.pk, kind="hang_up")
    assert Command.objects.count() == 3
    assert Entry.objects.filter(event="line.call.steered", outcome="done").count() == 3
    assert Entry.objects.filter(event="line.call.steered", outcome="refused").count() == 1


def test_a_call_that_is_over_or_with_nobody_or_asked_before_is_not_steered(agent, world):
    supervisor = world.actor(Role.SUPERVISOR)
    done = make_call("ended", agent="Anna", over=True)
    waiting, mine = make_call("queue"), make_call(agent="Anna")
    rating = make_call("survey", agent="Anna")
    what = {"at": AT, "contract_id": NINGDE}
    for call_id in (done.pk, 2**40):
        with pytest.raises(Refused, match="is over"):
            steer(by=agent, call_id=call_id, kind="hold", **what)
    for call in (waiting, rating):
        with pytest.raises(Refused, match="No agent has"):
            steer(by=supervisor, call_id=call.pk, kind="hold", **what)
        steer(by=supervisor, call_id=call.pk, kind="hang_up", **what)
    steer(by=agent, call_id=mine.pk, kind="hold", **what)
    with pytest.raises(Refused, match="asked for this already"):
        steer(by=agent, call_id=mine.pk, kind="hold", **what)


@pytest.mark.parametrize("to", ["", "1", "8002; rm", "１２３４", "123456789012345678901"])
def test_a_transfer_goes_to_what_can_be_dialled(agent, to):
    mine = make_call(agent="Anna")
    what = {"by": agent, "at": AT, "contract_id": NINGDE, "call_id": mine.pk}
    with pytest.raises(BadInput, match="cannot be dialled"):
        steer(kind="transfer_blind", to=to, **what)
    made = steer(kind="transfer_attended", to=" 8002 ", **what)
    assert made.arguments["to"] == "8002"


def test_the_log_of_a_transfer_names_no_number_of_somebody_outside(agent):
    mine = make_call(agent="Anna")
    what = {"by": agent, "at": AT, "contract_id": NINGDE, "call_id": mine.pk}
    steer(kind="transfer_blind", to="13805931234", **what)
    steer(kind="transfer_attended", to="8002", **what)
    steered = Entry.objects.filter(event="line.call.steered").order_by("pk")
    assert [entry.detail["to"] for entry in steered] == ["138****1234", "8002"]


def test_a_command_has_the_words_of_its_kind(agent):
    assert {"hold", "originate_call_back", "emergency_set"} < set(ARGUMENTS)
    with pytest.raises(ValueError, match="takes"):
        ask_switch(by=agent, at=AT, contract_id=NINGDE, kind="hold", arguments={"call": "x"})


@pytest.fixture
def anna(world):
    make_plan()
    make_switch()
    return browser(world, Role.AGENT)


def test_the_page_shows_telephone_queues_and_what_the_switch_said(anna):
    page = shown(anna, "line_seat")
    assert "Anna, telephone 8001" in page
    assert "hotline signed out" in page
    answer = post(anna, "line_seat_change", "in", queue="hotline,accident")
    assert answer.status_code == 302
    assert "asked of the switch, not yet confirmed" in shown(anna, "line_seat")
    Command.objects.update(state=Command.State.REFUSED, answer="Interface not found")
    page = shown(anna, "line_seat")
    assert "The switch refused: Interface not found" in page
    confirm()
    page = shown(anna, "line_seat")
    assert "refused" not in page
    assert "Pause: meal" in page
    post(anna, "line_seat_change", "pause", queue="hotline,accident", reason="meal")
    assert "paused meal" in shown(anna, "line_seat")


def test_a_refusal_of_the_gate_stands_on_the_page(world):
    make_plan()
    supervisor = browser(world, Role.SUPERVISOR)
    answer = post(supervisor, "line_seat_change", "in", queue="accident")
    assert answer.status_code == 409
    assert "Sun lacks what the queue accident asks for: skill accident." in words(answer)
    assert post(supervisor, "line_seat_change", "in").status_code == 422
    assert post(supervisor, "line_seat_change", "stay").status_code == 404


def test_without_plan_or_telephone_the_page_says_what_to_do(world):
    assert "has no plan yet" in shown(browser(world, Role.AGENT), "line_seat")
    make_plan(agents={})
    assert "Ask a supervisor to add you" in shown(browser(world, Role.AGENT), "line_seat")


def test_the_own_call_stands_on_the_page_with_what_can_be_done(anna):
    assert "No call is with you now." in shown(anna, "line_seat")
    call = make_call(agent="Anna")
    page = shown(anna, "line_seat")
    assert "138****1234" in page
    assert "Hold Pause the recording" in page
    now = to_instant(AT)
    tell(call.call, "held", now, leg="1")
    tell(call.call, "recording_paused", now + 1)
    page = shown(anna, "line_seat")
    assert "Take the caller back Go on recording" in page
    assert "the recording is paused" in page
    post(anna, "line_call_steer", call.pk, "resume")
    assert "Take the caller back: asked of the switch" in shown(anna, "line_seat")
    for act in ("transfer_blind", "reload"):
        assert post(anna, "line_call_steer", call.pk, act).status_code == 404


def test_a_call_is_handed_on_by_a_page_of_its_own(anna):
    call = make_call(agent="Anna")
    page = shown(anna, "line_call_transfer", call.pk)
    assert "8002 Sun" in page
    assert "8001" not in page
    answer = post(anna, "line_call_transfer", call.pk, to="x", act="transfer_blind")
    assert answer.status_code == 422
    assert "x cannot be dialled." in words(answer)
    assert post(anna, "line_call_transfer", call.pk, to="8002").status_code == 404
    answer = post(anna, "line_call_transfer", call.pk, to="8002", act="transfer_blind")
    assert answer.url == reverse("line_seat", args=[NINGDE])
    [command] = Command.objects.all()
    assert (command.kind, command.arguments["to"]) == ("transfer_blind", "8002")


def test_a_supervisor_signs_somebody_out_on_a_page(world):
    make_plan()
    supervisor = browser(world, Role.SUPERVISOR)
    seat = make_seat("Anna")
    assert "Sign Anna out of hotline" in shown(supervisor, "line_seat_out", seat.pk)
    assert post(supervisor, "line_seat_out", seat.pk).status_code == 422
    answer = post(supervisor, "line_seat_out", seat.pk, reason="end of shift")
    assert answer.url == reverse("line_overview", args=[NINGDE])
    assert supervisor.get(reverse("line_seat_out", args=[NINGDE, seat.pk])).status_code == 404
