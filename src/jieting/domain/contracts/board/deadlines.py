"""What has a deadline: reports, self-assessments and violations, done or not, of any month."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jieting.domain.contracts.board.look import Look
from jieting.domain.contracts.board.standing import Aspect, Move, Side, State
from jieting.domain.contracts.clauses.duty import Duty, done_at
from jieting.domain.contracts.clauses.events import Events
from jieting.domain.contracts.clauses.words import array_words
from jieting.domain.contracts.records import Record, Violation
from jieting.domain.periods import Instant
from jieting.domain.said import Said, say


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something due: not done where ``done_at`` is None. Done at the deadline is in time."""

    event: Record
    what: Said
    due_at: Instant
    done_at: Instant | None

    def is_late(self, now: Instant) -> bool:
        """Done late, or not done and past its deadline at ``now``."""
        return self.due_at < (now if self.done_at is None else self.done_at)

    def is_ahead(self, now: Instant) -> bool:
        """Not done, and still to be done in time."""
        return self.done_at is None and now <= self.due_at

    @property
    def is_clock(self) -> bool:
        """True for a violation, whose hours run from its receipt."""
        return isinstance(self.event, Violation)


def of_month(look: Look, rule: Duty) -> tuple[Deadline, ...]:
    """What the rule has due in the month, the earliest deadline first."""
    return _deadlines(rule, rule.events.of(look.facts.records))


def carried_over(look: Look, rule: Duty) -> tuple[Deadline, ...]:
    """What other months left undone and is due before this one, which still runs, is over."""
    if look.is_over:
        return ()
    ours = {id(event) for event in rule.events.of(look.facts.records)}
    others = tuple(event for event in rule.events.of(look.records) if id(event) not in ours)
    return tuple(
        deadline
        for deadline in _deadlines(rule, others)
        if deadline.done_at is None and deadline.due_at <= look.period.end
    )


def _deadlines(rule: Duty, events: tuple[Record, ...]) -> tuple[Deadline, ...]:
    what = array_words(rule.events.array, "", rule.events.when)
    found = [Deadline(event, what, rule.deadline(event), done_at(event)) for event in events]
    return tuple(sorted(found, key=lambda deadline: deadline.due_at))


def move_for(look: Look, deadline: Deadline) -> Move:
    """What the supplier does about something that is not done."""
    due, what = look.clock(deadline.due_at), deadline.what
    if isinstance(deadline.event, Violation):
        received = look.clock(deadline.event.received_at)
        words = say("Put right the violation of {received}, by {due}", received=received, due=due)
        if deadline.is_late(look.now):
            words = say(
                "Put right the violation of {received}, overdue since {due}",
                received=received,
                due=due,
            )
    elif deadline.is_late(look.now):
        words = say("Submit: {what}, overdue since {due}", what=what, due=due)
    else:
        words = say("Submit: {what}, by {due}", what=what, due=due)
    return Move(Side.SUPPLIER, words, deadline.due_at, refs=(deadline.event.ref,))


def words_of(look: Look, deadline: Deadline) -> Said:
    """How something due stands."""
    what, due = deadline.what, look.clock(deadline.due_at)
    if deadline.done_at is not None:
        done = look.clock(deadline.done_at)
        return say("{what}: due {due}, done {done}", what=what, due=due, done=done)
    if deadline.is_ahead(look.now):
        return say("{what}: due {due}, not there yet", what=what, due=due)
    return say("{what}: was due {due} and is missing", what=what, due=due)


def without_record(look: Look, events: Events) -> Aspect:
    """Nothing in the records tells of something that must exist: not due, or waited for.

    Nothing is due of it while the month runs; once it is over the supplier enters it.
    """
    what = array_words(events.array, "", events.when)
    if not look.is_over:
        why = say("{what}: no deadline is in the records yet", what=what)
        return Aspect(State.NOT_DUE, (why,))
    return Aspect(
        State.WAITING,
        (say("{what}: nothing is in the records", what=what),),
        tuple(_enter(look, what)),
    )


def _enter(look: Look, what: Said) -> Iterator[Move]:
    yield Move(
        Side.SUPPLIER,
        say(
            "Enter in the records of {month} when it was due and submitted: {what}",
            month=look.month,
            what=what,
        ),
    )
