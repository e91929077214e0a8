"""Words of imports on screen: states, our columns, what a code of theirs can mean."""

from __future__ import annotations

from jieting.apps.calls.imports.guess import DATE
from jieting.apps.calls.imports.maker import LEAVE_OUT
from jieting.apps.calls.imports.maker_page import UNKNOWN
from jieting.apps.calls.models import Import
from jieting.apps.calls.words import DIRECTIONS, outcome_words, rating_words
from jieting.documents.words import yes_no
from jieting.domain.said import Said, say, verbatim

BADGES: dict[str, str] = {
    Import.State.UPLOADED: "draft",
    Import.State.CHECKING: "running",
    Import.State.CHECKED: "waiting",
    Import.State.COMMITTING: "running",
    Import.State.COMMITTED: "done",
    Import.State.UNDONE: "undone",
    Import.State.FAILED: "failed",
    Import.State.DISCARDED: "not_due",
    Import.State.RUNNING: "running",
}
"""The badge of each state."""

COLUMN_WORDS: dict[str, Said] = {
    "call_id": say("Call number"),
    "direction": say("Direction"),
    "queue": say("Queue"),
    "caller": say("Caller's number"),
    DATE: say("Day of all times"),
    "arrived_at": say("Arrived at"),
    "queued_at": say("Queued at"),
    "answered_at": say("Answered at"),
    "ended_at": say("Ended at"),
    "outcome": say("Outcome"),
    "agent": say("Agent"),
    "talk_s": say("Talk time"),
    "hold_s": say("Hold time"),
    "wrap_up_s": say("Wrap-up time"),
    "rating": say("Rating"),
    "recording": say("Recording"),
    "source": say("Source"),
}

KINDS: dict[str, Said] = {
    "csv": say("csv"),
    "xlsx": say("Excel"),
    "parquet": say("Parquet"),
    "queue_log": say("Asterisk queue_log"),
    "cdr": say("Asterisk call records"),
    Import.LINE: say("over the line"),
}


def column_words(ours: str) -> Said:
    """One of our columns in words."""
    return COLUMN_WORDS.get(ours) or verbatim(ours)


def meaning_words(ours: str, code: str) -> Said:
    """What a code of theirs can mean."""
    if code == UNKNOWN:
        return say("choose ...")
    if code == LEAVE_OUT:
        return say("no call: leave the row out")
    if ours == "direction":
        return DIRECTIONS[code]
    if ours == "outcome":
        return outcome_words(code)
    if ours == "recording":
        return yes_no(code == "y")
    return rating_words(code) if code else say("not rated")
