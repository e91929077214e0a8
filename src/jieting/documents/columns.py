"""The columns of every section: their titles and widths, which the Word templates share."""

from __future__ import annotations

from jieting.documents.document import Align, Column
from jieting.documents.notice_columns import NOTICE_COLUMNS, NOTICE_LAYOUTS
from jieting.documents.report_columns import REPORT_COLUMNS, REPORT_LAYOUTS
from jieting.domain.said import Said, say

_CLAUSE = Column(say("Clause"), 9, Align.CENTER)


def _mid(title: Said, width: int) -> Column:
    return Column(title, width, Align.CENTER)


COLUMNS: dict[str, tuple[Column, ...]] = {
    "lines": (
        _mid(say("No."), 6),
        _CLAUSE,
        Column(say("Item assessed"), 20),
        _mid(say("Full mark"), 7),
        _mid(say("Earned"), 8),
        Column(say("Points lost or gained, and why"), 50),
    ),
    "limits": (
        _CLAUSE,
        Column(say("Limit"), 20),
        _mid(say("Verdict"), 9),
        Column(say("Why, and findings"), 38),
        Column(say("Remedy"), 24),
    ),
    "figures": (
        _CLAUSE,
        Column(say("Figure"), 27),
        _mid(say("Numerator"), 14),
        _mid(say("Denominator"), 14),
        _mid(say("Result"), 12),
        _mid(say("Target"), 12),
        _mid(say("Target met"), 12),
    ),
    "counts": (
        Column(say("Calls"), 46),
        Column(say("Name in the data"), 34),
        _mid(say("Number"), 20),
    ),
    "exclusions": (
        _mid(say("From"), 23),
        _mid(say("Until"), 23),
        Column(say("Reason"), 42),
        _mid(say("Agreed"), 12),
    ),
    "comparison": (
        Column(say("Item"), 46),
        _mid(say("Without exclusions"), 27),
        _mid(say("With exclusions"), 27),
    ),
    "definitions": (
        _CLAUSE,
        Column(say("Figure"), 13),
        Column(say("Definition"), 42),
        Column(say("Worked example and this month"), 36),
    ),
    "readings": (
        Column(say("Choice"), 19),
        _CLAUSE,
        Column(say("Question"), 34),
        Column(say("Reading chosen"), 26),
        _mid(say("Agreed"), 12),
    ),
    "what_if": (
        Column(say("Question"), 30),
        _CLAUSE,
        Column(say("Reading"), 26),
        _mid(say("In force"), 7),
        _mid(say("Score"), 8),
        _mid(say("Coefficient"), 8),
        Column(say("Clauses that change"), 12),
    ),
    "notes": (
        Column(say("Kind"), 15),
        _mid(say("Severity"), 7),
        _mid(say("Number"), 7),
        Column(say("What was found, the first of them"), 25),
        Column(say("Why it matters, what to do"), 26),
        Column(say("Where"), 20),
    ),
    "left_out": (Column(say("Calls not looked at"), 70), _mid(say("Number"), 30)),
    "quarters": (
        Column(say("Months"), 18),
        _mid(say("Score"), 10),
        _mid(say("Coefficient"), 10),
        _mid(say("Fee"), 15),
        _mid(say("Payable"), 15),
        Column(say("Working"), 32),
    ),
    "account": (
        _mid(say("Date"), 13),
        Column(say("Item"), 37),
        _mid(say("Amount"), 18),
        Column(say("Working"), 32),
    ),
    "seals": (
        _mid(say("Month"), 20),
        _mid(say("Seal"), 20),
        _mid(say("Sealed at"), 30),
        _mid(say("Hash"), 30),
    ),
    "signed": (
        _mid(say("Party"), 20),
        _mid(say("Signed by"), 30),
        _mid(say("Signed at"), 30),
        _mid(say("Account name"), 20),
    ),
    "months": (
        _mid(say("Month"), 25),
        _mid(say("Contract version"), 25),
        _mid(say("Calls that arrived"), 25),
        _mid(say("Score"), 25),
    ),
    "renewal": (
        _mid(say("Good months"), 20),
        _mid(say("Months given"), 20),
        _mid(say("Good months needed"), 20),
        _mid(say("Still needed"), 20),
        _mid(say("Renewal can be reached"), 20),
    ),
    "breaches": (
        _mid(say("Month"), 12),
        _CLAUSE,
        Column(say("Findings"), 45),
        Column(say("Remedy"), 34),
    ),
    "rectifications": (
        _CLAUSE,
        _mid(say("Level"), 10),
        _mid(say("Received"), 22),
        _mid(say("Due"), 22),
        _mid(say("Put right"), 22),
        _mid(say("State"), 15),
    ),
    **REPORT_COLUMNS,
    **NOTICE_COLUMNS,
}
"""Name of a section to its columns; the widths of a section add up to about 100."""

STATEMENT = (
    "lines",
    "limits",
    "figures",
    "counts",
    "exclusions",
    "comparison",
    "definitions",
    "readings",
    "what_if",
    "notes",
    "left_out",
)
SETTLEMENT = (
    "quarters",
    "account",
    "seals",
    "signed",
    "months",
    "renewal",
    "breaches",
    "rectifications",
    "notes",
)
LAYOUTS: dict[str, tuple[str, ...]] = {
    "statement": STATEMENT,
    "settlement": SETTLEMENT,
    **REPORT_LAYOUTS,
    **NOTICE_LAYOUTS,
}
"""Name of a document to its sections, in order."""
APPENDICES = ("definitions", "readings", "what_if", "notes", "left_out")
"""The sections that stand after the signatures."""
