from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from jieting.apps.accounts.roles import Role
from jieting.apps.assessment.queries import assessed_month
from jieting.apps.base.instants import to_instant
from jieting.apps.contracts.queries import latest_terms
from jieting.apps.line.agent_key import agent_key
from jieting.apps.line.models import Emergency, Gap, LineFinding
from jieting.apps.line.overview.day import outcomes_of, rate_of
from jieting.domain.calls.call import Call, Direction, Outcome
from jieting.domain.periods import Month
from tests.apps.calls.kept import ZONE, at, keep
from tests.apps.line.lines import (
    NINGDE,
    NUMBER,
    SYSTEM,
    browser,
    make_call,
    make_call_back,
    make_plan,
    make_seat,
    make_switch,
    shown,
)
from tests.apps.world import AT, World

ANNA = agent_key(World.contract, "Anna")

pytestmark = pytest.mark.django_db


@pytest.fixture
def supervisor(world):
    return browser(world, Role.SUPERVISOR)


def test_without_a_plan_the_page_says_what_to_do_next(supervisor, world):
    page = shown(supervisor, "line_overview")
    assert "The line has no plan yet." in page
    assert "No switch is set up." in page
    assert "The supplier writes it" in shown(browser(world, Role.DECIDER), "line_overview")


def test_calls_queues_and_agents_stand_in_one_look(supervisor):
    make_plan()
    make_switch()
    make_call("queue", ago_s=75)
    make_call("talk", agent="Anna", ago_s=30)
    make_seat("Anna")
    make_seat("Sun", state="paused", reason="meal")
    page = shown(supervisor, "line_overview")
    assert "The switch is connected." in page
    assert "Calls on the line 2" in page
    assert "Callers waiting 1 longest 1:15" in page
    assert "Agents signed in 2 0 free" in page
    assert "hotline 1 1:15 2 1 0 0 0" in page
    assert "paused: meal" in page
    assert NUMBER not in page
    assert "138****1234" in page


def test_callers_who_wait_while_nobody_takes_calls_are_marked(supervisor):
    make_plan()
    make_switch()
    make_call("queue")
    assert "callers wait and nobody takes calls" in shown(supervisor, "line_overview")
    make_seat("Anna")
    assert "callers wait and nobody takes calls" not in shown(supervisor, "line_overview")


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({}, "The switch is connected."),
        ({"connected": False}, "The switch is not connected. It was last heard at"),
        ({"seen_at": AT}, "Nobody is listening to the switch."),
        ({"simulated": True}, "The switch is simulated."),
        ({"simulated": True, "seen_at": AT}, "The simulated switch is not running."),
    ],
)
def test_the_state_of_the_switch_is_told_in_words(supervisor, values, told):
    make_plan()
    make_switch(**values)
    page = shown(supervisor, "line_overview")
    assert told in page
    # Nobody can know from here whether a switch that is not heard still takes calls.
    assert ("have the switch started" in page) is ("not connected" in told)
    assert ("Calls go on" in page) is ("listening" in told)


def test_odd_words_of_the_observer_break_nothing(supervisor):
    make_plan()
    make_seat("Anna")
    switch = make_switch(state={"agents": {ANNA: {"state": "unreachable"}, "x": None}})
    assert "telephone not reached" in shown(supervisor, "line_overview")
    for state in (
        [],
        {"agents": []},
        {"agents": {ANNA: 3}},
        {"agents": {ANNA: {"since": "x"}}},
        {"calls": None},
    ):
        switch.state = state
        switch.save()
        assert "Anna" in shown(supervisor, "line_overview")


@pytest.mark.parametrize(
    ("state", "told", "free"),
    [("free", "Anna free", 1), ("wrap_up", "Anna work after a call", 0),
     ("ringing", "Anna telephone rings", 0), ("unreachable", "Anna telephone not reached", 0)],
)  # fmt: skip
def test_an_agent_is_free_only_where_a_call_could_ring(supervisor, state, told, free):
    make_plan()
    make_seat("Anna")
    make_switch(state={"agents": {ANNA: {"state": state, "since": to_instant(timezone.now())}}})
    page = shown(supervisor, "line_overview")
    assert told in page
    assert f"Agents signed in 1 {free} free" in page


def test_the_last_gap_is_told(supervisor):
    make_plan()
    make_switch()
    now = timezone.now()
    gap = Gap.objects.create(
        system=SYSTEM, began_at=to_instant(now - timedelta(minutes=5)), ended_at=to_instant(now),
        cause="restart", facts=12,
    )  # fmt: skip
    assert "the log is being read" in shown(supervisor, "line_overview")
    Gap.objects.filter(pk=gap.pk).update(caught_up_at=now)
    assert "12 facts were read from the log since" in shown(supervisor, "line_overview")


def test_the_emergency_announcement_cannot_be_overlooked(supervisor):
    make_plan()
    make_switch()
    Emergency.objects.create(
        contract_id=NINGDE, on=True, prompt="storm", reason="typhoon", since=AT, by_name="Sun"
    )
    page = shown(supervisor, "line_overview")
    assert "The emergency announcement is on since 2026-10-01 10:00:00." in page
    assert "Sun switched it on; callers hear the prompt storm." in page


def test_what_is_to_be_done_is_counted_and_linked(supervisor):
    make_plan()
    make_call_back()
    for key, contract in (("a", NINGDE), ("b", None)):
        LineFinding.objects.create(
            contract_id=contract, system=SYSTEM, key=key, code="x", first_at=AT, last_at=AT,
            found={"code": "x", "severity": "error", "place": ["", None, ""], "words": [
                {"says": "Odd.", "params": {}}] * 3},
        )  # fmt: skip
    page = shown(supervisor, "line_overview")
    assert "Callers to be called back 1" in page
    assert "Findings to be settled 2" in page
    answer = supervisor.get(f"/c/{NINGDE}/line/")
    items = {one["url"]: one["count"] for group in answer.context["navigation"]
             for one in group["items"]}  # fmt: skip
    assert items[f"/c/{NINGDE}/line/findings/"] == 2


def call(number: int, outcome: Outcome, arrived: str, **more: object) -> Call:
    begun = at(arrived)
    queued = begun + 5_000_000 if outcome in ("answered", "abandoned") else None
    return Call(
        call_id=str(number), direction=Direction.INBOUND, arrived_at=begun,
        ended_at=begun + 60_000_000, outcome=outcome, queue="hotline" if queued else "",
        queued_at=queued, answered_at=queued + 1 if outcome == "answered" and queued else None,
        agent="Anna" if outcome == "answered" else "", source="t", **more,
    )  # fmt: skip


def test_the_rate_of_the_day_is_that_of_the_definition(world):
    day = [Outcome.ANSWERED] * 3 + [Outcome.SERVED_BY_IVR, Outcome.ABANDONED, Outcome.REJECTED]
    calls = [call(n, outcome, f"2026-10-05 00:00:0{n}") for n, outcome in enumerate(day)]
    other = [
        call(10, Outcome.ABANDONED, "2026-10-04 23:59:59"),
        call(11, Outcome.ABANDONED, "2026-10-06 00:00:00"),
    ]
    keep(NINGDE, [*calls, *other])
    terms = latest_terms(NINGDE)
    when = date(2026, 10, 5)
    rate = rate_of(NINGDE, terms, when)
    assert rate is not None
    assert (rate.figure.numerator, rate.figure.denominator) == (4, 6)
    assert rate.clause == "N-4.1"
    days = assessed_month(NINGDE, Month(2026, 10)).assessed.month.assessment.counted.days
    counted = days["N-4.1"][when]
    assert (counted.numerator, counted.denominator) == (4, 6)
    assert outcomes_of(NINGDE, when, ZONE)["hotline", "answered"] == 3


def test_the_purchaser_looks_and_steers_nothing(world):
    make_plan()
    make_switch()
    seat = make_seat("Anna")
    on_line = make_call("talk", agent="Anna")
    decider = browser(world, Role.DECIDER)
    page = shown(decider, "line_overview")
    assert "Sign out" not in page
    for path in (f"seats/{seat.pk}/out/", f"calls/{on_line.pk}/", "emergency/"):
        assert decider.get(f"/c/{NINGDE}/line/{path}").status_code == 403


def test_a_supervisor_sees_a_call_on_the_line_and_may_hang_up(supervisor):
    make_plan()
    make_switch()
    waiting = make_call("queue")
    page = shown(supervisor, "line_call", waiting.pk)
    assert "waits in the queue" in page
    assert "Hang up" in page
    assert "Hand on" not in page
    talking = make_call("talk", agent="Anna")
    assert "Hand on" in shown(supervisor, "line_call", talking.pk)


def test_a_call_that_is_over_leads_to_its_row(supervisor):
    make_plan()
    done = make_call("ended", over=True, kept=77)
    answer = supervisor.get(f"/c/{NINGDE}/line/calls/{done.pk}/")
    assert answer.url == f"/c/{NINGDE}/calls/77/"
