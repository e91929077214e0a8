"""Text from outside stays text: no markup, no tag, no formula, no template acts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import docx
import pytest
import xlsxwriter
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from jieting.documents.evidence import EvidenceList
from jieting.documents.sheets import EvidenceSheets, safe
from jieting.documents.statement import StatementInput
from jieting.documents.write import write_statement
from jieting.domain.contracts.model import Contract, Parties
from jieting.domain.said import say, verbatim
from tests.unit import statement_cases as cases

STRINGS = (
    cases.NASTY,
    '#eval("1+1")',
    "=cmd()",
    "<w:t>x</w:t>",
    "{{ 7 * 7 }}",
    "{% for x in y %}",
    "$ x^2 $ @ref *b* _i_ \\ `c`",
    "[bold]x[/bold] :smile:",
    "{brace} {0}",
)


def nasty_input(text: str) -> StatementInput:
    of = cases.contract("ningde-12123")
    clauses = tuple(replace(c, title=text) for c in of.clauses)
    contract: Contract = replace(of, title=text, parties=Parties(text, text), clauses=clauses)
    exclusions = tuple(replace(e, reason=text) for e in cases.records(of).exclusion)
    return replace(
        cases.full_input(),
        assessment=cases.hotline(contract),
        prepared_at=text,
        exclusions=exclusions,
    )


def content(text: str, kind: str) -> bytes:
    made = write_statement(nasty_input(text), kind, "en")
    return made.encode() if isinstance(made, str) else made


def tight(text: str) -> str:
    return "".join(text.replace("\N{ZERO WIDTH SPACE}", "").split())


@pytest.mark.parametrize("text", STRINGS)
def test_pdf_prints_it_as_it_is(text: str) -> None:
    pages = PdfReader(BytesIO(content(text, "pdf"))).pages
    printed = tight(" ".join(page.extract_text() for page in pages))
    assert printed.count(tight(text)) > 10


@pytest.mark.parametrize("text", STRINGS)
def test_word_prints_it_as_it_is(text: str) -> None:
    word = docx.Document(BytesIO(content(text, "docx")))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    assert cells.count(text) > 10


@pytest.mark.parametrize("text", STRINGS)
def test_a_terminal_prints_it_as_it_is(text: str) -> None:
    printed = tight(content(text, "text").decode())
    assert f"{tight(text)}:assessment" in printed


@pytest.mark.parametrize("text", [*STRINGS, "+1", "-1", "@SUM(A1)", "\t=1+1"])
def test_excel_keeps_it_a_string_behind_an_apostrophe(text: str) -> None:
    book = CalamineWorkbook.from_filelike(BytesIO(content(text, "xlsx")))
    values = [
        value
        for name in book.sheet_names
        for row in book.get_sheet_by_name(name).to_python()
        for value in row
    ]
    assert values.count(safe(text)) >= 9
    assert text.startswith(("=", "+", "-", "@", "\t")) == (safe(text) == f"'{text}")


@pytest.mark.parametrize("kind", ["text", "docx", "pdf", "xlsx"])
def test_what_no_paper_can_hold_is_replaced(kind: str) -> None:
    assert content("bell\x07 null\x00 form\x0c surrogate\ud800", kind)


def rows() -> Iterator[tuple[str | int | None, ...]]:
    for number in range(25):
        yield f"000{number}", number, None if number % 2 else "=1+1", 2**60


def test_evidence_goes_on_over_full_sheets_and_keeps_its_types() -> None:
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"constant_memory": True})
    sheets = EvidenceSheets(book, rows_of_a_sheet=11)
    columns = ("call_id", "number", "note", "big")
    sheets.write(EvidenceList("counted", say("Calls"), columns, rows()), "计入/[电话]")
    sheets.write(EvidenceList("none", say("Calls"), columns, ()), "计入/[电话]")
    book.close()
    read = CalamineWorkbook.from_filelike(BytesIO(file.getvalue()))
    pages = [read.get_sheet_by_name(name).to_python() for name in read.sheet_names]
    assert read.sheet_names == [
        "计入--电话-",
        "计入--电话- (2)",
        "计入--电话- (3)",
        "计入--电话- (4)",
    ]
    assert [len(page) for page in pages] == [11, 11, 6, 1]
    assert all(page[0] == list(columns) for page in pages)
    assert pages[0][1] == ["0000", 0, "'=1+1", str(2**60)]
    assert pages[2][-1][:2] == ["00024", 24]


def test_evidence_stands_in_the_workbook_of_a_statement() -> None:
    evidence = (EvidenceList("counted", verbatim("Counted calls"), ("call_id",), [("=A1",)]),)
    given = replace(nasty_input("x"), evidence=evidence)
    made = write_statement(given, "xlsx", "en")
    assert isinstance(made, bytes)
    book = CalamineWorkbook.from_filelike(BytesIO(made))
    assert book.sheet_names[-1] == "Counted calls"
    assert book.get_sheet_by_name("Counted calls").to_python() == [["call_id"], ["'=A1"]]
