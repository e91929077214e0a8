"""What each line still needs, in words."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor

from jieting.domain.contracts.board.rates import steps_of
from jieting.domain.outlook.needed import RateNeed, Reach, Step, Unit
from jieting.domain.outlook.outlook import Outlook
from jieting.domain.outlook.tasks import Kind, Task
from jieting.domain.periods import shown
from jieting.domain.quantities import plain
from jieting.domain.said import Said, say


def needs_of(outlook: Outlook, clause: str) -> tuple[Said, ...]:
    """What a line still needs, in words; what is safe for good is said once."""
    rates = [
        words for need in outlook.needs if need.clause == clause for words in rate(outlook, need)
    ]
    others = [
        words
        for task in outlook.tasks
        if task.clause == clause and (words := task_words(outlook, task)) is not None
    ]
    return (*rates, *others) or (say("nothing more: it is safe"),)


def rate(outlook: Outlook, need: RateNeed) -> Iterator[Said]:
    """What a figure needs in the rest of the month."""
    what = _what(outlook, need)
    if need.reach is Reach.SAFE:
        yield say("{what}: safe, whatever the rest brings", what=what)
    elif need.full is not None:
        yield _step(outlook, need, need.full, what)
    elif need.best is not None and need.best.points is not None:
        yield say(
            "{what}: full marks are no longer possible, {points} points at best",
            what=what,
            points=plain(need.best.points),
        )
    else:
        yield say("{what}: no longer possible", what=what)
    if need.higher is not None and need.higher.points is not None and need.higher != need.full:
        yield say(
            "for {points} points: {need}",
            points=plain(need.higher.points),
            need=_step(outlook, need, need.higher, what),
        )


def _step(outlook: Outlook, need: RateNeed, step: Step, what: Said) -> Said:
    told = {"what": what, "number": step.number, "of": step.of, "expected": need.expected}
    if need.unit is Unit.AT_LEAST:
        return say(
            "{what}: at least {rate} of the rest ({number} of about {of}; {expected} expected)",
            rate=f"{share_up(step)} %",
            **told,
        )
    if need.unit is Unit.AT_MOST:
        return say(
            "{what}: at most {rate} of the rest ({number} of about {of}; {expected} expected)",
            rate=f"{share_down(step)} %",
            **told,
        )
    if need.unit is Unit.MORE_EVENTS:
        return say("{what}: at most {number} more", what=what, number=step.number)
    definition = outlook.known.contract.definition(outlook.known.contract.figure_use(need.figure))
    return say(
        "{what}: {value} on average over the rest",
        what=what,
        value=f"{plain(definition.scale * Fraction(step.number, max(step.of, 1)), 1)} "
        f"{definition.unit.value}",
    )


def share_up(step: Step) -> str:
    """The share as per cent with one decimal, rounded up, so that it is enough."""
    return plain(Fraction(ceil(Fraction(step.number * 1000, max(step.of, 1))), 10), 1)


def share_down(step: Step) -> str:
    """The share as per cent with one decimal, rounded down, so that it is not too much."""
    return plain(Fraction(floor(Fraction(step.number * 1000, max(step.of, 1))), 10), 1)


def _what(outlook: Outlook, need: RateNeed) -> Said:
    """What is counted: good events where they are a floor, bad ones where they are a ceiling."""
    figure = outlook.known.counted.figures[need.figure]
    steps = steps_of(figure, need.unit is Unit.AT_LEAST)
    if steps is None:
        return figure.definition.title
    return steps.good_words if need.unit is Unit.AT_LEAST else steps.bad_words


def task_words(outlook: Outlook, task: Task) -> Said | None:
    """What is to be done, or to be avoided; None where there is nothing to say."""
    if task.reach is Reach.SAFE:
        return None
    if task.kind is Kind.SAMPLE:
        return _sample(outlook, task)
    if task.kind is Kind.TRAINING:
        return _training(outlook, task)
    if task.kind in (Kind.SUBMIT, Kind.PUT_RIGHT):
        return _duty(outlook, task)
    if task.kind is Kind.NO_RUN:
        if task.reach is Reach.LOST:
            return say("no longer possible: the run of bad days is there")
        return say("never {days} bad days in a row from now on", days=task.number)
    return _no_more(task)


def _sample(outlook: Outlook, task: Task) -> Said:
    told = {"number": task.number, "of": task.of}
    if outlook.known.is_over:
        return say(
            "{number} more recordings to sample, {of} in all", number=task.number, of=task.of
        )
    return say(
        "{number} more recordings to sample by {day}, about {of} in all",
        day=outlook.known.last_day.isoformat(),
        **told,
    )


def _training(outlook: Outlook, task: Task) -> Said:
    if task.reach is Reach.LOST:
        return say("trainings missing for good: {number}", number=task.number)
    return say(
        "trainings still to hold by {day}: {number}",
        number=task.number,
        day=outlook.known.last_day.isoformat(),
    )


def _duty(outlook: Outlook, task: Task) -> Said:
    zone = outlook.known.contract.zone
    due = shown(task.due_at, zone) if task.due_at is not None else "-"
    late = task.reach is Reach.LOST
    if task.received_at is not None:
        received = shown(task.received_at, zone)
        if late:
            return say(
                "Put right the violation of {received}, overdue since {due}",
                received=received,
                due=due,
            )
        return say("Put right the violation of {received}, by {due}", received=received, due=due)
    if late:
        return say("Submit: {what}, overdue since {due}", what=task.what, due=due)
    return say("Submit: {what}, by {due}", what=task.what, due=due)


def _no_more(task: Task) -> Said:
    if task.points is not None:
        return say(
            "none more: {what} ({points} points each)", what=task.what, points=plain(task.points)
        )
    if task.reach is Reach.LOST:
        return say("{what}: {number}, no longer possible", what=task.what, number=task.number)
    return say("none may come: {what}", what=task.what)
