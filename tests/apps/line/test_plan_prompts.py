from __future__ import annotations

import os
import sys
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jieting.apps.accounts.queries import own_name
from jieting.apps.accounts.roles import Role
from jieting.apps.audit.models import Entry
from jieting.apps.line.models import Prompt
from jieting.apps.line.planning.actions import save_plan
from jieting.apps.line.planning.queries import newest, running, shipped_plan
from jieting.apps.line.prompts import speaking
from jieting.apps.line.prompts.actions import keep_recording, remove_prompt, speak_prompt
from jieting.apps.line.prompts.queries import Sounds, prompt_rows, to_be_spoken
from jieting.domain.errors import BadInput, Refused
from jieting.installation import speech
from tests.apps.line.sounds import samples, tone
from tests.apps.world import AT

PROMPTS = "/c/ningde-12123/line/plan/prompts/"
_SPEAKER = """#!/bin/sh
printf '%s\\n' "$*" > "$SPOKEN_ARGUMENTS"
cat > "$SPOKEN_TEXT"
for last; do :; done
cp "$SPOKEN_SOUND" "$last"
"""


@pytest.fixture
def here(world):
    by = world.actor(Role.SUPERVISOR)
    text = shipped_plan(world.contract)
    save_plan(by=by, at=AT, contract_id=world.contract, text=text, revision=0)
    return {"by": by, "at": AT, "contract_id": world.contract}


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine with a program called espeak-ng that writes down what it is told."""
    program = tmp_path / "espeak-ng"
    program.write_text(_SPEAKER)
    program.chmod(0o755)
    (tmp_path / "sound.wav").write_bytes(tone(22_050, 2.0))
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    for name, file in (("ARGUMENTS", "arguments"), ("TEXT", "text"), ("SOUND", "sound.wav")):
        monkeypatch.setenv(f"SPOKEN_{name}", str(tmp_path / file))
    return tmp_path


@pytest.fixture
def pinyin(monkeypatch):
    """A table of pinyin, so that the tests need no package that a site may lack."""
    table = {"您": "nin2", "好": "hao3", "请": "qing3", "按": "an4", "一": "yi1", "二": "er4"}

    def lazy_pinyin(text, style, neutral_tone_with_five):
        return [table.get(letter, letter) for letter in text]

    made = SimpleNamespace(lazy_pinyin=lazy_pinyin, Style=SimpleNamespace(TONE3=1), __spec__=None)
    monkeypatch.setitem(sys.modules, "pypinyin", made)
    monkeypatch.setattr(speaking, "knows_pinyin", lambda: True)


def _codes(error) -> list[str]:
    return [finding.code for finding in error.value.findings]


def test_a_recording_is_kept_as_a_telephone_plays_it(here) -> None:
    row = keep_recording(**here, name="main", data=tone(44_100, 1.5))
    assert (str(row.seconds), row.spoken, row.made_by_name) == ("1.50", "", own_name(here["by"]))
    assert len(samples(bytes(row.sound))) == 12_000
    assert Entry.objects.filter(event="line.prompt.recorded").latest("pk").object == "prompt main"
    again = keep_recording(**here, name="main", data=tone(8_000, 0.5))
    assert (Prompt.objects.count(), str(again.seconds)) == (1, "0.50")


def test_a_sound_that_no_plan_plays_is_refused(here) -> None:
    with pytest.raises(Refused) as error:
        keep_recording(**here, name="nowhere", data=tone())
    assert _codes(error) == ["unknown_prompt"]
    with pytest.raises(BadInput):
        keep_recording(**here, name="main", data=b"MP3")
    with pytest.raises(Refused):
        remove_prompt(**here, name="main")


def test_chinese_is_spoken_from_pinyin(machine, pinyin) -> None:
    sound = speaking.spoken("您好，请按12。")
    assert str(sound.seconds) == "2.00"
    assert (machine / "text").read_text() == "nin2 hao3, qing3 an4 yi1 er4."
    assert "-v cmn-latn-pinyin" in (machine / "arguments").read_text()


def test_other_languages_are_spoken_by_their_voice(machine) -> None:
    speaking.spoken("Para español, marque 1; $(rm -rf)", "es")
    assert (machine / "text").read_text() == "Para español, marque 1; $(rm -rf)"
    assert "-v es " in (machine / "arguments").read_text()
    speaking.spoken("Hello", "-w /etc/passwd")
    assert "-v en " in (machine / "arguments").read_text()


def test_a_machine_that_cannot_speak_says_so_with_the_remedy(monkeypatch, tmp_path, here) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refused) as error:
        speak_prompt(**here, name="main")
    assert _codes(error) == ["no_speaker"]
    assert "apt install espeak-ng" in str(error.value)


def test_without_pinyin_chinese_is_not_spoken_as_something_else(machine, monkeypatch) -> None:
    monkeypatch.setattr(speaking, "knows_pinyin", lambda: False)
    with pytest.raises(Refused) as error:
        speaking.spoken("您好")
    assert _codes(error) == ["no_pinyin"]
    assert speaking.cannot_speak("Hello") is None


def test_a_program_that_fails_is_told_and_keeps_nothing(machine, here, pinyin) -> None:
    (machine / "espeak-ng").write_text("#!/bin/sh\necho 'no such voice' >&2\nexit 1\n")
    with pytest.raises(Refused) as error:
        speak_prompt(**here, name="main")
    assert _codes(error) == ["not_spoken"]
    assert "no such voice" in str(error.value)
    (machine / "espeak-ng").write_text("#!/bin/sh\nexit 0\n")
    with pytest.raises(Refused):
        speak_prompt(**here, name="main")
    assert not Prompt.objects.exists()


def test_what_is_missing_stands_first_and_an_older_text_is_told(machine, pinyin, here) -> None:
    contract = here["contract_id"]
    assert {row.state for row in prompt_rows(contract)} == {Sounds.MISSING}
    keep_recording(**here, name="busy", data=tone())
    speak_prompt(**here, name="main")
    speak_prompt(**here, name="thanks")
    text = newest(contract).text.replace("感谢您的评价", "谢谢您的评价")
    save_plan(by=here["by"], at=AT, contract_id=contract, text=text, revision=1)
    rows = {row.name: row.state for row in prompt_rows(contract)}
    assert rows["thanks"] is Sounds.OUTDATED
    assert (rows["main"], rows["busy"]) == (Sounds.SPOKEN, Sounds.RECORDED)
    order = [row.state for row in prompt_rows(contract)]
    assert order == sorted(order, key=list(Sounds).index)
    assert "busy" not in to_be_spoken(contract)
    assert {"thanks", "full"} <= set(to_be_spoken(contract))


def test_a_sound_made_after_the_plan_was_applied_waits_for_the_switch(here) -> None:
    contract = here["contract_id"]
    row = newest(contract)
    row.applied_at = AT
    row.save()
    assert not running(contract).newer
    later = {**here, "at": AT.replace(hour=3)}
    keep_recording(**later, name="main", data=tone())
    assert running(contract).newer


@pytest.fixture
def planner(world, here):
    client = world.client(Role.SUPERVISOR)
    client.cookies["language"] = "en"
    return client


def test_the_page_uploads_plays_speaks_and_takes_out(planner, machine, pinyin) -> None:
    file = SimpleUploadedFile("x.wav", tone(), "audio/wav")
    assert planner.post(f"{PROMPTS}main/record/", {"sound": file}).status_code == 302
    sound = planner.get(f"{PROMPTS}main/sound/")
    assert (sound["Content-Type"], sound.content[:4]) == ("audio/wav", b"RIFF")
    page = planner.get(PROMPTS).content.decode()
    assert page.index('id="prompt-full"') < page.index('id="prompt-main"')
    assert planner.post(f"{PROMPTS}full/speak/").status_code == 302
    assert planner.post(f"{PROMPTS}speak/").status_code == 302
    assert Prompt.objects.filter(spoken="").count() == 1
    assert planner.post(f"{PROMPTS}speak/").status_code == 409
    assert planner.post(f"{PROMPTS}main/remove/").status_code == 302
    assert planner.get(f"{PROMPTS}main/sound/").status_code == 404


def test_an_unfit_file_is_told_on_a_page(planner) -> None:
    file = SimpleUploadedFile("x.wav", b"ID3" + bytes(50), "audio/wav")
    page = planner.post(f"{PROMPTS}main/record/", {"sound": file})
    assert page.status_code == 422
    assert "Save the recording as WAV" in page.content.decode()
    large = SimpleUploadedFile("x.wav", bytes(5_000_001), "audio/wav")
    assert planner.post(f"{PROMPTS}main/record/", {"sound": large}).status_code == 422
    assert planner.post(f"{PROMPTS}main/record/").status_code == 422


def test_where_the_machine_cannot_speak_the_page_says_what_to_do(planner, monkeypatch) -> None:
    monkeypatch.setattr(speaking, "speaker", lambda: None)
    page = planner.get(PROMPTS).content.decode()
    assert "espeak-ng is not installed on this machine." in page
    assert f"{PROMPTS}speak/" not in page


def test_the_purchaser_listens_and_changes_nothing(world, here) -> None:
    keep_recording(**here, name="main", data=tone())
    client = world.client(Role.DECIDER)
    html = client.get(PROMPTS).content.decode()
    assert "/sound/" in html
    assert "/record/" not in html
    assert client.post(f"{PROMPTS}main/remove/").status_code == 403


def test_a_machine_knows_whether_it_can_speak(monkeypatch) -> None:
    monkeypatch.setattr(speech.shutil, "which", lambda name: None)
    assert speech.speaker() is None
