from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from jieting.apps.line.observer import process
from jieting.apps.line.observer.commands import Answer, Taken
from jieting.apps.line.observer.gaps import Gaps
from jieting.apps.line.observer.now import Now
from jieting.apps.line.observer.orders import Order
from jieting.apps.line.observer.process import Observer
from jieting.switches.asterisk.ami_facts import AmiReader
from tests.apps.line.test_observer_orders import SEAT, Wire
from tests.apps.line.told import CONTRACT, SYSTEM, T0, ToldCall, ami_event

ORDER = Order(CONTRACT, "queue_remove", SEAT)


@pytest.fixture
def observer() -> Observer:
    made = Observer(SimpleNamespace(system=SYSTEM))
    made.keeping = SimpleNamespace(now=Now(), gaps=Gaps(SYSTEM, [], None, "", []))
    made.by_ami = AmiReader(SYSTEM)
    return made


@pytest.fixture(autouse=True)
def _few_are_held(monkeypatch):
    monkeypatch.setattr(process, "MOST_HELD", 1)


def test_oddities_alone_can_overflow_too(observer):
    before = process.now_instant()
    for leg in ("a", "b"):
        observer.hear(ami_event(T0, leg, leg, "nonsense"))
    assert before <= observer.keeping.gaps.open_since <= process.now_instant()
    assert not observer.heard


def test_an_overflow_begins_with_the_first_fact_that_is_let_go(observer):
    call = ToldCall(1).offered().told("invited")
    for event in call.ami:
        observer.hear(event)
    assert observer.keeping.gaps.open_since == T0 + 1_500_000


class Slow(Wire):
    """A switch that answers only when it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.may = asyncio.Event()

    async def send(self, name: str, /, **words: str) -> dict[str, str]:
        await self.may.wait()
        return await super().send(name, **words)


def test_a_silent_switch_does_not_hold_up_the_tick(observer):
    waiting = [[Taken(1, ORDER), Taken(2, ORDER)], []]
    written: list[Answer] = []

    def commands(answers, *, connected):
        written.extend(answers)
        return waiting.pop(0) if waiting else []

    async def at_once(work):
        return work()

    async def run():
        observer.ami = Slow()
        observer.keeping.commands, observer._in_database = commands, at_once
        task = asyncio.create_task(observer._sending())
        async with asyncio.timeout(2):
            await observer._commands()
            await observer._commands()
            assert written == []
            observer.ami.may.set()
            while len(written) < 2:
                await asyncio.sleep(0)
                await observer._commands()
        task.cancel()

    asyncio.run(run())
    assert [(one.pk, one.state) for one in written] == [(1, "done"), (2, "done")]


def test_an_answer_that_could_not_be_written_is_written_later(observer):
    answer = Answer(1, CONTRACT, "done", "")

    async def away(work):
        raise process.GONE[0]

    async def run():
        observer.answers = [answer]
        observer._in_database = away
        with pytest.raises(process.GONE):
            await observer._commands()

    asyncio.run(run())
    assert observer.answers == [answer]


def test_what_waited_too_long_for_its_turn_is_not_sent(observer):
    observer.ami = Wire()
    old = datetime.now(UTC) - timedelta(seconds=31)
    asyncio.run(observer._send(Taken(1, ORDER, old)))
    assert observer.ami.sent == []
    asyncio.run(observer._send(Taken(1, ORDER, old + timedelta(seconds=20))))
    assert len(observer.ami.sent) == 1
