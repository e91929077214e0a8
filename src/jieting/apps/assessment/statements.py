"""A month as a document: what the command line writes of the same calls, in the page's language."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from jieting.analytics.evidence import evidence_tables
from jieting.apps.assessment.counting import engine_of
from jieting.apps.assessment.queries import AssessedMonth
from jieting.documents.given import WITH_LISTS, given
from jieting.documents.statement import StatementInput
from jieting.documents.write import Content, write_statement

CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
    "text": "text/plain; charset=utf-8",
}
"""The formats of a month with their content types."""
ENDINGS = {"text": "txt"}
"""Endings of file names, where they differ from the format's name."""


def statement_input(month: AssessedMonth, form: str, lang: str, at: datetime) -> StatementInput:
    """What a statement of the month is made from; its lists are empty."""
    return given(month.assessed, form, lang, _minute(month, at))


def month_document(
    month: AssessedMonth, form: str, lang: str, at: datetime, *, with_lists: bool = True
) -> Content:
    """The month's statement as ``form`` in ``lang``; with its lists of calls where it carries any.

    Errors: ValueError for another format or language.
    """
    if form not in WITH_LISTS or not with_lists:
        return write_statement(statement_input(month, form, lang, at), form, lang)
    basis = month.basis
    with engine_of(basis) as engine:
        engine.load_records(basis.records)
        lists = evidence_tables(engine, basis.terms, basis.month, basis.records)
        listed = replace(month.assessed, evidence=tuple(lists))
        return write_statement(given(listed, form, lang, _minute(month, at)), form, lang)


def file_name(month: AssessedMonth, form: str) -> str:
    """The name of an exported file: contract, month, ending."""
    return f"{month.contract_id}-{month.month}.{ENDINGS.get(form, form)}"


def _minute(month: AssessedMonth, at: datetime) -> str:
    """The minute at which a statement is made, in the contract's time zone."""
    return at.astimezone(month.terms.zone).strftime("%Y-%m-%d %H:%M")
