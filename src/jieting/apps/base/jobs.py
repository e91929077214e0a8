"""Background work: functions that a worker runs, deferred in the transaction that asks for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import JobDeferrer

QUEUE = "work"
"""All jobs wait in one queue; a larger site runs more workers, not more queues."""

JobFunction = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Job:
    """A function that a worker runs; its arguments are ids, never data of persons.

    ``one_at_a_time`` names, with the arguments as fields, what no two running jobs may share;
    ``waits_once`` makes a second waiting job with the same arguments unnecessary.
    """

    name: str
    function: JobFunction
    one_at_a_time: str
    waits_once: bool

    def lock(self, ids: dict[str, Any]) -> str | None:
        """The lock of a job with these arguments; None where many may run."""
        return self.one_at_a_time.format(**ids) if self.one_at_a_time else None

    def waiting_lock(self, ids: dict[str, Any]) -> str | None:
        """What only one waiting job may hold; None where many may wait."""
        if not self.waits_once:
            return None
        return " ".join((self.name, *(f"{name}={ids[name]}" for name in sorted(ids))))


JOBS: dict[str, Job] = {}
"""Every job by its name; filled when Django imports each app's ``tasks``."""


def job(
    name: str,
    *,
    tries: int = 3,
    one_at_a_time: str = "",
    waits_once: bool = False,
    every: str = "",
) -> Callable[[JobFunction], JobFunction]:
    """Make a function of an app's ``tasks`` a job called ``name``: ``calls.import.check``.

    One that fails is tried again, later each time, until it ran ``tries`` times. It may run twice:
    a job whose worker died is taken up again, so it must be written to be safe then. ``every`` is
    a cron line, in UTC, for a job that needs no argument.
    """

    def decorate(function: JobFunction) -> JobFunction:
        JOBS[name] = Job(name, function, one_at_a_time, waits_once)
        retry = RetryStrategy(max_attempts=tries, exponential_wait=2) if tries > 1 else False
        if every:
            task = app.task(name=name, queue=QUEUE, retry=retry, pass_context=False)(
                _without_timestamp(function)
            )
            app.periodic(cron=every, periodic_id=name)(task)
        else:
            app.task(name=name, queue=QUEUE, retry=retry)(function)
        return function

    return decorate


def later_job(name: str, *, at: datetime | None = None, **ids: int | str) -> None:
    """Have a worker run the job ``name`` when this transaction has committed, not before ``at``.

    A roll-back takes the job with it. Errors: ValueError for a job that is not there.
    """
    later_jobs(name, [ids], at=at)


def later_jobs(
    name: str, many: Sequence[Mapping[str, int | str]], *, at: datetime | None = None
) -> None:
    """As ``later_job``, for several sets of arguments at once: one statement, not one for each."""
    if name not in JOBS:
        raise ValueError(f"no job {name!r}; there are {', '.join(sorted(JOBS))}")
    if not many:
        return
    deferrers = [_deferrer(JOBS[name], dict(ids), at) for ids in many]
    jobs = [one.make_new_job(**ids) for one, ids in zip(deferrers, many, strict=True)]
    try:
        # A savepoint: one that waits already must not spoil the transaction around.
        with transaction.atomic():
            deferrers[0].job_manager.batch_defer_jobs(jobs=jobs)
    except AlreadyEnqueued:
        if len(many) > 1:  # it cannot be told which: each by itself
            for ids in many:
                later_jobs(name, [ids], at=at)


def _deferrer(found: Job, ids: dict[str, Any], at: datetime | None) -> JobDeferrer:
    return app.configure_task(
        found.name, lock=found.lock(ids), queueing_lock=found.waiting_lock(ids), schedule_at=at
    )


def _without_timestamp(function: JobFunction) -> JobFunction:
    """The function for procrastinate, which hands a periodic job the time it was due."""

    def run(timestamp: int = 0) -> None:
        function()

    run.__name__, run.__doc__ = function.__name__, function.__doc__
    return run
