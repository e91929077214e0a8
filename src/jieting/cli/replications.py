"""Many replications: how far they are, and the most of them when they are stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Event, Thread
from typing import Generic, TypeVar

import click

from jieting.cli.stopping import stopped
from jieting.domain.said import say
from jieting.language import Language

T = TypeVar("T")
FIRST, TIMES = 2_000, 4
"""So many replications at first, and then so many times as many at each step."""
_POLL_S = 0.1


def tell_done(done: int, of_all: int, language: Language) -> None:
    """How far it is, on standard error."""
    said = say("{done} of {all} replications", done=done, all=of_all)
    click.echo(language.render(said), err=True)


def tell_stopped(done: int, of_all: int, language: Language) -> None:
    """That fewer were done than asked for, on standard error."""
    said = say(
        "Stopped after {done} of {all} replications; the intervals are the wider.",
        done=done,
        all=of_all,
    )
    click.echo(language.render(said), err=True)


def steps(replications: int) -> Iterator[int]:
    """More and more replications up to all of them."""
    number = FIRST
    while number < replications:
        yield number
        number *= TIMES
    yield replications


def most_done(make: Callable[[int], T], replications: int, language: Language) -> T:
    """What ``make`` makes of all replications, or at Ctrl-C of the most that it had finished.

    What cannot be done in pieces is done for more and more replications: a third more work in all,
    and never long without an answer. Errors: whatever ``make`` raises.
    """
    work = _Work(make, replications, language)
    with stopped() as work.stop:
        # the main thread stays in Python, so that signals reach it
        work.start()
        while work.is_alive() and not (work.stop.is_set() and work.finished):
            work.join(_POLL_S)
    if work.failed is not None:
        raise work.failed
    done, found = work.finished[-1]
    if done < replications:
        tell_stopped(done, replications, language)
    return found


class _Work(Thread, Generic[T]):
    """The steps one after the other; a daemon, so that one under way ends with the command."""

    stop: Event

    def __init__(self, make: Callable[[int], T], replications: int, language: Language) -> None:
        super().__init__(daemon=True)
        self.make, self.replications, self.language = make, replications, language
        self.finished: list[tuple[int, T]] = []
        self.failed: Exception | None = None

    def run(self) -> None:
        """Every step, until all are done or the stop is set."""
        try:
            for number in steps(self.replications):
                self.finished.append((number, self.make(number)))
                if self.stop.is_set():
                    return
                if number < self.replications:
                    tell_done(number, self.replications, self.language)
        except Exception as error:
            self.failed = error
