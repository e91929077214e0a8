"""``jieting contract check`` as it is run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BROKEN = ROOT / "tests" / "golden" / "broken_contracts"


def check(*files: Path | str, lang: str = "en") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "jieting", "contract", "check", "--lang", lang, *map(str, files)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=ROOT,
        env={"PYTHONPATH": "src", "PYTHONIOENCODING": "utf-8", "PATH": ""},
    )


def test_warnings_alone_are_told_and_do_not_fail() -> None:
    done = check("contracts/ningde-12123.toml", "contracts/post-loan.toml")
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("warning:") == 4
    assert done.stdout.splitlines() == [
        "contracts/ningde-12123.toml: 0 errors, 2 warnings",
        "contracts/post-loan.toml: 0 errors, 2 warnings",
    ]


def test_every_error_of_every_file_is_told_with_its_place() -> None:
    typo, missing = BROKEN / "key_typo.toml", BROKEN / "no_such_file.toml"
    done = check(typo, missing, BROKEN / "base_limits.toml")
    assert done.returncode == 2
    first, second, third = done.stderr.splitlines()
    assert first.startswith(f"{typo}:11:title: error: title is missing in [contract].")
    assert second.startswith(f"{typo}:14:titel: error: titel is not known in [contract].")
    assert third.startswith(f"{missing}: error: The file cannot be read")
    assert "base_limits.toml: 0 errors, 0 warnings" in done.stdout


def test_more_findings_of_a_kind_than_a_screen_holds_are_all_told(tmp_path: Path) -> None:
    lines = (ROOT / "contracts/ningde-12123.toml").read_text(encoding="utf-8").split("\n")
    file = tmp_path / "unsettled.toml"
    file.write_text(without_choices(lines), encoding="utf-8")
    done = check(file)
    assert done.returncode == 2
    assert done.stderr.count("The choice ") == 18


def without_choices(lines: list[str]) -> str:
    """The contract's text with every [[choice]] block taken out."""
    blocks = "\n".join(lines).split("\n\n")
    return "\n\n".join(block for block in blocks if "[[choice]]" not in block)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_empty_file_is_told_in_either_language(lang: str) -> None:
    done = check(BROKEN / "empty.toml", lang=lang)
    assert done.returncode == 2
    assert f"{BROKEN / 'empty.toml'}:1" in done.stderr


def test_no_file_at_all_is_bad_input() -> None:
    assert check().returncode == 2
