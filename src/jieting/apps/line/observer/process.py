"""The observer's loop: hears the switch, reads its logs, and has the database keep both."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import TypeVar

import structlog

from jieting.apps.line.observer import metrics
from jieting.apps.line.observer.batch import Batch
from jieting.apps.line.observer.commands import Answer, Taken, send
from jieting.apps.line.observer.findings import log_lost, unusable
from jieting.apps.line.observer.hearing import Hearing
from jieting.apps.line.observer.keeping import (
    GONE,
    Health,
    Keeping,
    let_go,
    now_instant,
    utc_now,
)
from jieting.apps.line.observer.queue_check import FILE as QUEUE_LOG
from jieting.domain.line.facts import Fact
from jieting.domain.periods import SECOND, Instant
from jieting.installation.switch import SwitchPlace
from jieting.switches.asterisk.ami import Ami, AmiError, Message
from jieting.switches.asterisk.ami_facts import AmiReader
from jieting.switches.asterisk.cel import FILE as CEL
from jieting.switches.asterisk.cel import CelReader
from jieting.switches.asterisk.milestone import Strange
from jieting.switches.asterisk.tail import Position, Read, Tail

LOG = structlog.get_logger("jieting.line")
TICK_S = 0.2
LEAST_PAUSE_S = 0.05
MOST_HELD = 20_000
"""So many facts are held while the database is away; of more, only the log on disk is kept."""
LONGEST_PAUSE_S = 2.0
LOOK_EVERY = 30 * SECOND
LOOK_AGAIN = 6 * SECOND
LOOK_SOON = 2 * SECOND

T = TypeVar("T")


class Observer:
    """One switch's observer, from its start to its stop."""

    def __init__(self, place: SwitchPlace) -> None:
        self.place = place
        self.system = place.system
        self.health = Health()
        self.ami: Ami | None = None
        self.heard = Batch()
        self.pending: Batch | None = None
        self.answers: list[Answer] = []
        self.to_send: asyncio.Queue[Taken] = asyncio.Queue()
        self.caught_up = False
        self.look_at: list[Instant] = []
        self.stopping = asyncio.Event()
        self._overflowed = False
        self._ended_before: Instant | None = None
        self._tailed: dict[str, Tail] = {}
        self._compared = Position()
        self._database = ThreadPoolExecutor(1, thread_name_prefix="line")

    async def run(self) -> None:
        """Until a signal to stop; what was heard by then is kept."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stopping.set)
        try:
            if await self._begin():
                await self._go()
        finally:
            self._database.shutdown(wait=True)

    async def _begin(self) -> bool:
        """Where the last one stopped; waits for the database. False: asked to stop before."""
        while not self.stopping.is_set():
            try:
                self.keeping, places = await self._in_database(lambda: Keeping.begin(self.system))
            except GONE:
                await self._pause(1.0)
                continue
            for name in (CEL, QUEUE_LOG):
                position = places.get(name, Position())
                self._tailed[name] = Tail(self.place.logs / name, position)
            self._compared = self._tailed[QUEUE_LOG].position
            self.by_ami = AmiReader(self.system, self.keeping.people.name)
            self.by_cel = CelReader(self.system, self.keeping.people.name)
            return True
        return False

    async def _go(self) -> None:
        hearing = Hearing(self.place, self.hear, self.began, self.ended)
        tasks = [
            asyncio.create_task(hearing.run(), name="hearing"),
            asyncio.create_task(self._sending(), name="sending"),
            asyncio.create_task(self._looking(), name="looking"),
        ]
        try:
            clock, pause = asyncio.get_running_loop().time, TICK_S
            while not self.stopping.is_set():
                began = clock()
                pause = await self._tick(pause)
                # A tick that took long is not followed by a rest: what came meanwhile waits.
                spent = clock() - began if pause == TICK_S else 0.0
                await self._pause(max(pause - spent, min(pause, LEAST_PAUSE_S)))
        finally:
            for task in tasks:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
            await self._last()

    def hear(self, event: Message) -> None:
        """An event of the switch; must not wait."""
        self.health.heard = now_instant()
        if event.get("Event") == "FullyBooted":
            uptime = event.get("Uptime", "")
            if uptime.isdigit():
                self.health.booted = self.health.heard - int(uptime) * SECOND
            return
        try:
            self.keeping.now.hear(event)
        except Exception:
            LOG.exception("an event about queues cannot be used", told=event.get("Event"))
        if self._overflowed:
            return
        _read(lambda: self.by_ami.facts(event), self.heard)
        if len(self.heard) > MOST_HELD:
            # The log on disk has them too; what only the live stream tells is a gap from here.
            self._overflowed = True
            since = min((fact.at for fact in self.heard.facts), default=self.health.heard)
            self.keeping.gaps.begin(since, "overflow")
            self.heard = Batch()
            LOG.error("facts in memory were let go", more_than=MOST_HELD)

    async def began(self, ami: Ami) -> None:
        """The switch is heard from now on."""
        told = await ami.send("CoreSettings")
        if told.get("SystemName") != self.system:
            named = told.get("SystemName") or "-"
            raise AmiError(f"the switch there is called {named}, not {self.system}")
        at = now_instant()
        self.ami, self.health.connected = ami, True
        self.health.version = told.get("AsteriskVersion", ami.version)
        self.health.heard = at
        if not self._overflowed:
            self.keeping.gaps.end(at)
        self.look_at = [at, at + LOOK_AGAIN]

    def _note_alive(self) -> None:
        """A quiet switch is heard by its answers to pings."""
        if self.ami is not None:
            told = int(self.ami.told_at * SECOND)
            self.health.heard = max(self.health.heard or 0, told)

    def ended(self) -> None:
        """The switch is not heard any more."""
        self._note_alive()
        if self.ami is not None:
            self.keeping.gaps.begin(self.health.heard or now_instant(), "disconnected")
        self.ami, self.health.connected = None, False
        self.keeping.now.whole = False

    async def _tick(self, pause: float) -> float:
        """Read, keep, send; how long to wait for the next."""
        self._note_alive()
        try:
            more = await self._keep()
            await self._commands()
            await self._in_database(lambda: self.keeping.status(self.health))
        except GONE as error:
            longer = min(max(pause, TICK_S) * 2, LONGEST_PAUSE_S)
            if pause <= TICK_S:
                LOG.warning("the database is away", reason=type(error).__name__)
            await self._in_database(let_go)
            return longer
        except AmiError:
            return TICK_S  # the hearing sees to it
        except Exception:
            LOG.exception("a tick of the observer failed")
            return LONGEST_PAUSE_S
        return 0.0 if more else TICK_S

    async def _keep(self) -> bool:
        """Keep what was heard and read since; True where more waits in a log."""
        if self.pending is None:
            self.pending = self._collect()
        batch, caught_up = self.pending, self.caught_up
        metrics.HELD_BACK.set(len(batch) + len(self.heard))
        await self._in_database(lambda: self.keeping.store(batch, caught_up=caught_up))
        self.pending = None
        if self._overflowed and self.caught_up:
            self._overflowed = False
            if self.ami is not None:
                self.keeping.gaps.end(now_instant())
        return not self.caught_up

    def _collect(self) -> Batch:
        """What was heard, and the next lines of the logs with the positions after them."""
        batch, self.heard = self.heard, Batch()
        read = self._tail(CEL, batch)
        for line in read.lines:
            _read(partial(self.by_cel.facts, line), batch)
        before = self._tailed[QUEUE_LOG].position
        queue = self._tail(QUEUE_LOG, batch)
        check = self.keeping.check
        check.take(queue.lines, before, queue.position)
        # Not how far it was read, but how far its lines were compared with the books.
        if (compared := check.position()) != self._compared:
            self._compared = batch.log[QUEUE_LOG] = compared
        else:
            batch.log.pop(QUEUE_LOG, None)
        self.caught_up = read.at_end and queue.at_end
        return batch

    def _tail(self, name: str, batch: Batch) -> Read:
        tail = self._tailed[name]
        before = tail.position
        read = tail.read()
        if read.position != before:
            batch.log[name] = read.position
        if read.lost:
            batch.add(Strange(f"log:{name}:{before.inode}", "", log_lost(name)))
        return read

    async def _commands(self) -> None:
        """Write answers, take what waits, hand it to who sends it."""
        answers, connected = list(self.answers), self.ami is not None
        taken = await self._in_database(lambda: self.keeping.commands(answers, connected=connected))
        # Others came in meanwhile.
        del self.answers[: len(answers)]
        for one in taken:
            self.to_send.put_nowait(one)

    async def _sending(self) -> None:
        """Send one after the other, for as long as it takes; what is heard is kept meanwhile."""
        while True:
            taken = await self.to_send.get()
            try:
                await self._send(taken)
            except Exception:
                LOG.exception("a command cannot be sent", kind=taken.order.kind)

    async def _send(self, taken: Taken) -> None:
        if self.ami is None or taken.is_too_old(utc_now()):
            return  # it is marked lost, as what nobody answered is
        answer = await send(taken, self.ami, self.system, now_instant())
        self.heard.facts += answer.facts
        if taken.pk:
            self.answers.append(answer)

    async def _looking(self) -> None:
        """Look now and then; a busy switch answers slowly, and nothing else waits for that."""
        while True:
            try:
                await self._look()
            except GONE:
                LOG.warning("the switch is looked at once the database is back")
            except Exception:
                LOG.exception("what the switch has cannot be compared")
            await self._pause(TICK_S)

    async def _look(self) -> None:
        """Ask the switch what it has, after a connection and now and then."""
        booted = self.keeping.check.started
        if self.ami is None:
            if booted is not None and booted != self._ended_before and self.caught_up:
                ends = await self._in_database(lambda: self.keeping.ended_before(booted))
                self.heard.join(ends)
                self._ended_before = booted
            return
        at, ami, due = now_instant(), self.ami, self.look_at
        if not due or at < due[0] or not self.caught_up:
            return
        later = due[1:] or [at + LOOK_EVERY]
        try:
            await self._look_at_calls_and_queues(ami, at)
        except AmiError as error:
            # A switch that is still starting knows its queues a little later.
            LOG.warning("the switch does not tell what it has", reason=str(error))
            later = [at + LOOK_SOON, at + LOOK_SOON + LOOK_AGAIN]
        if self.look_at is due:  # else the switch was connected anew meanwhile
            self.look_at = later

    async def _look_at_calls_and_queues(self, ami: Ami, at: Instant) -> None:
        channels = await ami.ask_list("CoreShowChannels")
        self.keeping.now.begin(await ami.ask_list("QueueStatus"), now_instant())
        alive = [one.get("Linkedid", "") for one in channels]
        ends = await self._in_database(lambda: self.keeping.ended(alive, at, self.health))
        self.heard.join(ends)
        if self.to_send.empty():
            for one in await self._in_database(self.keeping.to_mend):
                self.to_send.put_nowait(one)

    async def _last(self) -> None:
        """Keep what is left; the switch is not heard by this observer any more."""
        self.health.connected = False
        with suppress(*GONE):
            await self._keep()
            answers = self.answers
            await self._in_database(lambda: self.keeping.commands(answers, connected=False))
            await self._in_database(lambda: self.keeping.write_health(self.health, utc_now()))
        await self._in_database(let_go)

    async def _in_database(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._database, work)

    async def _pause(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.stopping.wait()


def _read(reader: Callable[[], Iterator[Fact | Strange]], into: Batch) -> None:
    """Take in what is told; what our own reader trips over is a finding and stops nothing."""
    try:
        for told in reader():
            into.add(told)
    except Exception as error:
        LOG.exception("something that was told cannot be read")
        name = type(error).__name__
        into.add(Strange(f"unreadable:{name}", "", unusable("", name)))
