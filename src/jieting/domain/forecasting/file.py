"""The forecast as a csv file: one row a half hour of a queue, text to data and back."""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from jieting.domain.csv_text import csv_rows, csv_text
from jieting.domain.errors import Finding, Place
from jieting.domain.forecasting.forecast import Forecast, Slot
from jieting.domain.periods import Instant, instant, iso
from jieting.domain.said import Said, say

COLUMNS = ("queue", "start", "calls", "low", "high", "aht_s")
"""The header of a forecast file."""

LEVEL_UNKNOWN = 0.0
"""The level of a forecast read from a file: the file does not tell it."""


def forecast_csv(forecast: Forecast, zone: ZoneInfo) -> str:
    """The forecast as csv text with line feeds; ``start`` is ISO 8601 with the zone's offset.

    Calls have three decimals, seconds one: far below what is known of either.
    """
    return csv_text(COLUMNS, (_cells(slot, zone) for slot in forecast.slots))


def _cells(slot: Slot, zone: ZoneInfo) -> tuple[str, ...]:
    counts = (f"{number:.3f}" for number in (slot.calls, slot.low, slot.high))
    return (slot.queue, iso(slot.start, zone), *counts, f"{slot.aht_s:.1f}")


def read_forecast(text: str, name: str) -> tuple[Forecast, tuple[Finding, ...]]:
    """The forecast in a csv ``text``, and what is wrong in it, with the line of each finding.

    The columns may stand in any order, and others beside them are passed over. Rows with an error
    are left out; a caller that must have all of them raises ``BadInput`` with the findings. A
    half hour that is there twice is an error. The level is ``LEVEL_UNKNOWN``.
    """
    rows = csv_rows(text)
    missing = [column for column in COLUMNS if column not in header_of(rows)]
    if missing:
        return Forecast((), LEVEL_UNKNOWN), (_no_columns(missing, name),)
    findings: list[Finding] = []
    slots: dict[tuple[str, Instant], Slot] = {}
    try:
        for row in rows:
            place = Place(name, rows.line_num)
            slot, found = _slot(row, place)
            if slot is not None and (slot.queue, slot.start) in slots:
                found.append(_twice(slot.queue, row["start"], place))
            elif slot is not None:
                slots[slot.queue, slot.start] = slot
            findings += found
    except csv.Error as error:
        findings.append(_not_csv(str(error), Place(name, rows.line_num)))
    ordered = tuple(slots[key] for key in sorted(slots))
    if not ordered and not findings:
        findings.append(_no_rows(name))
    return Forecast(ordered, LEVEL_UNKNOWN), tuple(findings)


def header_of(rows: csv.DictReader[str]) -> Sequence[str]:
    """The names in the header; none where it is no csv."""
    try:
        return rows.fieldnames or ()
    except csv.Error:
        return ()


def _slot(row: dict[str, str], place: Place) -> tuple[Slot | None, list[Finding]]:
    """One row as a half hour, None with findings where any cell of it is wrong."""
    start = half_hour_start(row["start"])
    numbers = {column: _number(row[column]) for column in COLUMNS[2:]}
    findings = [_wrong_number(row[c], place, c) for c, n in numbers.items() if n is None]
    if start is None:
        findings.append(_wrong_start(row["start"], place))
    found = {column: number for column, number in numbers.items() if number is not None}
    if start is None or len(found) < len(numbers):
        return None, findings
    if not found["low"] <= found["calls"] <= found["high"]:
        return None, [_disordered(row, place)]
    return Slot(row["queue"] or "", start, **found), findings


def half_hour_start(text: str | None) -> Instant | None:
    """The instant of an ISO 8601 time with an offset on a half hour of its clock; else None."""
    try:
        moment = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    on_half_hour = moment.minute % 30 == 0 and moment.second == 0 and moment.microsecond == 0
    if moment.tzinfo is None or not on_half_hour or not 1970 < moment.year <= 2100:
        return None
    return instant(moment)


def _number(text: str | None) -> float | None:
    """A finite number, not negative; else None."""
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if math.isfinite(number) and number >= 0 else None


def _why() -> Said:
    return say("The half hour cannot be planned.")


def _no_columns(missing: list[str], name: str) -> Finding:
    return Finding(
        "missing_column",
        say("These columns are missing: {columns}.", columns=", ".join(missing)),
        say("Without them the forecast cannot be read."),
        say("Write the header: {header}", header=",".join(COLUMNS)),
        Place(name, 1),
    )


def _no_rows(name: str) -> Finding:
    return Finding(
        "no_rows",
        say("The forecast has no half hours."),
        say("There is nothing to plan for."),
        say("Make it again with jieting forecast."),
        Place(name, 1),
    )


def _not_csv(error: str, place: Place) -> Finding:
    return Finding(
        "not_csv",
        say("The file is not valid csv: {error}.", error=error),
        say("The rows behind it cannot be read."),
        say("Correct the text there."),
        place,
    )


def _twice(queue: str, start: str, place: Place) -> Finding:
    return Finding(
        "half_hour_twice",
        say("The half hour {start} of the queue {queue} is there twice.", start=start, queue=queue),
        say("Which of the two holds is not known; the first is kept."),
        say("Take one of them out."),
        place,
    )


def _wrong_number(value: str | None, place: Place, column: str) -> Finding:
    return Finding(
        "wrong_number",
        say("{column} is {value}.", column=column, value=repr(value or "")),
        _why(),
        say("Write a number that is not negative."),
        Place(place.file, place.line, column),
    )


def _wrong_start(value: str | None, place: Place) -> Finding:
    return Finding(
        "wrong_start",
        say("{column} is {value}.", column="start", value=repr(value or "")),
        _why(),
        say("Write the start of a half hour with its offset, such as 2026-10-01T09:30:00+08:00."),
        Place(place.file, place.line, "start"),
    )


def _disordered(row: dict[str, str], place: Place) -> Finding:
    return Finding(
        "disordered_interval",
        say(
            "The interval {low} to {high} does not hold {calls}.",
            low=row["low"],
            high=row["high"],
            calls=row["calls"],
        ),
        _why(),
        say("Correct one of the three."),
        Place(place.file, place.line, "calls"),
    )
