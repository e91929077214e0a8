"""A real Chromium for journeys. They reach the product by HTTP alone, never by its database.

A journey needs the fixture ``base_url``, the address of the server that it visits.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.watch import Watch, judged

ROOT = Path(__file__).parents[2]
SHOTS = ROOT / "build" / "browser"
CANNOT = 3
SLOWEST = 20_000.0

LAUNCH = [
    # No name but the machine's own leads anywhere, whatever a page asks for.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
    "--no-proxy-server",
]
PERSON: dict[str, Any] = {
    "viewport": {"width": 1366, "height": 768},
    "locale": "zh-CN",
    "timezone_id": "Asia/Shanghai",
}

Visit = Callable[..., Page]


def _path_of_chromium() -> str:
    command = [sys.executable, str(ROOT / "tools" / "browser.py")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return done.stdout.strip()
    what = f"no journey in a browser is tested: {done.stderr.strip()}"
    if done.returncode == CANNOT and os.environ.get("CI", "").lower() in ("", "0", "false"):
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
