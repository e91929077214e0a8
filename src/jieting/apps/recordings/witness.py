"""The witness of recordings: rows, files and certificates are those that the log vouches for."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence

from jieting.apps.audit.findings import row_changed, row_gone, row_unknown
from jieting.apps.audit.witnesses import Statement, Witness, register
from jieting.apps.recordings import store
from jieting.apps.recordings.digest import (
    digest_of,
    digest_of_certificate,
    digest_of_list,
    named,
    named_certificate,
)
from jieting.apps.recordings.models import Certificate, Recording
from jieting.domain.errors import Finding, Place
from jieting.domain.said import Said, say

_ROWS = frozenset({"recordings.kept", "recordings.lost", "recordings.class_given"})
_DELETED = "recordings.deleted"


def compare(statements: Sequence[Statement]) -> Iterator[Finding]:
    """Recordings changed, removed or put in without an entry; files that are not theirs."""
    certified = yield from _compare_certificates([s for s in statements if s.event == _DELETED])
    vouched = {(s.contract, s.object): s for s in statements if s.event in _ROWS}
    for row in Recording.objects.defer("peaks").order_by("pk").iterator(chunk_size=500):
        statement = vouched.pop((row.contract_id, named(row)), None)
        if statement is None:
            yield row_unknown(row.contract_id, named(row))
        elif not _is_as_told(row, statement, row.pk in certified):
            yield row_changed(statement)
        else:
            yield from _about_file(row)
    for statement in vouched.values():
        yield row_gone(statement)


def register_witness() -> None:
    """Called once the apps are ready."""
    register(Witness("recordings", _ROWS | {_DELETED}, compare))


def _compare_certificates(
    statements: Sequence[Statement],
) -> Generator[Finding, None, set[int]]:
    """Certificates that were changed; the recordings that whole ones list are returned."""
    rows = {(c.contract_id, named_certificate(c)): c for c in Certificate.objects.order_by("pk")}
    certified: set[int] = set()
    for statement in statements:
        row = rows.pop((statement.contract, statement.object), None)
        if row is None:
            yield row_gone(statement)
        elif not _is_whole(row, statement):
            yield row_changed(statement)
        else:
            certified |= {int(one["recording"]) for one in row.listed}
    for contract, name in rows:
        yield row_unknown(contract, name)
    return certified


def _is_as_told(row: Recording, statement: Statement, is_certified: bool) -> bool:
    """Whether a row is what its entry says, and deleted only where a certificate lists it."""
    state = Recording.State.KEPT
    if statement.event == "recordings.lost":
        state = Recording.State.LOST
    if is_certified:
        state = Recording.State.DELETED
    return row.state == state and digest_of(row) == statement.detail.get("digest")


def _is_whole(row: Certificate, statement: Statement) -> bool:
    vouched = digest_of_certificate(row) == statement.detail.get("digest")
    return vouched and row.digest == digest_of_list(row.listed)


def _about_file(row: Recording) -> Iterator[Finding]:
    if row.state == Recording.State.KEPT:
        fault = store.fault_of(row)
        if fault is not None:
            yield _finding("recording_file_fault", row, fault)
    elif row.state == Recording.State.DELETED and store.path_of(row).exists():
        yield _finding("recording_not_gone", row, say("It was deleted, and its file is there."))


def _finding(code: str, row: Recording, what: Said) -> Finding:
    return Finding(
        code,
        say("{object}, call {call}: {what}", object=named(row), call=row.call, what=what),
        say("Files were changed, removed or brought back past the application."),
        say("Bring the file back from a backup, or remove it, and ask who could reach the disk."),
        Place(row.contract_id, column=named(row)),
    )
