"""The columns of a notice: their titles and widths."""

from __future__ import annotations

from jieting.documents.document import Align, Column
from jieting.domain.said import say

NOTICE_COLUMNS: dict[str, tuple[Column, ...]] = {
    "notice_facts": (
        Column(say("Item"), 24),
        Column(say("What the books say"), 76),
    ),
    "notice_clauses": (
        Column(say("Clause"), 9, Align.CENTER),
        Column(say("What the contract says"), 50),
        Column(say("Remedy that the contract allows"), 41),
    ),
}
NOTICE_LAYOUTS: dict[str, tuple[str, ...]] = {"notice": ("notice_facts", "notice_clauses")}
