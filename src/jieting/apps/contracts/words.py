"""What a contract says, in words for its page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time

from jieting.domain.contracts.calendar import WEEKDAYS, Hours, ServiceCalendar
from jieting.domain.contracts.judged import with_unit
from jieting.domain.contracts.model import Clause, Contract, FigureUse
from jieting.domain.said import Said, say, verbatim

KINDS: dict[str, Said] = {
    "kpi": say("figure"),
    "score": say("points"),
    "limit": say("limit"),
    "duty": say("duty"),
    "record": say("record"),
    "capability": say("capability"),
}
"""Kinds of clauses, as pages name them."""

WEEKDAY_WORDS: dict[str, Said] = {
    "mon": say("Monday"),
    "tue": say("Tuesday"),
    "wed": say("Wednesday"),
    "thu": say("Thursday"),
    "fri": say("Friday"),
    "sat": say("Saturday"),
    "sun": say("Sunday"),
}
"""Weekdays as a contract names them, in words."""


def kind_words(clause: Clause) -> Said:
    """The kind of a clause."""
    return KINDS[clause.kind]


def population_words(contract: Contract) -> Said:
    """Which calls the contract's rate looks at."""
    population = contract.population
    whose = say("all inbound calls") if population.direction == "inbound" else say("outbound calls")
    if population.queue:
        whose = say("calls of the queue {queue} ({calls})", queue=population.queue, calls=whose)
    if population.service_hours_only:
        return say("{calls}, in the service hours", calls=whose)
    return say("{calls}, at any hour", calls=whose)


def calendar_words(calendar: ServiceCalendar) -> tuple[Said, ...]:
    """When the line is open, span by span, then the days with hours of their own."""
    if calendar.round_the_clock:
        return (say("round the clock, every day"),)
    return (*(_hours(hours) for hours in calendar.hours), *_special_days(calendar))


def _hours(hours: Hours) -> Said:
    words = say(
        "{days} {start} to {end}",
        days=_days(hours.days),
        start=f"{hours.start:%H:%M}",
        end=_end(hours.end),
    )
    if hours.effective_from is not None:
        words = say("{hours}, from {day} on", hours=words, day=hours.effective_from)
    if hours.effective_to is not None:
        words = say("{hours}, until before {day}", hours=words, day=hours.effective_to)
    return words


def _days(days: tuple[str, ...]) -> Said:
    if set(days) == set(WEEKDAYS):
        return say("every day")
    return Said("{text}", {"text": tuple(WEEKDAY_WORDS[day] for day in days)})


def _end(end: time) -> str:
    return "24:00" if end == time.max else f"{end:%H:%M}"


def _special_days(calendar: ServiceCalendar) -> Iterator[Said]:
    for special in calendar.special_days:
        spans = ", ".join(f"{start:%H:%M}–{_end(end)}" for start, end in special.hours)
        hours = verbatim(spans) if spans else say("closed")
        yield say("{day}: {hours} ({reason})", day=special.day, hours=hours, reason=special.reason)


def target_words(contract: Contract, use: FigureUse) -> Said:
    """What the figure must reach, with its unit; a dash where nothing is asked."""
    if use.target is None:
        return verbatim("-")
    target = with_unit(use.target.value, contract.definition(use).unit)
    if use.target.is_floor:
        return say("at least {target}", target=target)
    return say("at most {target}", target=target)
