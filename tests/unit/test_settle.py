"""Settling: everything that stands against it is said at once, and a remedy with each breach."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from jieting.domain.contracts.load import load_contract
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.records import Records
from jieting.domain.contracts.settle import settle
from jieting.domain.contracts.settlement import MonthLimit, MonthResult
from jieting.domain.errors import Refused
from jieting.domain.periods import Month

CONTRACTS = Path(__file__).parents[2] / "contracts"


def contract(name: str) -> Contract:
    file = CONTRACTS / f"{name}.toml"
    return load_contract(file.read_text(encoding="utf-8"), file.name)[0]


def month(name: str, text: str, score: str | None = "90", **more: object) -> MonthResult:
    fields: dict[str, object] = {"contract": name, "version": "1", "arrived": 10, **more}
    exact = None if score is None else Fraction(score)
    return MonthResult(month=Month.parse(text), score=exact, **fields)  # type: ignore[arg-type]


def test_all_refusals_at_once_with_the_files_they_come_from() -> None:
    given = [
        month("other", "2026-10", file="a.json"),
        month("ningde-12123", "2026-11", None, waiting=("N-5.2.2",), file="b.json"),
        month("ningde-12123", "2026-11", file="c.json"),
    ]
    with pytest.raises(Refused) as refused:
        settle(contract("ningde-12123"), given, Records(), now=0)
    found = {finding.code: finding.place.file for finding in refused.value.findings}
    assert found == {"other_contract": "a.json", "month_twice": "c.json", "month_waits": "b.json"}
    assert "N-5.2.2" in str(refused.value)


def test_a_breach_brings_the_remedy_of_its_clause() -> None:
    broken = month("post-loan", "2026-10", None, limits=(MonthLimit("P-8.2", False, ("late",)),))
    (breach,) = settle(contract("post-loan"), [broken], Records(), now=0).breaches
    assert breach.findings == ("late",)
    assert breach.remedy == contract("post-loan").clause("P-8.2").remedy != ""


def test_a_limit_that_could_not_be_judged_is_no_breach() -> None:
    unknown = month("post-loan", "2026-10", None, limits=(MonthLimit("P-3.2", None, ()),))
    assert settle(contract("post-loan"), [unknown], Records(), now=0).breaches == ()


def test_a_quarter_tells_how_it_was_reached() -> None:
    given = [month("ningde-12123", f"2026-{n}", "89.99") for n in (10, 11, 12)]
    (quarter,) = settle(contract("ningde-12123"), given, Records(), now=0).quarters
    assert "89.99 / 89.99 / 89.99" in str(quarter.why)
    assert "0.95" in str(quarter.why)


def test_nothing_given_is_no_quarter() -> None:
    with pytest.raises(Refused):
        settle(contract("ningde-12123"), [], Records(), now=0)
