"""A document as PDF, set by typst from a template; the same document gives the same bytes."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import typst

from jieting.documents.printed import Printed, PrintedSection, Row
from jieting.domain.errors import Finding, JietingError
from jieting.domain.said import say

HERE = Path(__file__).parent
TEMPLATE = HERE / "templates" / "statement.typ"
FONTS = HERE / "fonts"
FONT_FILES = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")


class FontsMissing(JietingError):
    """The Chinese fonts were not put there by set-up."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(
            Finding(
                "fonts_missing",
                say("Font files are missing: {files}.", files=", ".join(missing)),
                say("A PDF is set in its own fonts, so that it looks the same everywhere."),
                say("Run make setup."),
            )
        )


def to_pdf(printed: Printed, fonts: Path = FONTS) -> bytes:
    """The document as PDF; no font of the machine is used. Errors: FontsMissing before set-up."""
    missing = [name for name in FONT_FILES if not (fonts / name).is_file()]
    if missing:
        raise FontsMissing(missing)
    # Everything goes in as data: typst reads no markup in strings.
    made: bytes = typst.compile(
        str(TEMPLATE),
        font_paths=[str(fonts)],
        ignore_system_fonts=True,
        sys_inputs={"document": json.dumps(template_data(printed), ensure_ascii=False)},
        format="pdf",
        timestamp=int(datetime.fromisoformat(printed.day).replace(tzinfo=UTC).timestamp()),
    )
    return made


def template_data(printed: Printed) -> dict[str, object]:
    """What the template reads: strings in lists."""
    return {
        "lang": printed.lang,
        "title": printed.title,
        "subtitle": printed.subtitle,
        "stamp": printed.stamp,
        "meta": [list(pair) for pair in printed.meta],
        "result": list(printed.result),
        "body": [_section(section) for section in printed.body],
        "appendices": [_section(section) for section in printed.appendices],
        "signatures": [asdict(signature) for signature in printed.signatures],
        "footer": printed.footer,
        "digest": printed.digest,
        "page": list(printed.page),
    }


def _section(section: PrintedSection) -> dict[str, object]:
    return {
        "heading": section.heading,
        "columns": [asdict(column) for column in section.columns],
        "rows": [_texts(row) for row in section.rows],
        "total": _texts(section.total) if section.total else None,
        "notes": list(section.notes),
    }


def _texts(row: Row) -> list[str]:
    return [cell.text for cell in row]
