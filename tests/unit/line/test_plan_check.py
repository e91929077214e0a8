from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from jieting.domain.calls.call import Rating
from jieting.domain.errors import Severity
from jieting.domain.line.check import check_plan, located
from jieting.domain.line.check_contract import least_keep_days, positive_levels
from jieting.domain.line.plan import Agent, HandOver, Information, Menu, Message, Plan, Trunk
from jieting.domain.line.toml import parse_plan, plan_text
from tests.unit.line.plans import changed, contract, example

PLAN = example()
ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


def _found(plan: Plan, name: str = "ningde-12123") -> set[tuple[str, str, Severity]]:
    found = check_plan(plan, contract(name))
    return {(one.code, one.place.column, one.severity) for one in found}


def _with(table: str, name: str, **fields: Any) -> Plan:
    return changed(PLAN, table, name, **fields)


def _also(table: str, part: Any) -> Plan:
    return replace(PLAN, **{table: {**getattr(PLAN, table), part.name: part}})


def _without(table: str, name: str) -> Plan:
    return replace(PLAN, **{table: {k: v for k, v in getattr(PLAN, table).items() if k != name}})


MAIN, HOTLINE, CARRIER = ("nodes", "main"), ("queues", "hotline"), ("trunks", "carrier")
AGENT = ("agents", "8001")
TRUNK_WITH = {
    "port": ("port", 0, "port"),
    "host": ("host", "192.0.2.300", "address"),
    "match": ("match", ("carrier net",), "address"),
    "codecs": ("codecs", ("alaw", "g729"), "codecs"),
    "none": ("codecs", (), "codecs"),
    "registers": ("registers", True, "no_user"),
    "user": ("user", "a b", "user"),
    "caller_id": ("caller_id", "12-34", "not_a_number"),
}


@pytest.mark.parametrize(
    ("plan", "code", "where", "severity"),
    [
        (replace(PLAN, start="mian"), "unknown_node", "line.start", ERROR),
        (replace(PLAN, closed=""), "no_closed", "line.closed", ERROR),
        (replace(PLAN, closed="main"), "not_a_message", "line.closed", ERROR),
        (replace(PLAN, full="nowhere"), "unknown_node", "line.full", ERROR),
        (replace(PLAN, full=""), "no_full", "line.full", WARNING),
        (replace(PLAN, most_calls=0), "most_calls", "line.most_calls", ERROR),
        (replace(PLAN, numbers=()), "no_number", "line.numbers", WARNING),
        (replace(PLAN, numbers=("12 123",)), "not_a_number", "line.numbers", ERROR),
        (replace(PLAN, numbers=("12123", "12123")), "number_twice", "line.numbers", ERROR),
        (replace(PLAN, contract="other"), "other_contract", "line.contract", ERROR),
        (replace(PLAN, emergency_prompt=""), "no_emergency", "line.emergency_prompt", NOTE),
        (replace(PLAN, survey=None), "no_survey", "survey", WARNING),
        (replace(PLAN, recording=None), "no_recording", "recording", WARNING),
        (replace(PLAN, trunks={}), "no_trunk", "trunk", WARNING),
        (_with(*MAIN, keys={"1": "nowhere"}), "unknown_node", "node.main.keys.1", ERROR),
        (_with(*MAIN, otherwise="x"), "unknown_node", "node.main.otherwise", ERROR),
        (_with(*MAIN, keys={"A": "agent"}), "not_a_key", "node.main.keys.A", ERROR),
        (_with(*MAIN, keys={"11": "agent"}), "not_a_key", "node.main.keys.11", ERROR),
        (_with(*MAIN, keys={}), "no_keys", "node.main.keys", WARNING),
        (_with(*MAIN, keys={}), "unreached", "node.violations", WARNING),
        (_with(*MAIN, wait_s=0), "wait_s", "node.main.wait_s", ERROR),
        (_with(*MAIN, tries=10), "tries", "node.main.tries", ERROR),
        (_with(*MAIN, otherwise="main"), "silent_circle", "node.main", ERROR),
        (_with(*MAIN, prompt="x"), "unknown_prompt", "node.main.prompt", ERROR),
        (_with("nodes", "more", otherwise="licence"), "silent_circle", "node.more", ERROR),
        (_with("nodes", "agent", queue="x"), "unknown_queue", "node.agent.queue", ERROR),
        (_also("nodes", Message(name="Näme", prompt="busy")), "not_a_name", "node.Näme", ERROR),
        (_without("nodes", "busy"), "unknown_node", "queue.hotline.overflow", ERROR),
        (_with(*HOTLINE, overflow=""), "no_overflow", "queue.hotline.overflow", ERROR),
        (_with(*HOTLINE, overflow="agent"), "overflow_circle", "queue.hotline.overflow", ERROR),
        (_with(*HOTLINE, overflow="main"), "overflow_circle", "queue.hotline.overflow", ERROR),
        (_with(*HOTLINE, ring_s=0), "ring_s", "queue.hotline.ring_s", ERROR),
        (_with(*HOTLINE, timeout_s=10), "ring_beyond_timeout", "queue.hotline.ring_s", WARNING),
        (
            _with(*HOTLINE, call_back_after_s=300),
            "call_back_late",
            "queue.hotline.call_back_after_s",
            WARNING,
        ),
        (
            _with(*HOTLINE, call_back_prompt=""),
            "call_back_prompt",
            "queue.hotline.call_back_prompt",
            ERROR,
        ),
        (_with(*HOTLINE, skill="tax"), "queue_nobody", "queue.hotline.skill", WARNING),
        (_with(*HOTLINE, language="en"), "queue_language", "queue.hotline.language", WARNING),
        (_with(*HOTLINE, language="en"), "queue_nobody", "queue.hotline.skill", WARNING),
        (_with(*HOTLINE, music="../x"), "not_a_name", "queue.hotline.music", ERROR),
        (_with(*HOTLINE, music="erhu"), "unknown_prompt", "queue.hotline.music", ERROR),
        (
            _with(*HOTLINE, announce_every_s=0),
            "announcement_never",
            "queue.hotline.announce_every_s",
            WARNING,
        ),
        (_without("nodes", "agent"), "spare_queue", "queue.hotline", WARNING),
        (_with(*AGENT, extension="8002"), "extension_twice", "agent.8002.extension", ERROR),
        (_with(*AGENT, extension="8"), "extension", "agent.8001.extension", ERROR),
        (_with(*AGENT, extension="８００１"), "extension", "agent.8001.extension", ERROR),
        (_with(*AGENT, contact="8001@pbx"), "contact", "agent.8001.contact", ERROR),
        (
            _with(*AGENT, contact="sip:1@192.0.2.7"),
            "two_telephones",
            "agent.8001.in_browser",
            WARNING,
        ),
        (_with(*AGENT, skills={}), "agent_no_queue", "agent.8001.skills", WARNING),
        (_with(*AGENT, skills={"tax": 1}), "spare_skill", "agent.8001.skills.tax", NOTE),
        (
            _with(*AGENT, skills={"hotline": 12}),
            "skill_level",
            "agent.8001.skills.hotline",
            ERROR,
        ),
        (
            _also("agents", Agent(name="a,b", extension="8009")),
            "not_a_name",
            "agent.a,b",
            ERROR,
        ),
        (
            replace(PLAN, prompts={**PLAN.prompts, "spare": "x"}),
            "spare_prompt",
            "prompts.spare",
            NOTE,
        ),
        (
            replace(PLAN, prompts={**PLAN.prompts, "busy": " "}),
            "prompt_without_text",
            "prompts.busy",
            WARNING,
        ),
    ],
)
def test_what_is_wrong_is_told_where_it_stands(plan, code, where, severity) -> None:
    assert (code, where, severity) in _found(plan)


@pytest.mark.parametrize("case", TRUNK_WITH)
def test_a_trunk_that_a_switch_cannot_use_is_told(case) -> None:
    field, value, code = TRUNK_WITH[case]
    assert (code, f"trunk.carrier.{field if field != 'registers' else 'user'}", ERROR) in _found(
        _with(*CARRIER, **{field: value})
    )


@pytest.mark.parametrize("address", ["192.0.2.0/24", "sip.example.net", "2001:db8::1", "pbx"])
def test_addresses_of_machines_and_networks_are_taken(address) -> None:
    assert _found(_with(*CARRIER, match=(address,))) == set()


def test_one_person_is_one_agent() -> None:
    plan = _also("agents", replace(PLAN.agents["8001"], name="x", extension="8010", person="li"))
    plan = changed(plan, "agents", "8001", person="li")
    assert ("person_twice", "agent.x.person", ERROR) in _found(plan)


def test_a_menu_out_of_which_no_key_leads_is_told() -> None:
    nodes = {
        **PLAN.nodes,
        "trap": Menu(name="trap", prompt="main", keys={"1": "more-trap"}, otherwise="more-trap"),
        "more-trap": Information(name="more-trap", prompt="main", then="trap"),
        "main": replace(PLAN.nodes["main"], keys={"1": "trap"}),
    }
    found = _found(replace(PLAN, nodes=nodes))
    assert ("no_way_out", "node.trap", ERROR) in found
    assert ("no_way_out", "node.main", ERROR) not in found


def test_two_queues_that_overflow_into_each_other_are_told_once() -> None:
    second = replace(PLAN.queues["hotline"], name="second", overflow="agent")
    plan = _also("queues", second)
    plan = replace(plan, nodes={**plan.nodes, "next": HandOver(name="next", queue="second")})
    plan = changed(plan, "queues", "hotline", overflow="next")
    circles = [one for one in _found(plan) if one[0] == "overflow_circle"]
    assert len(circles) == 1


def test_the_survey_is_held_against_what_the_contract_counts() -> None:
    assert positive_levels(contract()) == (Rating.VERY_SATISFIED, Rating.BASICALLY_SATISFIED)

    def with_keys(*levels: Rating) -> set[str]:
        keys = {str(number): level for number, level in enumerate(levels, 1)}
        found = _found(replace(PLAN, survey=replace(PLAN.survey, keys=keys)))
        return {code for code, _, _ in found}

    very, good, basic, bad, worst = Rating
    assert with_keys(very, basic, bad, worst) == set()
    assert with_keys(very, basic) == {"no_bad_level"}
    assert with_keys(very, bad) == {"level_missing"}
    assert with_keys(very, good, basic, bad) == {"level_not_counted"}
    assert with_keys(very, basic, bad, bad) == {"level_twice"}


def test_recordings_are_kept_until_the_quarter_is_reported() -> None:
    assert least_keep_days(contract()) == 92 + 5
    short = replace(PLAN, recording=replace(PLAN.recording, keep_days=96))
    assert ("kept_too_short", "recording.keep_days", WARNING) in _found(short)
    enough = replace(PLAN, recording=replace(PLAN.recording, keep_days=97))
    assert _found(enough) == set()
    silent = replace(PLAN, recording=replace(PLAN.recording, announcement=""))
    assert ("recording_unsaid", "recording.announcement", WARNING) in _found(silent)


def test_a_line_without_the_queue_that_the_contract_counts_is_told() -> None:
    plan = example("post-loan")
    renamed = replace(
        plan,
        queues={"other": replace(plan.queues["post-loan"], name="other")},
        nodes={**plan.nodes, "agent": HandOver(name="agent", queue="other")},
    )
    assert ("counted_queue", "queue", ERROR) in _found(renamed, "post-loan")


def test_errors_come_first_and_each_finding_has_its_line() -> None:
    plan = replace(
        _with(*HOTLINE, overflow="", announce_every_s=0), emergency_prompt="", closed="x"
    )
    text = plan_text(plan)
    found = check_plan(parse_plan(text), contract())
    severities = [one.severity for one in found]
    assert severities == sorted(severities, key=[ERROR, WARNING, NOTE].index)
    lines = text.splitlines()
    placed = {one.code: one.place for one in located(found, plan, text, "x.toml")}
    assert lines[placed["announcement_never"].line - 1] == "announce_every_s = 0"
    assert lines[placed["no_overflow"].line - 1] == "[[queue]]"
    assert lines[placed["unknown_node"].line - 1] == 'closed = "x"'


def test_a_trunk_s_password_is_no_part_of_the_plan() -> None:
    assert "password" not in Trunk.__dataclass_fields__
