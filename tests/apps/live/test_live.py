from __future__ import annotations

import asyncio
import json
import os
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.contrib.sessions.backends.db import SessionStore

from jieting.apps.accounts.models import Membership
from jieting.apps.accounts.roles import Office, Role
from jieting.apps.accounts.sessions import SEEN
from jieting.apps.base.live import changed
from jieting.web.live import stream as streaming
from jieting.web.live.hub import AGAIN, Client, Hub, changed_event
from jieting.web.live.visitor import Visitor, session_key, visitor
from tests.database import server_place

# Who may hear


def _key(client) -> str:
    return client.cookies["session"].value


@pytest.mark.django_db
def test_a_person_hears_of_the_contracts_with_a_running_role_only(world):
    person = visitor(_key(world.client(Role.SUPERVISOR)))
    assert person.rooms == {world.contract}
    Membership.objects.filter(user=world.user(Role.SUPERVISOR)).update(ended_at=datetime.now(UTC))
    assert visitor(_key(world.client(Role.SUPERVISOR))).rooms == frozenset()


@pytest.mark.django_db
def test_an_administrator_hears_of_the_office_and_of_no_contract(world):
    assert visitor(_key(world.client(Office.AUDIT))).rooms == {"audit_administrator"}


@pytest.mark.django_db
def test_one_with_an_open_duty_hears_nothing_yet(world):
    user = world.user(Role.SUPERVISOR)
    user.must_change_password = True
    user.save()
    assert visitor(_key(world.client(Role.SUPERVISOR))).rooms == frozenset()


@pytest.mark.django_db
def test_without_a_living_session_nobody_hears(world):
    client = world.client(Role.SUPERVISOR)
    key = _key(client)
    assert visitor(key) is not None
    for wrong in ("", "nonsense", "x" * 32):
        assert visitor(wrong) is None
    session = SessionStore(key)
    session[SEEN] = int((datetime.now(UTC) - timedelta(hours=2)).timestamp())
    session.save()
    assert visitor(key) is None
    client.logout()
    assert visitor(key) is None


@pytest.mark.django_db
def test_a_changed_password_ends_the_stream_too(world):
    key = _key(world.client(Role.SUPERVISOR))
    user = world.user(Role.SUPERVISOR)
    user.set_password("Another-Horse-12123")
    user.save()
    assert visitor(key) is None


@pytest.mark.django_db
def test_listening_keeps_no_session_awake(world):
    key = _key(world.client(Role.SUPERVISOR))
    session = SessionStore(key)
    session[SEEN] = seen = int((datetime.now(UTC) - timedelta(minutes=5)).timestamp())
    session.save()
    visitor(key)
    assert SessionStore(key)[SEEN] == seen


@pytest.mark.parametrize(
    ("cookies", "key"),
    [
        ([b"session=abc"], "abc"),
        ([b"language=en; session=abc"], "abc"),
        ([b"language=en", b"session=abc"], "abc"),
        ([], ""),
        ([b"\xff\xfe;;;="], ""),
        ([b"sessionx=abc"], ""),
    ],
)
def test_the_session_is_read_from_the_cookies(cookies, key):
    assert session_key([(b"cookie", value) for value in cookies]) == key


# What they hear


class Browser:
    """A browser at the other end of a stream."""

    def __init__(self) -> None:
        self.sent: list[dict] = []
        self.left = asyncio.Event()

    async def receive(self):
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message):
        self.sent.append(message)

    @property
    def status(self):
        return self.sent[0]["status"]

    @property
    def text(self):
        return b"".join(message.get("body", b"") for message in self.sent).decode()

    async def hears(self, words):
        async with asyncio.timeout(10):
            while words not in self.text:
                await asyncio.sleep(0.01)


SCOPE = {"method": "GET", "headers": [(b"cookie", b"session=k")]}


@pytest.fixture
def person(monkeypatch):
    """Whom the session belongs to at each look; the last one stays."""
    looks = [Visitor(7, frozenset({"a"}))]

    async def look(_key):
        return looks.pop(0) if len(looks) > 1 else looks[0]

    monkeypatch.setattr(streaming, "_look", look)
    return looks


def _with_stream(hub, act, browser=None):
    """Open a stream, act, and wait for its end; the browser that saw it."""
    browser = browser or Browser()

    async def run():
        opened = asyncio.create_task(
            streaming.stream(hub, SCOPE, browser.receive, browser.send), name="stream"
        )
        while not browser.sent:
            await asyncio.sleep(0)
        await act(browser)
        browser.left.set()
        await asyncio.wait_for(opened, 10)

    asyncio.run(run())
    return browser


def test_only_the_rooms_of_the_person_are_heard(person):
    hub = Hub()

    async def act(browser):
        hub.tell("b/import:8")
        hub.tell("a/import:7")
        await browser.hears("import:7")

    browser = _with_stream(hub, act)
    assert browser.status == 200
    assert "import:8" not in browser.text
    assert hub.clients == set()


def test_an_event_carries_ids_and_cannot_be_broken_out_of():
    event = changed_event("a", "x\n\nevent: ended").decode()
    assert event.count("\n\n") == 1
    assert json.loads(event.split("data: ")[1]) == {"contract": "a", "topic": "x\n\nevent: ended"}


@pytest.mark.parametrize(("method", "status"), [("POST", 405), ("HEAD", 405)])
def test_only_get_opens_a_stream(person, method, status):
    browser = Browser()
    asyncio.run(streaming.stream(Hub(), {**SCOPE, "method": method}, browser.receive, browser.send))
    assert browser.status == status


def test_who_is_not_signed_in_gets_none(person):
    person[:] = [None]
    browser = Browser()
    asyncio.run(streaming.stream(Hub(), SCOPE, browser.receive, browser.send))
    assert (browser.status, browser.text) == (401, "")


def test_the_stream_ends_when_the_session_has(person, monkeypatch):
    monkeypatch.setattr(streaming, "CHECKED_EVERY_S", 0.0)
    person.append(None)
    hub = Hub()

    async def act(browser):
        hub.tell("a/import:7")
        await browser.hears("event: ended")

    assert "import:7" not in _with_stream(hub, act).text


def test_a_role_that_was_taken_is_heard_no_more(person, monkeypatch):
    monkeypatch.setattr(streaming, "CHECKED_EVERY_S", 0.0)
    monkeypatch.setattr(streaming, "HEARTBEAT_S", 0.01)
    person.append(Visitor(7, frozenset({"c"})))
    hub = Hub()

    async def act(browser):
        await browser.hears(": alive")
        hub.tell("a/import:7")
        hub.tell("c/import:9")
        await browser.hears("import:9")

    assert "import:7" not in _with_stream(hub, act).text


def test_a_heartbeat_keeps_the_way_open(person, monkeypatch):
    monkeypatch.setattr(streaming, "HEARTBEAT_S", 0.01)

    async def act(browser):
        await browser.hears(": alive")

    _with_stream(Hub(), act)


def test_a_person_has_no_more_than_some_streams(person):
    hub = Hub()
    for _ in range(streaming.MOST_OF_A_PERSON):
        hub.join(Client(7, frozenset()))
    browser = Browser()
    asyncio.run(streaming.stream(hub, SCOPE, browser.receive, browser.send))
    assert browser.status == 503


def test_one_that_is_too_slow_is_told_to_fetch_everything():
    async def run():
        client = Client(7, frozenset())
        for number in range(1_000):
            client.give(b"%d" % number)
        return [client.waiting.get_nowait() for _ in range(client.waiting.qsize())]

    waiting = asyncio.run(run())
    assert AGAIN in waiting
    assert len(waiting) <= 200
    assert waiting[-1] == b"999"


def test_stopping_ends_every_stream(person):
    hub = Hub()

    async def act(browser):
        await hub.stop()
        async with asyncio.timeout(10):
            while browser.sent[-1].get("more_body", True):
                await asyncio.sleep(0.01)

    _with_stream(hub, act)


# From the database


@pytest.fixture
def server(monkeypatch):
    place = server_place()
    url = psycopg.conninfo.make_conninfo(**place)
    monkeypatch.setenv("DATABASE_URL", url)
    return url


def test_what_is_notified_is_heard_also_after_the_connection_broke(server):
    async def run():
        hub = Hub()
        client = Client(7, frozenset({"a"}))
        hub.join(client)
        hub.start()
        assert await asyncio.wait_for(client.waiting.get(), 10) == AGAIN
        with psycopg.connect(server, autocommit=True) as other:
            other.execute("SELECT pg_notify('jieting', 'a/import:7')")
            assert await asyncio.wait_for(client.waiting.get(), 10) == changed_event(
                "a", "import:7"
            )
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE query LIKE 'LISTEN jieting%' AND pid <> pg_backend_pid()"
            )
            # Something may have been missed meanwhile.
            assert await asyncio.wait_for(client.waiting.get(), 10) == AGAIN
            other.execute("SELECT pg_notify('jieting', 'a/import:8')")
            assert await asyncio.wait_for(client.waiting.get(), 10) == changed_event(
                "a", "import:8"
            )
        await hub.stop()

    asyncio.run(run())


@pytest.mark.django_db
def test_a_topic_is_an_id():
    changed("a", "import:7")
    with pytest.raises(ValueError, match="an id, not a text"):
        changed("a", "x" * 500)
    assert "DATABASE_URL" not in os.environ
