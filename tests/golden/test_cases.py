"""Golden cases: what a contract manager worked out by hand from the tender, and what comes out."""

from __future__ import annotations

from pathlib import Path

import pytest

from jieting.domain.contracts.choices import QUESTIONS
from jieting.domain.contracts.clauses import READERS
from jieting.domain.contracts.model import Contract
from tests.golden.case_file import Case, all_cases, shipped
from tests.golden.month_case import assessed, counter_of
from tests.golden.settle_case import settled

CASES = list(all_cases())
MONTHS = [case for case in CASES if "months" not in case.data]
SETTLEMENTS = [case for case in CASES if "months" in case.data]
CONTRACTS = sorted({case.contract_id for case in CASES})


@pytest.mark.parametrize("case", MONTHS, ids=lambda case: case.id)
def test_month(case: Case, tmp_path: Path) -> None:
    counter = counter_of(case, tmp_path)
    assert assessed(case, counter, case.contract()) == case.expect


@pytest.mark.parametrize("case", SETTLEMENTS, ids=lambda case: case.id)
def test_settlement(case: Case) -> None:
    assert settled(case) == case.expect


def test_no_title_stands_twice() -> None:
    titles = [(case.contract_id, case.file, case.data["title"]) for case in CASES]
    assert sorted(set(titles)) == sorted(titles)


@pytest.mark.parametrize("contract_id", CONTRACTS)
def test_each_value_of_each_choice_has_a_case(contract_id: str) -> None:
    """A reading that the contract does not ship must be named by a case; the shipped ones hold."""
    named = {
        (reading["name"], reading.get("clause", ""), reading["value"])
        for case in CASES
        if case.contract_id == contract_id
        for reading in case.readings
    }
    other = {
        (choice.name, choice.clause, value)
        for choice, value in shipped(contract_id).alternatives()
        if value != choice.value
    }
    assert other - named == set()


def test_each_question_is_asked_by_a_contract_with_cases() -> None:
    asked = {choice.name for contract_id in CONTRACTS for choice in shipped(contract_id).choices}
    assert set(QUESTIONS) - asked == set()


@pytest.mark.parametrize("contract_id", CONTRACTS)
def test_each_rule_has_a_case(contract_id: str) -> None:
    """Each clause with rules is expected in some case, in the part that its kind speaks in."""
    assert _ruled(shipped(contract_id)) - _expected(contract_id) == set()


def test_each_kind_of_clause_has_a_case() -> None:
    kinds = {
        rule.kind
        for contract_id in CONTRACTS
        for clause in shipped(contract_id).clauses
        for rule in clause.rules
    }
    assert kinds == set(READERS)


def _ruled(contract: Contract) -> set[tuple[str, str]]:
    parts = {"coefficient": "quarters", "renewal": "renewal"}
    return {
        (
            clause.id if rule.kind not in parts else "",
            parts.get(rule.kind) or ("limits" if clause.points is None else "lines"),
        )
        for clause in contract.clauses
        for rule in clause.rules
    }


def _expected(contract_id: str) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for case in CASES:
        if case.contract_id == contract_id:
            for part in ("lines", "limits"):
                found |= {(clause, part) for clause in case.expect.get(part, {})}
            found |= {("", part) for part in ("quarters", "renewal") if part in case.expect}
    return found
