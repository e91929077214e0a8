"""Which Asterisk and which SIPp are taken; the programs are scripts that tell a version."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tools import asterisk

ASTERISK = 'echo "Asterisk 22.10.1+dfsg"\n'
SIPP = 'echo " SIPp v3.8.0-TLS."\nexit 99\n'


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with nothing on the path and nothing named; its path is the folder returned."""
    place = tmp_path / "path"
    place.mkdir()
    monkeypatch.setenv("PATH", str(place))
    for kind in (asterisk.ASTERISK, asterisk.SIPP):
        monkeypatch.delenv(kind.named_by, raising=False)
    return place


def _program(path: Path, text: str) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}")
    path.chmod(0o755)
    return str(path)


def _unpacked(folder: Path) -> Path:
    _program(folder / "run", 'exec "$@"\n')
    _program(folder / asterisk.ASTERISK.place, ASTERISK)
    _program(folder / asterisk.SIPP.place, SIPP)
    (folder / "usr/lib/any-linux-gnu/asterisk/modules").mkdir(parents=True)
    return folder


def test_a_machine_without_either_has_none(machine: Path, tmp_path: Path) -> None:
    assert asterisk.found(tmp_path / "none") is None
    _program(machine / "asterisk", ASTERISK)
    assert asterisk.found(tmp_path / "none") is None


def test_programs_on_the_path_need_no_directories(machine: Path, tmp_path: Path) -> None:
    own = [_program(machine / "asterisk", ASTERISK)], [_program(machine / "sipp", SIPP)]
    assert asterisk.found(tmp_path / "none") == asterisk.Programs(*own)


def test_unpacked_ones_come_first_and_tell_their_directories(machine: Path, tmp_path: Path) -> None:
    _program(machine / "asterisk", ASTERISK)
    _program(machine / "sipp", SIPP)
    folder = _unpacked(tmp_path / "folder")
    programs = asterisk.found(folder)
    assert programs is not None
    run = str(folder / "run")
    assert programs.asterisk == [run, str(folder / "usr/sbin/asterisk")]
    assert programs.sipp == [run, str(folder / "usr/bin/sipp")]
    modules = str(folder / "usr/lib/any-linux-gnu/asterisk/modules")
    assert programs.directories == {
        "astmoddir": modules,
        "astdatadir": str(folder / "usr/share/asterisk"),
    }


def test_the_english_sounds_get_their_short_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = _unpacked(tmp_path / "folder")
    spoken = folder / "usr/share/asterisk/sounds/en_US_f_Somebody"
    spoken.mkdir(parents=True)
    monkeypatch.setattr(asterisk.subprocess, "run", _says_what_is_asked)
    asterisk.install(folder)
    asterisk.install(folder)
    assert (spoken.parent / "en").resolve() == spoken


def _says_what_is_asked(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
    told = {"-V": "Asterisk 22.10.1\n", "-v": "SIPp v3.8.0\n"}
    return subprocess.CompletedProcess(command, 0, told.get(command[-1], ""), "")


@pytest.mark.parametrize("version", ["3.6.1", "2.9"])
def test_an_old_one_will_not_do(version: str, machine: Path, tmp_path: Path) -> None:
    _program(machine / "asterisk", ASTERISK)
    _program(machine / "sipp", f'echo "SIPp v{version}"\n')
    assert asterisk.found(tmp_path / "none") is None


def test_one_that_was_named_must_be_the_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = _unpacked(tmp_path / "folder")
    old = _program(tmp_path / "old", 'echo "Asterisk 16.28.0"\n')
    monkeypatch.setenv("JIETING_ASTERISK", old)
    with pytest.raises(asterisk.Missing, match=r"version 16\.28, and 18\.0 is"):
        asterisk.found(folder)
    assert asterisk.main([]) == asterisk.FAILED
    assert "JIETING_ASTERISK names" in capsys.readouterr().err


def test_a_machine_that_cannot_have_them_is_told_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # Nothing is on the path, so there is no apt either.
    with pytest.raises(asterisk.Missing) as missing:
        asterisk.install(tmp_path / "folder")
    assert missing.value.code == asterisk.CANNOT
    assert "lacks apt-get and dpkg-deb" in str(missing.value)
    assert "JIETING_SIPP=PATH" in str(missing.value)
    capsys.readouterr()
    assert asterisk.main(["--get"]) == asterisk.MISUSED
