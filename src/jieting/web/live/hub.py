"""The hub of a process: one connection that listens to the database, and every stream it feeds."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
from dataclasses import dataclass, field

import psycopg
import structlog

from jieting.apps.base.live import CHANNEL
from jieting.apps.base.metrics import LIVE_CLIENTS
from jieting.installation.database import URL_VARIABLE

LOG = structlog.get_logger("jieting.live")
AGAIN = b"event: again\ndata: {}\n\n"
"""Something may have been missed: every page fetches anew what it shows."""
ENDED = b"event: ended\ndata: {}\n\n"
"""The session is over; no more will come."""

_WAITING = 200
_IDLE_S = 20.0
_LONGEST_PAUSE_S = 15.0


@dataclass(eq=False)
class Client:
    """An open stream: whose it is, the rooms it hears of, and what it has not yet been sent."""

    person: int
    rooms: frozenset[str]
    waiting: asyncio.Queue[bytes] = field(default_factory=lambda: asyncio.Queue(_WAITING))

    def give(self, message: bytes) -> None:
        """Have a message sent; one that is too slow is told to fetch everything instead."""
        try:
            self.waiting.put_nowait(message)
        except asyncio.QueueFull:
            while not self.waiting.empty():
                self.waiting.get_nowait()
            self.waiting.put_nowait(AGAIN)


class Hub:
    """Hands each notification of the database to the streams that may hear of it."""

    def __init__(self) -> None:
        self.clients: set[Client] = set()
        self._listener: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to listen."""
        self._listener = asyncio.create_task(self._listen(), name="live listener")

    async def stop(self) -> None:
        """End every stream and stop listening; browsers come back by themselves."""
        for client in self.clients:
            client.give(b"")
        if self._listener is not None:
            self._listener.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._listener
            self._listener = None

    def join(self, client: Client) -> None:
        """Feed a stream."""
        self.clients.add(client)
        LIVE_CLIENTS.set(len(self.clients))

    def leave(self, client: Client) -> None:
        """Feed it no more."""
        self.clients.discard(client)
        LIVE_CLIENTS.set(len(self.clients))

    def tell(self, payload: str) -> None:
        """Hand on a notification, written once for all who hear it."""
        room, _, topic = payload.partition("/")
        message = changed_event(room, topic)
        for client in self.clients:
            if room in client.rooms:
                client.give(message)

    async def _listen(self) -> None:
        pause = 0.0
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(
                    os.environ[URL_VARIABLE], autocommit=True, connect_timeout=10
                ) as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    LOG.info("listening", clients=len(self.clients))
                    for client in self.clients:
                        client.give(AGAIN)
                    pause = 0.0
                    await self._hear(connection)
            except psycopg.Error as error:
                LOG.warning("not listening", error=type(error).__name__, again_in_s=int(pause))
            await asyncio.sleep(pause)
            pause = min(_LONGEST_PAUSE_S, 2 * pause or 0.5)

    async def _hear(self, connection: psycopg.AsyncConnection[tuple[object, ...]]) -> None:
        """Until the connection breaks; a silent one is asked whether it still stands."""
        while True:
            async for notice in connection.notifies(timeout=_IDLE_S):
                self.tell(notice.payload)
            await asyncio.wait_for(connection.execute("SELECT 1"), 10)


def changed_event(room: str, topic: str) -> bytes:
    """A notification as browsers read it: ids only."""
    data = json.dumps({"contract": room, "topic": topic}, separators=(",", ":"))
    return f"event: changed\ndata: {data}\n\n".encode()
