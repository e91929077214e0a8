"""Writing a settlement in one of the formats."""

from __future__ import annotations

from pathlib import Path

from jieting.documents.printed import printed
from jieting.documents.settlement import settlement_document
from jieting.documents.settlement_json import settlement_to_json
from jieting.documents.write import Content, check_format, digest, keep, lay_out
from jieting.domain.books.statement import OnTheBooks
from jieting.domain.contracts.settlement import Settlement


def write_settlement(
    settlement: Settlement,
    format: str,  # noqa: A002 - the word of the command line
    lang: str,
    out: Path | None = None,
    prepared_at: str | None = None,
    simulated: bool = False,
    books: OnTheBooks | None = None,
) -> Content:
    """The settlement as ``format`` in ``lang``, as :func:`write_statement` does."""
    check_format(format)
    text = settlement_to_json(settlement, lang, books)
    if format == "json":
        return keep(text, out)
    document = settlement_document(settlement, prepared_at, simulated, books)
    return keep(lay_out(printed(document, lang, digest(text)), format), out)
