"""Writing a statement in one of the formats; each format's library is loaded only for it."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from jieting.documents.build import build_statement
from jieting.documents.evidence import EvidenceTables
from jieting.documents.json_out import to_json
from jieting.documents.layout import statement_document
from jieting.documents.printed import Printed, Printer, printed
from jieting.documents.statement import Statement, StatementInput

Content = bytes | str
FORMATS = ("text", "json", "xlsx", "pdf", "docx")


def write_statement(
    statement_input: StatementInput,
    format: str,  # noqa: A002 - the word of the command line
    lang: str,
    out: Path | None = None,
) -> Content:
    """The statement as ``format`` in ``lang``: str for text and json, else bytes.

    With ``out`` it is also written there. Errors: ValueError for another format or language.
    """
    check_format(format)
    statement = build_statement(statement_input)
    if format == "json":
        return keep(to_json(statement, lang), out)
    return keep(lay_out(print_statement(statement, lang), format, statement.evidence), out)


def check_format(wanted: str) -> None:
    """ValueError for a format that documents are not written in."""
    if wanted not in FORMATS:
        raise ValueError(f"no format {wanted!r}; there are {', '.join(FORMATS)}")


def print_statement(statement: Statement, lang: str) -> Printed:
    """The statement in ``lang``, with the digest of its JSON in the same language."""
    return printed(statement_document(statement), lang, digest(to_json(statement, lang)))


def digest(text: str) -> str:
    """The SHA-256 of a JSON file's bytes."""
    return sha256(text.encode()).hexdigest()


def lay_out(page: Printed, kind: str, evidence: EvidenceTables = ()) -> Content:
    """A printed document in one of the formats that are not JSON."""
    if kind == "xlsx":
        return _xlsx(page, evidence)
    makers: dict[str, Callable[[Printed], Content]] = {"text": _text, "pdf": _pdf, "docx": _docx}
    return makers[kind](page)


def keep(content: Content, out: Path | None) -> Content:
    """``content``, written to ``out`` where there is one."""
    if out is not None:
        out.write_bytes(content.encode() if isinstance(content, str) else content)
    return content


def _text(page: Printed) -> str:
    from jieting.documents.text import to_text

    return to_text(page)


def _xlsx(page: Printed, evidence: EvidenceTables) -> bytes:
    from jieting.documents.xlsx import to_xlsx

    language = Printer(page.lang)
    return to_xlsx(page, evidence, tuple(language.text(part.title) for part in evidence))


def _pdf(page: Printed) -> bytes:
    from jieting.documents.pdf import to_pdf

    return to_pdf(page)


def _docx(page: Printed) -> bytes:
    from jieting.documents.docx import to_docx

    return to_docx(page)
