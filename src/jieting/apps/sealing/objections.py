"""What speaks against drawing up a month, or a correction of it."""

from __future__ import annotations

from jieting.apps.base.instants import to_instant
from jieting.apps.calls.line_days import open_days
from jieting.apps.sealing import refusals
from jieting.apps.sealing.books import Books, kept_calls
from jieting.apps.sealing.drawing import Asked
from jieting.apps.sealing.models import Seal
from jieting.apps.sealing.since import differs
from jieting.domain.errors import Finding


def against_books(asked: Asked, books: Books, sealed: Seal | None) -> list[Finding]:
    """Everything that speaks against drawing up the month, or the correction of ``sealed``."""
    found = []
    if to_instant(asked.at) < asked.month.period(books.month.terms.zone).end:
        found.append(refusals.not_over(asked.month))
    if days := open_days(asked.contract_id, asked.month.period(books.month.terms.zone)):
        found.append(refusals.line_runs(days))
    if not kept_calls(asked.contract_id, asked.month):
        found.append(refusals.nothing_there(asked.month))
    if books.open_items and not asked.leave_open:
        found.append(refusals.not_agreed_open([item["ref"] for item in books.open_items]))
    if sealed is not None:
        if not asked.reason.strip():
            found.append(refusals.no_reason())
        if not differs(books, sealed):
            found.append(refusals.no_difference(asked.month))
    return found
