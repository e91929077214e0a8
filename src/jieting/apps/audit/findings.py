"""What may be found wrong in the audit log, in words."""

from __future__ import annotations

from jieting.apps.audit.witnesses import Statement
from jieting.domain.errors import Finding, Place, Severity
from jieting.domain.said import Said, say

LOG = "audit"


def _ask() -> Said:
    return say(
        "Compare with an export or a backup from before, and ask who could reach the database."
    )


def _at(number: int) -> Place:
    return Place(LOG, number)


def changed(number: int) -> Finding:
    """An entry whose hash is not that of its fields."""
    return Finding(
        "audit_entry_changed",
        say("Entry {number} does not have the hash of what it says.", number=number),
        say("It was changed after it was written, so it no longer proves what was done."),
        _ask(),
        _at(number),
    )


def cut(number: int, last: int) -> Finding:
    """An entry that does not follow from the one before it."""
    return Finding(
        "audit_chain_cut",
        say("Entry {number} does not follow from entry {last}.", number=number, last=last),
        say("One of the two was replaced, or entries between them were taken out or put in."),
        _ask(),
        _at(number),
    )


def missing(first: int, last: int) -> Finding:
    """Numbers that are not there."""
    return Finding(
        "audit_entries_missing",
        say("Entries {first} to {last} are missing.", first=first, last=last)
        if first != last
        else say("Entry {number} is missing.", number=first),
        say("Numbers have no gaps: the entries were written and then removed."),
        _ask(),
        _at(first),
    )


def begins_late(number: int) -> Finding:
    """A log without its beginning."""
    return Finding(
        "audit_entries_missing",
        say("The log begins with entry {number} instead of 1.", number=number),
        say("Numbers have no gaps: the entries were written and then removed."),
        _ask(),
        _at(1),
    )


def not_in_order(number: int, last: int) -> Finding:
    """An entry of a file that stands at the wrong place."""
    return Finding(
        "audit_out_of_order",
        say("Entry {number} stands after entry {last}.", number=number, last=last),
        say("A log is read in the order of its numbers, each of them once."),
        say("Export the log again; check the export without editing it."),
        _at(number),
    )


def earlier(number: int) -> Finding:
    """An entry whose time lies well before that of one before it."""
    return Finding(
        "audit_time_backwards",
        say("Entry {number} is more than an hour earlier than one before it.", number=number),
        say("The order of what was done is in doubt where the clock was put back."),
        say("Check the clock of the server, and what was done at that time."),
        _at(number),
        Severity.WARNING,
    )


def head_differs(number: int) -> Finding:
    """An entry that is not the one noted outside."""
    return Finding(
        "audit_head_differs",
        say("Entry {number} does not have the hash that was noted.", number=number),
        say("The log was written anew up to there, with hashes that fit each other."),
        _ask(),
        _at(number),
    )


def head_gone(number: int, last: int) -> Finding:
    """A noted entry that the log does not reach."""
    return Finding(
        "audit_head_missing",
        say(
            "Entry {number} was noted, and the log ends with entry {last}.",
            number=number,
            last=last,
        ),
        say("The end of the log was cut off, or an older backup was restored."),
        _ask(),
        _at(number),
    )


def not_an_entry(line: int, file: str) -> Finding:
    """A line of an export that cannot be read."""
    return Finding(
        "audit_not_an_entry",
        say("Line {line} is not an entry of an audit log.", line=line),
        say("An export has one entry as JSON on each line; this one proves nothing."),
        say("Export the log again; check the export without editing it."),
        Place(file, line),
    )


def row_changed(statement: Statement) -> Finding:
    """A row that is not what its entry vouches for."""
    return Finding(
        "audit_row_changed",
        say(
            "{object} of {contract} is not what entry {number} vouches for.",
            object=statement.object,
            contract=statement.contract,
            number=statement.number,
        ),
        say("Its rows were changed in the database, past the application."),
        _ask(),
        _row(statement.contract, statement.object),
    )


def row_gone(statement: Statement) -> Finding:
    """A row that an entry vouches for and that is not there."""
    return Finding(
        "audit_row_gone",
        say(
            "{object} of {contract}, for which entry {number} vouches, is not there.",
            object=statement.object,
            contract=statement.contract,
            number=statement.number,
        ),
        say("Its rows were removed in the database, past the application."),
        _ask(),
        _row(statement.contract, statement.object),
    )


def row_unknown(contract: str, name: str) -> Finding:
    """A row for which no entry vouches."""
    return Finding(
        "audit_row_unknown",
        say("No entry vouches for {object} of {contract}.", object=name, contract=contract),
        say("Its rows were put into the database past the application."),
        _ask(),
        _row(contract, name),
    )


def _row(contract: str, name: str) -> Place:
    return Place(contract, column=name)
