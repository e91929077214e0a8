"""Making a mapping by clicking: what a person said of each column becomes a mapping file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from jieting.apps.calls.imports.guess import DATE
from jieting.domain.calls.call import DURATION_COLUMNS, OFFERED, TIME_COLUMNS, Outcome

LEAVE_OUT = "leave_out"
"""What a code of theirs means that stands for no call."""
CODED = ("direction", "outcome", "rating", "recording")
"""Columns whose codes are told one by one."""
CONSTANTS = ("direction", "queue", "source")
"""What may be the same for every row where no column holds it."""
CLOCK = "h:mm:ss"


@dataclass(frozen=True, slots=True)
class Clicked:
    """What a person said: ours to theirs, codes, constants, and how times are written.

    ``instead`` names, for queued_at or answered_at, a column of another time that stands for it on
    the rows whose outcome asks for one.
    """

    name: str
    columns: Mapping[str, str]
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    formats: Sequence[str] = ()
    instead: Mapping[str, str] = field(default_factory=dict)
    clock_columns: Sequence[str] = ()
    time_zone: str = ""
    reason: str = "no call"


def mapping_text(clicked: Clicked) -> str:
    """The mapping file, in the form that people write by hand."""
    parts = [_head(clicked), _constants(clicked), _texts(clicked), *_times(clicked)]
    parts += [*_seconds(clicked), *_codes(clicked), *_left_out(clicked)]
    return "\n".join(part for part in parts if part)


def _head(clicked: Clicked) -> str:
    lines = ["[mapping]", f"name = {_quoted(clicked.name)}", ""]
    if clicked.time_zone:
        lines += ["[table]", f"time_zone = {_quoted(clicked.time_zone)}", ""]
    return "\n".join(lines)


def _constants(clicked: Clicked) -> str:
    told = {
        ours: clicked.constants[ours]
        for ours in CONSTANTS
        if clicked.constants.get(ours) and ours not in clicked.columns
    }
    return _table("constant", told)


def _texts(clicked: Clicked) -> str:
    others = (*TIME_COLUMNS, *DURATION_COLUMNS, DATE)
    return _table("column", {o: t for o, t in clicked.columns.items() if o not in others})


def _times(clicked: Clicked) -> Iterator[str]:
    shared = []
    if DATE in clicked.columns:
        shared.append(f"date = {_quoted(clicked.columns[DATE])}")
        shared.append("roll_over = true")
    if clicked.formats:
        shared.append(f"formats = [{', '.join(map(_quoted, clicked.formats))}]")
    if shared:
        yield "\n".join(["[time]", *shared, ""])
    for ours in TIME_COLUMNS:
        if ours in clicked.columns:
            yield _table(f"time.{ours}", {"from": clicked.columns[ours]})
        elif ours in clicked.instead:
            yield _instead(clicked, ours)


def _instead(clicked: Clicked, ours: str) -> str:
    """A time taken from another column, on the rows whose outcome has such a time."""
    lines = [f"[time.{ours}]", f"from = {_quoted(clicked.instead[ours])}"]
    wanted = OFFERED if ours == "queued_at" else (Outcome.ANSWERED,)
    codes = clicked.codes.get("outcome", {})
    theirs = [code for code, meant in codes.items() if meant in wanted]
    theirs += [outcome.value for outcome in wanted if outcome.value not in codes]
    if "outcome" in clicked.columns:
        values = ", ".join(map(_quoted, theirs))
        lines.append(f"when = {{ {_quoted(clicked.columns['outcome'])} = [{values}] }}")
    return "\n".join([*lines, ""])


def _seconds(clicked: Clicked) -> Iterator[str]:
    for ours in DURATION_COLUMNS:
        if ours in clicked.columns:
            told = {"from": clicked.columns[ours]}
            if ours in clicked.clock_columns:
                told["format"] = CLOCK
            yield _table(f"seconds.{ours}", told)


def _codes(clicked: Clicked) -> Iterator[str]:
    for ours in CODED:
        if ours in clicked.columns:
            codes = clicked.codes.get(ours, {})
            told = {t: meant for t, meant in codes.items() if meant not in (LEAVE_OUT, t)}
            yield _table(f"code.{ours}", told)


def _left_out(clicked: Clicked) -> Iterator[str]:
    for ours in CODED:
        theirs = [t for t, meant in clicked.codes.get(ours, {}).items() if meant == LEAVE_OUT]
        if theirs and ours in clicked.columns:
            values = ", ".join(map(_quoted, theirs))
            when = f"{{ {_quoted(clicked.columns[ours])} = [{values}] }}"
            reason = f"reason = {_quoted(clicked.reason)}"
            yield "\n".join(["[[leave_out]]", f"when = {when}", reason, ""])


def _table(name: str, values: Mapping[str, str]) -> str:
    if not values:
        return ""
    lines = [f"{_key(key)} = {_quoted(value)}" for key, value in values.items()]
    return "\n".join([f"[{name}]", *lines, ""])


def _key(key: str) -> str:
    bare = key.isascii() and key.replace("_", "").isalnum() and bool(key)
    return key if bare else _quoted(key)


def _quoted(text: str) -> str:
    """A basic string of TOML: JSON's, in which the delete sign must be written out too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
