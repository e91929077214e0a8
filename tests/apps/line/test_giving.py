import socket
import threading
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from jieting.apps.audit.models import Entry
from jieting.apps.line.giving import give_plan, give_plans
from jieting.apps.line.models import PlanRevision, Prompt
from jieting.apps.line.plan_now import plan_now
from jieting.apps.line.planning.actions import save_plan, set_trunk_password
from jieting.apps.line.rendering import lines_to_render, render_findings
from jieting.apps.line.switch_files import PLACE_WORDS
from jieting.apps.line.switch_findings import switch_findings
from jieting.apps.line.switch_reload import PARTS
from jieting.domain.errors import Refused
from jieting.domain.line.toml_text import plan_text
from jieting.installation.home import home
from jieting.installation.switch import made_secret
from jieting.installation.switch_setup import SwitchSetup, kept_setup
from tests.apps.world import AT, BY
from tests.switch.render_case import section
from tests.unit.line.plans import changed, example

pytestmark = pytest.mark.django_db
NAME = "ningde-12123"
WAV = b"RIFF....WAVE"
OTHER = "post-loan"
LATER = AT + timedelta(days=1)


@pytest.fixture
def setup(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))  # nothing speaks here
    monkeypatch.setenv("JIETING_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    own = {
        name: str(tmp_path / "line" / name)
        for name in ("etc", "logs", "spool", "sounds", "lib", "run", "data", "installed", "modules")
    }
    return SwitchSetup(system="jt1", ami_port=free_port(), **own)


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def saved(plan=None, name=NAME):
    text = plan_text(plan or example(name))
    return save_plan(by=BY, at=AT, contract_id=name, text=text, revision=0)


def heard(name):
    return Prompt.objects.create(
        contract_id=NAME, name=name, sound=WAV, digest="-", seconds=1, made_by_name="t", made_at=AT
    )


@contextmanager
def switch_at(port, answer="Success"):
    """A switch that answers every action; what it was asked to read again."""
    asked: list[str] = []
    listening = socket.create_server(("127.0.0.1", port))

    def serve():
        connection, _ = listening.accept()
        with connection, connection.makefile("rwb") as talk:
            talk.write(b"Asterisk Call Manager/9.0.0\r\n")
            talk.flush()
            words: dict[str, str] = {}
            for raw in talk:
                line = raw.decode().strip()
                if line:
                    name, _, value = line.partition(": ")
                    words[name] = value
                    continue
                if words["Action"] == "Reload":
                    asked.append(words["Module"])
                good = words["Action"] != "Login" or words["Secret"] == made_secret("ami")
                said = answer if good else "Error"
                talk.write(f"Response: {said}\r\nActionID: {words['ActionID']}\r\n\r\n".encode())
                talk.flush()
                words = {}

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield asked
    finally:
        listening.close()
        thread.join(5)


def test_the_newest_plan_of_every_line_is_written_with_its_sounds(world, setup, tmp_path):
    saved()
    heard("main")
    given = give_plans(by=BY, at=AT, setup=setup, reload=False)
    etc = tmp_path / "line" / "etc"
    assert given.lines == 1
    assert "12123" in (etc / "extensions.conf").read_text()
    assert (tmp_path / "line" / "sounds" / NAME / "main.wav").read_bytes() == WAV
    assert section((etc / "manager.conf").read_text(), "[jieting]")["secret"] == made_secret("ami")
    assert kept_setup(home()) == setup
    assert PlanRevision.objects.get().applied_at is None


def test_a_second_time_nothing_is_new_and_a_sound_that_went_is_gone(world, setup, tmp_path):
    saved()
    row = heard("main")
    give_plans(by=BY, at=AT, setup=setup, reload=False)
    assert give_plans(by=BY, at=AT, setup=setup, reload=False).changed == 0
    row.delete()
    assert give_plans(by=BY, at=AT, setup=setup, reload=False).changed > 0
    assert not (tmp_path / "line" / "sounds" / NAME / "main.wav").exists()


def test_where_nothing_speaks_the_line_is_rendered_and_it_is_told_once(world, setup):
    saved()
    saved(name="post-loan")
    found = give_plans(by=BY, at=AT, setup=setup, reload=False).findings
    codes = [finding.code for finding in found]
    assert sorted(codes) == ["no_documentation", "no_modules", "no_speaker", "place_unsaid"]
    assert not any(finding.is_error for finding in found)


def test_the_numbers_of_places_are_spoken_once(world, setup, monkeypatch, tmp_path):
    said = []
    monkeypatch.setattr(
        "jieting.apps.line.switch_files.spoken_sound",
        lambda words, _language: said.append(words) or WAV,
    )
    saved()
    give_plans(by=BY, at=AT, setup=setup, reload=False)
    give_plans(by=BY, at=AT, setup=setup, reload=False)
    assert said == list(PLACE_WORDS.values())
    queues = (tmp_path / "line" / "etc" / "queues.conf").read_text()
    assert section(queues, f"[{NAME}.hotline]")["announce-position"] == "limit"


def test_the_running_switch_takes_it_over_and_then_it_counts_as_applied(world, setup):
    row = saved()
    with switch_at(setup.ami_port) as asked:
        given = give_plans(by=BY, at=AT, setup=setup, reload=True)
    assert asked == list(PARTS)
    assert given.reloaded == len(PARTS)
    assert "needs_restart" in [finding.code for finding in given.findings]
    row.refresh_from_db()
    assert row.applied_at == AT
    assert Entry.objects.filter(event="line.plan.applied", contract=NAME).count() == 1


def test_a_switch_that_is_not_there_takes_nothing_over(world, setup):
    row = saved()
    with pytest.raises(Refused) as error:
        give_plans(by=BY, at=AT, setup=setup, reload=True)
    assert [finding.code for finding in error.value.findings] == ["not_applied"]
    row.refresh_from_db()
    assert row.applied_at is None


def test_a_switch_that_refuses_takes_nothing_over(world, setup):
    saved()
    with switch_at(setup.ami_port, answer="Error"), pytest.raises(Refused) as error:
        give_plans(by=BY, at=AT, setup=setup, reload=True)
    assert error.value.findings[0].code == "not_applied"


def test_a_carriers_password_is_in_the_configuration_alone(world, setup, tmp_path):
    saved(changed(example(), "trunks", "carrier", user="u1", registers=True))
    codes = {finding.code for finding in switch_findings(AT.date())}
    assert "trunk_without_password" in codes
    set_trunk_password(by=BY, at=AT, contract_id=NAME, trunk="carrier", password="Carrier-7")
    assert "trunk_without_password" not in {f.code for f in switch_findings(AT.date())}
    give_plans(by=BY, at=AT, setup=setup, reload=False)
    for path in (tmp_path / "line" / "etc").iterdir():
        assert ("Carrier-7" in path.read_text()) is (path.name == "pjsip.conf")


def test_a_folder_that_no_file_can_name_is_refused(world, setup, tmp_path):
    saved()
    with pytest.raises(Refused) as error:
        give_plans(by=BY, at=AT, setup=replace(setup, sounds=str(tmp_path / "a b")), reload=False)
    assert error.value.findings[0].code == "unsafe_for_switch"


def test_what_two_lines_claim_together_is_found(world, setup):
    saved()
    other = changed(
        example("post-loan"), "trunks", "carrier", codecs=("ulaw",), match=("192.0.2.10",)
    )
    agents = {
        name: replace(agent, contact=f"sip:{name}@192.0.2.7", in_browser=False)
        for name, agent in list(other.agents.items())[:2]
    }
    saved(replace(other, agents={**other.agents, **agents}), "post-loan")
    codes = [finding.code for finding in switch_findings(AT.date())]
    assert codes.count("trunk_address_twice") == 1
    assert codes.count("telephone_address_twice") == 1
    assert "prompt_unheard" in codes


def once_more(name, plan=None, revision=1):
    text = plan_text(plan or replace(example(name), numbers=("95555",)))
    return save_plan(by=BY, at=LATER, contract_id=name, text=text, revision=revision)


def apply(setup, name=NAME):
    with switch_at(setup.ami_port):
        return give_plan(by=BY, at=LATER, setup=setup, contract_id=name)


@pytest.fixture
def two_lines(world, setup):
    """Two lines that the switch runs, and a newer plan of each."""
    old = [saved(replace(example(NAME), numbers=("12123",))), saved(other_line(), OTHER)]
    heard("main")
    with switch_at(setup.ami_port):
        give_plans(by=BY, at=AT, setup=setup, reload=True)
    return [
        *old,
        once_more(NAME),
        once_more(OTHER, replace(other_line(), numbers=("96666",))),
    ]


def other_line():
    return replace(example(OTHER), numbers=("12124",), agents={})


def dialplan(tmp_path):
    return (tmp_path / "line" / "etc" / "extensions.conf").read_text()


def test_applying_one_line_leaves_the_others_as_they_run(two_lines, setup, tmp_path):
    mine, theirs = two_lines[2:]
    given = apply(setup)
    text = dialplan(tmp_path)
    assert given.lines == 2
    assert "95555" in text
    assert "12124" in text
    assert "96666" not in text
    for row in (mine, theirs):
        row.refresh_from_db()
    assert (mine.applied_at, theirs.applied_at) == (LATER, None)
    assert plan_now(OTHER).numbers == ("12124",)
    applied = Entry.objects.filter(event="line.plan.applied", at=LATER)
    assert list(applied.values_list("contract", "object")) == [(NAME, "plan 2")]


def test_a_sound_of_another_line_waits_until_that_line_is_applied(two_lines, setup, tmp_path):
    sound = tmp_path / "line" / "sounds" / NAME / "main.wav"
    Prompt.objects.filter(name="main").update(sound=b"RIFFnew")
    apply(setup, OTHER)
    assert sound.read_bytes() == WAV
    assert f"{NAME}/main" in dialplan(tmp_path)
    Prompt.objects.filter(name="main").delete()
    apply(setup, OTHER)
    assert sound.exists()
    apply(setup, NAME)
    assert not sound.exists()


def test_a_line_that_never_ran_is_not_put_on_by_another(world, setup, tmp_path):
    saved()
    saved(other_line(), OTHER)
    assert apply(setup).lines == 1
    assert "12124" not in dialplan(tmp_path)
    assert PlanRevision.objects.get(contract_id=OTHER).applied_at is None


def test_a_line_without_a_plan_takes_nothing_off_the_switch(world, setup, tmp_path):
    saved()
    give_plans(by=BY, at=AT, setup=setup, reload=False)
    before = dialplan(tmp_path)
    with pytest.raises(Refused, match="no plan yet"):
        give_plan(by=BY, at=LATER, setup=setup, contract_id=OTHER)
    assert dialplan(tmp_path) == before


def test_the_administrator_applies_the_newest_of_every_line(two_lines, setup, tmp_path):
    with switch_at(setup.ami_port):
        give_plans(by=BY, at=LATER, setup=setup, reload=True)
    assert "95555" in dialplan(tmp_path)
    assert "96666" in dialplan(tmp_path)
    assert PlanRevision.objects.filter(applied_at=LATER).count() == 2


def test_what_another_line_has_not_yet_given_up_on_the_switch_is_not_taken(two_lines, setup):
    row = once_more(NAME, replace(example(NAME), numbers=("95555", "12124")), revision=2)
    with pytest.raises(Refused) as error:
        give_plan(by=BY, at=LATER, setup=setup, contract_id=NAME)
    (found,) = error.value.findings
    assert found.code == "number_taken"
    assert "applied first" in str(found.remedy)
    row.refresh_from_db()
    assert row.applied_at is None
    apply(setup, OTHER)
    assert apply(setup, NAME).lines == 2


def test_a_line_is_rendered_in_its_contracts_zone_and_hours(world, setup):
    saved(name="post-loan")
    (found,) = lines_to_render(AT.date())
    assert found.line.zone.key == "Asia/Shanghai"
    assert not found.line.calendar.round_the_clock
    assert found.line.language == "zh"
    assert render_findings(NAME) == []
