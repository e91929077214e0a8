"""What labour law says about working time: numbers with the day from which they hold."""

from __future__ import annotations

import pkgutil
from dataclasses import dataclass, fields
from datetime import date
from functools import cache

from jieting.domain.toml.table_reader import TomlFile

FILE = "law_cn.toml"
"""The numbers are part of the program like its modules, and loaded as its modules are."""


@dataclass(frozen=True, slots=True)
class Law:
    """One version of the law; minutes of working time, days, and pay in per cent.

    ``longest_day_minutes`` is a day's hours with the most overtime for special reasons;
    ``days_on`` the most days that may be worked in a week; the ``pay_`` factors are those of
    overtime on a workday, a rest day and a statutory public holiday.
    """

    effective_from: date
    source: str
    day_minutes: int
    week_minutes: int
    longest_day_minutes: int
    overtime_day_minutes: int
    overtime_day_special_minutes: int
    overtime_month_minutes: int
    days_on: int
    pay_workday: int
    pay_rest_day: int
    pay_holiday: int


def read_law(text: str, name: str) -> tuple[Law, ...]:
    """The versions in a TOML text, the earliest first. Errors: BadInput, with every finding."""
    file = TomlFile.parse(text, name)
    root, versions = file.root(), []
    for table in root.tables("version"):
        begun, source = table.day("effective_from"), table.text("source")
        numbers = {one.name: table.whole(one.name) for one in fields(Law)[2:]}
        table.close()
        versions.append(Law(begun or date.min, source, **numbers))
    root.close()
    file.raise_errors()
    return tuple(sorted(versions, key=lambda one: one.effective_from))


@cache
def laws() -> tuple[Law, ...]:
    """The versions that come with the product, the earliest first."""
    data = pkgutil.get_data(__package__, FILE) or b""
    return read_law(data.decode("utf-8"), FILE)


def law_on(day: date) -> Law:
    """The version in force on a day; before the first one, the first."""
    begun = [one for one in laws() if one.effective_from <= day]
    return begun[-1] if begun else laws()[0]
