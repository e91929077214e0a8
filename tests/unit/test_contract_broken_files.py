"""Every message about a contract file, each shown on a file that has just that fault."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jieting.domain.contracts.load import contract_findings, load_contract
from jieting.domain.errors import BadInput, Finding

FOLDER = Path(__file__).parents[1] / "golden" / "broken_contracts"
EXPECTED = FOLDER / "expected.toml"
DOMAIN = Path(__file__).parents[2] / "src" / "jieting" / "domain"
CASES: list[dict[str, Any]] = tomllib.loads(EXPECTED.read_text(encoding="utf-8"))["case"]
OF_RECORDS_ALONE = {"clock_change"}
"""Codes of the table reader that only a point in time can have; a contract has none."""


def text_of(file: str) -> str:
    return (FOLDER / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda case: Path(case["file"]).stem)
def test_the_file_is_answered_with_exactly_these_findings(case: dict[str, Any]) -> None:
    found = contract_findings(text_of(case["file"]), case["file"])
    assert [shown(finding) for finding in found] == [
        wanted(row, finding)
        for row, finding in zip(case.get("finding", []), padded(found), strict=False)
    ]
    assert {finding.place.file for finding in found} <= {case["file"]}


def shown(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "line": finding.place.line,
        "key": finding.place.column,
        "what": str(finding.what),
        "why": str(finding.why),
        "remedy": str(finding.remedy),
    }


def wanted(row: dict[str, Any], finding: Finding | None) -> dict[str, Any]:
    row = {"severity": "error", "key": "", **row}
    begun = row["what"].removesuffix("…")
    if finding and begun != row["what"] and str(finding.what).startswith(begun):
        return {**row, "what": str(finding.what)}
    return row


def padded(found: list[Finding]) -> Iterator[Finding | None]:
    yield from found
    while True:
        yield None


def test_every_file_has_its_expectation_and_every_expectation_its_file() -> None:
    files = {path.name for path in FOLDER.glob("*.toml")} - {EXPECTED.name}
    listed = [case["file"] for case in CASES]
    assert set(listed) == files
    assert len(listed) == len(set(listed))


def test_every_message_has_its_file() -> None:
    shown_codes = {row["code"] for case in CASES for row in case.get("finding", [])}
    assert codes_of_the_loader() - OF_RECORDS_ALONE == shown_codes


def codes_of_the_loader() -> set[str]:
    """Every finding code that reading a contract can give, taken from the source itself."""
    contracts = DOMAIN / "contracts"
    files = [contracts / "load.py", contracts / "deliverables.py", *contracts.glob("check*.py")]
    files += contracts.glob("clauses/*.py")
    files += DOMAIN.glob("toml/*.py")
    calls = [node for file in files for node in calls_of(file)]
    return {code for call in calls if (code := code_of(call))}


def calls_of(file: Path) -> list[ast.Call]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def code_of(call: ast.Call) -> str:
    """The code that a call of found(), Finding() or _wrong() names, if it names one."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)
    place = {"found": 0, "Finding": 0, "_wrong": 3}.get(name)
    if name == "_wrong" and len(call.args) == 3:
        return "wrong_type"
    if place is None or len(call.args) <= place:
        return ""
    code = call.args[place]
    return code.value if isinstance(code, ast.Constant) and isinstance(code.value, str) else ""


@pytest.mark.parametrize("case", CASES, ids=lambda case: Path(case["file"]).stem)
def test_loading_refuses_with_the_same_errors_and_only_with_errors(case: dict[str, Any]) -> None:
    text = text_of(case["file"])
    found = contract_findings(text, case["file"])
    if any(finding.is_error for finding in found):
        with pytest.raises(BadInput) as refused:
            load_contract(text, case["file"])
        assert list(refused.value.findings) == found
    else:
        contract, warnings = load_contract(text, case["file"])
        assert warnings == found
        assert contract.id in {"small", "points"}
