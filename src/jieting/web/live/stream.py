"""The stream of a browser: ``/live/`` as Server-Sent Events, ended when the session ends."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import sync_to_async

from jieting.web.live.hub import ENDED, Client, Hub
from jieting.web.live.visitor import Visitor, look, session_key

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

HEARTBEAT_S = 15.0
"""A comment goes out so often: it keeps proxies awake and finds browsers that are gone."""
CHECKED_EVERY_S = 30.0
"""So often the session and the roles behind a stream are looked at again."""
MOST_OF_A_PERSON = 12
MOST_OF_A_PROCESS = 2_000

_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
_look = sync_to_async(look, thread_sensitive=False)


async def stream(hub: Hub, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a request for the stream until the browser leaves or the session ends."""
    if scope["method"] != "GET":
        return await _refuse(send, 405)
    key = session_key(scope["headers"])
    person = await _look(key)
    if person is None:
        return await _refuse(send, 401)
    if not _has_place(hub, person):
        return await _refuse(send, 503)
    client = Client(person.person, person.rooms)
    hub.join(client)
    try:
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        await _write(send, b"retry: 3000\nevent: ready\ndata: {}\n\n")
        await _feed(client, key, receive, send)
    finally:
        hub.leave(client)
    return None


async def _feed(client: Client, key: str, receive: Receive, send: Send) -> None:
    leaves = asyncio.create_task(_left(receive))
    looked_at = time.monotonic()
    try:
        while not leaves.done():
            message = await _next(client, leaves)
            if message == b"" or leaves.done():
                break
            if time.monotonic() - looked_at >= CHECKED_EVERY_S:
                looked_at = time.monotonic()
                person = await _look(key)
                if person is None:
                    await _write(send, ENDED)
                    break
                client.rooms = person.rooms
            await _write(send, message)
    finally:
        leaves.cancel()
    if not leaves.done() or leaves.cancelled():
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _next(client: Client, leaves: asyncio.Task[None]) -> bytes:
    """The next message, a heartbeat where none comes, or nothing when the browser leaves."""
    comes = asyncio.create_task(client.waiting.get())
    done, _ = await asyncio.wait(
        {comes, leaves}, timeout=HEARTBEAT_S, return_when=asyncio.FIRST_COMPLETED
    )
    if comes in done:
        return comes.result()
    comes.cancel()
    return b": alive\n\n"


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _has_place(hub: Hub, person: Visitor) -> bool:
    own = sum(client.person == person.person for client in hub.clients)
    return own < MOST_OF_A_PERSON and len(hub.clients) < MOST_OF_A_PROCESS


async def _write(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _refuse(send: Send, status: int) -> None:
    headers = [(b"content-type", b"text/plain"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"", "more_body": False})
