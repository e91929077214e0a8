"""The browser draws pages, and a fault that no test looks for fails the test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.tiny_site import Answer, serving
from tests.browser.watch import Watch, judged

ICON = '<link rel="icon" href="data:,">'
STRICT = {"Content-Security-Policy": "default-src 'self'; img-src 'self' data:"}

PAGES = {
    "/": Answer(f"{ICON}<h1>接通率</h1><a href='/quiet'>more</a>", headers=STRICT),
    "/quiet": Answer(f"{ICON}<p>quiet</p><script>console.warn('slow')</script>"),
    "/console": Answer(f"{ICON}<script>console.error('no such figure')</script>"),
    "/thrown": Answer(f"{ICON}<script>throw new Error('no such button')</script>"),
    "/rejected": Answer(f"{ICON}<script>Promise.reject(new Error('no answer'))</script>"),
    "/style": Answer(f"{ICON}<p style='color: red'>red</p>", headers=STRICT),
    "/script": Answer(f"{ICON}<script>document.title = 'x'</script>", headers=STRICT),
    "/refused": Answer(f"{ICON}<h1>no</h1>", status=403),
    "/image": Answer(f"{ICON}<img src='/absent.png'>"),
    "/abroad": Answer(f"{ICON}<img src='http://elsewhere.invalid/pixel.png'>"),
    "/neighbour": Answer(f"{ICON}<img src='http://127.0.0.1:1/pixel.png'>"),
    "/socket": Answer(f"{ICON}<script>new WebSocket('ws://elsewhere.invalid/live')</script>"),
}
FAULTS = {
    "/console": ["no such figure"],
    "/thrown": ["uncaught: .*no such button"],
    "/rejected": ["uncaught: .*no answer"],
    "/style": ["console: .*Content Security Policy.*style"],
    "/script": ["console: .*Content Security Policy.*script"],
    "/refused": ["status of 403"],
    "/image": [r"status of 404 .*absent\.png"],
    "/abroad": ["another host was asked: http://elsewhere", "ERR_NAME_NOT_RESOLVED"],
    "/neighbour": ["another host was asked: http://127.0.0.1:1/", "console: .*ERR_"],
    "/socket": ["another host was asked: ws://elsewhere", "ERR_NAME_NOT_RESOLVED"],
}


@pytest.fixture(scope="module")
def base_url() -> Iterator[str]:
    with serving(PAGES) as address:
        yield address


def test_a_page_is_drawn_for_a_person_at_a_small_office_screen(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("heading", name="接通率")).to_be_visible()
    assert page.viewport_size == {"width": 1366, "height": 768}
    assert page.evaluate("[navigator.language, new Date(0).getTimezoneOffset()]") == ["zh-CN", -480]
    page.get_by_role("link").click()
    expect(page).to_have_url("/quiet")


def test_each_person_comes_with_nothing_of_another(visit: Visit, page: Page) -> None:
    page.goto("/")
    page.evaluate("document.cookie = 'who=me'")
    other = visit(locale="en-GB", viewport={"width": 390, "height": 844})
    other.goto("/")
    assert other.evaluate("[document.cookie, navigator.language]") == ["", "en-GB"]


@pytest.mark.parametrize("path", FAULTS)
def test_a_fault_is_seen_and_can_be_expected(path: str, page: Page, watch: Watch) -> None:
    for pattern in FAULTS[path]:
        watch.expects(pattern)
    page.goto(path)
    latest = monotonic() + 10
    while watch.unexpected() and monotonic() < latest:
        page.wait_for_timeout(20)
    assert watch.unexpected() == []
    watch.expected.clear()
    assert watch.unexpected() == watch.faults != []
    watch.expects("")


def test_a_fault_fails_the_test_and_leaves_a_picture(
    page: Page, watch: Watch, tmp_path: Path
) -> None:
    shot = tmp_path / "shot.png"
    with pytest.raises(AssertionError, match="no such figure") as raised, judged(watch, shot):
        page.goto("/console")
    assert f"screenshot: {shot}" in raised.value.__notes__
    assert shot.stat().st_size > 1000
    watch.expects("no such figure")


def test_a_failure_tells_the_faults_beside_it(page: Page, watch: Watch, tmp_path: Path) -> None:
    page.goto("/thrown")
    with pytest.raises(ZeroDivisionError) as raised, judged(watch, tmp_path / "shot.png"):
        raise ZeroDivisionError
    assert any("no such button" in note for note in raised.value.__notes__)
    watch.expects("no such button")


def test_an_expected_fault_must_come(page: Page, watch: Watch) -> None:
    page.goto("/")
    watch.expects("status of 403")
    assert watch.unexpected() == [
        "expected in the browser, but did not happen: status of 403",
    ]
    watch.expected.clear()


def test_an_allowed_fault_may_come_or_not(page: Page, watch: Watch) -> None:
    watch.allows("no such figure")
    page.goto("/console")
    page.goto("/")
    assert watch.unexpected() == []
