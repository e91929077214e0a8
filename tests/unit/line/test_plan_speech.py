from __future__ import annotations

from datetime import UTC, datetime

import pytest

from jieting.domain.errors import Severity
from jieting.installation.checks import about_speech
from jieting.installation.checks.looked import Looked
from jieting.installation.home import Home


@pytest.fixture
def looked(tmp_path) -> Looked:
    (tmp_path / "switch.toml").touch()
    return Looked(Home(tmp_path), datetime(2026, 11, 1, tzinfo=UTC), {})


@pytest.mark.parametrize(
    ("speaks", "spells", "codes"),
    [(None, True, ["no_speaker"]), ("espeak-ng", False, ["no_pinyin"]), ("espeak-ng", True, [])],
)
def test_a_switch_whose_machine_cannot_speak_is_told(
    looked, monkeypatch, speaks, spells, codes
) -> None:
    monkeypatch.setattr(about_speech, "speaker", lambda: speaks)
    monkeypatch.setattr(about_speech, "knows_pinyin", lambda: spells)
    found = list(about_speech.check_speech(looked))
    assert [finding.code for finding in found] == codes
    assert all(finding.severity is Severity.WARNING for finding in found)


def test_a_machine_without_a_switch_needs_no_voice(looked, monkeypatch) -> None:
    monkeypatch.setattr(about_speech, "speaker", lambda: None)
    (looked.home.root / "switch.toml").unlink()
    assert list(about_speech.check_speech(looked)) == []
