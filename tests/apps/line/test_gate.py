from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from jieting.apps.accounts.roles import Role
from jieting.apps.contracts.queries import latest_terms
from jieting.apps.line.gate import gate
from jieting.apps.line.gate.gate import Asked, refusals, register_rule, rule_names
from jieting.apps.line.models import PlanRevision, Seat
from jieting.apps.line.seats.actions import sign_in
from jieting.domain.contracts.calendar import Hours, ServiceCalendar, SpecialDay
from jieting.domain.errors import Finding, Refused
from jieting.domain.line.plan import Agent
from jieting.domain.said import say
from tests.apps.line.lines import NINGDE, POST_LOAN, make_plan, make_seat
from tests.apps.world import AT

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Asia/Shanghai")
WORKDAYS = ("mon", "tue", "wed", "thu", "fri")


def asked(agent: str = "Anna", queue: str = "hotline", at: datetime = AT, **changes) -> Asked:
    plan = make_plan(**changes)
    terms = latest_terms(NINGDE)
    return Asked(agent=plan.agents[agent], queue=plan.queues[queue], plan=plan, terms=terms, at=at)


def codes(question: Asked) -> list[str]:
    return [finding.code for finding in refusals(question)]


def test_who_fits_is_let_in(world):
    assert codes(asked()) == []


@pytest.mark.parametrize(
    ("clock", "refused"),
    [
        ("2026-11-23 07:59", True),
        ("2026-11-23 08:00", False),
        ("2026-11-23 17:29", False),
        ("2026-11-23 17:30", True),
        ("2026-11-22 10:00", True),  # a Sunday
        ("2026-11-24 10:00", True),  # a holiday by the contract's calendar
        ("2026-11-28 13:40", False),  # a Saturday that is worked in the afternoon
    ],
)
def test_service_hours_are_those_of_the_contracts_calendar(world, clock, refused):
    calendar = ServiceCalendar(
        hours=(Hours(WORKDAYS, time(8, 30), time(17, 30)),),
        special_days=(
            SpecialDay(date(2026, 11, 24), (), "holiday"),
            SpecialDay(date(2026, 11, 28), ((time(14), time(17)),), "moved"),
        ),
    )
    at = datetime.fromisoformat(clock).replace(tzinfo=ZONE)
    question = asked(at=at)
    question = replace(question, terms=replace(question.terms, calendar=calendar))
    assert codes(question) == (["gate_closed"] if refused else [])


def test_a_closed_line_says_when_it_opens(world):
    calendar = ServiceCalendar(hours=(Hours(WORKDAYS, time(8, 30), time(17, 30)),))
    question = asked(at=datetime(2026, 11, 21, 12, tzinfo=ZONE))
    [found] = refusals(replace(question, terms=replace(question.terms, calendar=calendar)))
    assert "2026-11-23 08:30" in str(found.remedy)
    assert "from 08:00 on" in str(found.remedy)


def test_the_end_of_all_hours_is_told_without_a_time(world):
    ended = Hours(WORKDAYS, time(8, 30), time(17, 30), effective_to=date(2026, 1, 1))
    question = asked()
    terms = replace(question.terms, calendar=ServiceCalendar(hours=(ended,)))
    [found] = refusals(replace(question, terms=terms))
    assert "calendar" in str(found.remedy)


def test_every_refusal_is_told_at_once(world):
    make_seat("Anna")
    stranger = Agent(name="Bo", extension="8001", person="nobody", languages=("en",))
    question = asked("Anna", "accident")
    calendar = ServiceCalendar(hours=(Hours(("sun",), time(1), time(2)),))
    question = replace(question, agent=stranger, terms=replace(question.terms, calendar=calendar))
    told = codes(question)
    assert told == ["gate_closed", "gate_skill", "gate_account", "gate_telephone_taken"]
    lacks = next(one for one in refusals(question) if one.code == "gate_skill")
    assert "skill accident; language zh" in str(lacks.what)


def test_an_agent_without_an_account_is_not_let_in(world):
    question = asked()
    agent = replace(question.agent, person="")
    assert codes(replace(question, agent=agent)) == ["gate_no_account"]


def test_a_locked_account_and_a_role_that_answers_nobody_are_not_let_in(world):
    question = asked()
    user = world.user(Role.AGENT)
    user.is_active = False
    user.save()
    assert codes(question) == ["gate_account"]
    trainer = replace(question.agent, person=world.user(Role.TRAINER).username)
    assert codes(replace(question, agent=trainer)) == ["gate_account"]


def test_one_telephone_has_one_name_in_all_contracts(world):
    other = Agent(name="Wu", extension="8001", person=f"agent@{POST_LOAN}")
    make_plan(POST_LOAN, agents={"Wu": other})
    seat = make_seat("Wu", contract_id=POST_LOAN)
    question = asked()
    assert codes(question) == ["gate_telephone_taken"]
    (found,) = refusals(question)
    told = " ".join(str(words) for words in (found.what, found.why, found.remedy))
    assert "8001" in told
    assert "Wu" not in told, "who works for another contract is not told"
    assert POST_LOAN not in told
    # Until the switch has let go of it, the telephone is not free.
    Seat.objects.filter(pk=seat.pk).update(wanted="out")
    assert codes(question) == ["gate_telephone_taken"]
    Seat.objects.filter(pk=seat.pk).update(confirmed="out")
    assert codes(question) == []


def test_who_sits_at_a_telephone_of_the_own_line_is_told(world):
    make_plan()
    question = asked()
    make_seat("Sun")
    sun = replace(question.plan.agents["Sun"], extension="8001")
    make_plan(agents={**question.plan.agents, "Sun": sun})
    (found,) = refusals(question)
    assert "Sun" in str(found.what)


def test_a_plan_of_another_line_that_cannot_be_read_keeps_nobody_out(world):
    make_plan(POST_LOAN)
    PlanRevision.objects.filter(contract_id=POST_LOAN).update(text="[line]\nwhat = 1\n")
    make_seat("Wu", contract_id=POST_LOAN)
    assert codes(asked()) == []


def test_a_further_queue_at_the_own_telephone_is_no_matter(world):
    make_seat("Anna", "accident")
    assert codes(asked()) == []


def test_a_rule_of_a_plug_in_is_asked_and_told(world, monkeypatch):
    monkeypatch.setattr(gate, "_rules", dict(gate._rules))
    question = asked()

    def roster(one: Asked) -> Finding | None:
        if one.agent.name != "Anna":
            return None
        return Finding(
            "gate_not_on_duty",
            say("{agent} is not on duty.", agent=one.agent.name),
            say("The roster says who works."),
            say("Ask for a change of the roster."),
        )

    register_rule("roster", roster)
    assert rule_names()[-1] == "roster"
    assert codes(question) == ["gate_not_on_duty"]
    assert codes(replace(question, agent=question.plan.agents["Sun"])) == []
    with pytest.raises(Refused, match="not on duty"):
        sign_in(by=world.actor(Role.AGENT), at=AT, contract_id=NINGDE, queues=["hotline"])
    assert not Seat.objects.exists()
