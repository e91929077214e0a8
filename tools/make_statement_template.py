"""Make the Word templates of the documents again; an office may change the results by hand.

The sections and their columns are those of ``jieting.documents.columns``. Each section stands
between ``{%p if %}`` and ``{%p endif %}``; a table's row repeats between ``{%tr for %}`` and
``{%tr endfor %}``.
"""

from __future__ import annotations

from datetime import datetime

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from jieting.documents.columns import APPENDICES, COLUMNS, LAYOUTS
from jieting.documents.document import Align, Column
from jieting.documents.docx import TEMPLATES, undated

BODY = ("Times New Roman", "宋体")
HEAD = ("Arial", "黑体")
WIDTH = Mm(178)
MADE = datetime(2026, 1, 1)  # noqa: DTZ001 - Word keeps no zone


def main() -> None:
    """Write one template for each kind of document."""
    for name, sections in LAYOUTS.items():
        path = TEMPLATES / f"{name}.docx"
        template(sections).save(str(path))
        path.write_bytes(undated(path.read_bytes()))
        print(path.name)


def template(sections: tuple[str, ...]) -> WordDocument:
    """A template with these sections, those of the appendix after the signatures."""
    word = Document()
    _page(word)
    _styles(word)
    _head(word)
    for name in sections:
        if name not in APPENDICES:
            _section(word, name)
    _signatures(word)
    _tag(word, "{%p if has_appendices %}")
    word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    _tag(word, "{%p endif %}")
    for name in sections:
        if name in APPENDICES:
            _section(word, name)
    _footer(word)
    word.core_properties.author = ""
    word.core_properties.created = word.core_properties.modified = MADE
    return word


def _page(word: WordDocument) -> None:
    page = word.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(16)
    page.top_margin, page.bottom_margin = Mm(16), Mm(18)
    page.footer_distance = Mm(9)


def _styles(word: WordDocument) -> None:
    style = word.styles["Normal"]
    style.font.name, style.font.size = BODY[0], Pt(9)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), BODY[1])
    style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing = 1.0


def _write(
    paragraph: Paragraph, text: str, size: float = 9, head: bool = False, bold: bool = False
) -> Run:
    run = paragraph.add_run(text)
    latin, chinese = HEAD if head else BODY
    run.font.name, run.font.size, run.font.bold = latin, Pt(size), bold or head
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), chinese)
    return run


def _line(
    word: WordDocument, text: str, size: float = 9, head: bool = False, before: float = 0
) -> Paragraph:
    paragraph = word.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(before)
    _write(paragraph, text, size, head)
    return paragraph


def _tag(word: WordDocument, tag: str) -> None:
    """A paragraph that only steers the template and leaves nothing behind."""
    _line(word, tag, 6)


def _head(word: WordDocument) -> None:
    for text, size in (("{{ title }}", 16), ("{{ subtitle }}", 11)):
        _line(word, text, size, head=True).alignment = WD_ALIGN_PARAGRAPH.CENTER
    _tag(word, "{%p if stamp %}")
    _line(word, "【{{ stamp }}】", 10, head=True).alignment = WD_ALIGN_PARAGRAPH.CENTER
    _tag(word, "{%p endif %}")
    _meta(word)
    _tag(word, "{%p for words in result %}")
    _line(word, "{{ words }}", 9, head=True, before=3)
    _tag(word, "{%p endfor %}")


def _meta(word: WordDocument) -> None:
    columns = [14, 36, 14, 36]
    table = _table(word, columns)
    _loop(table, "for row in meta")
    cells = _add_row(table).cells
    for index, cell in enumerate(cells):
        _write(cell.paragraphs[0], f"{{{{ row[{index}] }}}}", head=index % 2 == 0)
    _loop(table, "endfor")
    _fix_widths(table, columns)


def _section(word: WordDocument, name: str) -> None:
    columns = COLUMNS[name]
    _tag(word, f"{{%p if t.{name} %}}")
    heading = _line(word, f"{{{{ t.{name}.heading }}}}", 10.5, head=True, before=9)
    heading.paragraph_format.space_after = Pt(3)
    heading.paragraph_format.keep_with_next = True
    widths = [column.width for column in columns]
    table = _table(word, widths)
    _header(table, name, columns)
    _loop(table, f"for row in t.{name}.rows")
    _row(table, columns, "row")
    _loop(table, "endfor")
    _loop(table, f"if t.{name}.total")
    _row(table, columns, f"t.{name}.total", head=True)
    _loop(table, "endif")
    _fix_widths(table, widths)
    _tag(word, f"{{%p for note in t.{name}.notes %}}")
    _line(word, "{{ note }}", 8, before=2)
    _tag(word, "{%p endfor %}")
    _tag(word, "{%p endif %}")


def _table(word: WordDocument, widths: list[int]) -> Table:
    table: Table = word.add_table(rows=0, cols=len(widths))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    _pad(table)
    return table


def _add_row(table: Table) -> _Row:
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    return row


def _pad(table: Table) -> None:
    """A little room above and below the text of every cell."""
    margins = OxmlElement("w:tblCellMar")
    for side, width in (("top", 40), ("left", 80), ("bottom", 40), ("right", 80)):
        part = OxmlElement(f"w:{side}")
        part.set(qn("w:w"), str(width))
        part.set(qn("w:type"), "dxa")
        margins.append(part)
    table._tbl.tblPr.append(margins)


def _header(table: Table, name: str, columns: tuple[Column, ...]) -> None:
    row = _add_row(table)
    for index, cell in enumerate(row.cells):
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        _write(cell.paragraphs[0], f"{{{{ t.{name}.columns[{index}] }}}}", head=True)
    _mark(row, "w:tblHeader")
    _mark(row, "w:cantSplit")


def _row(table: Table, columns: tuple[Column, ...], source: str, head: bool = False) -> None:
    row = _add_row(table)
    _mark(row, "w:cantSplit")
    for index, (cell, column) in enumerate(zip(row.cells, columns, strict=True)):
        if column.align is Align.CENTER:
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        _write(cell.paragraphs[0], f"{{{{ {source}[{index}] }}}}", head=head)


def _loop(table: Table, tag: str) -> None:
    """A row that steers the template and leaves nothing behind."""
    _write(_add_row(table).cells[0].paragraphs[0], f"{{%tr {tag} %}}", 6)


def _mark(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _fix_widths(table: Table, widths: list[int]) -> None:
    total = sum(widths)
    for index, column in enumerate(table.columns):
        column.width = int(WIDTH * widths[index] / total)
    for row in table.rows:
        for index, cell in enumerate(row.cells):
            cell.width = int(WIDTH * widths[index] / total)
            _middle(cell)


def _middle(cell: _Cell) -> None:
    align = OxmlElement("w:vAlign")
    align.set(qn("w:val"), "center")
    cell._tc.get_or_add_tcPr().append(align)


def _signatures(word: WordDocument) -> None:
    _line(word, "", 9, before=12)
    table = word.add_table(rows=1, cols=2)
    for index, cell in enumerate(table.rows[0].cells):
        first = cell.paragraphs[0]
        _write(first, f"{{{{ signatures[{index}].party }}}}", head=True)
        _write(cell.add_paragraph(), f"{{{{ signatures[{index}].name }}}}")
        signed = cell.add_paragraph()
        signed.paragraph_format.space_before = Cm(1)
        _write(signed, f"{{{{ signatures[{index}].signed }}}} ____________________")
        _write(cell.add_paragraph(), f"{{{{ signatures[{index}].date }}}}")
    _mark(table.rows[0], "w:cantSplit")


def _footer(word: WordDocument) -> None:
    paragraph = word.sections[0].footer.paragraphs[0]
    _write(paragraph, "{{ footer }}        ", 7)
    for index, field in enumerate(("PAGE", "NUMPAGES", "")):
        _write(paragraph, f"{{{{ page[{index}] }}}}", 7)
        if field:
            _field(paragraph, field)
    _write(word.sections[0].footer.add_paragraph(), "{{ digest }}", 6.5)


def _field(paragraph: Paragraph, name: str) -> None:
    """A field that Word fills in itself."""
    for kind, text in (("begin", ""), ("", name), ("separate", ""), ("value", "1"), ("end", "")):
        _write(paragraph, "", 7)._element.append(_field_part(kind, text))


def _field_part(kind: str, text: str) -> BaseOxmlElement:
    if kind in ("", "value"):
        part = OxmlElement("w:t" if kind else "w:instrText")
        part.text = text
        return part
    part = OxmlElement("w:fldChar")
    part.set(qn("w:fldCharType"), kind)
    return part


if __name__ == "__main__":
    main()
