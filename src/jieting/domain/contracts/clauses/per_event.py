"""Clause kind per_event: points for each thing that happened; without points, a breach each."""

from __future__ import annotations

from dataclasses import dataclass, fields
from fractions import Fraction
from typing import TYPE_CHECKING

from jieting.domain.contracts.clauses.events import ARRAYS, Events, read_events
from jieting.domain.contracts.clauses.words import array_words
from jieting.domain.contracts.judged import points
from jieting.domain.contracts.records import Record
from jieting.domain.contracts.rule import Facts, Verdict
from jieting.domain.quantities import plain
from jieting.domain.said import say
from jieting.domain.toml.table_reader import TableReader

if TYPE_CHECKING:
    from jieting.domain.contracts.model import Clause

KIND = "per_event"
COUNTABLE = ("missing", "untrue_items")


@dataclass(frozen=True, slots=True)
class PerEvent:
    """Points lost for each event, or each item that ``count`` names within the events.

    Formula: lost = points * number of events. Without ``points`` any event breaks the clause.
    Edge: an array that must exist and is empty leaves the line waiting.
    """

    events: Events
    points: Fraction | None
    count: str
    figure: str = ""
    kind: str = KIND

    def readings(self) -> tuple[str, ...]:
        """No open point touches the counting of events."""
        return ()

    def judge(self, clause: Clause, facts: Facts) -> Verdict:
        """Points lost by the events of the month."""
        what = array_words(self.events.array, self.count, self.events.when)
        if self.events.is_waiting(facts.records):
            return Verdict(say("waiting: no record of {what}", what=what), met=None, waiting=True)
        number = sum(self._number(event) for event in self.events.of(facts.records))
        if self.points is None:
            return self._breaches(what, number)
        lost = points(self.points * number)
        why = say(
            "{what}: {number}, {each} each, {lost} points lost",
            what=what,
            number=number,
            each=plain(self.points),
            lost=plain(lost),
        )
        return Verdict(why, lost=lost, met=not number)

    def _number(self, event: Record) -> int:
        return len(getattr(event, self.count)) if self.count else 1

    def _breaches(self, what: object, number: int) -> Verdict:
        why = say("{what}: {number}", what=what, number=number)
        return Verdict(why, met=not number, findings=(why,) if number else ())


def _countable(reader: TableReader, array: str, count: str) -> None:
    if count not in {field.name for field in fields(ARRAYS[array])}:
        reader.found(
            "not_countable",
            "count",
            say("Records of {array} have no {count}.", array=array, count=count),
            say("Nothing would ever be counted."),
            say("Take count out, so that each record counts once."),
        )


def read(reader: TableReader) -> PerEvent:
    """The rule in a ``[[clause.rule]]`` table of this kind."""
    events = read_events(reader)
    count = reader.text("count", "", allowed=COUNTABLE) if "count" in reader else ""
    if events.array in ARRAYS and count in COUNTABLE:
        _countable(reader, events.array, count)
    return PerEvent(events, reader.exact("points") if "points" in reader else None, count)
