"""The page on which a mapping is made: columns, codes and times as asked, guessed or chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jieting.apps.calls.imports.guess import (
    DATE,
    FORMATS,
    guessed_code,
    guessed_columns,
)
from jieting.apps.calls.imports.maker import CODED, CONSTANTS, Clicked, mapping_text
from jieting.apps.calls.imports.times_seen import are_clocks, chosen_form, forms_of
from jieting.domain.calls.call import DURATION_COLUMNS, OBLIGATORY, TIME_COLUMNS, Call
from jieting.domain.calls.reading import Kind, Report
from jieting.domain.errors import BadInput, Finding
from jieting.switches.mapping import Mapping as Rules
from jieting.switches.mapping_file import parse_mapping
from jieting.switches.open import open_calls
from jieting.switches.table.preview import Preview, preview, values_of

MOST_CODES = 60
_MOST_REFERENCES = 12
_TRIAL_CALLS = 5
_TRIAL_FINDINGS = 5
UNKNOWN = "?"
"""A code of theirs that nobody has told the meaning of yet."""


@dataclass(frozen=True, slots=True)
class Code:
    """A value of a coded column: how often it was seen, and what it means of ours."""

    theirs: str
    seen: int
    meant: str


@dataclass(frozen=True, slots=True)
class Trial:
    """What the mapping makes of the first rows."""

    rows: int
    calls: Sequence[Call]
    kept: int
    left_out: int
    findings: Sequence[Finding]


@dataclass(frozen=True, slots=True)
class MakerPage:
    """Everything that the page shows."""

    preview: Preview
    chosen: Sequence[str]
    twice: Sequence[str]
    missing: Sequence[str]
    codes: Mapping[str, Sequence[Code]]
    too_many: Sequence[str]
    forms: Sequence[str]
    form: str
    form_guessed: str
    form_example: str
    instead: Mapping[str, str]
    constants: Mapping[str, str]
    name: str
    text: str
    trial: Trial | None


def maker_page(
    path: Path,
    kind: Kind,
    zone: ZoneInfo,
    known: Sequence[Rules],
    asked: Mapping[str, Any],
    name: str,
) -> MakerPage:
    """The page for what a person asked so far; what was not asked yet is guessed.

    Errors: BadInput where the file cannot be opened.
    """
    seen = preview(path, kind)
    chosen = _chosen(seen.names, known, asked)
    columns = {ours: theirs for theirs, ours in zip(seen.names, chosen, strict=True) if ours}
    counted = values_of(path, kind, set(columns.values()))
    codes = {
        ours: _codes(ours, counted[columns[ours]], known, asked)
        for ours in CODED
        if ours in columns and _is_coded(ours, counted[columns[ours]])
    }
    texts = _times(columns, counted)
    guessed = chosen_form(texts)
    form = _form(guessed, asked)
    instead = {
        ours: asked[f"instead-{ours}"]
        for ours in ("queued_at", "answered_at")
        if ours not in columns and asked.get(f"instead-{ours}") in seen.names
    }
    constants = {ours: str(asked.get(f"constant-{ours}", "")).strip() for ours in CONSTANTS}
    shown_name = str(asked.get("name", "")).strip() or name
    clicked = Clicked(
        name=shown_name,
        columns=columns,
        codes={o: {c.theirs: c.meant for c in cs if c.meant != UNKNOWN} for o, cs in codes.items()},
        constants=constants,
        formats=(form,) if form else (),
        instead=instead,
        clock_columns=[
            ours
            for ours in DURATION_COLUMNS
            if are_clocks(list(counted.get(columns.get(ours, ""), ())))
        ],
    )
    text = mapping_text(clicked)
    return MakerPage(
        preview=seen,
        chosen=chosen,
        twice=[ours for ours, times in Counter(filter(None, chosen)).items() if times > 1],
        missing=_missing(columns, constants),
        codes=codes,
        too_many=[ours for ours in codes if len(counted[columns[ours]]) > MOST_CODES],
        forms=_forms(texts, form),
        form=form,
        form_guessed=guessed,
        form_example=next(iter(texts), ""),
        instead=instead,
        constants=constants,
        name=shown_name,
        text=text,
        trial=trial(path, zone, text),
    )


def trial(path: Path, zone: ZoneInfo, text: str, most: int = _TRIAL_CALLS) -> Trial:
    """What a mapping makes of the first rows of a file; what is wrong with it is a finding."""
    try:
        reading = open_calls(path, zone=zone, mapping=parse_mapping(text, "mapping"))
        calls = next(reading.batches, [])
    except BadInput as error:
        return Trial(0, (), 0, 0, error.findings[:_TRIAL_FINDINGS])
    report = reading.report
    errors = list(islice((f for f in report.findings if f.is_error), _TRIAL_FINDINGS))
    return Trial(report.rows, calls[:most], len(calls), _left_out(report), errors)


def _left_out(report: Report) -> int:
    return len(report.left_out)


def _chosen(names: Sequence[str], known: Sequence[Rules], asked: Mapping[str, Any]) -> list[str]:
    """What each column of the file is; '' for one that is not read."""
    if "column-0" in asked:
        allowed = {*TIME_COLUMNS, *DURATION_COLUMNS, *_TEXTS, DATE}
        told = [str(asked.get(f"column-{i}", "")) for i in range(len(names))]
        return [ours if ours in allowed else "" for ours in told]
    found = guessed_columns(names, known)
    return [found.get(name, "") for name in names]


_TEXTS = ("call_id", "direction", "queue", "caller", "outcome", "agent", "rating", "recording",
          "source")  # fmt: skip
CHOICES = (
    "call_id", "direction", "outcome", DATE, "arrived_at", "queued_at", "answered_at", "ended_at",
    "queue", "agent", "caller", "talk_s", "hold_s", "wrap_up_s", "rating", "recording", "source",
)  # fmt: skip
"""What a column can be said to be, in the order in which people look for it."""


def _is_coded(ours: str, values: Counter[str]) -> bool:
    """A recording's column may hold references, which are no codes."""
    return ours != "recording" or len(values) <= _MOST_REFERENCES


def _codes(
    ours: str, values: Counter[str], known: Sequence[Rules], asked: Mapping[str, Any]
) -> list[Code]:
    """The values of a column, the most frequent first, with what was chosen or is guessed."""
    told = {
        str(asked[key]): str(asked.get(f"code-{ours}-{key.rsplit('-', 1)[1]}", UNKNOWN))
        for key in asked
        if key.startswith(f"theirs-{ours}-")
    }
    codes = []
    for theirs, seen in values.most_common(MOST_CODES):
        meant = told.get(theirs)
        if meant is None:
            meant = _guess(ours, theirs, known)
        codes.append(Code(theirs, seen, meant))
    return codes


def _guess(ours: str, theirs: str, known: Sequence[Rules]) -> str:
    if theirs in OURS[ours]:
        return theirs
    guess = guessed_code(ours, theirs, known)
    return UNKNOWN if guess is None else guess


def _times(columns: Mapping[str, str], counted: Mapping[str, Counter[str]]) -> list[str]:
    """Samples of the file's times as they will be read: with their day, where it has a column."""
    samples: list[str] = []
    days = list(islice(filter(None, counted.get(columns.get(DATE, ""), ())), 200))
    for ours in TIME_COLUMNS:
        texts = [text for text in counted.get(columns.get(ours, ""), ()) if text.strip("-0:")]
        if days:
            samples += [f"{day} {texts[0]}" for day in days] if texts else []
        samples += [] if days else texts[:2_000]
    return samples


def _form(guessed: str, asked: Mapping[str, Any]) -> str:
    """What a person chose; the guess for one who left the form as it was guessed before."""
    form = str(asked.get("form", ""))
    untouched = form == asked.get("form-guessed", "")
    return form if form in ("", *FORMATS) and not untouched else guessed


def _forms(texts: Sequence[str], form: str) -> list[str]:
    """The forms to choose from; the one that was chosen is always among them."""
    forms = forms_of(texts) or list(FORMATS)
    return [*forms, form] if form and form not in forms else forms


def _missing(columns: Mapping[str, str], constants: Mapping[str, str]) -> list[str]:
    return [ours for ours in OBLIGATORY if ours not in columns and not constants.get(ours)]


OURS: dict[str, tuple[str, ...]] = {
    "direction": ("inbound", "outbound"),
    "outcome": (
        "answered", "abandoned", "overflowed", "served_by_ivr", "abandoned_in_ivr", "rejected",
    ),
    "rating": (
        "", "very_satisfied", "satisfied", "basically_satisfied", "dissatisfied",
        "very_dissatisfied",
    ),
    "recording": ("y", "n"),
}  # fmt: skip
"""What a code of theirs can mean."""
