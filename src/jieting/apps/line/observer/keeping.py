"""The observer's side of the database: everything that one tick writes, in one thread."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

import structlog
from django.db import InterfaceError, OperationalError, connection

from jieting.apps.audit.actions import audited
from jieting.apps.base.instants import to_datetime, to_instant
from jieting.apps.contracts.queries import contract_ids
from jieting.apps.line.models import LineCall, Switch
from jieting.apps.line.observer import commands, emergencies, metrics, seats
from jieting.apps.line.observer.batch import Batch, Stored
from jieting.apps.line.observer.commands import Answer, Taken
from jieting.apps.line.observer.ends import Ends, tell_ended
from jieting.apps.line.observer.gaps import Gaps
from jieting.apps.line.observer.now import Now
from jieting.apps.line.observer.people import People
from jieting.apps.line.observer.queue_check import QueueCheck
from jieting.apps.line.observer.sink import BY, Sink
from jieting.apps.line.observer.tidying import Tidying
from jieting.domain.line.facts import Source
from jieting.domain.periods import SECOND, Instant
from jieting.switches.asterisk.tail import Position

LOG = structlog.get_logger("jieting.line")
GONE = (OperationalError, InterfaceError)
STATUS_EVERY_S = 1.0
_TRIES = 3


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


def now_instant() -> Instant:
    """The clock as an instant."""
    return time.time_ns() // 1000


@dataclass(slots=True)
class Health:
    """What is known of the connection to the switch, to be shown."""

    connected: bool = False
    heard: Instant | None = None
    booted: Instant | None = None
    version: str = ""


@dataclass(slots=True)
class Keeping:
    """Writes what the observer has; one thread calls it, since a connection is one thread's."""

    system: str
    sink: Sink
    gaps: Gaps
    people: People = field(default_factory=People)
    now: Now = field(default_factory=Now)
    ends: Ends = field(init=False)
    check: QueueCheck = field(init=False)
    tidying: Tidying = field(init=False)
    _status_at: float = float("-inf")
    _failures: int = 0
    _behind: bool = True
    _caught_up: bool = False

    def __post_init__(self) -> None:
        self.ends = Ends(self.system)
        self.check = QueueCheck(self.system)
        self.tidying = Tidying(self.system)

    @classmethod
    def begin(cls, system: str) -> tuple[Keeping, dict[str, Position]]:
        """Where the last observer stopped. Written into the audit log: this one started."""
        at = utc_now()
        with audited("line.observer.started", by=BY, at=at, object=f"switch {system}"):
            row, _ = Switch.objects.get_or_create(system=system)
        heard = to_instant(row.seen_at) if row.seen_at is not None else None
        places = {name: Position(*place) for name, place in row.log.items()}
        keeping = cls(system, Sink(system), Gaps.since(system, heard))
        keeping.people.look()
        return keeping, places

    def store(self, batch: Batch, *, caught_up: bool) -> Stored:
        """Keep a batch. Errors: GONE where the database is; the batch is to be given again."""
        at = utc_now()
        self.sink.gaps = self.gaps.spans()
        stored = self._store(batch, at) if batch else Stored()
        self._caught_up = caught_up
        if self.gaps.to_write:
            self.gaps.write(by=BY, at=at)
            self._behind = True
        if self._behind and caught_up:
            self.gaps.caught_up(at=at)
            self._behind = False
        _count(stored, at)
        return stored

    def commands(self, answers: Sequence[Answer], *, connected: bool) -> list[Taken]:
        """Write answers; what is to be sent next."""
        at = utc_now()
        commands.answer(answers, at=at)
        return commands.take(at=at, connected=connected)

    def status(self, health: Health) -> None:
        """What pages show of the switch, at most every second; seats, plans, the queue's log."""
        if time.monotonic() - self._status_at < STATUS_EVERY_S:
            return
        self._status_at = time.monotonic()
        at = utc_now()
        for part in (self.people.look, self.sink.tell_pages, lambda: self._compare(at)):
            _safely(part)
        if self._caught_up:  # what is behind comes first
            _safely(lambda: self.tidying.forget(to_instant(at)))
            _safely(lambda: self._fold_again(at))
        if health.connected and self.now.whole and self.now.dirty:
            self.now.dirty = False
            self.sink.to_tell(queue.partition(".")[0] for queue in self.now.queues())
            _safely(lambda: seats.confirm(self.now, at=at))
        self.write_health(health, at)

    def write_health(self, health: Health, at: datetime) -> None:
        """The row of the switch."""
        self.now.calls = LineCall.objects.filter(system=self.system, over=False).count()
        seen = _moment(health.heard)
        booted = _moment(health.booted)
        Switch.objects.filter(system=self.system).update(
            connected=health.connected,
            state=self.now.told_state(to_instant(at)),
            **({"seen_at": seen} if seen is not None else {}),
            **({"booted_at": booted} if booted is not None else {}),
            **({"version": health.version[:64]} if health.version else {}),
        )

    def ended(self, alive: Sequence[str], asked: Instant, health: Health) -> Batch:
        """Ends of calls that the switch does not have any more."""
        batch = self.ends.look(alive, asked, health.booted)
        self._audit(batch)
        return batch

    def ended_before(self, booted: Instant) -> Batch:
        """Ends of calls from before the switch started, where only its logs tell that."""
        batch = self.ends.before(booted)
        self._audit(batch)
        return batch

    def to_mend(self) -> list[Taken]:
        """What to send so that queues and announcements are as they are wanted."""
        at = utc_now()
        orders = seats.to_mend(self.now, at=at)
        return [*emergencies.to_mend(at=at), *(Taken(0, order) for order in orders)]

    def _store(self, batch: Batch, at: datetime) -> Stored:
        try:
            stored = self.sink.store(batch, at=at)
        except GONE:
            raise
        except Exception:
            self._failures += 1
            if self._failures < _TRIES:
                raise
            LOG.exception("a batch cannot be kept as it is")
            stored = self._store_parts(batch, at)
        self._failures = 0
        return stored

    def _store_parts(self, batch: Batch, at: datetime) -> Stored:
        """Each thing by itself; what cannot be kept even so is in the switch's log and in ours."""
        stored = Stored()
        parts = [
            *(Batch(facts=[fact]) for fact in batch.facts),
            *(Batch(strange=[strange]) for strange in batch.strange),
            Batch(log=batch.log),
        ]
        for part in parts:
            try:
                one = self.sink.store(part, at=at)
            except GONE:
                raise
            except Exception:
                LOG.exception("one thing cannot be kept")
                continue
            stored.new += one.new
            stored.kept += one.kept
        return stored

    def _compare(self, at: datetime) -> None:
        if not self._caught_up:
            return  # what is not read yet is not missing
        strange = self.check.look(to_instant(at), contract_ids())
        if strange:
            self.sink.store(Batch(strange=strange), at=at)

    def _fold_again(self, at: datetime) -> None:
        """Calls of contracts that are here by now; each by itself where they fail together."""
        calls = self.tidying.to_fold(to_instant(at))
        if not calls:
            return
        try:
            stored = self.sink.fold_again(calls, at=at)
        except GONE:
            self.tidying.look_again()
            raise
        except Exception:
            LOG.exception("calls of a new contract cannot be worked out at once")
            for call in calls:
                _safely(partial(self.sink.fold_again, [call], at=at))
        else:
            _count(stored, at)

    def _audit(self, batch: Batch) -> None:
        if batch.facts:
            tell_ended(batch, by=BY, at=utc_now(), system=self.system)


def let_go() -> None:
    """Forget a connection that is broken; the next use makes a new one."""
    try:
        connection.close()
    except GONE:
        connection.connection = None


def _safely(part: Callable[[], object]) -> None:
    """Something beside the calls; where it fails they go on, and the log says so."""
    try:
        part()
    except GONE:
        raise
    except Exception:
        LOG.exception("part of the observer failed")


def _count(stored: Stored, at: datetime) -> None:
    now = to_instant(at)
    for source, told in stored.new:
        metrics.FACTS.labels(source).inc()
        if source == Source.AMI:
            metrics.LAG.observe(max(0, now - told) / SECOND)
    metrics.CALLS.inc(stored.kept)
    metrics.FINDINGS.inc(stored.findings)


def _moment(at: Instant | None) -> datetime | None:
    return to_datetime(at) if at is not None else None
