"""The columns of reports and self-assessments: their titles and widths."""

from __future__ import annotations

from jieting.documents.document import Align, Column
from jieting.domain.said import Said, say

_CLAUSE = Column(say("Clause"), 9, Align.CENTER)


def _mid(title: Said, width: int) -> Column:
    return Column(title, width, Align.CENTER)


REPORT_COLUMNS: dict[str, tuple[Column, ...]] = {
    "texts": (Column(say("Part"), 18), Column(say("What was written"), 82)),
    "report_calls": (
        Column(say("Calls"), 50),
        _mid(say("This month"), 25),
        _mid(say("Month before"), 25),
    ),
    "report_figures": (
        _CLAUSE,
        Column(say("Figure and formula"), 35),
        _mid(say("Working"), 26),
        _mid(say("Target"), 10),
        _mid(say("Target met"), 9),
        _mid(say("Month before"), 11),
    ),
    "report_peaks": (Column(say("Peak"), 40), Column(say("When"), 35), _mid(say("Calls"), 25)),
    "report_quality": (Column(say("Quality work"), 60), Column(say("Number"), 40)),
    "report_trainings": (
        _mid(say("Day"), 25),
        Column(say("Kind"), 45),
        _mid(say("Persons who signed in"), 30),
    ),
    "report_complaints": (
        Column(say("Kind"), 24),
        _mid(say("Received"), 24),
        Column(say("About"), 30),
        _mid(say("Verdict"), 22),
    ),
    "report_risks": (
        _CLAUSE,
        Column(say("Item"), 16),
        _mid(say("State"), 9),
        Column(say("Why"), 33),
        Column(say("Measures"), 33),
    ),
    "report_moves": (
        _mid(say("Move"), 10),
        Column(say("Kind"), 22),
        Column(say("About"), 48),
        _mid(say("Due by"), 20),
    ),
    "report_readings": (
        _CLAUSE,
        Column(say("Question"), 52),
        Column(say("Reading chosen"), 39),
    ),
    "report_topics": (Column(say("Hot topics"), 100),),
    "report_agents": (
        Column(say("Agent"), 28),
        _mid(say("Calls answered"), 18),
        _mid(say("Days with calls"), 18),
        _mid(say("First call"), 18),
        _mid(say("Last call"), 18),
    ),
    "self_items": (
        _CLAUSE,
        Column(say("Item"), 27),
        _mid(say("Full mark"), 9),
        _mid(say("By the books"), 11),
        _mid(say("Own value"), 11),
        Column(say("Reason for the change"), 33),
    ),
}
"""Name of a section to its columns; the widths of a section add up to about 100."""

REPORT_LAYOUTS: dict[str, tuple[str, ...]] = {
    "operations": (
        "texts",
        "report_calls",
        "report_figures",
        "lines",
        "limits",
        "report_peaks",
        "report_quality",
        "report_trainings",
        "report_complaints",
        "report_risks",
        "exclusions",
        "report_moves",
        "report_readings",
        "report_topics",
    ),
    "personnel": ("texts", "report_agents"),
    "self_assessment": ("self_items",),
}
"""Name of a document to its sections, in order."""
