"""What a rule is: its name, what it says, its settings, and how it finds breaches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jieting.domain.rostering.law import law_on
from jieting.domain.rostering.problem import Problem, Rows
from jieting.domain.said import Said, say

Value = int | str | bool


class Unit(StrEnum):
    """What a setting counts."""

    MINUTES = "minutes"
    DAYS = "days"
    NIGHTS = "nights"
    FLAG = "flag"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting of a rule. With ``law`` the default is that number of the law in force.

    ``low`` is the least that a number may be, ``allowed`` the words that a text may be.
    """

    name: str
    unit: Unit
    says: Said
    default: Value = 0
    law: str = ""
    low: int = 0
    allowed: tuple[str, ...] = ()

    def default_on(self, day: date) -> Value:
        """What holds where the problem says nothing."""
        return int(getattr(law_on(day), self.law)) if self.law else self.default


class Settings:
    """A rule's settings in force: what the problem says, else the defaults."""

    __slots__ = ("values",)

    def __init__(self, values: Mapping[str, Value]) -> None:
        self.values = dict(values)

    def whole(self, name: str) -> int:
        """A number."""
        return int(self.values[name])

    def flag(self, name: str) -> bool:
        """Either true or false."""
        return bool(self.values[name])

    def word(self, name: str) -> str:
        """A word."""
        return str(self.values[name])


@dataclass(frozen=True, slots=True)
class Breach:
    """One breach: of which rule, by whom (empty: by the whole roster), on which days.

    ``slots`` are the half hours meant, where there are any; ``what`` holds the number and its
    limit.
    """

    rule: str
    person: str
    days: tuple[int, ...]
    slots: tuple[int, ...]
    what: Said


Finder = Callable[[Problem, Rows, Settings], Iterable[Breach]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A hard rule. ``always`` rules hold without being named: the problem's own data bound them.

    ``by_law`` rules are in force in every problem file unless it says otherwise.
    """

    name: str
    says: Said
    remedy: Said
    breaches: Finder
    settings: tuple[Setting, ...] = ()
    always: bool = False
    by_law: bool = False

    def settings_on(self, day: date, given: Mapping[str, Value]) -> Settings:
        """Every setting: what is given, else its default on a day."""
        return Settings({one.name: one.default_on(day) for one in self.settings} | dict(given))


def duration(minutes: int) -> Said:
    """Working time as people write it: hours, and minutes where there are any."""
    hours, rest = divmod(minutes, 60)
    if not rest:
        return say("{hours} h", hours=hours)
    if not hours:
        return say("{minutes} min", minutes=rest)
    return say("{hours} h {minutes} min", hours=hours, minutes=rest)
