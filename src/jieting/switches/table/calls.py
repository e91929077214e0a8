"""Calls from typed columns: built in bulk and checked; bad rows set aside with all findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, make_dataclass
from itertools import compress
from typing import Any

from jieting.domain.calls.call import OFFERED, Call, Outcome
from jieting.domain.calls.check import LONGEST_CALL, LONGEST_DURATION_S, check_call
from jieting.domain.calls.reading import Report
from jieting.domain.errors import Finding
from jieting.switches.table.block import Trouble

_OPEN = make_dataclass(
    "_OPEN",
    [(field.name, Any, field) for field in fields(Call)],
    slots=True,
    namespace={"__post_init__": lambda call: setattr(call, "__class__", Call)},
)
"""Call before it is frozen: the same slots, set directly, which is several times faster than the
frozen class's own way; it turns into a Call as soon as it is filled."""

_WHEN_UNSURE = {"time_order", "too_long", "duration_range"}
"""Rules that still say something about a row whose outcome could not be read."""


def build(values: Sequence[Sequence[Any]]) -> list[Call]:
    """Calls from the values of each field, one sequence a field in the order of Call."""
    return list(map(_OPEN, *values))


def surely_fine(call: Call) -> bool:
    """True only where ``check_call`` would find nothing; a quick look that spares it."""
    last = call.arrived_at
    queued, answered, outcome = call.queued_at, call.answered_at, call.outcome
    if call.ended_at - last > LONGEST_CALL:
        return False
    if queued is not None:
        if queued < last:
            return False
        last = queued
    elif outcome in OFFERED:
        return False
    if answered is not None:
        if answered < last or outcome is not Outcome.ANSWERED or not call.agent:
            return False
        last = answered
    elif outcome is Outcome.ANSWERED:
        return False
    return call.ended_at >= last and _short(call.talk_s, call.hold_s, call.wrap_up_s)


def _short(talk: int | None, hold: int | None, wrap_up: int | None) -> bool:
    return (
        (talk is None or 0 <= talk <= LONGEST_DURATION_S)
        and (hold is None or 0 <= hold <= LONGEST_DURATION_S)
        and (wrap_up is None or 0 <= wrap_up <= LONGEST_DURATION_S)
    )


def checked(
    rows: Sequence[int], values: Sequence[Sequence[Any]], trouble: Trouble, report: Report
) -> list[Call]:
    """The calls of the rows without error; every finding of every row goes to the report."""
    if trouble.by_row:
        bad = [row in trouble.by_row for row in rows]
        _check_bad(list(compress(rows, bad)), _where(values, bad), trouble)
        good = [not is_bad for is_bad in bad]
        rows, values = list(compress(rows, good)), _where(values, good)
    calls = build(values)
    if not all(map(surely_fine, calls)):
        calls = _checked_closely(rows, calls, trouble)
    for row in sorted(trouble.by_row):
        for finding in trouble.by_row[row]:
            report.found(finding)
    report.kept += len(calls)
    return calls


def _where(values: Sequence[Sequence[Any]], wanted: list[bool]) -> list[list[Any]]:
    return [list(compress(column, wanted)) for column in values]


def _checked_closely(rows: Sequence[int], calls: list[Call], trouble: Trouble) -> list[Call]:
    kept = []
    for row, call in zip(rows, calls, strict=True):
        findings = [] if surely_fine(call) else check_call(call)
        trouble.add_all(row, findings)
        if not any(finding.is_error for finding in findings):
            kept.append(call)
    return kept


def _check_bad(rows: list[int], values: list[list[Any]], trouble: Trouble) -> None:
    """Add what the rules say of rows that had unreadable cells, as far as the rest allows."""
    for row, *cells in zip(rows, *values, strict=True):
        known = trouble.by_row[row]
        trouble.add_all(row, _findings_of_rest(dict(zip(_NAMES, cells, strict=True)), known))


_NAMES = [field.name for field in fields(Call)]


def _findings_of_rest(cells: dict[str, Any], known: Sequence[Finding]) -> list[Finding]:
    marks = [cells[name] for name in ("arrived_at", "queued_at", "answered_at", "ended_at")]
    told = [mark for mark in marks if mark is not None]
    if not told:
        return []
    unsure = cells["outcome"] is None
    if cells["arrived_at"] is None:
        cells["arrived_at"] = min(told)
    if cells["ended_at"] is None:
        cells["ended_at"] = max(told)
    cells["outcome"] = cells["outcome"] or Outcome.REJECTED
    untimed = any(finding.code in _TIME_CODES for finding in known)
    return [
        finding
        for finding in check_call(Call(**cells))
        if not (unsure and finding.code not in _WHEN_UNSURE)
        and not (untimed and finding.code in ("no_queued_at", "no_answered_at"))
    ]


_TIME_CODES = {"not_a_time", "time_range", "clock_gap", "clock_overlap"}
