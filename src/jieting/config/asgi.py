"""The entry points of servers: pages with live streams, or live streams alone."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import sync_to_async
from django.core.asgi import get_asgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jieting.config.settings")
_pages = get_asgi_application()

from jieting.web.body_limit import BodyLimit  # noqa: E402 - models can be imported only now
from jieting.web.live.hub import Hub  # noqa: E402
from jieting.web.live.stream import Receive, Scope, Send, stream  # noqa: E402

LIVE = "/live/"
Application = Callable[[Any, Any, Any], Awaitable[None]]


class Entrance:
    """Leads a request to the live streams or to the pages; starts and stops the hub."""

    def __init__(self, pages: Application, warm_up: Callable[[], object]) -> None:
        self.pages = pages
        self.warm_up = sync_to_async(warm_up, thread_sensitive=False)
        self.hub = Hub()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or the server's own start and stop."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http" and scope["path"] == LIVE:
            await stream(self.hub, scope, receive, send)
        elif scope["type"] == "http":
            await self.pages(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        await self.warm_up()
        self.hub.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.hub.stop()
        await send({"type": "lifespan.shutdown.complete"})


async def _nothing_else(scope: Scope, receive: Receive, send: Send) -> None:
    """What a server of live streams alone says to other requests: it is there, or not here."""
    status = 200 if scope["path"] == "/health/" else 404
    headers = [(b"content-type", b"text/plain")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def _every_view() -> None:
    """Read what the first request would else wait for."""
    get_resolver().url_patterns  # noqa: B018 - asking for them imports every view


application = Entrance(BodyLimit(_pages), _every_view)
"""Pages, and live streams at ``/live/``."""
live = Entrance(_nothing_else, lambda: None)
"""Live streams alone, for a larger site behind a proxy."""
