import re
from dataclasses import replace
from datetime import time
from itertools import product

import pytest
from hypothesis import given

from jieting.domain.contracts.calendar import WEEKDAYS, Hours, ServiceCalendar
from jieting.domain.line.facts import FactKind
from jieting.domain.line.plan import HandOver, Queue
from jieting.switches.asterisk.render.dialplan import BLOCKING
from jieting.switches.asterisk.render.safe import Unsafe
from tests.switch.render_case import TODAY, dialplan, files, line
from tests.unit.line.plans import changed, example, trees

NOT_OURS = {"held", "resumed", "rang", "conference", "recording_paused", "recording_resumed"}
"""What the switch tells of itself, or the product on its own."""
MAIN = "jt-ningde-12123"


def begins(plan_line):
    """Where the switch or a person may begin: a called number, a key, a telephone, a command."""
    main = f"jt-{plan_line.plan.contract}"
    return [
        *(("jt-in", number, 1) for number in plan_line.plan.numbers),
        (f"{main}.keys", "1", 1),
        *((f"{main}.agent", agent.extension, 1) for agent in plan_line.plan.agents.values()),
        *((f"{main}.{part}", "_X.", 1) for part in ("agent", "out", "transfer")),
        (f"{main}.out", "call", 1),
        (f"{main}.out", "ask", 1),
        *((f"{main}.transfer", agent.extension, 1) for agent in plan_line.plan.agents.values()),
        ("jt-ended", "s", 1),
    ]


@pytest.mark.parametrize("name", ["ningde-12123", "post-loan"])
def test_every_step_leads_to_one_that_is_there(name):
    assert dialplan(line(example(name))).dangling() == set()


@pytest.mark.parametrize("name", ["ningde-12123", "post-loan"])
def test_every_step_of_a_shipped_plan_is_reached(name):
    one = line(example(name), calendar=ServiceCalendar((Hours(WEEKDAYS, time(9), time(17)),)))
    plan = dialplan(one)
    dated = (f"jt-{name}.days", f"{TODAY:%Y%m%d}", 1)
    own = {place for place in plan.steps if place[0].startswith(f"jt-{name}")}
    lost = own - plan.reached(*begins(one), dated)
    # Numbers with a plus and queues are dialled by people; each day has an extension.
    assert {place for place in lost if not place[1].startswith(("_", "queue.", "20"))} == set()


@given(trees())
def test_any_plan_that_holds_together_renders_without_a_lost_way(plan):
    one = line(plan)
    rendered = dialplan(one)
    assert rendered.dangling() == set()
    wanted = {f"node.{name}" for name in _reached_nodes(plan)}
    reached = {extension for _, extension, _ in rendered.reached(*begins(one))}
    assert wanted <= reached


def _reached_nodes(plan):
    seen, waiting = set(), [plan.start]
    while waiting:
        name = waiting.pop()
        if name in seen or not name:
            continue
        seen.add(name)
        node = plan.nodes[name]
        waiting += [*getattr(node, "keys", {}).values(), getattr(node, "otherwise", "")]
        waiting += [getattr(node, "then", "")]
        if isinstance(node, HandOver):
            waiting.append(plan.queues[node.queue].overflow)
    return seen


def test_every_milestone_that_the_dialplan_owes_is_told():
    steps = dialplan().steps.values()
    told = {found[1] for step in steps if (found := re.search(r"jt-tell,s,1\((\w+)\)", step))}
    assert told == {kind.value for kind in FactKind} - NOT_OURS


def test_both_ways_tell_one_text_with_one_time():
    tell = dialplan().of("jt-tell", "s")
    assert tell[0].count("STRFTIME") == 1
    assert tell[1:3] == ["CELGenUserEvent(JT,${text})", 'UserEvent(JT,"Text: ${text}")']


def test_a_call_tells_its_end_before_it_tells_anything_else():
    first = dialplan().of(MAIN, "in")
    assert first[0] == "Set(CHANNEL(hangup_handler_push)=jt-ended,s,1)"
    assert next(n for n, step in enumerate(first) if "(offered)" in step) < first.index("Answer()")


def test_the_emergency_announcement_comes_before_the_menu_and_the_hours():
    steps = dialplan().of(MAIN, "in")
    assert "Set(JT_NOTE=${DB(jt/emergency-ningde-12123)})" in steps
    assert steps.index("Playback(${JT_SOUNDS}/ningde-12123/emergency)") < steps.index(
        f"GotoIf($[${{GROUP_COUNT(in@{MAIN})}} > 60]?{MAIN},full,1)"
    )
    assert steps[-1] == f"Goto({MAIN},open,1)"


def test_a_line_without_a_limit_counts_nobody():
    rendered = dialplan(line(replace(example(), most_calls=None)))
    assert "full" not in rendered.extensions(MAIN)
    assert not any("GROUP" in step for step in rendered.of(MAIN, "in"))


def test_a_queue_is_waited_in_with_the_agents_milestone_and_the_way_to_the_survey():
    rendered = dialplan()
    wait = rendered.of(MAIN, "wait.hotline")
    assert wait[0] == "Queue(ningde-12123.hotline,cCit,,,300,,jt-answered)"
    assert rendered.of(MAIN, "left.hotline")[0] == (
        f'GotoIf($["${{QUEUESTATUS}}"="CONTINUE"]?{MAIN},talked,1)'
    )
    assert rendered.of(MAIN, "left.hotline")[-1] == f"Goto({MAIN},node.busy,1)"


def test_a_wait_without_a_limit_is_ended_by_no_clock():
    plan = changed(example(), "queues", "hotline", timeout_s=0)
    wait = dialplan(line(plan)).of(MAIN, "wait.hotline")
    assert wait[0] == "Queue(ningde-12123.hotline,cCit,,,,,jt-answered)"


def test_the_survey_gives_each_key_its_rating_and_tells_one_that_means_nothing():
    steps = dialplan().of(MAIN, "survey")
    ratings = [step for step in steps if "JT_RATING=" in step and step.startswith("ExecIf")]
    assert ratings[0] == 'ExecIf($["${JT_KEY}"="1"]?Set(JT_RATING=very_satisfied))'
    assert len(ratings) == 4
    told = next(step for step in steps if step.startswith("Set(JT_DATA=key="))
    assert told == "Set(JT_DATA=key=${URIENCODE(${JT_KEY})}&rating=${JT_RATING})"


def test_without_a_survey_the_agent_ends_the_call():
    steps = dialplan(line(replace(example(), survey=None))).of(MAIN, "talked")
    assert "Set(JT_BY=agent)" in steps
    assert steps[-1] == f"Goto({MAIN},bye,1)"


def test_without_recording_nothing_is_recorded():
    made = files(line(replace(example(), recording=None)))
    assert "MixMonitor" not in made["extensions.conf"].replace("MixMonitor(${JT_SPOOL}", "")
    assert "monitor-format" not in made["queues.conf"]
    assert "MONITOR_FILENAME" not in made["extensions.conf"]


def test_a_hash_among_the_keys_does_not_end_the_input():
    plan = changed(example(), "nodes", "main", keys={"#": "agent", "1": "agent"})
    read = next(step for step in dialplan(line(plan)).of(MAIN, "node.main") if "Read" in step)
    assert read.endswith(",1,t(),1,5)")


def test_a_prompt_without_a_sound_is_not_played():
    rendered = files(line(sounds=frozenset({"main"})))["extensions.conf"]
    assert set(re.findall(r"ningde-12123/([a-z-]+)[,)]", rendered)) == {"main"}


def test_calls_out_go_by_the_first_trunk_and_then_by_the_next():
    plan = example()
    second = replace(plan.trunks["carrier"], name="other", host="192.0.2.11", match=())
    out = dialplan(line(replace(plan, trunks={**plan.trunks, "other": second}))).of(
        f"{MAIN}.out", "call"
    )
    dials = [step for step in out if "Dial(" in step]
    assert dials[0].startswith(f"Dial(PJSIP/${{JT_TO}}@{MAIN}.carrier,")
    assert dials[1].startswith('ExecIf($["${DIALSTATUS}"="CHANUNAVAIL"')


def test_without_a_trunk_nobody_is_dialled_outside():
    rendered = dialplan(line(replace(example(), trunks={})))
    assert rendered.dangling() == set()
    assert rendered.of(f"{MAIN}.out", "_X.")[2] == "Goto(none,1)"


def test_what_takes_time_has_its_place_whatever_the_plan_says_beside_it():
    """A reload goes on with the next priority of the new dialplan."""
    plan = example()
    shown = changed(plan, "trunks", "carrier", caller_id="")
    variants = [
        line(plan),
        line(shown),
        line(replace(plan, recording=None)),
        line(replace(plan, most_calls=None)),
        line(plan, sounds=frozenset()),
        line(replace(plan, survey=replace(plan.survey, keys={}))),
    ]
    places: dict[tuple[str, str], set[int]] = {}
    for one, word in product(variants, BLOCKING):
        for (context, extension, priority), step in dialplan(one).steps.items():
            if re.match(rf"(ExecIf\(.*\?)?{word}\(", step):
                places.setdefault((context, extension, word), set()).add(priority)
    # Two sounds of the emergency, and one Dial for each trunk.
    several = {key for key, found in places.items() if len(found) > 1}
    assert several == {(MAIN, "in", "Playback")}
    assert len(places[MAIN, "in", "Playback"]) == 2


def test_two_names_that_differ_in_a_hyphen_alone_are_refused():
    plan = example()
    queues = {
        name: Queue(name=name, overflow="busy") for name in ("hotline", "post-loan", "postloan")
    }
    with pytest.raises(Unsafe):
        files(line(replace(plan, queues=queues)))
