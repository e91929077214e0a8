"""Which Chromium the tests get."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import browser


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with nothing: no Chromium named, an empty path, nothing unpacked."""
    monkeypatch.delenv(browser.NAMED, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(browser, "LONGEST_START", 5.0)
    (tmp_path / "bin").mkdir()
    return tmp_path


def _program(path: Path, code: int = 0) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho 'Chromium 1'\necho 'not for this system' >&2\nexit {code}\n")
    path.chmod(0o755)
    return str(path)


def test_none_is_none(bare: Path) -> None:
    assert browser.found(bare / "folder") is None


def test_the_named_one_is_taken_before_all_others(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _program(bare / "bin" / "chromium")
    monkeypatch.setenv(browser.NAMED, _program(bare / "mine"))
    assert browser.found(bare / "folder") == str(bare / "mine")


@pytest.mark.parametrize("code", [None, 7])
def test_a_named_one_that_does_not_start_is_no_silent_choice_of_another(
    code: int | None, bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _program(bare / "bin" / "chromium")
    named = str(bare / "mine") if code is None else _program(bare / "mine", code)
    monkeypatch.setenv(browser.NAMED, named)
    with pytest.raises(browser.Missing, match=f"{browser.NAMED} names {named}") as raised:
        browser.found(bare / "folder")
    assert raised.value.code == browser.FAILED


def test_a_stub_on_the_path_is_passed_over(bare: Path) -> None:
    _program(bare / "bin" / "chromium-browser", code=1)
    real = _program(bare / "bin" / "google-chrome")
    assert browser.found(bare / "folder") == real


def test_the_unpacked_one_comes_last(bare: Path) -> None:
    unpacked = _program(bare / "folder" / browser.STARTER)
    assert browser.found(bare / "folder") == unpacked
    on_path = _program(bare / "bin" / "chromium")
    assert browser.found(bare / "folder") == on_path


def test_a_machine_that_cannot_be_given_one_is_told_the_way_out(bare: Path) -> None:
    with pytest.raises(browser.Missing, match=f"named by {browser.NAMED}=PATH") as raised:
        browser.install(bare / "folder")
    assert raised.value.code == browser.CANNOT
    assert "lacks apt-get and dpkg-deb" in str(raised.value)
