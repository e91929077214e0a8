"""When a line is open, written out: seconds since 1970 for each day, so no zone is needed there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from jieting.domain.periods import DAY, SECOND, Month, Period, instant, union, within
from jieting.switches.asterisk.render import names
from jieting.switches.asterisk.render.dialplan import Context, when
from jieting.switches.asterisk.render.settings import LineToRender

DAYS = 400
"""So many days from today are written out; a switch that was not rendered again stays open."""


def days(line: LineToRender, today: date) -> Context | None:
    """The line's days: a date of UTC leads to the question or to the closed message.

    None for a line that is open round the clock. Edge: an opening begins with its first second
    and ends before its last; a day that is not written out is open, and the switch logs it.
    """
    if line.calendar.round_the_clock:
        return None
    made = Context(names.context(line.plan, "days"))
    first = today - timedelta(days=1)
    opened = _opened(line, first)
    for day in (first + timedelta(days=n) for n in range(DAYS + 2)):
        steps = list(_of_day(line, opened, day))
        made.add(f"{day:%Y%m%d}", [*steps, f"Goto({names.go(line.plan, 'closed')})"])
        made.comments[f"{day:%Y%m%d}"] = _words(line, day)
    late = "Log(WARNING,The days of this line have run out: render the switch again)"
    made.add("_X.", [late, f"Goto({names.go(line.plan, 'open')})"])
    return made


def look(line: LineToRender) -> str:
    """The step that asks whether the line is open now."""
    if line.calendar.round_the_clock:
        return f"Goto({names.go(line.plan, 'open')})"
    return f"Goto({names.context(line.plan, 'days')},${{STRFTIME(${{EPOCH}},UTC,%Y%m%d)}},1)"


def _opened(line: LineToRender, first: date) -> tuple[Period, ...]:
    month, last = Month.of(first), Month.of(first + timedelta(days=DAYS + 2))
    found: list[Period] = []
    while month <= last:
        found += line.calendar.open_periods(month, line.zone)
        month = month.plus(1)
    return union(found)


def _of_day(line: LineToRender, opened: tuple[Period, ...], day: date) -> Iterator[str]:
    begin = instant(datetime.combine(day, time.min, tzinfo=UTC))
    for period in within(opened, Period(begin, begin + DAY)):
        # Whole seconds: the switch's clock has no finer ones here.
        since, until = -(-period.start // SECOND), -(-period.end // SECOND)
        inside = f"${{EPOCH}} >= {since} & ${{EPOCH}} < {until}"
        yield when(inside, names.go(line.plan, "open"))


def _words(line: LineToRender, day: date) -> str:
    hours = line.calendar.hours_of(day)
    said = " ".join(f"{start:%H:%M}-{_end(end)}" for start, end in sorted(hours)) or "closed"
    return f"{day:%a} {day} {said} {line.zone.key}"


def _end(end: time) -> str:
    return "24:00" if end == time.max else f"{end:%H:%M}"
