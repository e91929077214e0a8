"""The limit of what a request may bring, held before anything of it is written to disk."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from http.cookies import CookieError, SimpleCookie
from io import BytesIO
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.handlers.asgi import ASGIRequest
from django.template.loader import render_to_string
from django.utils import translation

from jieting.apps.base.problems import MEDIA_TYPE
from jieting.apps.calls.imports.limits import most_bytes
from jieting.apps.moves.evidence import LARGEST, MOST_FILES
from jieting.web.api.errors import answer, too_large
from jieting.web.live.visitor import session_key, visitor

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

OF_STRANGERS = 1_000_000
"""Bytes from one who is not signed in: more than any form of ours that such a person sees."""
OF_FORMS = 20_000_000
"""Bytes of a signed-in person's form, a records file among them."""
OF_EVIDENCE = LARGEST * MOST_FILES
"""Bytes of the files of a move: their page tells what is too much, and keeps what was typed."""
AROUND_A_FILE = 100_000
"""Bytes of a form around its file."""
_CSP = (
    b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    b"font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'"
)


class BodyLimit:
    """Stops a request whose body is larger than its sender and its page may send.

    What is announced too large is refused unread. Where the announcement is missing or a lie, the
    bytes are counted, and the pages see a sender who left.
    """

    def __init__(self, pages: Application) -> None:
        self.pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it with 413."""
        told = _told_length(scope)
        if told is not None and told <= OF_STRANGERS:
            most = OF_STRANGERS
        else:
            most = await _most(scope)
        if told is not None and told > most:
            return await _refuse(scope, send)
        counted = _Counted(receive, send, most)
        await self.pages(scope, counted.receive, counted.send)
        if counted.too_large and not counted.answered:
            await _refuse(scope, send)
        return None


class _Counted:
    """A request whose bytes are counted on their way in."""

    def __init__(self, receive: Receive, send: Send, most: int) -> None:
        self._receive = receive
        self._send = send
        self._left = most
        self.too_large = False
        self.answered = False

    async def receive(self) -> dict[str, Any]:
        """The next part of the body; once there were too many bytes, only that the sender left."""
        if self.too_large:
            return {"type": "http.disconnect"}
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            self.too_large = True
            return {"type": "http.disconnect"}
        return message

    async def send(self, message: dict[str, Any]) -> None:
        """A part of the answer, which is then not ours to give."""
        self.answered = True
        await self._send(message)


def _told_length(scope: Scope) -> int | None:
    """What the request says of its length: 0 where it has no body, None where it does not say."""
    headers = dict(scope["headers"])
    told = headers.get(b"content-length", b"")
    if told.isdigit():
        return int(told)
    return None if b"transfer-encoding" in headers or told else 0


async def _most(scope: Scope) -> int:
    """The most bytes that this sender may send to this page."""
    if b"authorization" in dict(scope["headers"]) and scope["path"].startswith("/api/"):
        return most_bytes() + AROUND_A_FILE
    key = session_key(scope["headers"])
    if await sync_to_async(visitor, thread_sensitive=False)(key) is None:
        return OF_STRANGERS
    return _of_page(scope["path"])


def _of_page(path: str) -> int:
    """The most bytes that a signed-in person may send to a page."""
    if path.endswith("/imports/new/"):
        return most_bytes() + AROUND_A_FILE
    return OF_EVIDENCE + AROUND_A_FILE if "/moves/" in path else OF_FORMS


async def _refuse(scope: Scope, send: Send) -> None:
    api = scope["path"].startswith("/api/")
    body = _problem(scope) if api else _page(scope)
    kind = MEDIA_TYPE.encode() if api else b"text/html; charset=utf-8"
    headers = [
        (b"content-type", kind),
        (b"content-length", str(len(body)).encode()),
        (b"content-security-policy", _CSP),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        # The rest of the body is not read, so nothing else can come on this connection.
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _problem(scope: Scope) -> bytes:
    language = translation.get_language_from_request(ASGIRequest(scope, BytesIO()))
    with translation.override(language):
        return answer(413, [too_large()]).content


def _page(scope: Scope) -> bytes:
    with translation.override(_language(scope)):
        return render_to_string("errors/413.html", {"page_language": _language(scope)}).encode()


def _language(scope: Scope) -> str:
    try:
        cookies = SimpleCookie(dict(scope["headers"]).get(b"cookie", b"").decode("latin-1"))
    except CookieError:
        cookies = SimpleCookie()
    found = cookies.get(settings.LANGUAGE_COOKIE_NAME)
    chosen = found.value if found else ""
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
