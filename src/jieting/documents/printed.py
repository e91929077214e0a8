"""A document in one language: nothing but strings, ready to be laid out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jieting.documents.document import Cell, Document, Section
from jieting.domain.said import Said, say
from jieting.language import Language

CHINESE_DIGITS = "〇一二三四五六七八九十"
# Characters that neither XML nor paper can hold; lines and tabs stay.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_GAP = "\x00"


def chinese(position: int) -> str:
    """A chapter's number from 1 to 99 as Chinese papers write it: 十二."""
    tens, ones = divmod(position, 10)
    before = ("" if tens == 1 else CHINESE_DIGITS[tens]) + "十" if tens else ""
    return before + (CHINESE_DIGITS[ones] if ones else "")


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """A cell's text; ``number`` is the decimal string where it is a number."""

    text: str
    number: str | None = None
    unit: str = ""
    outside: bool = False


@dataclass(frozen=True, slots=True)
class PrintedColumn:
    """A column's title, share of the width, and alignment."""

    title: str
    width: int
    align: str


Row = tuple[PrintedCell, ...]


@dataclass(frozen=True, slots=True)
class PrintedSection:
    """A table in one language; ``heading`` is the title with its number."""

    name: str
    title: str
    heading: str
    sheet: str
    columns: tuple[PrintedColumn, ...]
    rows: tuple[Row, ...]
    total: Row | None
    notes: tuple[str, ...]
    brief: bool
    appendix: bool


@dataclass(frozen=True, slots=True)
class Signature:
    """Where a party signs."""

    party: str
    name: str
    signed: str
    date: str


@dataclass(frozen=True, slots=True)
class Printed:
    """The whole document in one language; ``digest`` is the SHA-256 of its JSON."""

    name: str
    lang: str
    title: str
    subtitle: str
    stamp: str
    meta: tuple[tuple[str, str], ...]
    result: tuple[str, ...]
    sections: tuple[PrintedSection, ...]
    signatures: tuple[Signature, ...]
    footer: str
    digest: str
    page: tuple[str, str, str]
    day: str

    @property
    def body(self) -> tuple[PrintedSection, ...]:
        """The sections before the signatures."""
        return tuple(section for section in self.sections if not section.appendix)

    @property
    def appendices(self) -> tuple[PrintedSection, ...]:
        """The sections after the signatures."""
        return tuple(section for section in self.sections if section.appendix)


class Printer:
    """Renders a document in one language."""

    def __init__(self, lang: str) -> None:
        self.language = Language(lang)

    def text(self, said: Said) -> str:
        """The sentence as printable text."""
        return UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", self.language.render(said))

    def printed(self, document: Document, digest: str) -> Printed:
        """The document in the printer's language."""
        text = self.text
        return Printed(
            name=document.name,
            lang=self.language.code,
            title=text(document.title),
            subtitle=text(document.subtitle),
            stamp=text(document.stamp) if document.stamp else "",
            meta=tuple((text(label), text(value)) for label, value in document.meta),
            result=tuple(text(said) for said in document.result),
            sections=self._sections(document.sections),
            signatures=tuple(self._signature(*party) for party in document.signatures),
            footer=text(document.footer),
            digest=text(say("SHA-256 of the JSON: {digest}", digest=digest)),
            page=self._page(),
            day=document.day,
        )

    def _sections(self, sections: tuple[Section, ...]) -> tuple[PrintedSection, ...]:
        printed, body, appendices = [], 0, 0
        for section in sections:
            body, appendices = body + (not section.appendix), appendices + section.appendix
            heading = (
                self._appendix(section, appendices)
                if section.appendix
                else (self._chapter(section, body))
            )
            printed.append(self._section(section, heading))
        return tuple(printed)

    def _chapter(self, section: Section, position: int) -> str:
        number = chinese(position) if self.language.code == "zh" else str(position)
        return self.text(say("{number}. {title}", number=number, title=section.title))

    def _appendix(self, section: Section, position: int) -> str:
        return self.text(say("Appendix {number}: {title}", number=position, title=section.title))

    def _section(self, section: Section, heading: str) -> PrintedSection:
        columns = tuple(
            PrintedColumn(self.text(c.title), c.width, c.align) for c in section.columns
        )
        return PrintedSection(
            name=section.name,
            title=self.text(section.title),
            heading=heading,
            sheet=self.text(section.sheet),
            columns=columns,
            rows=tuple(self._row(row) for row in section.rows),
            total=self._row(section.total) if section.total else None,
            notes=tuple(self.text(note) for note in section.notes),
            brief=section.brief,
            appendix=section.appendix,
        )

    def _row(self, row: tuple[Cell, ...]) -> Row:
        return tuple(self._cell(cell) for cell in row)

    def _cell(self, cell: Cell) -> PrintedCell:
        if cell.number is not None:
            text = f"{cell.number} {cell.unit}".rstrip()
            return PrintedCell(text, cell.number, cell.unit)
        return PrintedCell("\n".join(self.text(line) for line in cell.lines), outside=cell.outside)

    def _signature(self, party: Said, name: str) -> Signature:
        text = self.text
        return Signature(
            text(party),
            UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", name),
            text(say("Signed by")),
            text(say("Date: ____-__-__")),
        )

    def _page(self) -> tuple[str, str, str]:
        """The words around the two page numbers."""
        said = say("Page {page} of {pages}", page=_GAP, pages=_GAP)
        before, between, after = self.language.render(said).split(_GAP)
        return before, between, after


def printed(document: Document, lang: str, digest: str) -> Printed:
    """The document in ``lang``; ``digest`` is printed so that paper and JSON can be compared."""
    return Printer(lang).printed(document, digest)
