import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jieting.domain.line.plan import Agent, Queue, Trunk
from jieting.switches.asterisk.render import safe
from jieting.switches.asterisk.render.safe import Unsafe
from tests.switch.dialplan import Dialplan
from tests.switch.render_case import files, line, section
from tests.unit.line.plans import PLANS, changed, example

NASTY = [
    "${SHELL(id)}",
    "a;b",
    "a\nexten => 12123,1,System(id)",
    "a]\n[evil",
    "a,b",
    "a|b",
    "a)b",
    "a&b",
    'a"b',
    "a\\b",
    "a\0b",
    "a b",
    "../a",
    "-",
    "_X.",
    "",
    "名",
    "A",
    "#include /etc/passwd",
]
_APPLICATION = re.compile(r"(\w+)\(")
KNOWN = {
    "Answer", "CELGenUserEvent", "Dial", "ExecIf", "Goto", "GotoIf", "Gosub", "Hangup", "Log",
    "MixMonitor", "NoOp", "Playback", "Queue", "Read", "Return", "Set", "StopMixMonitor",
    "UserEvent",
}  # fmt: skip


@pytest.mark.parametrize("text", NASTY)
def test_names_that_could_be_an_instruction_are_refused(text):
    plan = example()
    broken = [
        replace(plan, contract=text),
        replace(plan, numbers=(text,)),
        replace(plan, nodes={text: replace(plan.nodes["main"], name=text)}),
        replace(plan, queues={text: Queue(name=text)}),
        changed(plan, "nodes", "main", keys={text or "ab": "agent"}),
        changed(plan, "nodes", "main", otherwise=text or "a b"),
        changed(plan, "queues", "hotline", overflow=text or "a b"),
        changed(plan, "agents", "8001", extension=text),
        replace(plan, trunks={text: replace(plan.trunks["carrier"], name=text)}),
        changed(plan, "trunks", "carrier", host="a b" if text == "A" else text, match=()),
        changed(plan, "trunks", "carrier", caller_id=text or "x"),
    ]
    for one in broken:
        with pytest.raises(Unsafe):
            files(line(one, sounds=frozenset()))


@pytest.mark.parametrize(
    "contact", ["sip:a@b;x=1\nmatch=0.0.0.0/0", "sip:a b@c", "http://x", "sip:a@"]
)
def test_a_telephones_address_is_one(contact):
    with pytest.raises(Unsafe):
        files(line(changed(example(), "agents", "8001", contact=contact)))


def test_a_telephones_address_may_name_its_transport():
    made = files(
        line(changed(example(), "agents", "8001", contact="sip:a@192.0.2.7:5080;transport=tcp"))
    )
    assert r"contact=sip:a@192.0.2.7:5080\;transport=tcp" in made["pjsip.conf"]


@given(st.text(max_size=20))
def test_an_agents_name_may_be_any_text_and_stays_a_word(name):
    agent = Agent(name=name, extension="8001")
    made = files(line(replace(example(), agents={"8001": agent})))
    own = section(made["pjsip.conf"], "[8001](jt-telephone)")
    assert made["pjsip.conf"].count("JT_ME=") == 1
    assert re.fullmatch(r"[A-Za-z0-9._~%-]*", next(
        row for row in made["pjsip.conf"].splitlines() if row.startswith("set_var=JT_ME=")
    ).removeprefix("set_var=JT_ME="))  # fmt: skip
    assert own["context"] == "jt-ningde-12123.agent"


def test_what_is_said_never_gets_into_a_file():
    said = "${SHELL(touch x)};\n[evil]"
    plan = replace(example(), prompts=dict.fromkeys(example().prompts, said))
    assert not any("SHELL" in text or "evil" in text for text in files(line(plan)).values())


@pytest.mark.parametrize("password", ["Q7z\nQ7z", " Q7z", "Q7z ", ">Q7z", "Q7z\0"])
def test_a_password_that_a_line_cannot_hold_is_refused_without_being_told(password):
    plan = changed(example(), "trunks", "carrier", user="u")
    with pytest.raises(Unsafe) as error:
        files(line(plan, trunk_secrets={"carrier": password}))
    assert "Q7z" not in str(error.value)


def test_a_semicolon_in_a_password_begins_no_comment():
    plan = changed(example(), "trunks", "carrier", user="u")
    made = files(line(plan, trunk_secrets={"carrier": "a;b"}))
    assert r"password=a\;b" in made["pjsip.conf"]


@pytest.mark.parametrize("folder", ["/srv/a b", "relative", "/srv/a,b", "/srv/${X}", "/srv/a;b"])
def test_a_folder_is_one_that_every_file_can_name(folder):
    with pytest.raises(Unsafe):
        files(line(), sounds=folder)


@pytest.mark.parametrize("system", ["jt-1", "", "a" * 21, "j t"])
def test_the_switchs_name_cannot_break_the_ids_of_calls(system):
    with pytest.raises(Unsafe):
        files(line(), system=system)


@given(PLANS)
def test_a_plan_of_any_text_is_refused_or_says_nothing_of_its_own(plan):
    try:
        made = files(line(plan))
    except Unsafe:
        return
    for step in Dialplan.read(made["extensions.conf"]).steps.values():
        assert _APPLICATION.match(step)[1] in KNOWN
    for name in ("pjsip.conf", "queues.conf"):
        for row in made[name].splitlines():
            assert re.fullmatch(r"(;.*|\[[\w.-]+\](\([\w!-]+\))?|[\w-]+=.*)?", row), row


def test_a_trunk_is_the_same_whatever_it_is_called_by():
    assert safe.host("sip.example.net") == "sip.example.net"
    assert safe.host("2001:db8::1") == "2001:db8::1"
    made = files(line(changed(example(), "trunks", "carrier", host="2001:db8::1", match=())))
    assert "contact=sip:[2001:db8::1]:5060" in made["pjsip.conf"]
    assert Trunk(name="x", host="y").port == 5060
