"""The requirement as a csv file: one row a half hour of a queue, text to data and back."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Iterable
from typing import TypeVar
from zoneinfo import ZoneInfo

from jieting.domain.csv_text import csv_rows, csv_text
from jieting.domain.errors import Finding, Place
from jieting.domain.forecasting.file import half_hour_start
from jieting.domain.periods import Instant, iso
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
    rows = csv_rows(text)
    missing = [column for column in COLUMNS if column not in (rows.fieldnames or ())]
    if missing:
        return (), (_no_columns(missing, name),)
    findings: list[Finding] = []
    read: dict[tuple[str, Instant], Required] = {}
    try:
        for row in rows:
            place = Place(name, rows.line_num)
            one, found = _required(row, place)
            if one is not None and (one.queue, one.start) in read:
                found.append(_twice(one.queue, row["start"], place))
            elif one is not None:
                read[one.queue, one.start] = one
            findings += found
    except csv.Error as error:
        findings.append(_not_csv(str(error), Place(name, rows.line_num)))
    if not read and not findings:
        findings.append(_no_rows(name))
    return tuple(read[key] for key in sorted(read)), tuple(findings)


def _required(row: dict[str, str], place: Place) -> tuple[Required | None, list[Finding]]:
    """One row as a half hour, None with findings where any cell of it is wrong."""
    findings: list[Finding] = []

    def cell(column: str, read: Callable[[str], _Cell | None], remedy: Said) -> _Cell | None:
        value = read(row[column] or "")
        if value is None:
            findings.append(_wrong(column, row[column] or "", remedy, place))
        return value

    start = cell("start", half_hour_start, _a_start())
    calls, aht_s = cell("calls", _number, _a_number()), cell("aht_s", _number, _a_number())
    agents, rostered = cell("agents", _whole, _a_whole()), cell("rostered", _whole, _a_whole())
    if start is None or calls is None or aht_s is None or agents is None or rostered is None:
        return None, findings
    if rostered < agents:
        return None, [_fewer(agents, rostered, place)]
    return Required(row["queue"] or "", start, calls, aht_s, agents, rostered), findings


def _number(text: str) -> float | None:
    """A finite number, not negative; else None."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) and number >= 0 else None


def _whole(text: str) -> int | None:
    """A whole number of people; else None."""
    plain = text.strip()
    if not (plain.isascii() and plain.isdigit() and len(plain) <= len(str(MOST_AGENTS))):
        return None
    return int(plain) if int(plain) <= MOST_AGENTS else None


def _a_start() -> Said:
    return say("Write the start of a half hour with its offset, such as 2026-10-01T09:30:00+08:00.")


def _a_number() -> Said:
    return say("Write a number that is not negative.")


def _a_whole() -> Said:
    return say("Write a whole number from 0 to {most}.", most=MOST_AGENTS)


def _wrong(column: str, value: str, remedy: Said, place: Place) -> Finding:
    return Finding(
        "wrong_start" if column == "start" else "wrong_number",
        say("{column} is {value}.", column=column, value=repr(value)),
        say("The half hour cannot be planned."),
        remedy,
        Place(place.file, place.line, column),
    )


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


def _no_columns(missing: list[str], name: str) -> Finding:
    return Finding(
        "missing_column",
        say("These columns are missing: {columns}.", columns=", ".join(missing)),
        say("Without them the requirement cannot be read."),
        say("Write the header: {header}", header=",".join(COLUMNS)),
        Place(name, 1),
    )


def _no_rows(name: str) -> Finding:
    return Finding(
        "no_rows",
        say("The requirement has no half hours."),
        say("There is nothing to plan for."),
        say("Make it again with jieting staff."),
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
