"""Clause kind duty: something done on time; points for each lateness, or a breach."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from jieting.domain.contracts.clauses.events import ARRAYS, Events, read_events
from jieting.domain.contracts.clauses.words import array_words
from jieting.domain.contracts.judged import points
from jieting.domain.contracts.records import Record, Report, SelfAssessment, Violation
from jieting.domain.contracts.rule import Facts, Verdict
from jieting.domain.periods import SECOND, Instant, shown
from jieting.domain.quantities import plain
from jieting.domain.said import Said, say
from jieting.domain.toml.table_reader import TableReader

if TYPE_CHECKING:
    from jieting.domain.contracts.model import Clause

KIND = "duty"
HOUR: Instant = 3_600 * SECOND
RECORDS = ("report", "self_assessment", "violation")


@dataclass(frozen=True, slots=True)
class Duty:
    """Each event must be done by its deadline: its ``due_at``, or ``within_hours`` of receipt.

    Formula: lost = points * events not done, or done after the deadline. Done exactly at the
    deadline is in time. Hours are natural hours. Without ``points`` a late event is a breach.
    """

    events: Events
    within_hours: int
    points: Fraction | None
    figure: str = ""
    kind: str = KIND

    def readings(self) -> tuple[str, ...]:
        """No open point touches a deadline."""
        return ()

    def judge(self, clause: Clause, facts: Facts) -> Verdict:
        """Points lost, or breaches, by what was late in the month."""
        what = array_words(self.events.array, "", self.events.when)
        if self.events.is_waiting(facts.records):
            return Verdict(say("waiting: no record of {what}", what=what), met=None, waiting=True)
        due = self.events.of(facts.records)
        late = tuple(self._words(event, facts) for event in due if self._is_late(event))
        lost = points((self.points or Fraction(0)) * len(late))
        findings = tuple(say("{what}: {late}", what=what, late=each) for each in late)
        why = self._why(what, len(due), late, lost)
        return Verdict(why, lost=lost, met=not late, findings=findings)

    def _why(self, what: Said, due: int, late: tuple[Said, ...], lost: Fraction) -> Said:
        if not late:
            return say("{what}: {due}, all in time", what=what, due=due)
        if self.points is None:
            return say("{what}: {due}, {late} of them late", what=what, due=due, late=len(late))
        return say(
            "{what}: {late}; {each} each, {lost} points lost",
            what=what,
            late=late,
            each=plain(self.points),
            lost=plain(lost),
        )

    def deadline(self, event: Record) -> Instant:
        """When the event must be done."""
        if isinstance(event, Violation):
            return event.received_at + self.within_hours * HOUR
        if isinstance(event, Report | SelfAssessment):
            return event.due_at
        raise TypeError(f"{type(event).__name__} has no deadline")

    def _is_late(self, event: Record) -> bool:
        done = done_at(event)
        return done is None or done > self.deadline(event)

    def _words(self, event: Record, facts: Facts) -> Said:
        zone, done = facts.contract.zone, done_at(event)
        due = shown(self.deadline(event), zone)
        if done is None:
            return say("due {due}, not done", due=due)
        return say("due {due}, done {done}", due=due, done=shown(done, zone))


def done_at(event: Record) -> Instant | None:
    """When the event was done; None where it is not."""
    if isinstance(event, Violation):
        return event.rectified_at
    if isinstance(event, Report | SelfAssessment):
        return event.submitted_at
    raise TypeError(f"{type(event).__name__} is never done")


def read(reader: TableReader) -> Duty:
    """The rule in a ``[[clause.rule]]`` table of this kind."""
    events = read_events(reader)
    if events.array in ARRAYS and events.array not in RECORDS:
        reader.unknown_value("record", events.array, RECORDS)
    if events.array not in RECORDS:
        reader.asked.add("within_hours")
    hours = reader.whole("within_hours", low=1) if events.array == "violation" else 0
    return Duty(events, hours, reader.exact("points") if "points" in reader else None)
