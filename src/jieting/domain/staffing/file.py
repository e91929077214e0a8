"""The requirement as a csv file: one row a half hour of a queue, text to data and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar
from zoneinfo import ZoneInfo

from jieting.domain.csv_text import csv_text
from jieting.domain.errors import Finding, Place
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
from jieting.domain.said import Said, say
from jieting.domain.staffing.requirement import Required

COLUMNS = ("queue", "start", "calls", "aht_s", "agents", "rostered")
"""The header of a requirement file."""

MOST_AGENTS = 100_000
"""No half hour of a queue asks for more."""

_Cell = TypeVar("_Cell")


def requirement_csv(required: Iterable[Required], zone: ZoneInfo) -> str:
    """The requirement as csv text with line feeds; ``start`` is ISO 8601 with the zone's offset.

    Calls have three decimals, seconds one, as in the forecast they come from.
    """
    rows = (
        (
            one.queue,
            iso(one.start, zone),
            f"{one.calls:.3f}",
            f"{one.aht_s:.1f}",
            one.agents,
            one.rostered,
        )
        for one in required
    )
    return csv_text(COLUMNS, rows)


def read_requirement(text: str, name: str) -> tuple[tuple[Required, ...], tuple[Finding, ...]]:
    """The half hours in a csv ``text`` by queue and time, and what is wrong in it, line by line.

    The columns may stand in any order, and others beside them are passed over. Rows with an error
    are left out; a caller that must have all of them raises ``BadInput`` with the findings.
    """
    return read_half_hours(
        text,
        name,
        COLUMNS,
        _required,
        unread=say("Without them the requirement cannot be read."),
        none=no_half_hours(
            say("The requirement has no half hours."),
            say("Make it again with jieting staff."),
            name,
        ),
    )


def _required(row: dict[str, str], place: Place) -> tuple[Required | None, list[Finding]]:
    """One row as a half hour, None with findings where any cell of it is wrong."""
    findings: list[Finding] = []

    def cell(column: str, read: Callable[[str], _Cell | None], remedy: Said) -> _Cell | None:
        value = read(row[column] or "")
        if value is None:
            findings.append(wrong_cell(column, row[column], remedy, place))
        return value

    start = cell("start", half_hour_start, a_start())
    calls, aht_s = cell("calls", number, a_number()), cell("aht_s", number, a_number())
    agents, rostered = cell("agents", _whole, _a_whole()), cell("rostered", _whole, _a_whole())
    if start is None or calls is None or aht_s is None or agents is None or rostered is None:
        return None, findings
    if rostered < agents:
        return None, [_fewer(agents, rostered, place)]
    return Required(row["queue"] or "", start, calls, aht_s, agents, rostered), findings


def _whole(text: str) -> int | None:
    """A whole number of people; else None."""
    plain = text.strip()
    if not (plain.isascii() and plain.isdigit() and len(plain) <= len(str(MOST_AGENTS))):
        return None
    return int(plain) if int(plain) <= MOST_AGENTS else None


def _a_whole() -> Said:
    return say("Write a whole number from 0 to {most}.", most=MOST_AGENTS)


def _fewer(agents: int, rostered: int, place: Place) -> Finding:
    return Finding(
        "rostered_below_agents",
        say(
            "{rostered} are rostered where {agents} must answer.", rostered=rostered, agents=agents
        ),
        say("The half hour cannot be planned."),
        say("Rostered counts those who answer and those who are away; correct one of the two."),
        Place(place.file, place.line, "rostered"),
    )
