"""The forecast as a csv file: one row a half hour of a queue, text to data and back."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from jieting.domain.csv_text import csv_text
from jieting.domain.errors import Finding, Place
from jieting.domain.forecasting.forecast import Forecast, Slot
from jieting.domain.forecasting.half_hours import (
    a_number,
    a_start,
    half_hour_start,
    no_half_hours,
    number,
    read_half_hours,
    wrong_cell,
)
from jieting.domain.periods import iso
from jieting.domain.said import say

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
    slots, findings = read_half_hours(
        text,
        name,
        COLUMNS,
        _slot,
        unread=say("Without them the forecast cannot be read."),
        none=no_half_hours(
            say("The forecast has no half hours."),
            say("Make it again with jieting forecast."),
            name,
        ),
    )
    return Forecast(slots, LEVEL_UNKNOWN), findings


def _slot(row: dict[str, str], place: Place) -> tuple[Slot | None, list[Finding]]:
    """One row as a half hour, None with findings where any cell of it is wrong."""
    start = half_hour_start(row["start"])
    numbers = {column: number(row[column]) for column in COLUMNS[2:]}
    findings = [wrong_cell(c, row[c], a_number(), place) for c, n in numbers.items() if n is None]
    if start is None:
        findings.append(wrong_cell("start", row["start"], a_start(), place))
    found = {column: value for column, value in numbers.items() if value is not None}
    if start is None or len(found) < len(numbers):
        return None, findings
    if not found["low"] <= found["calls"] <= found["high"]:
        return None, [_disordered(row, place)]
    return Slot(row["queue"] or "", start, **found), findings


def _disordered(row: dict[str, str], place: Place) -> Finding:
    return Finding(
        "disordered_interval",
        say(
            "The interval {low} to {high} does not hold {calls}.",
            low=row["low"],
            high=row["high"],
            calls=row["calls"],
        ),
        say("The half hour cannot be planned."),
        say("Correct one of the three."),
        Place(place.file, place.line, "calls"),
    )
