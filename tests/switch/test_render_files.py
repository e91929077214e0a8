import io
import wave
from dataclasses import replace

import numpy as np
import pytest

from jieting.cli.switch_render import render
from jieting.domain.line.facts import FactKind
from jieting.domain.line.plan import Dtmf
from jieting.switches.asterisk.cel import FILE, MAPPING
from jieting.switches.asterisk.milestone import DATE_FORMAT
from jieting.switches.asterisk.render.modules import NEEDED, OPTIONAL, missing
from jieting.switches.asterisk.render.music import waiting_music
from jieting.switches.asterisk.render.render import SECRET
from tests.switch.render_case import files, line, section, sections
from tests.switch.test_render_dialplan import NOT_OURS
from tests.unit.line.plans import ROOT, changed, example

QUEUE = "[ningde-12123.hotline]"
TRUNK = "[jt-ningde-12123.carrier]"


def with_queue(**fields):
    return files(line(changed(example(), "queues", "hotline", **fields)))["queues.conf"]


def test_every_file_says_who_writes_it():
    made = files()
    assert len(made) == 20
    assert all(text.startswith("; Written by jieting switch render.") for text in made.values())


def test_the_same_data_give_the_same_files():
    assert files(line(), line(example("post-loan"))) == files(line(example("post-loan")), line())


def test_passwords_stand_in_the_closed_files_alone():
    plan = changed(example(), "trunks", "carrier", user="u", registers=True)
    made = files(line(plan, trunk_secrets={"carrier": "of-carrier"}))
    for name, text in made.items():
        assert ("of-" in text) is (name in SECRET), name


def test_a_telephone_that_signs_in_needs_its_made_password():
    text = files(line(changed(example(), "agents", "8001", in_browser=False)))["pjsip.conf"]
    assert section(text, "[8001]")["password"] == "of-8001"
    assert section(text, "[8001](jt-telephone)")["auth"] == "8001"
    assert section(text, "[jt-telephone](!)")["device_state_busy_at"] == "1"


def test_a_browser_telephone_speaks_webrtc_and_opens_the_web_socket():
    plan = changed(example(), "agents", "8001", in_browser=True)
    made = files(line(plan))
    assert "[8001](jt-browser)" in made["pjsip.conf"]
    assert section(made["http.conf"], "[general]")["enabled"] == "yes"
    desks = {name: replace(one, in_browser=False) for name, one in plan.agents.items()}
    made = files(line(replace(plan, agents=desks)))
    assert section(made["http.conf"], "[general]")["enabled"] == "no"


def test_a_fixed_telephone_is_known_by_its_address_alone():
    agent = "sip:8001@192.0.2.7:5080"
    text = files(line(changed(example(), "agents", "8001", contact=agent, in_browser=False)))[
        "pjsip.conf"
    ]
    assert section(text, "[8001](jt-telephone)")["identify_by"] == "ip"
    assert "auth" not in section(text, "[8001](jt-telephone)")
    assert section(text, "[8001]")["match"] == "192.0.2.7"


def test_a_carriers_calls_are_known_by_their_address_and_come_in_by_number():
    text = files()["pjsip.conf"]
    assert section(text, TRUNK)["match"] == "192.0.2.10"
    assert section(text, "[jt-carrier](!)")["context"] == "jt-in"
    assert section(text, "[jt-carrier](!)")["identify_by"] == "ip"
    assert section(text, "[jt-carrier](!)")["allow_transfer"] == "no"
    assert section(text, f"{TRUNK}(jt-carrier)")["dtmf_mode"] == "rfc4733"


def test_an_address_of_two_lines_is_named_once():
    text = files(line(), line(example("post-loan")))["pjsip.conf"]
    assert text.count("match=192.0.2.10") == 1


def test_a_trunk_that_registers_signs_in_with_the_carriers_password():
    plan = changed(example(), "trunks", "carrier", user="u1", registers=True, dtmf=Dtmf.INFO)
    text = files(line(plan, trunk_secrets={"carrier": "pw"}))["pjsip.conf"]
    kinds = [dict(pairs)["type"] for head, pairs in sections(text) if head == TRUNK]
    assert kinds == ["aor", "auth", "identify", "registration"]
    assert section(text, TRUNK)["client_uri"] == "sip:u1@192.0.2.10:5060"
    assert section(text, f"{TRUNK}(jt-carrier)")["dtmf_mode"] == "info"


def test_a_queue_says_what_the_plan_does():
    found = section(with_queue(priority=5, wrap_up_s=7, ring_s=12), QUEUE)
    assert (found["weight"], found["wrapuptime"], found["timeout"]) == ("5", "7", "12")
    assert (found["strategy"], found["ringinuse"]) == ("leastrecent", "no")
    assert found["monitor-format"] == "raw"
    assert all(found[name] == "yes" for name in ("setinterfacevar", "setqueuevar"))
    assert "member" not in found


@pytest.mark.parametrize(
    ("wanted", "expected"), [(True, "unavailable,invalid,unknown"), (False, "yes")]
)
def test_an_empty_queue_is_left_where_the_plan_wants_it(wanted, expected):
    assert section(with_queue(leave_when_empty=wanted), QUEUE)["joinempty"] == expected


def test_place_and_wait_are_said_only_where_its_numbers_can_be():
    def said(text):
        queue = section(text, QUEUE)
        return queue["announce-position"], queue["announce-holdtime"]

    assert said(files()["queues.conf"]) == ("limit", "yes")
    assert said(files(counted=frozenset())["queues.conf"]) == ("no", "no")
    assert said(with_queue(position=False)) == ("no", "no")


@pytest.mark.parametrize(
    ("every", "after", "news", "expected"),
    [
        (45, 90, "please-wait", (["please-wait", "call-back"], "45")),
        (30, 90, "please-wait", (["please-wait"] * 2 + ["call-back"], "30")),
        (45, None, "please-wait", (["please-wait"], "45")),
        (45, 90, "", (["call-back"], "90")),
        (0, 60, "please-wait", (["call-back"], "60")),
        (45, 20, "please-wait", (["call-back"], "20")),
        (45, None, "", ([], "0")),
    ],
)
def test_the_offer_of_a_call_back_comes_in_the_announcements_turn(every, after, news, expected):
    found = section(
        with_queue(announce_every_s=every, call_back_after_s=after, announcement=news), QUEUE
    )
    sounds = [path.rpartition("/")[2] for path in found.get("periodic-announce", "").split(",")]
    assert ([sound for sound in sounds if sound], found["periodic-announce-frequency"]) == expected
    assert ("context" in found) is (after is not None)


def test_a_line_may_have_music_of_its_own():
    plan = changed(example(), "queues", "hotline", music="please-wait")
    made = files(line(plan))
    assert section(made["queues.conf"], QUEUE)["musicclass"] == "jt-ningde-12123.please-wait"
    folder = section(made["musiconhold.conf"], "[jt-ningde-12123.please-wait]")["directory"]
    assert folder == "/srv/line/sounds/ningde-12123/music/please-wait"


def test_the_product_alone_may_listen_and_hears_what_it_needs():
    text = files()["manager.conf"]
    assert section(text, "[general]")["bindaddr"] == "127.0.0.1"
    assert section(text, "[general]")["timestampevents"] == "yes"
    user = section(text, "[jieting]")
    assert user["secret"] == "of-ami"
    assert "command" not in user["write"].split(",")
    assert "VarSet" in user["eventfilter"]


def test_the_log_of_channels_is_the_one_that_is_read_again():
    made = files()
    assert f"{FILE.rpartition('/')[2]} => {MAPPING}" in made["cel_custom.conf"]
    assert section(made["cel.conf"], "[general]")["dateformat"] == DATE_FORMAT


def test_no_module_is_asked_for_that_the_switch_has_not():
    there = frozenset(NEEDED) - {"codec_opus", "res_cdrel_custom"}
    text = files(modules_there=there)["modules.conf"]
    assert "codec_opus.so" not in text
    assert "load=app_queue.so" in text
    assert "autoload=no" in text
    assert missing(there) == []
    assert missing(frozenset(NEEDED) - {"app_queue"}) == ["app_queue"]
    assert set(NEEDED) >= OPTIONAL


def test_behind_a_router_carriers_are_told_the_public_address():
    found = section(files(public="203.0.113.5")["pjsip.conf"], "[jt-udp]")
    assert found["external_media_address"] == "203.0.113.5"


def test_the_music_is_quiet_whole_and_without_a_seam():
    with wave.open(io.BytesIO(waiting_music())) as file:
        shape = (file.getframerate(), file.getnchannels(), file.getsampwidth())
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(int)
    assert shape == (8000, 1, 2)
    assert 20 < len(samples) / 8000 < 60
    assert 2000 < np.abs(samples).max() < 8000
    steps = np.abs(np.diff(samples))
    assert abs(samples[0] - samples[-1]) <= steps.max()


def test_the_page_about_the_switch_names_every_file_milestone_and_option():
    page = (ROOT / "docs/reference/switch.md").read_text("utf-8")
    told = {kind.value for kind in FactKind} - NOT_OURS
    options = {option.opts[0] for option in render.params if option.opts[0].startswith("--")}
    words = {*files(), *told, *(options - {"--lang"}), "jt/emergency-CONTRACT"}
    assert sorted(word for word in words if f"`{word}`" not in page) == []
