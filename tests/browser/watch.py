"""What goes wrong in a browser without any test looking for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Request,
    WebError,
    WebSocket,
)

INSIDE = {"about", "blob", "data"}
"""Schemes of addresses that lie in the page itself, so nothing is asked of any host."""


class Watch:
    """The faults of all pages of one test.

    Errors on the console (refusals by the Content-Security-Policy and answers of 400 and above
    are among them), uncaught exceptions, crashes, and requests to any host but the test's own.
    """

    def __init__(self, home: str) -> None:
        self.home = urlsplit(home).netloc
        self.contexts: list[BrowserContext] = []
        self.faults: list[str] = []
        self.expected: list[str] = []
        self.allowed: list[str] = []

    def follow(self, context: BrowserContext) -> None:
        """Watch every page of the context, also those that it opens later."""
        self.contexts.append(context)
        context.on("console", self._console)
        context.on("weberror", self._exception)
        context.on("request", self._request)
        context.on("page", self._page)

    def expects(self, pattern: str) -> None:
        """Take faults with this pattern as wanted; the test fails if there is none."""
        self.expected.append(pattern)

    def allows(self, pattern: str) -> None:
        """Take faults with this pattern as harmless, whether or not there are any."""
        self.allowed.append(pattern)

    def unexpected(self) -> list[str]:
        """The faults that nobody expects, and the expectations that nothing met."""
        self._catch_up()
        wrong = [
            fault
            for fault in self.faults
            if not any(re.search(one, fault) for one in (*self.expected, *self.allowed))
        ]
        missing = [
            f"expected in the browser, but did not happen: {pattern}"
            for pattern in self.expected
            if not any(re.search(pattern, fault) for fault in self.faults)
        ]
        return wrong + missing

    def shoot(self, place: Path) -> list[Path]:
        """Screenshots of the open pages as they stand; a second page's name ends in -2."""
        place.parent.mkdir(parents=True, exist_ok=True)
        taken = []
        for number, page in enumerate(self._pages(), start=1):
            path = place if number == 1 else place.with_stem(f"{place.stem}-{number}")
            with suppress(Error):  # a page that crashed has no picture
                page.screenshot(path=path)
                taken.append(path)
        return taken

    def _pages(self) -> list[Page]:
        return [page for context in self.contexts for page in context.pages]

    def _catch_up(self) -> None:
        """Let the events that the pages have already sent arrive: an answer comes after them."""
        for page in self._pages():
            with suppress(Error):
                page.evaluate("0")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _exception(self, error: WebError) -> None:
        where = error.page.url if error.page else ""
        self.faults.append(f"uncaught: {error.error} ({where})")

    def _request(self, request: Request) -> None:
        self._address(request.url)

    def _page(self, page: Page) -> None:
        page.on("crash", lambda page: self.faults.append(f"crashed: {page.url}"))
        page.on("websocket", self._socket)

    def _socket(self, socket: WebSocket) -> None:
        self._address(socket.url)

    def _address(self, url: str) -> None:
        address = urlsplit(url)
        if address.scheme not in INSIDE and address.netloc != self.home:
            self.faults.append(f"another host was asked: {url}")


@contextmanager
def judged(watch: Watch, place: Path) -> Iterator[None]:
    """Fail the body for faults that it did not expect; keep screenshots of any failure."""
    try:
        yield
        wrong = watch.unexpected()
        if wrong:
            raise AssertionError("the browser met faults:\n" + "\n".join(wrong))
    except (Exception, pytest.fail.Exception) as failure:
        if not str(failure).startswith("the browser met"):
            for fault in watch.unexpected():
                failure.add_note(fault)
        for path in watch.shoot(place):
            failure.add_note(f"screenshot: {path}")
        raise
