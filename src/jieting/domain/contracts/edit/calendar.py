"""The service calendar of a contract's text: weekly hours and special days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time

from jieting.domain.contracts.calendar import WEEKDAYS, Hours, ServiceCalendar, SpecialDay
from jieting.domain.contracts.edit import literal
from jieting.domain.contracts.edit.blocks import Entry, set_entries
from jieting.domain.contracts.load import load_contract


def with_calendar(text: str, calendar: ServiceCalendar) -> str:
    """The text with this service calendar; what stays of the old one keeps its letters.

    Errors: BadInput where the text is no contract.
    """
    before = load_contract(text, "")[0].calendar
    text = set_entries(
        text,
        "service_hours",
        [_hours(hours) for hours in before.hours],
        [_hours(hours) for hours in calendar.hours],
        near=("contract",),
    )
    return set_entries(
        text,
        "special_day",
        [_special(day) for day in before.special_days],
        [_special(day) for day in calendar.special_days],
        near=("service_hours", "contract"),
    )


def _hours(hours: Hours) -> Entry:
    return Entry(tuple(_hours_keys(hours)))


def _hours_keys(hours: Hours) -> Iterator[tuple[str, str]]:
    if hours.days != WEEKDAYS:
        yield "days", literal.listed(hours.days)
    yield from _span(hours.start, hours.end)
    if hours.effective_from is not None:
        yield "effective_from", literal.day(hours.effective_from)
    if hours.effective_to is not None:
        yield "effective_to", literal.day(hours.effective_to)


def _special(special: SpecialDay) -> Entry:
    spans = ", ".join(Entry(tuple(_span(*hours))).inline() for hours in special.hours)
    keys = [("day", literal.day(special.day)), ("reason", literal.quoted(special.reason))]
    return Entry((*keys, ("hours", f"[{spans}]")) if spans else tuple(keys))


def _span(start: time, end: time) -> Iterator[tuple[str, str]]:
    yield "from", literal.clock(start)
    yield "to", literal.clock(end)
