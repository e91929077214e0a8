"""Why an act on an import is refused."""

from __future__ import annotations

from jieting.apps.calls.models import Import
from jieting.domain.errors import Finding, Place
from jieting.domain.said import Said, say

STATES: dict[str, Said] = {
    Import.State.UPLOADED: say("uploaded"),
    Import.State.CHECKING: say("being checked"),
    Import.State.CHECKED: say("checked"),
    Import.State.COMMITTING: say("being kept"),
    Import.State.COMMITTED: say("kept"),
    Import.State.UNDONE: say("undone"),
    Import.State.FAILED: say("unreadable"),
    Import.State.DISCARDED: say("discarded"),
    Import.State.RUNNING: say("calls still come in"),
}


def not_now(row: Import) -> Finding:
    """The import is in a state in which this cannot be done."""
    return Finding(
        "not_now",
        say("Import {id} is in the state '{state}'.", id=row.pk, state=STATES[row.state]),
        say("This step is not possible from there; perhaps somebody else was faster."),
        say("Look at the import as it is now."),
        Place(row.file_name),
    )


def no_reason(row: Import) -> Finding:
    """An undo without a reason."""
    return Finding(
        "no_reason",
        say("No reason is given."),
        say("Calls that were in the books go; the audit log must say why."),
        say("Write in a few words why the import is undone."),
        Place(row.file_name),
    )


def cannot_read(row: Import, error: BaseException) -> Finding:
    """Reading broke in a way that no rule foresaw."""
    return Finding(
        "cannot_read",
        say("The file cannot be read ({kind}).", kind=type(error).__name__),
        say("It is damaged, or of a form that was not met before. Nothing of it was kept."),
        say("Save it again as csv and upload that; tell the maker of this system of it."),
        Place(row.file_name),
    )


def calls_gone(row: Import) -> Finding:
    """The calls that were read on trial are no longer on disk."""
    return Finding(
        "no_upload",
        say("The calls that were read are no longer there."),
        say("Somebody cleared the folder of uploads. Nothing was kept."),
        say("Upload the file again."),
        Place(row.file_name),
    )


def contradicts(
    file: str, line: int | None, call_id: str, columns: tuple[str, ...], brought_by: int
) -> Finding:
    """A call that is stored with other content."""
    return Finding(
        "contradicts_stored",
        say(
            "Call {call_id} is stored with another {columns} (import {import_id}).",
            call_id=call_id,
            columns=", ".join(columns),
            import_id=brought_by,
        ),
        say("One call has one row; the stored one stays, so that no figure moves unseen."),
        say("Correct the row, or undo the earlier import and bring the corrected file."),
        Place(file, line, columns[0] if len(columns) == 1 else ""),
    )


def of_the_line(row: Import) -> Finding:
    """A day of calls that came over the line is no file that could be taken back."""
    return Finding(
        "line_day",
        say("The calls of {day} came over the line.", day=row.file_name),
        say("There is no file that could be corrected and brought again: they would be lost."),
        say("Leave them. Where a call shall not count, open a move about it."),
        Place(row.file_name),
    )


def line_contradicts(call_id: str, columns: tuple[str, ...], brought_by: int) -> Finding:
    """The line tells a call otherwise than it is kept, and an audit entry vouches for that."""
    return Finding(
        "contradicts_stored",
        say(
            "The line now tells another {columns} of call {call_id} (import {import_id}).",
            call_id=call_id,
            columns=", ".join(columns),
            import_id=brought_by,
        ),
        say("Its day is closed; the stored row stays, so that no figure moves unseen."),
        say("Compare the row with the log of the switch; where it is wrong, open a move."),
        Place(column=columns[0] if len(columns) == 1 else ""),
    )
