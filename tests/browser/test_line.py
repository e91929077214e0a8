"""A supervisor sets up the line: the shipped plan, its pages, a try, an announcement."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import look
from tests.browser.pages import LINE, NINGDE
from tests.browser.people import sign_in
from tests.browser.room import Room
from tests.browser.test_every_page import NAMES

PLAN = f"{LINE}plan/"


@pytest.fixture(scope="module")
def base_url(books_room: Room) -> str:
    """A product of its own: others read a line without a plan."""
    return books_room.address


def test_a_supervisor_takes_the_shipped_plan_and_looks_at_every_part(page: Page) -> None:
    sign_in(page, "nd-supervisor")
    page.goto(LINE)
    expect(page.locator(f"main a[href='{PLAN}']").first).to_be_visible()
    page.goto(PLAN)
    page.locator(f"form[action='{PLAN}begin/'] [type=submit]").click()
    expect(page.locator(f"main a[href^='{PLAN}part/']").first).to_be_visible()

    links = page.locator(f"main a[href^='{PLAN}']").evaluate_all(
        "all => all.map(one => one.getAttribute('href'))"
    )
    paths = [PLAN, *dict.fromkeys(link for link in links if not link.endswith(("/file/", "#")))]
    assert len(paths) > 8, paths
    wrong = []
    for path in [*paths, f"{PLAN}revisions/", f"{PLAN}prompts/", f"{LINE}emergency/"]:
        page.goto(path)
        english = look.english_left(look.texts(page), NAMES)
        found = [*look.faults(page), *(f"English: {text}" for text in sorted(english))]
        wrong += [f"{path}: {one}" for one in found]
    assert not wrong, "\n".join(wrong)


def test_an_agent_sees_a_seat_and_nothing_of_the_plan(page: Page) -> None:
    sign_in(page, "nd-agent")
    page.goto(f"{LINE}seat/")
    expect(page.locator("main h1")).to_be_visible()
    for path in (PLAN, f"{LINE}findings/", f"{NINGDE}recordings/"):
        assert page.request.get(path, max_redirects=0).status == 403
