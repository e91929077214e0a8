from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jieting.domain.calls.call import Outcome
from jieting.domain.line.facts import FactKind, Source
from jieting.domain.line.told import after_call, folded
from jieting.domain.line.toml import parse_plan
from jieting.domain.periods import SECOND
from jieting.domain.simulation.line.switch import SimulatedSwitch
from jieting.domain.simulation.profiles import PROFILES
from tests.apps.calls.kept import at

ZONE = ZoneInfo("Asia/Shanghai")
HOUR = 3_600 * SECOND
LINES = Path(__file__).resolve().parents[3] / "lines"
NAMES = {"ningde-12123": "hotline", "post-loan": "post-loan"}
MONDAY = at("2026-11-23 09:00:00")


def plan_of(contract: str):
    text = (LINES / f"{contract}.toml").read_text(encoding="utf-8")
    return parse_plan(text, f"{contract}.toml")


def switch(contract="ningde-12123", seed=1, rate=120.0, open_=True, plan=None, start=MONDAY):
    return SimulatedSwitch(
        plan or plan_of(contract), PROFILES[NAMES[contract]], system="sim1", zone=ZONE,
        dice=Random(seed), start=start, is_open=lambda _: open_, rate=lambda _: rate,
    )  # fmt: skip


def by_call(facts):
    found = {}
    for fact in facts:
        found.setdefault(fact.call, []).append(fact)
    return found


def ended(line, hours=3):
    facts = line.advance(MONDAY + hours * HOUR)
    line.close()
    return [*facts, *line.advance(MONDAY + hours * HOUR)]


@settings(max_examples=12, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    rate=st.sampled_from((3.0, 40.0, 400.0)),
    contract=st.sampled_from(tuple(NAMES)),
    open_=st.booleans(),
    patience=st.sampled_from((1, 60, 600)),
)
def test_every_simulated_call_folds_without_a_finding_to_one_outcome(
    seed, rate, contract, open_, patience
):
    plan = plan_of(contract)
    queues = {n: replace(q, timeout_s=patience) for n, q in plan.queues.items()}
    line = switch(contract, seed, rate, open_, replace(plan, queues=queues))
    calls = by_call(ended(line, hours=2))
    for facts in calls.values():
        found = folded(facts, "simulated")
        assert found.findings == ()
        assert len(found.calls) == 1
        assert [fact.kind for fact in facts].count(FactKind.ENDED) == 1
        assert len({fact.key for fact in facts}) == len(facts)
        assert all(fact.source is Source.SIMULATED for fact in facts)
    assert not line.live.desk.busy


def test_a_busy_line_has_every_outcome_and_everything_that_can_happen():
    calls = by_call(ended(switch(rate=300.0), hours=12))
    outcomes = Counter(folded(facts, "s").calls[0].outcome for facts in calls.values())
    assert set(outcomes) == set(Outcome) - {Outcome.REJECTED} or set(outcomes) == set(Outcome)
    kinds = {fact.kind for facts in calls.values() for fact in facts}
    never = {FactKind.RECORDING, FactKind.RECORDING_PAUSED, FactKind.RECORDING_RESUMED}
    assert set(FactKind) - kinds <= never | {FactKind.REJECTED, FactKind.CONFERENCE}
    after = [after_call(facts) for facts in calls.values()]
    assert any(one.counted for one in after)
    assert any(one.invited_at and not one.survey_key for one in after)


def test_the_same_seed_tells_the_same_whatever_the_steps_of_the_clock():
    at_once = switch(seed=7).advance(MONDAY + HOUR)
    line, told = switch(seed=7), []
    for minute in range(1, 61):
        told += line.advance(MONDAY + minute * 60 * SECOND)
    assert told == at_once
    assert at_once


def test_facts_never_lie_in_the_future():
    assert all(fact.at <= MONDAY + HOUR for fact in switch(rate=300).advance(MONDAY + HOUR))


def test_out_of_hours_every_call_is_rejected_as_closed():
    facts = ended(switch(open_=False))
    reasons = {f.data["reason"] for f in facts if f.kind is FactKind.REJECTED}
    assert reasons == {"closed"}
    outcomes = {folded(told, "s").calls[0].outcome for told in by_call(facts).values()}
    assert outcomes == {Outcome.REJECTED}


def test_the_rate_is_that_which_was_asked_for():
    line = switch(rate=60.0)
    arrived = [f for f in line.advance(MONDAY + 20 * HOUR) if f.kind is FactKind.OFFERED]
    assert 1_000 < len(arrived) < 1_400


def test_nobody_is_called_by_the_number_of_a_subscriber():
    offered = [f for f in switch().advance(MONDAY + HOUR) if f.kind is FactKind.OFFERED]
    assert {fact.data["caller"][:3] for fact in offered} == {"100"}
    assert {len(fact.data["caller"]) for fact in offered} == {11}


def in_talk(line, agent=None):
    for minute in range(1, 600):
        line.advance(MONDAY + minute * 10 * SECOND)
        for call in line.calls:
            if call.stage == "talk" and call.agent and agent in (None, call.agent):
                return call
    raise AssertionError("nobody talked")


def told_of(line, call):
    return [f for f in line.advance(line.live.now + 1) if f.call == call.name]


def test_a_person_who_signs_in_gets_the_next_call_and_steers_it():
    line = switch(rate=200.0)
    assert line.sign_in("8006", "hotline")
    call = in_talk(line, "8006")
    assert line.hold(call.name)
    assert [f.kind for f in told_of(line, call)] == [FactKind.HELD]
    assert line.resume(call.name)
    assert line.pause_recording(call.name, paused=True)
    assert line.hang_up(call.name)
    kinds = [f.kind for f in told_of(line, call)]
    assert kinds == [
        FactKind.RESUMED, FactKind.RECORDING_PAUSED, FactKind.TALK_ENDED, FactKind.INVITED,
    ]  # fmt: skip
    assert not line.hold(call.name)


def test_a_person_who_pauses_or_leaves_gets_no_call():
    for leave in (
        lambda line: line.sign_in("8006", "hotline", paused=True),
        lambda line: line.sign_out("8006", "hotline"),
    ):
        line = switch(rate=200.0)
        line.sign_in("8006", "hotline")
        leave(line)
        facts = line.advance(MONDAY + HOUR)
        assert "8006" not in {f.data.get("agent") for f in facts}


@pytest.mark.parametrize("way", ["blind", "attended"])
def test_a_call_that_is_handed_on_stays_one_call(way):
    line = switch(rate=30.0)
    line.sign_in("8006", "hotline")
    before = line.advance(MONDAY)
    call = in_talk(line, "8006")
    target = next(
        a for a in line.live.desk.on_duty(line.live.moment) if a not in line.live.desk.busy
    )
    assert line.transfer(call.name, way, line.live.plan.agents[target].extension)
    facts = [f for f in [*before, *line.advance(MONDAY + 9 * HOUR)] if f.call == call.name]
    assert (FactKind.ANSWERED, target) in {(f.kind, f.data.get("agent")) for f in facts}


def test_a_call_that_goes_out_is_one_call_of_that_agent():
    facts = []
    for seed in range(12):
        line = switch(seed=seed, rate=0.0)
        name = line.call_out("8006", "10012345678")
        assert name
        assert line.call_out("8006", "10012345678") == ""
        told = [f for f in line.advance(MONDAY + 5 * HOUR) if f.call == name]
        found = folded(told, "simulated")
        assert found.findings == ()
        facts.append(found.calls[0])
    assert {call.direction.value for call in facts} == {"outbound"}
    assert {call.outcome for call in facts} == {Outcome.ANSWERED, Outcome.REJECTED}


def test_who_hears_the_emergency_announcement_waits_for_the_menu():
    line = switch()
    line.set_emergency(on=True)
    facts = by_call(line.advance(MONDAY + HOUR))
    first = [told[1].at - told[0].at for told in facts.values() if len(told) > 1]
    assert min(first) > 0
