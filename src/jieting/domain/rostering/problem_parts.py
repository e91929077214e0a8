"""The shifts, people, rules and rows of a problem file."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from itertools import pairwise
from typing import TypeVar

from jieting.domain.rostering.problem import (
    DAY_MINUTES,
    Approval,
    Break,
    HoursSystem,
    Limits,
    Night,
    Person,
    Protection,
    RuleUse,
    Shift,
    Weights,
    Worked,
)
from jieting.domain.rostering.rules.registry import BY_LAW, RULES
from jieting.domain.rostering.rules.rule import Rule, Setting, Unit, Value
from jieting.domain.rostering.toml_values import (
    clock_minutes,
    days_in,
    listed,
    optional_whole,
    pair,
    wrong,
)
from jieting.domain.said import say
from jieting.domain.toml.table_reader import TableReader

NO_END = "no end"
"""How a qualification that does not run out is written."""

Numbers = TypeVar("Numbers", Weights, Worked)


def shift_in(table: TableReader) -> Shift:
    """One ``[[shift]]``: its length is ``minutes``, or ``end``, on the next day if not later."""
    start = clock_minutes(table, "start")
    if start >= DAY_MINUTES:
        wrong(table, "start", table.data["start"], say("a time of day before 24:00"))
    minutes = _length(table, start)
    breaks = tuple(_break(one, minutes) for one in table.tables("breaks"))
    _apart(table, breaks)
    shift = Shift(
        id=table.text("id"),
        start=start,
        minutes=minutes,
        breaks=breaks,
        not_next=frozenset(table.texts("not_next")),
        name=table.text("name", ""),
    )
    table.close()
    return shift


def _length(table: TableReader, start: int) -> int:
    if "end" in table and "minutes" in table:
        wrong(table, "end", table.data["end"], say("left out where minutes is given"))
    if "end" in table:
        table.asked.add("minutes")
        return (clock_minutes(table, "end") - start - 1) % DAY_MINUTES + 1
    minutes = table.whole("minutes", low=1)
    table.asked.add("end")
    if minutes > DAY_MINUTES:
        wrong(table, "minutes", minutes, say("at most {most}", most=DAY_MINUTES))
    return minutes


def _break(table: TableReader, length: int) -> Break:
    one = Break(table.whole("after"), table.whole("minutes", low=1), table.flag("paid", False))
    if one.after + one.minutes > length:
        wrong(table, "minutes", one.minutes, say("so short that the break ends with the shift"))
    table.close()
    return one


def _apart(table: TableReader, breaks: tuple[Break, ...]) -> None:
    ordered = sorted(breaks, key=lambda one: one.after)
    for one, other in pairwise(ordered):
        if one.after + one.minutes > other.after:
            wrong(table, "breaks", table.data["breaks"], say("breaks that do not overlap"))


def person_in(table: TableReader) -> Person:
    """One ``[[person]]``."""
    protection = ""
    if "protection" in table:
        protection = table.text("protection", allowed=[one.value for one in Protection])
    table.asked.add("protection")
    systems = [one.value for one in HoursSystem]
    hours = table.text("hours", HoursSystem.STANDARD.value, systems)
    person = Person(
        id=table.text("id"),
        name=table.text("name", ""),
        skills=frozenset(table.texts("skills")),
        leads=table.flag("leads", False),
        hours=HoursSystem(hours) if hours in systems else HoursSystem.STANDARD,
        approval=_approval(table),
        protection=Protection(protection) if protection in set(Protection) else None,
        leave=days_in(table, "leave"),
        qualified=_qualified(table),
        may_work=frozenset(table.texts("may_work")) if "may_work" in table else None,
        limits=_limits(table.table("limits", required=False)),
    )
    table.asked.add("may_work")
    table.close()
    return person


def _approval(table: TableReader) -> Approval | None:
    if "approval" not in table:
        table.asked.add("approval")
        return None
    part = table.table("approval")
    number, period = part.text("number"), part.whole("period_days", low=1)
    until = part.day("until") or date.min
    part.close()
    return Approval(number, period, until)


def _qualified(table: TableReader) -> dict[str, date | None] | None:
    part = table.table("qualified", required=False)
    if part.absent:
        return None
    found: dict[str, date | None] = {}
    for skill, value in part.data.items():
        if value == NO_END:
            part.asked.add(skill)
            found[skill] = None
        else:
            found[skill] = part.day(skill)
    return found


def _limits(table: TableReader) -> Limits:
    part = table.table("of_shift", required=False)
    limits = Limits(
        minutes=pair(table, "minutes"),
        days_on=pair(table, "days_on"),
        days_off=optional_whole(table, "days_off"),
        weekends=optional_whole(table, "weekends"),
        of_shift={name: part.whole(name) for name in part.data},
    )
    table.close()
    return limits


def rules_in(table: TableReader) -> tuple[RuleUse, ...]:
    """The rules of ``[rules]``, and those of the law unless ``by_law`` is false."""
    by_law = table.flag("by_law", True)
    uses = [_use(RULES[name], table.table(name)) for name in table.data if name in RULES]
    table.asked.update(RULES)
    table.close()
    named = {use.name for use in uses}
    return (*uses, *(RuleUse(name) for name in BY_LAW if by_law and name not in named))


def _use(rule: Rule, table: TableReader) -> RuleUse:
    table.asked.update(one.name for one in rule.settings)
    given = {one.name: _setting(one, table) for one in rule.settings if one.name in table}
    table.close()
    return RuleUse(rule.name, given)


def _setting(setting: Setting, table: TableReader) -> Value:
    if setting.unit is Unit.FLAG:
        return table.flag(setting.name)
    if setting.unit is Unit.WORD:
        return table.text(setting.name, allowed=setting.allowed)
    return table.whole(setting.name, low=setting.low)


def night_in(table: TableReader) -> Night:
    """The table ``[night]``."""
    plain = Night()
    night = Night(
        clock_minutes(table, "start", plain.start) % DAY_MINUTES,
        clock_minutes(table, "end", plain.end) % DAY_MINUTES,
        table.whole("least", plain.least, low=1),
    )
    table.close()
    return night


def numbers_in(table: TableReader, kind: type[Numbers]) -> Numbers:
    """A table of whole numbers, each 0 unless it is given."""
    found = kind(**{one.name: table.whole(one.name, 0) for one in fields(kind)})
    table.close()
    return found


def rows_in(table: TableReader) -> dict[str, tuple[str, ...]]:
    """Each person's shifts day by day, an empty text for a day off."""
    found = {}
    for person in table.data:
        values = listed(table, person)
        if not all(isinstance(value, str) for value in values):
            wrong(table, person, values, say("a list of texts"))
            values = []
        found[person] = tuple(values)
    return found
