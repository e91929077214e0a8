"""A real Chromium for journeys. They reach the product by HTTP alone, never by its database."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.books import POLICY as BOOKS_POLICY
from tests.browser.chromium import LAUNCH, PERSON, NoChromium, path_of_chromium
from tests.browser.people import sign_in
from tests.browser.room import Room, served
from tests.browser.watch import Watch, judged

ROOT = Path(__file__).parents[2]
SHOTS = ROOT / "build" / "browser"
SLOWEST = 20_000.0
expect.set_options(timeout=SLOWEST)

Visit = Callable[..., Page]


def _path_of_chromium() -> str:
    try:
        return path_of_chromium()
    except NoChromium as none:
        what = f"no journey in a browser is tested: {none}"
        if none.excused and os.environ.get("CI", "").lower() in ("", "0", "false"):
            pytest.skip(what)
        pytest.fail(what)


# Of the package, not the session: while Playwright runs, its event loop keeps Django from the
# database in this process, so it ends before the next test elsewhere begins.
@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    path = _path_of_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=LAUNCH)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def room() -> Iterator[Room]:
    """The product with its demonstration, for all journeys of this process."""
    with served() as room:
        yield room


@pytest.fixture(scope="package")
def books_room() -> Iterator[Room]:
    """Another one, for journeys that change the books."""
    with served(BOOKS_POLICY, "books") as room:
        yield room


@pytest.fixture(scope="package")
def base_url(room: Room) -> str:
    """The address of the product."""
    return room.address


@dataclass
class LeftAlone:
    """Somebody who signed in and then did nothing."""

    page: Page
    since: float


@pytest.fixture(scope="package")
def left_alone(chromium: Browser, base_url: str) -> Iterator[LeftAlone]:
    """Of the package, and asked for early: the time passes while other journeys are made."""
    context = chromium.new_context(**PERSON, base_url=base_url)
    page = context.new_page()
    sign_in(page, "loan-decider")
    yield LeftAlone(page, time.monotonic())
    context.close()


@pytest.fixture
def watch(base_url: str) -> Watch:
    """What fails the test: ``watch.expects("status of 403")`` says what is wanted."""
    return Watch(base_url)


@pytest.fixture
def visit(chromium: Browser, base_url: str, watch: Watch) -> Iterator[Visit]:
    """Let another person come: a page with nothing stored; options are those of a context."""
    contexts = []

    def come(**options: Any) -> Page:
        context = chromium.new_context(**{**PERSON, "base_url": base_url, **options})
        contexts.append(context)
        context.set_default_timeout(SLOWEST)
        watch.follow(context)
        return context.new_page()

    yield come
    for context in contexts:
        context.close()


@pytest.fixture
def page(visit: Visit) -> Page:
    """The page of one person at a small office screen, in Chinese."""
    return visit()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    """Judge each test by its watch while its pages are still open."""
    watch = getattr(item, "funcargs", {}).get("watch")
    if watch is None:
        return (yield)
    name = re.sub(r"[^\w.=-]+", "-", item.nodeid.removeprefix("tests/browser/")).strip("-")
    for old in SHOTS.glob(f"{name}*.png"):
        old.unlink()
    with judged(watch, SHOTS / f"{name}.png"):
        return (yield)
