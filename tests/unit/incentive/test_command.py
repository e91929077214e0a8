"""``jieting contract audit`` as it is run."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from jieting.domain.incentive.moves import MOVES
from tests.command import jieting
from tests.unit.incentive.texts import DEFECTS

ROOT = Path(__file__).parents[3]
HOTLINE, POST_LOAN = ROOT / "contracts/ningde-12123.toml", ROOT / "contracts/post-loan.toml"


def test_the_text_has_severe_flaws_first_with_their_change() -> None:
    done = jieting("contract", "audit", POST_LOAN, "--calls-a-month", "500")
    assert done.code == 0, done.err
    assert done.out.index("Severe") < done.out.index("Moderate") < done.out.index("Minor")
    assert "[clash of lines] P-3.2 It pays to turn callers away" in done.out
    assert "→ Count calls turned away as missed" in done.out


def test_the_data_hold_every_flaw_with_its_numbers(tmp_path: Path) -> None:
    file = tmp_path / "audit.json"
    options = ("--calls-a-month", "2000", "--format", "json", "--out", file)
    done = jieting("contract", "audit", HOTLINE, *options)
    assert done.code == 0
    assert str(file) in done.err
    data = json.loads(file.read_text("utf-8"))
    assert data["calls_a_month"] == [2000]
    assert data["severe"] == sum(flaw["severity"] == "severe" for flaw in data["flaws"]) > 0
    assert {
        "code",
        "kind",
        "severity",
        "clauses",
        "what",
        "details",
        "change",
        "effect",
        "numbers",
    } == set(data["flaws"][0])
    assert len(data["levels"]) == 5


def test_strict_refuses_a_contract_with_a_severe_flaw() -> None:
    done = jieting("contract", "audit", POST_LOAN, "--calls-a-month", "500", "--strict")
    assert done.code == 3
    assert "Severe" in done.out


def test_numbers_that_are_none_are_told() -> None:
    for text in ("many", "0", "500,,2000", "1e3", "99999999"):
        done = jieting("contract", "audit", POST_LOAN, "--calls-a-month", text)
        assert done.code == 2, text
        assert "calls-a-month is" in done.err
    assert jieting("contract", "audit", POST_LOAN, "--cliff", "-1").code == 2
    assert jieting("contract", "audit", POST_LOAN, "--cliff", "nan").code == 2


def test_a_contract_that_is_none_is_told() -> None:
    done = jieting("contract", "audit", ROOT / "tests/golden/broken_contracts/key_typo.toml")
    assert done.code == 2
    assert "titel" in done.err


PAGE = (ROOT / "docs/reference/contract-audit.md").read_text("utf-8")


def test_the_page_shows_a_command_that_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    (line,) = re.findall(r"^\.venv/bin/jieting (contract audit .*)$", PAGE, re.MULTILINE)
    done = jieting(*line.split())
    assert done.code == 0, done.err
    assert "Assumed: 500, 9000 calls a month" in done.out


def test_the_page_names_every_flaw() -> None:
    codes = {defect.code for defect in DEFECTS} | {"same_call_twice"}
    missing = {c for c in codes if not c.startswith("rewards_") and f"`{c}`" not in PAGE}
    assert not missing
    assert not {move.code for move in MOVES if f"`{move.code}`" not in PAGE}
