"""A page that brings itself up to date between press and release: the click counts all the same."""

from __future__ import annotations

import time
from pathlib import Path

from playwright.sync_api import Page, Response, Route, expect

from tests.browser.foreign import IMPORTS, foreign_file, say_what_the_columns_are, upload
from tests.browser.people import sign_in
from tests.browser.watch import Watch

WRITTEN = "%Y/%m/%d %H:%M:%S"
READ = "2026-07-06 09:30:12"
"""How the times of the file are written, and one of them once that is known."""


def is_answer(response: Response) -> bool:
    """An answer that htmx asked for the form that is being filled in."""
    return "/mapping/" in response.url and "hx-request" in response.request.headers


def later(route: Route) -> None:
    """An answer that comes only when the button is pressed already."""
    time.sleep(0.7)
    route.continue_()


def test_a_page_that_changes_between_press_and_release(
    page: Page, watch: Watch, tmp_path: Path
) -> None:
    sign_in(page, "loan-supervisor", IMPORTS)
    watch.allows(r"htmx:(sendAbort|afterRequest)")
    upload(page, foreign_file(tmp_path))
    say_what_the_columns_are(page)
    form, times = page.locator("#maker"), page.locator("#form")
    with page.expect_response(is_answer):
        times.select_option("")
    expect(form).not_to_contain_text(READ)

    # What is no button that sends: the news comes as soon as it is released.
    form.locator("summary").hover()
    page.mouse.down()
    with page.expect_response(is_answer) as answered:
        times.select_option(WRITTEN)
    answered.value.finished()
    page.wait_for_timeout(500)
    expect(form).not_to_contain_text(READ)
    page.mouse.up()
    expect(form).to_contain_text(READ)

    # A button that sends: its click counts, although an answer came for the form around it.
    with page.expect_response(is_answer):
        times.select_option("")
    expect(form).not_to_contain_text(READ)
    page.route(lambda url: "/mapping/" in url, later)
    page.locator("button[name=do][value=use]").hover()
    with page.expect_response(is_answer) as answered:
        times.select_option(WRITTEN)
        page.mouse.down()
    answered.value.finished()
    page.wait_for_timeout(500)
    page.mouse.up()
    expect(page.locator("form[action$='/keep/']")).to_be_visible()
