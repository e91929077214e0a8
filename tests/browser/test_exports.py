"""What is downloaded says what the screen says."""

from __future__ import annotations

import csv
import re
import zipfile
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from tests.browser.month import Shown, shown
from tests.browser.pages import MONTH, NINGDE
from tests.browser.people import sign_in

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LIST = f"{NINGDE}calls/?outcome=overflowed&first=2026-10-01&last=2026-10-31"


def export(page: Page, form: str, folder: Path) -> Path:
    page.locator("main .actions summary", has_text="导出").click()
    return saved(page, f"a[href$='/export/{form}/']", folder)


def saved(page: Page, link: str, folder: Path) -> Path:
    with page.expect_download() as downloading:
        page.locator(link).click()
    download = downloading.value
    path = folder / download.suggested_filename
    download.save_as(path)
    return path


def in_xlsx(path: Path) -> list[list[str]]:
    book = CalamineWorkbook.from_path(path)
    rows = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
    return [[plain(cell) for cell in row if cell != ""] for row in rows]


def in_docx(path: Path) -> list[list[str]]:
    with zipfile.ZipFile(path) as packed:
        root = ET.fromstring(packed.read("word/document.xml"))
    return [
        ["".join(cell.itertext()).strip() for cell in row.iter(f"{WORD}tc")]
        for row in root.iter(f"{WORD}tr")
    ]


def in_pdf(path: Path) -> list[list[str]]:
    text = "\n".join(page.extract_text() for page in PdfReader(path).pages)
    return [line.split() for line in text.splitlines()]


def plain(cell: object) -> str:
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


def said(rows: list[list[str]], clause: str, values: tuple[str, ...]) -> bool:
    """Whether one row names the clause and then tells the values in this order."""
    for row in rows:
        if clause not in row:
            continue
        rest = iter(row[row.index(clause) + 1 :])
        if all(any(same(cell, value) for cell in rest) for value in values):
            return True
    return False


def same(cell: str, value: str) -> bool:
    """The same number, however many zeros a cell of a spreadsheet drops."""
    number = re.match(r"-?[\d,]+(\.\d+)?", cell)
    return cell == value or bool(
        number and float(number.group().replace(",", "")) == float(value.replace(",", ""))
    )


def share(numerator: str, denominator: str, percent: str) -> tuple[str, str, str]:
    """A spreadsheet holds a share and shows it in percent."""
    return numerator, denominator, str(Decimal(percent) / 100)


READERS = {"xlsx": in_xlsx, "docx": in_docx, "pdf": in_pdf}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("exports")


@pytest.mark.parametrize("form", READERS)
def test_a_statement_says_what_the_month_page_says(page: Page, form: str, kept: Path) -> None:
    sign_in(page, "nd-purchaser", MONTH)
    month: Shown = shown(page)
    path = export(page, form, kept)
    assert path.suffix == f".{form}"
    assert "2026-10" in path.name
    rows = READERS[form](path)
    figures = month.figures if form != "xlsx" else {c: share(*f) for c, f in month.figures.items()}
    told = {
        clause: said(rows, clause, values) for clause, values in (month.lines | figures).items()
    }
    assert told == dict.fromkeys(told, True)
    assert len(told) == 10
    assert any(same(cell, month.heads[0]) for row in rows for cell in row)


def test_a_list_of_calls_is_exported_as_it_stands_on_the_screen(page: Page, kept: Path) -> None:
    sign_in(page, "nd-supervisor", LIST)
    csv_file = saved(page, "a[href*='form=csv']", kept)
    xlsx_file = saved(page, "a[href*='form=xlsx']", kept)
    on_screen = [screen_row(texts) for texts in table(page)]
    while page.locator("a[rel=next]").count():
        page.locator("a[rel=next]").click()
        on_screen += [screen_row(texts) for texts in table(page)]
    with csv_file.open(encoding="utf-8-sig", newline="") as lines:
        in_csv = list(csv.DictReader(lines))
    assert len(on_screen) > 50
    assert [file_row(row) for row in in_csv] == on_screen

    head, *rows = CalamineWorkbook.from_path(xlsx_file).get_sheet_by_index(0).to_python()
    ids = [str(row[head.index("call_id")]) for row in rows]
    assert ids == [row["call_id"] for row in in_csv]


def table(page: Page) -> list[list[str]]:
    expect(page.locator("tr[data-row]").first).to_be_visible()
    rows = page.locator("tr[data-row]").all()
    return [row.locator("td").all_inner_texts() for row in rows]


def screen_row(texts: list[str]) -> tuple[str, str, str, str]:
    """Call number, arrival, masked caller, queue."""
    return texts[-1], texts[0], texts[3], texts[2]


def file_row(row: dict[str, str]) -> tuple[str, str, str, str]:
    arrived = row["arrived_at"][:19].replace("T", " ")
    return row["call_id"], arrived, row["caller"], row["queue"]
