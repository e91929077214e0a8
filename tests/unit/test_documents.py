"""Word, PDF, Excel and text carry the same cells as the statement, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from jieting.documents.build import build_statement
from jieting.documents.pdf import FontsMissing, to_pdf
from jieting.documents.printed import Printed
from jieting.documents.statement import StatementInput
from jieting.documents.text import to_text
from jieting.documents.write import print_statement, write_statement
from jieting.documents.xlsx import display_width, native
from jieting.domain.said import say
from jieting.language import render
from jieting.language.catalogue import catalogue
from tests.unit import statement_cases as cases

LANGUAGES = ("zh", "en")
CASES: dict[str, Callable[[], StatementInput]] = {
    "full": cases.full_input,
    "post-loan": lambda: StatementInput(cases.post_loan()),
}


@pytest.fixture(autouse=True)
def _chinese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    cases.chinese_catalogue(tmp_path, monkeypatch)
    yield
    catalogue.cache_clear()


def page(case: str, lang: str) -> Printed:
    return print_statement(build_statement(CASES[case]()), lang)


def made(case: str, kind: str, lang: str) -> bytes:
    content = write_statement(CASES[case](), kind, lang)
    assert isinstance(content, bytes)
    return content


def tight(text: str) -> str:
    """Text without blanks and the break points that a layout may put anywhere."""
    return "".join(text.replace("\N{ZERO WIDTH SPACE}", "").split())


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_the_word_file_holds_every_cell(case: str, lang: str) -> None:
    printed = page(case, lang)
    word = docx.Document(BytesIO(made(case, "docx", lang)))
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in word.tables]
    for section in printed.sections:
        wanted = [[column.title for column in section.columns]]
        wanted += [[cell.text for cell in row] for row in section.rows]
        wanted += [[cell.text for cell in section.total]] if section.total else []
        assert wanted in tables, section.name
    words = [paragraph.text for paragraph in word.paragraphs]
    assert printed.title in words
    assert set(printed.result) <= set(words)
    assert [section.heading for section in printed.sections] == [
        text for text in words if text in {section.heading for section in printed.sections}
    ]
    assert not any("{%" in text or "{{" in text for text in words if "#eval" not in text)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_the_pdf_holds_every_cell(case: str, lang: str) -> None:
    printed = page(case, lang)
    text = tight(
        " ".join(p.extract_text() for p in PdfReader(BytesIO(made(case, "pdf", lang))).pages)
    )
    assert tight(printed.title) in text
    for section in printed.sections:
        assert tight(section.heading) in text
        for row in (*section.rows, section.total or ()):
            for cell in row:
                assert tight(cell.text) in text, cell.text


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_the_workbook_holds_every_cell_and_numbers_as_numbers(case: str, lang: str) -> None:
    printed = page(case, lang)
    book = CalamineWorkbook.from_filelike(BytesIO(made(case, "xlsx", lang)))
    for section in printed.sections:
        rows = [
            row[: len(section.columns)] for row in book.get_sheet_by_name(section.sheet).to_python()
        ]
        for wanted in (*section.rows, *((section.total,) if section.total else ())):
            expected = [
                native(cell.number, cell.unit)[0] if cell.number is not None else excel_text(cell)
                for cell in wanted
            ]
            assert expected in rows, wanted


def excel_text(cell: object) -> str:
    text, outside = getattr(cell, "text"), getattr(cell, "outside")  # noqa: B009
    return f"'{text}" if outside and text[:1] in ("=", "+", "-", "@") and text else text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_text_holds_the_brief_sections_and_no_appendix_of_definitions(lang: str) -> None:
    printed = page("full", lang)
    text = to_text(printed, width=400)
    for section in printed.sections:
        assert (section.title in text) == section.brief
        numbers = [cell.text for row in section.rows for cell in row if cell.number is not None]
        assert not section.brief or all(number in text for number in numbers)


@pytest.mark.parametrize("width", [40, 80, 110])
def test_text_keeps_to_its_width_with_chinese_characters_counted_double(width: int) -> None:
    lines = to_text(page("full", "zh"), width).splitlines()
    assert max(display_width(line) for line in lines) <= width


@pytest.mark.parametrize("lang", LANGUAGES)
def test_paper_names_the_digest_of_the_json_in_its_language(lang: str) -> None:
    text = write_statement(cases.full_input(), "json", lang)
    digest = sha256(str(text).encode()).hexdigest()
    pages = PdfReader(BytesIO(made("full", "pdf", lang))).pages
    assert all(digest in tight(p.extract_text()) for p in pages)
    word = docx.Document(BytesIO(made("full", "docx", lang)))
    assert digest in " ".join(p.text for p in word.sections[0].footer.paragraphs)


def test_pages_are_numbered() -> None:
    pages = PdfReader(BytesIO(made("full", "pdf", "en"))).pages
    for number, each in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in each.extract_text()


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx"])
def test_the_same_statement_gives_the_same_bytes(kind: str) -> None:
    assert made("full", kind, "zh") == made("full", kind, "zh")


def test_simulated_data_are_stamped_on_every_format() -> None:
    stamp = render(say("Simulated data: not for settlement"), "zh")
    assert stamp in str(write_statement(cases.full_input(), "text", "zh"))
    pdf = PdfReader(BytesIO(made("full", "pdf", "zh"))).pages[0].extract_text()
    assert tight(stamp) in tight(pdf)
    word = docx.Document(BytesIO(made("full", "docx", "zh")))
    assert any(stamp in paragraph.text for paragraph in word.paragraphs)
    real = replace(cases.full_input(), simulated=False)
    assert stamp not in str(write_statement(real, "text", "zh"))


def test_the_comparison_shows_what_differs_and_the_score() -> None:
    section = next(s for s in page("full", "en").sections if s.name == "comparison")
    assert [[cell.text for cell in row] for row in section.rows] == [
        ["calls that arrived", "10240", "10000"],
        ["calls that never entered", "340", "100"],
        ["calls within an agreed exclusion", "0", "240"],
        ["N-4.1 connection rate", "86.88 %", "88.97 %"],
        ["N-5.2.3 points earned", "22.00", "24.00"],
        ["Score", "87.70", "89.70"],
        ["Coefficient", "0.95", "0.95"],
    ]


def test_missing_fonts_are_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(FontsMissing, match=r"NotoSansSC-Regular.ttf.*Run make setup"):
        to_pdf(page("full", "en"), fonts=tmp_path)


def test_word_asks_for_chinese_fonts() -> None:
    with ZipFile(BytesIO(made("full", "docx", "zh"))) as file:
        xml = file.read("word/document.xml").decode()
    assert 'w:eastAsia="宋体"' in xml
    assert 'w:eastAsia="黑体"' in xml


@given(
    st.decimals(min_value=-1000, max_value=10**6, allow_nan=False, places=3),
    st.sampled_from(["", "%", "s", "CNY"]),
)
def test_excel_shows_the_same_decimals(value: Decimal, unit: str) -> None:
    number, style = native(f"{value:f}", unit)
    shown = Decimal(repr(number)) * (100 if unit == "%" else 1)
    assert shown.quantize(Decimal("0.001")) == value
    assert style.startswith("0.000")
