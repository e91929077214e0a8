"""What must be covered in a problem file: cover, needs by the half hour, wishes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import repeat
from zoneinfo import ZoneInfo

from jieting.domain.errors import Severity
from jieting.domain.periods import HALF_HOUR, instant_of_local
from jieting.domain.rostering.problem import (
    DAY_MINUTES,
    SLOT_MINUTES,
    SLOTS_A_DAY,
    Cover,
    Need,
    Wish,
)
from jieting.domain.rostering.toml_values import (
    clock_minutes,
    horizon_day,
    horizon_days,
    wholes,
    wrong,
)
from jieting.domain.said import say
from jieting.domain.staffing.file import read_requirement
from jieting.domain.toml.table_reader import TableReader

Reader = Callable[[str], str]
"""The text of a file named in the problem file. Errors: BadInput."""


@dataclass(frozen=True, slots=True)
class Horizon:
    """The days of a problem: the first one, how many, and the zone in which they are days."""

    first: date
    days: int
    zone: ZoneInfo

    @property
    def slots(self) -> int:
        """How many half hours they have."""
        return self.days * SLOTS_A_DAY


def cover_in(table: TableReader, horizon: Horizon) -> tuple[Cover, ...]:
    """One ``[[cover]]``: one need for all its days, or a list, a number for each day in turn."""
    name, under, over = table.text("shift"), table.whole("under", 0), table.whole("over", 0)
    days, needs = horizon_days(table, horizon.first, horizon.days), wholes(table, "need")
    if isinstance(table.data.get("need"), list):
        start = days[0] if "day" in table and days else 0
        days = tuple(range(start, start + len(needs)))
        _inside(table, "need", not days or days[-1] < horizon.days)
    table.close()
    numbers = needs if len(needs) > 1 else repeat(needs[0] if needs else 0)
    return tuple(
        Cover(day, name, need, under, over) for day, need in zip(days, numbers, strict=False)
    )


def needs_in(table: TableReader, horizon: Horizon) -> tuple[Need, ...]:
    """One ``[[need]]``: a number from ``from`` to ``to`` on its days, or a list from ``from`` on.

    A list has a number for each half hour, and may run over midnight.
    """
    days = horizon_days(table, horizon.first, horizon.days)
    start = clock_minutes(table, "from", 0)
    end = clock_minutes(table, "to", DAY_MINUTES)
    numbers = wholes(table, "need")
    if start % SLOT_MINUTES or end % SLOT_MINUTES:
        wrong(table, "from", table.data.get("from"), say("a time on a half hour"))
    if isinstance(table.data.get("need"), list):
        if "to" in table:
            wrong(table, "to", table.data["to"], say("left out where need is a list"))
    else:
        if end <= start:
            wrong(table, "to", table.data.get("to"), say("later than from"))
        numbers = numbers * ((end - start) // SLOT_MINUTES)
    skill, at_least = table.text("skill", ""), table.whole("at_least", 0)
    under, over = table.whole("under", 0), table.whole("over", 0)
    table.close()
    found = tuple(
        Need(slot, skill, number, at_least, under, over)
        for day in days
        for slot, number in enumerate(numbers, day * SLOTS_A_DAY + start // SLOT_MINUTES)
    )
    _inside(table, "need", all(one.slot < horizon.slots for one in found))
    return found


def _inside(table: TableReader, key: str, inside: bool) -> None:
    if not inside:
        wrong(table, key, table.data[key], say("no longer than the days of the roster"))


def wish_in(table: TableReader, horizon: Horizon) -> Wish:
    """One ``[[wish]]``."""
    day = horizon_day(table, "day", horizon.first, horizon.days)
    person, shift = table.text("person"), table.text("shift", "")
    wants, weight = table.flag("wants"), table.whole("weight", 1)
    table.close()
    return Wish(person, day or 0, shift, wants, weight)


def requirement_in(table: TableReader, horizon: Horizon, read: Reader) -> tuple[Need, ...]:
    """The table ``[requirement]``: needs from a requirement file, its queues as the skills.

    Half hours outside of the days are passed over; those missing within are warned of.
    """
    if table.absent:
        return ()
    name = table.text("file")
    column = table.text("use", "agents", ("agents", "rostered"))
    at_least = table.whole("at_least", 0)
    under, over = table.whole("under", 0), table.whole("over", 0)
    table.close()
    if not name:
        return ()
    required, findings = read_requirement(read(name), name)
    table.file.findings += findings
    slots = {start: slot for slot, start in _starts(horizon)}
    needs = tuple(
        Need(slots[one.start], one.queue, getattr(one, column), at_least, under, over)
        for one in required
        if one.start in slots
    )
    _all_there(table, horizon, {(one.skill, one.slot) for one in needs})
    return needs


def _starts(horizon: Horizon) -> Iterator[tuple[int, int]]:
    first = instant_of_local(datetime.combine(horizon.first, time()), horizon.zone)
    for slot in range(horizon.slots):
        yield slot, first + slot * HALF_HOUR


def _all_there(table: TableReader, horizon: Horizon, found: set[tuple[str, int]]) -> None:
    queues = {queue for queue, _ in found}
    missing = max(1, len(queues)) * horizon.slots - len(found)
    if missing:
        table.found(
            "half_hours_missing",
            "file",
            say("{count} half hours of the roster's days are not in the file.", count=missing),
            say("They are planned as if nobody were needed."),
            say("Where the line is open then, make the requirement for all days."),
            Severity.WARNING,
        )
