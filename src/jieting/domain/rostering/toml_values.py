"""Values of a problem file that only it has: minutes of the day, lists of days and numbers."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from jieting.domain.contracts.calendar import WEEKDAYS
from jieting.domain.rostering.problem import DAY_MINUTES
from jieting.domain.said import Said, say
from jieting.domain.toml.table_reader import TableReader
from jieting.domain.toml.values import LARGEST, as_written, calendar_day

HOUR = 60


def wrong(table: TableReader, key: str, value: object, wanted: Said) -> None:
    """Record that a value is not what it must be."""
    table.found(
        "wrong_value",
        key,
        say("{key} is {value}.", key=key, value=as_written(value)),
        say("It must be {wanted}.", wanted=wanted),
        say("Correct the value."),
    )


def clock_minutes(table: TableReader, key: str, default: int | None = None) -> int:
    """A time of day in minutes after midnight; "24:00" is 1440. Seconds are none."""
    if key not in table and default is not None:
        table.asked.add(key)
        return default
    clock = table.clock(key)
    if clock is None:
        return default or 0
    if clock == time.max:
        return DAY_MINUTES
    if clock.second or clock.microsecond:
        wrong(table, key, clock, say("a time of day in whole minutes"))
    return clock.hour * HOUR + clock.minute


def listed(table: TableReader, key: str) -> list[Any]:
    """A list; empty where there is none."""
    table.asked.add(key)
    value = table.data.get(key, [])
    if isinstance(value, list):
        return value
    wrong(table, key, value, say("a list"))
    return []


def days_in(table: TableReader, key: str) -> frozenset[date]:
    """A list of calendar days."""
    found = set()
    for value in listed(table, key):
        day = calendar_day(value)
        if day is None:
            wrong(table, key, value, say("a day such as 2026-10-01"))
        else:
            found.add(day)
    return frozenset(found)


def wholes(table: TableReader, key: str) -> tuple[int, ...]:
    """A whole number, or a list of them, none below 0; required."""
    if not isinstance(table.data.get(key), list):
        return (table.whole(key),)
    values = listed(table, key)
    bad = [v for v in values if isinstance(v, bool) or not isinstance(v, int) or v < 0]
    if bad or any(value > LARGEST for value in values):
        wrong(table, key, values, say("a whole number, or a list of them"))
        return ()
    return tuple(values)


def pair(table: TableReader, key: str) -> tuple[int, int] | None:
    """Two whole numbers, the least and the most; None where the key is missing."""
    if key not in table:
        table.asked.add(key)
        return None
    found = wholes(table, key) if isinstance(table.data[key], list) else ()
    if len(found) == 2 and found[0] <= found[1]:
        return found[0], found[1]
    wrong(table, key, table.data[key], say("the least and the most, such as [2, 5]"))
    return None


def optional_whole(table: TableReader, key: str, low: int = 0) -> int | None:
    """A whole number; None where the key is missing."""
    if key not in table:
        table.asked.add(key)
        return None
    return table.whole(key, low=low)


def horizon_days(table: TableReader, first: date, days: int) -> tuple[int, ...]:
    """The days that ``day`` (a date) or ``days`` (weekdays) name; all of them without either.

    A date outside of the horizon, and both keys at once, are told.
    """
    weekdays = table.texts("days", WEEKDAYS)
    if "day" not in table:
        table.asked.add("day")
        every = range(days)
        if "days" not in table:
            return tuple(every)
        return tuple(d for d in every if WEEKDAYS[(first.weekday() + d) % 7] in weekdays)
    if "days" in table:
        wrong(table, "days", table.data["days"], say("left out where day is given"))
    day = horizon_day(table, "day", first, days)
    return () if day is None else (day,)


def horizon_day(table: TableReader, key: str, first: date, days: int) -> int | None:
    """A date as a day of the horizon; None, told, where it is outside."""
    on = table.day(key)
    if on is None:
        return None
    if not 0 <= (on - first).days < days:
        wrong(table, key, on, say("a day from {first} on, {days} in all", first=first, days=days))
        return None
    return (on - first).days
