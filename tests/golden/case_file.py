"""Golden cases as data: a file has what is ordinary in all its cases, then one case after another.

A case says what differs: readings, calls, records; and what must come out. An array of records
that a case names takes the place of the ordinary one; ``report = []`` stands for none.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from jieting.domain.contracts.load import load_contract
from jieting.domain.contracts.load_records import load_records
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.records import Records

FOLDER = Path(__file__).parent / "cases"
CONTRACTS = Path(__file__).parents[2] / "contracts"
RECORDS = (
    "exclusion",
    "complaint",
    "training",
    "evaluation",
    "spot_check",
    "report",
    "self_assessment",
    "confidentiality_finding",
    "violation",
)
KEYS = {"title", "month", "readings", "calls", "months", "fee", "at", "expect", *RECORDS}
_RANGE = re.compile(r"(\D*)(\d+)\.\.(\D*)(\d+)")


@dataclass(frozen=True, repr=False)
class Case:
    """One case: the contract it is of, its file, its place there, and its words."""

    contract_id: str
    file: str
    number: int
    data: dict[str, Any]

    @property
    def id(self) -> str:
        """What the test is called: the contract, the file, the how manieth case of it."""
        return f"{self.contract_id}/{self.file}:{self.number}"

    def __repr__(self) -> str:
        return f"{self.id} {self.data['title']}"

    @property
    def expect(self) -> dict[str, Any]:
        """What must come out."""
        found: dict[str, Any] = self.data["expect"]
        return found

    @property
    def readings(self) -> list[dict[str, str]]:
        """The readings that differ from the contract's own."""
        found: list[dict[str, str]] = self.data.get("readings", [])
        return found

    def contract(self) -> Contract:
        """The shipped contract under the readings, and with the fee, of the case."""
        contract = shipped(self.contract_id)
        for reading in self.readings:
            contract = _read_otherwise(contract, **reading)
        if "fee" in self.data:
            fee = replace(contract.fee, amount=Fraction(self.data["fee"]))
            contract = replace(contract, fee=fee)
        return contract

    def records(self) -> Records:
        """The records, read from the text of a records file by the product's own reader."""
        text = "\n".join(_toml_of_records(self.data))
        records, _ = load_records(text, "records.toml", shipped(self.contract_id).zone)
        return records


@cache
def shipped(contract_id: str) -> Contract:
    """The contract as it is shipped."""
    file = CONTRACTS / f"{contract_id}.toml"
    return load_contract(file.read_text(encoding="utf-8"), file.name)[0]


def all_cases() -> Iterator[Case]:
    """Every case of every file, in order."""
    for file in sorted(FOLDER.glob("*/*.toml")):
        yield from _cases(file)


def _cases(file: Path) -> Iterator[Case]:
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    assert set(data) <= {"ordinary", "case"}, f"{file}: {set(data)}"
    for number, case in enumerate(data["case"], start=1):
        whole = {**data.get("ordinary", {}), **case}
        assert set(whole) <= KEYS, f"{file}: {set(whole) - KEYS} in {case['title']}"
        yield Case(file.parent.name, file.stem, number, whole)


def _read_otherwise(contract: Contract, name: str, value: str, clause: str = "") -> Contract:
    choices = [c for c in contract.choices if (c.name, c.clause) == (name, clause)]
    assert len(choices) == 1, f"{contract.id} has no choice {name} of its own for {clause!r}"
    assert value in choices[0].question.values, f"{name} cannot be {value}"
    return contract.with_reading(choices[0], value)


def _toml_of_records(case: dict[str, Any]) -> Iterator[str]:
    for array in RECORDS:
        for record in case.get(array, []):
            for one in _each_call(record):
                yield f"[[{array}]]"
                yield from (f"{key} = {_written(value)}" for key, value in one.items())


def _each_call(record: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """``call_id = "q1..q9"`` stands for nine records, one for each call."""
    found = _RANGE.fullmatch(str(record.get("call_id", "")))
    if not found:
        yield record
        return
    for number in range(int(found[2]), int(found[4]) + 1):
        yield {**record, "call_id": f"{found[1]}{number}"}


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, list):
        return "[" + ", ".join(_written(part) for part in value) + "]"
    return str(value) if isinstance(value, int) else f'"{value}"'
