"""A settlement in every format: the same money everywhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from jieting.documents.write_settlement import write_settlement
from jieting.domain.contracts.records import Records, Violation
from jieting.domain.contracts.settle import settle
from jieting.domain.contracts.settlement import MonthLimit, MonthResult, Settlement
from jieting.domain.periods import SECOND, Month
from jieting.language.catalogue import catalogue
from tests.unit import statement_cases as cases

RECEIVED = 1_790_000_000 * SECOND
HOUR = 3_600 * SECOND


@pytest.fixture(autouse=True)
def _chinese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    cases.chinese_catalogue(tmp_path, monkeypatch)
    yield
    catalogue.cache_clear()


def scored() -> Settlement:
    """89.70, 91.00 and 84.21 give 88.30 and the coefficient 0.95: 285,000 of 300,000."""
    of = cases.contract("ningde-12123")
    months = [
        MonthResult("ningde-12123", "1", Month(2026, month), Fraction(score), 10_000)
        for month, score in ((7, "89.70"), (8, "91.00"), (9, "84.21"))
    ]
    return settle(of, months, Records(), now=0)


def limits_only() -> Settlement:
    """A breach in one month of a contract without points, and a violation put right too late."""
    of = cases.contract("post-loan")
    broken = MonthLimit("P-3.2", False, ("=12.00 % above 10 %",))
    months = [
        MonthResult("post-loan", version, Month(2026, month), None, 1_000, (), limits)
        for month, version, limits in ((7, "1", ()), (8, "0", ()), (9, "1", (broken,)))
    ]
    late = Violation(level=2, received_at=RECEIVED, rectified_at=RECEIVED + 25 * HOUR)
    return settle(of, months, Records(violation=(late,)), now=RECEIVED + 48 * HOUR)


def test_json_of_a_quarter() -> None:
    found = json.loads(write_settlement(scored(), "json", "en"))
    assert list(found) == [
        "contract",
        "version",
        "currency",
        "provisional",
        "months",
        "score",
        "coefficient",
        "payable",
        "quarters",
        "renewal",
        "breaches",
        "rectifications",
        "findings",
    ]
    (quarter,) = found["quarters"]
    why = quarter.pop("why")
    assert quarter == {
        "months": ["2026-07", "2026-08", "2026-09"],
        "score": "88.30",
        "coefficient": "0.95",
        "fee": "300000.00",
        "payable": "285000.00",
    }
    assert "285000.00" in why
    assert found["months"][0] == {
        "month": "2026-07",
        "version": "1",
        "arrived": 10000,
        "score": "89.70",
    }
    assert found["renewal"] == {
        "good": 1,
        "given": 3,
        "needed": 10,
        "of": 12,
        "still_needed": 9,
        "still_possible": True,
    }


def test_json_of_limits_tells_breaches_clocks_and_findings() -> None:
    found = json.loads(write_settlement(limits_only(), "json", "en"))
    assert [(b["month"], b["clause"], b["findings"]) for b in found["breaches"]] == [
        ("2026-09", "P-3.2", ["=12.00 % above 10 %"])
    ]
    assert found["quarters"][0]["coefficient"] is None
    (clock,) = found["rectifications"]
    assert (clock["level"], clock["state"]) == (2, "late")
    assert clock["due_at"].endswith("+08:00")
    assert [finding["code"] for finding in found["findings"]] == ["other_version"]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("make", [scored, limits_only])
def test_all_formats_carry_the_money(make: object, lang: str) -> None:
    settlement = make()  # type: ignore[operator]
    quarter = settlement.quarters[0]
    payable = f"{int(quarter.payable)}.00 CNY"
    text = str(write_settlement(settlement, "text", lang))
    word, pdf, book = (
        BytesIO(bytes(write_settlement(settlement, kind, lang)))  # type: ignore[arg-type]
        for kind in ("docx", "pdf", "xlsx")
    )
    assert payable in text
    cells = [c.text for t in docx.Document(word).tables for row in t.rows for c in row.cells]
    assert payable in cells
    paper = " ".join(page.extract_text() for page in PdfReader(pdf).pages)
    assert payable.replace(" ", "") in "".join(paper.split())
    sheets = CalamineWorkbook.from_filelike(book)
    values = [v for row in sheets.get_sheet_by_index(0).to_python() for v in row]
    assert float(quarter.payable) in values


def test_a_provisional_fee_is_stamped_and_a_signed_one_is_not() -> None:
    settlement = scored()
    warned = "Provisional fee: the amounts are an example"
    assert warned in str(write_settlement(settlement, "text", "en"))
    contract = settlement.contract
    signed = replace(contract, fee=replace(contract.fee, provisional=False))
    assert warned not in str(write_settlement(replace(settlement, contract=signed), "text", "en"))


def test_a_breach_from_a_file_is_no_formula() -> None:
    made = bytes(write_settlement(limits_only(), "xlsx", "en"))  # type: ignore[arg-type]
    sheet = CalamineWorkbook.from_filelike(BytesIO(made)).get_sheet_by_index(0)
    assert "'=12.00 % above 10 %" in [value for row in sheet.to_python() for value in row]
