"""A statement as a file: laid out from what was frozen, so that it stays what was signed."""

from __future__ import annotations

from jieting.apps.assessment.statements import CONTENT_TYPES, ENDINGS
from jieting.apps.settlement.content import on_the_books, settlement_of
from jieting.apps.settlement.models import Statement
from jieting.documents.write import Content
from jieting.documents.write_settlement import write_settlement

FORMS = tuple(CONTENT_TYPES)


def statement_document(row: Statement, form: str, lang: str) -> Content:
    """The statement as ``form`` in ``lang``. Errors: ValueError for another format or language."""
    settlement = settlement_of(row)
    drawn_at = row.drawn_at.astimezone(settlement.contract.zone)
    return write_settlement(
        settlement,
        form,
        lang,
        prepared_at=drawn_at.strftime("%Y-%m-%d %H:%M"),
        simulated=bool(row.content["simulated"]),
        books=on_the_books(row),
    )


def file_name(row: Statement, form: str) -> str:
    """The name of the file: contract, quarter, number of the statement."""
    ending = ENDINGS.get(form, form)
    return f"{row.contract_id}-{row.first_month}-statement-{row.number}.{ending}"
