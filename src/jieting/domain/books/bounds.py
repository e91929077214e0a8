"""Times and days of facts that no books can hold: outside all calendars, or not yet come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from jieting.domain.books.field import Ask
from jieting.domain.books.kind import Kind
from jieting.domain.books.move import Facts
from jieting.domain.contracts.model import Contract
from jieting.domain.errors import Finding, Place
from jieting.domain.periods import Instant, local
from jieting.domain.said import say

LATEST: Instant = 4_102_444_800_000_000
"""The beginning of 2100, from which on there is no Month."""


def impossible_moment(facts: Facts, *names: str) -> Iterator[Finding]:
    """Moments before 1970 or from 2100 on, which are slips of the keyboard."""
    for name in names:
        at = facts.get(name)
        if at is not None and not 0 <= at < LATEST:
            yield Finding(
                "move_no_such_time",
                say("The time lies in no year of these books."),
                say("Nothing of that time is counted."),
                say("Enter the year again."),
                Place(column=name),
            )


def in_future(kind: Kind, facts: Facts, contract: Contract, now: Instant) -> Iterator[Finding]:
    """Days and moments of what has happened that have not come yet."""
    today = local(now, contract.zone).date()
    for field in kind.fields:
        value = facts.get(field.name)
        is_late = (field.ask is Ask.MOMENT and value is not None and value > now) or (
            field.ask is Ask.DAY and value is not None and date.fromisoformat(value) > today
        )
        if is_late:
            yield Finding(
                "move_in_future",
                say("{field} has not come yet.", field=field.title),
                say("The books hold what has happened."),
                say("Enter when it was."),
                Place(column=field.name),
            )
