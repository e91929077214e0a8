"""Mapping: how the columns and codes of a foreign call list become ours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal
from zoneinfo import ZoneInfo

Pick = Literal["first", "earliest", "latest"]
SecondsFormat = Literal["seconds", "h:mm:ss"]


@dataclass(frozen=True, slots=True)
class Condition:
    """Holds for a row whose ``column`` has one of ``values``, or none of them if ``negated``."""

    column: str
    values: frozenset[str]
    negated: bool = False


When = tuple[Condition, ...]
"""Conditions that must all hold; none holds for every row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Where one of our columns comes from, for the rows on which ``when`` holds.

    ``empty`` are the values that mean 'not applicable'; ``line`` stands in the mapping file.
    """

    columns: tuple[str, ...]
    empty: frozenset[str] = frozenset()
    when: When = ()
    line: int | None = None

    def used(self) -> Iterator[str]:
        """Every foreign column that the case reads."""
        yield from self.columns
        yield from (condition.column for condition in self.when)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextCase(Case):
    """Text: the values of ``columns`` joined by ``join``."""

    join: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeCase(Case):
    """A time: the first, earliest or latest of the columns that are not empty.

    ``date`` names a column that holds the day of all of them; ``formats`` are patterns in the
    manner of strptime for the date and the time with one space between; ISO 8601 is always read.
    ``roll_over``: a time more than 12 hours before the call's arrival is of the next day.
    """

    pick: Pick = "first"
    date: str = ""
    formats: tuple[str, ...] = ()
    roll_over: bool = False

    def used(self) -> Iterator[str]:
        """Every foreign column that the case reads."""
        yield from self.columns
        yield from (condition.column for condition in self.when)
        if self.date:
            yield self.date


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondsCase(Case):
    """A duration: the first of the columns that is not empty."""

    form: SecondsFormat = "seconds"


@dataclass(frozen=True, slots=True)
class OutcomeRule:
    """Rows on which ``when`` holds have this outcome; the first rule that holds decides."""

    when: When
    outcome: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class LeaveOutRule:
    """Rows on which ``when`` holds are no calls; they are listed with the reason."""

    when: When
    reason: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping file, understood. Columns of ours that it does not name are read as they are."""

    name: str
    about: str = ""
    file: str = ""
    delimiter: str = ""
    encoding: str = ""
    sheet: str = ""
    header: tuple[str, ...] = ()
    time_zone: ZoneInfo | None = None
    texts: dict[str, tuple[TextCase, ...]] = field(default_factory=dict)
    times: dict[str, tuple[TimeCase, ...]] = field(default_factory=dict)
    seconds: dict[str, tuple[SecondsCase, ...]] = field(default_factory=dict)
    outcomes: tuple[OutcomeRule, ...] = ()
    leave_out: tuple[LeaveOutRule, ...] = ()
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    empty: frozenset[str] = frozenset()

    def names(self) -> set[str]:
        """Our columns that the mapping says where to find."""
        told = {*self.texts, *self.times, *self.seconds, *self.constants}
        return told | {"outcome"} if self.outcomes else told

    def cases(self) -> Iterator[Case]:
        """Every case of every column."""
        for texts in self.texts.values():
            yield from texts
        for times in self.times.values():
            yield from times
        for seconds in self.seconds.values():
            yield from seconds

    def used(self) -> Iterator[tuple[str, int | None]]:
        """Every foreign column that the mapping reads, with the line that names it."""
        for case in self.cases():
            yield from ((column, case.line) for column in case.used())
        rules: tuple[OutcomeRule | LeaveOutRule, ...] = (*self.outcomes, *self.leave_out)
        for rule in rules:
            yield from ((condition.column, rule.line) for condition in rule.when)
