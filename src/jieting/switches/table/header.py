"""The header of a table against our columns and the mapping: what is missing, unknown, twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from jieting.domain.calls.call import COLUMNS, DURATION_COLUMNS, OBLIGATORY, TIME_COLUMNS
from jieting.domain.errors import BadInput, Finding, Place, Severity
from jieting.domain.nearest import did_you_mean
from jieting.domain.said import Said, say, verbatim
from jieting.switches.mapping import Mapping, SecondsCase, TextCase, TimeCase
from jieting.switches.table.block import Table

_NEED: dict[str, Said] = {
    "queue": say("Figures of one queue cannot be counted."),
    "caller": say("Repeated callers cannot be seen."),
    "queued_at": say("Waits cannot be computed, and each call that queued will be set aside."),
    "answered_at": say("Service level and waits of answered calls cannot be counted."),
    "agent": say("Figures per agent cannot be counted."),
    "talk_s": say("Talk time and handling time cannot be counted."),
    "hold_s": say("Hold time is missing from handling time."),
    "wrap_up_s": say("Wrap-up time is missing from handling time."),
    "rating": say("Satisfaction and the share of callers who rated cannot be counted."),
    "recording": say("Recorded calls, the base of the quality sample, cannot be counted."),
}
"""Optional columns and what is lost without each; source and source_ref have defaults."""


def complete(mapping: Mapping, table: Table) -> Mapping:
    """The mapping with our own columns of the file that it does not name, read as they are.

    Errors: BadInput with every missing, repeated or unknown column at once.
    """
    findings = [*_repeated(table), *_unknown_to_file(mapping, table)]
    whole = _with_own_columns(mapping, table.names)
    findings += _missing(whole, table)
    if findings:
        raise BadInput(findings)
    return whole


def tell(whole: Mapping, table: Table) -> Iterator[Finding]:
    """Notes on optional columns that are missing, warnings on columns that are not read."""
    for ours, loss in _NEED.items():
        if ours not in whole.names():
            yield _note_missing(table.file, ours, loss)
    read = {column for column, _ in whole.used()}
    unread = [name for name in table.names if name not in read]
    if whole.file and unread:
        yield _note_unread(table.file, unread)
    elif not whole.file:
        yield from (_unknown_column(table.file, name) for name in unread)


def _with_own_columns(mapping: Mapping, names: Iterable[str]) -> Mapping:
    told = mapping.names()
    own = [name for name in names if name in COLUMNS and name not in told]
    return replace(
        mapping,
        texts={**mapping.texts, **{n: (TextCase(columns=(n,)),) for n in own if _is_text(n)}},
        times={
            **mapping.times,
            **{n: (TimeCase(columns=(n,)),) for n in own if n in TIME_COLUMNS},
        },
        seconds={
            **mapping.seconds,
            **{n: (SecondsCase(columns=(n,)),) for n in own if n in DURATION_COLUMNS},
        },
    )


def _is_text(name: str) -> bool:
    return name not in TIME_COLUMNS and name not in DURATION_COLUMNS


def _repeated(table: Table) -> Iterator[Finding]:
    for name, times in Counter(table.names).items():
        if name and times > 1:
            yield Finding(
                "column_twice",
                say("{times} columns are named {name}.", times=times, name=name),
                say("Which of them counts cannot be told."),
                say("Rename or remove all but one."),
                Place(table.file, 1, name),
            )


def _unknown_to_file(mapping: Mapping, table: Table) -> Iterator[Finding]:
    for column, line in sorted(set(mapping.used()), key=lambda used: (used[1] or 0, used[0])):
        if column not in table.names:
            otherwise = say("Its columns are: {names}.", names=", ".join(table.names))
            yield Finding(
                "mapped_column",
                say("The file {file} has no column {column}.", file=table.file, column=column),
                say("The mapping reads it."),
                did_you_mean(column, table.names, otherwise),
                Place(mapping.file, line, column),
            )


def _missing(whole: Mapping, table: Table) -> Iterator[Finding]:
    for ours in OBLIGATORY:
        if ours not in whole.names():
            unread = [name for name in table.names if name not in COLUMNS]
            otherwise = say("Add it, or say in a mapping file where it comes from (--mapping).")
            yield Finding(
                "missing_column",
                say("There is no column {column}.", column=ours),
                say("No call can be counted without it."),
                did_you_mean(ours, unread, otherwise),
                Place(table.file, 1, ours),
            )


def _note_missing(file: str, ours: str, loss: Said) -> Finding:
    return Finding(
        "no_column",
        say("There is no column {column}.", column=ours),
        loss,
        say("Add the column if the source has it; nothing is guessed."),
        Place(file, 1, ours),
        Severity.NOTE,
    )


def _unknown_column(file: str, name: str) -> Finding:
    otherwise = say("Remove it, or say in a mapping file what it is (--mapping).")
    return Finding(
        "unknown_column",
        say("The column {column} is not known and not read.", column=name or '""'),
        say("A misspelt name would lose what it holds."),
        did_you_mean(name, COLUMNS, otherwise),
        Place(file, 1, name),
        Severity.WARNING,
    )


def _note_unread(file: str, unread: list[str]) -> Finding:
    return Finding(
        "unread_columns",
        say("The mapping does not read: {columns}.", columns=tuple(map(verbatim, unread))),
        say("What they hold is not in the call table."),
        say("Map those that matter."),
        Place(file, 1),
        Severity.NOTE,
    )
