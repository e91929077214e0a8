"""A document as a Word file, from a template that an office can change itself."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docxtpl import DocxTemplate

from jieting.documents.printed import Printed, PrintedSection, Row

TEMPLATES = Path(__file__).parent / "templates"
DATED = (1980, 1, 1, 0, 0, 0)


def to_docx(printed: Printed) -> bytes:
    """The document as a Word file; text is escaped, so that no tag or brace in it acts."""
    template = DocxTemplate(TEMPLATES / f"{printed.name}.docx")
    template.render(template_data(printed), autoescape=True)
    properties = template.docx.core_properties
    properties.title = printed.title
    properties.author = properties.last_modified_by = ""
    properties.created = properties.modified = datetime.fromisoformat(printed.day)
    file = BytesIO()
    template.save(file)
    return undated(file.getvalue())


def template_data(printed: Printed) -> dict[str, object]:
    """What the template names: ``title``, ``meta``, ``t.lines.rows`` and so on."""
    pairs = list(printed.meta)
    return {
        "title": printed.title,
        "subtitle": printed.subtitle,
        "stamp": printed.stamp,
        "meta": [_wide(pairs[at : at + 2]) for at in range(0, len(pairs), 2)],
        "result": list(printed.result),
        "t": {section.name: _section(section) for section in printed.sections},
        "signatures": printed.signatures,
        "footer": printed.footer,
        "digest": printed.digest,
        "page": printed.page,
        "has_appendices": bool(printed.appendices),
    }


def _wide(pairs: list[tuple[str, str]]) -> list[str]:
    """Two pairs of label and value as the four cells of a row."""
    cells = [text for pair in pairs for text in pair]
    return cells + [""] * (4 - len(cells))


def _section(section: PrintedSection) -> dict[str, object]:
    return {
        "heading": section.heading,
        "columns": [column.title for column in section.columns],
        "rows": [_texts(row) for row in section.rows],
        "total": _texts(section.total) if section.total else None,
        "notes": list(section.notes),
    }


def _texts(row: Row) -> list[str]:
    return [cell.text for cell in row]


def undated(file: bytes) -> bytes:
    """The same zip with one fixed date for its parts: the same text gives the same bytes."""
    made = BytesIO()
    with ZipFile(BytesIO(file)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for part in old.infolist():
            info = ZipInfo(part.filename, DATED)
            info.compress_type = ZIP_DEFLATED
            new.writestr(info, old.read(part))
    return made.getvalue()
