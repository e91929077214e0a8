"""The rooms of the line: every part of its plan, and what an agent sees of it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser import look
from tests.browser.pages import LINE, NINGDE
from tests.browser.people import sign_in
from tests.browser.test_every_page import names_on

PLAN = f"{LINE}plan/"


def test_every_part_of_a_plan_has_its_page(page: Page) -> None:
    sign_in(page, "nd-supervisor")
    page.goto(PLAN)
    expect(page.locator(f"main a[href^='{PLAN}part/']").first).to_be_visible()
    links = page.locator(f"main a[href^='{PLAN}']").evaluate_all(
        "all => all.map(one => one.getAttribute('href'))"
    )
    paths = [one for one in dict.fromkeys(links) if not one.endswith("/file/")]
    assert len(paths) > 8, paths
    wrong = []
    for path in paths:
        page.goto(path)
        english = look.english_left(look.texts(page), names_on(path))
        found = [*look.faults(page), *(f"English: {text}" for text in sorted(english))]
        wrong += [f"{path}: {one}" for one in found]
    assert not wrong, "\n".join(wrong)


def test_an_agent_begins_at_the_seat_and_sees_nothing_of_the_plan(page: Page) -> None:
    sign_in(page, "nd-agent")
    expect(page).to_have_url(f"{LINE}seat/")
    expect(page.locator("main h1")).to_be_visible()
    for path in (PLAN, f"{LINE}findings/", f"{NINGDE}recordings/"):
        assert page.request.get(path, max_redirects=0).status == 403
