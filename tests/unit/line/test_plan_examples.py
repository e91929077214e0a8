from __future__ import annotations

from pathlib import Path

import pytest

from jieting.domain.contracts.load import load_contract
from jieting.domain.line.check import check_plan
from jieting.domain.line.toml import parse_plan, plan_text

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = sorted((ROOT / "lines").glob("*.toml"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_nothing_is_said_against_a_shipped_plan(path: Path) -> None:
    contract = load_contract((ROOT / "contracts" / path.name).read_text("utf-8"), path.name)[0]
    plan = parse_plan(path.read_text("utf-8"), path.name)
    assert [str(finding) for finding in check_plan(plan, contract)] == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_shipped_plan_survives_being_written(path: Path) -> None:
    plan = parse_plan(path.read_text("utf-8"))
    assert parse_plan(plan_text(plan)) == plan


def test_every_shipped_contract_has_a_plan() -> None:
    contracts = {path.name for path in (ROOT / "contracts").glob("*.toml")}
    assert {path.name for path in EXAMPLES} == contracts
