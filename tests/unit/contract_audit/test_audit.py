"""The incentive check finds each flaw in a contract that has it, and in no other."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from jieting.analytics.class_weights import class_weights
from jieting.domain.contracts.audit.audit import Audit, audit
from jieting.domain.contracts.audit.flaw import Flaw, Gravity
from jieting.domain.contracts.load import load_contract
from tests.unit.contract_audit.texts import CLEAN, DEFECTS, Defect

ROOT = Path(__file__).parents[3]
INHERENT = {"rewards_to_the_machine"}
"""The sound contract has a connection rate, and that has this flaw by its definition."""


@cache
def audited(text: str, volumes: tuple[int, ...] = (2_000,), seed: int = 1) -> Audit:
    return audit(load_contract(text, "small.toml")[0], class_weights, volumes, seed)


def flaws(found: Audit, code: str) -> list[Flaw]:
    return [flaw for flaw in found.flaws if flaw.code == code]


def test_a_sound_contract_has_no_flaw() -> None:
    assert {f.code for f in audited(CLEAN).flaws} == INHERENT


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda d: f"{d.code} {d.clauses[0]}")
def test_a_contract_with_one_defect_is_told_so(defect: Defect) -> None:
    found = flaws(audited(defect.text, defect.volumes), defect.code)
    assert found, defect.code
    assert found[0].clauses == defect.clauses
    rows = [row for flaw in found for row in flaw.data]
    if defect.numbers:
        assert any(defect.numbers.items() <= row.items() for row in rows), rows
