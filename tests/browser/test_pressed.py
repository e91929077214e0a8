"""A page that brings itself up to date between press and release: the click counts all the same."""

from __future__ import annotations

import time
from pathlib import Path

from playwright.sync_api import Page, Response, Route, expect

from tests.browser.foreign import IMPORTS, foreign_file, say_what_the_columns_are, upload
from tests.browser.people import sign_in
from tests.browser.watch import Watch


def is_answer(response: Response) -> bool:
    """An answer that htmx asked for the form that is being filled in."""
    return "/mapping/" in response.url and "hx-request" in response.request.headers


def later(route: Route) -> None:
    """An answer that comes only when the button is pressed already."""
    time.sleep(0.7)
    route.continue_()


def test_a_button_that_would_move_away_under_the_finger_is_still_clicked(
    page: Page, watch: Watch, tmp_path: Path
) -> None:
    sign_in(page, "loan-supervisor", IMPORTS)
    watch.allows(r"htmx:(sendAbort|afterRequest)")
    upload(page, foreign_file(tmp_path))
    say_what_the_columns_are(page)
    times = page.locator("#form")
    with page.expect_response(is_answer):
        times.select_option("")
    expect(page.locator("#maker")).not_to_contain_text("2026-07-06 09:30:12")

    page.route(lambda url: "/mapping/" in url, later)
    page.locator("button[name=do][value=use]").hover()
    with page.expect_response(is_answer) as answered:
        times.select_option("%Y/%m/%d %H:%M:%S")  # brings a table, so that all below moves
        page.mouse.down()
    answered.value.finished()
    page.wait_for_timeout(500)
    page.mouse.up()
    expect(page.locator("form[action$='/keep/']")).to_be_visible()


def test_what_came_while_a_button_was_pressed_is_fetched_after_the_release(
    page: Page, watch: Watch, tmp_path: Path
) -> None:
    sign_in(page, "loan-supervisor", IMPORTS)
    watch.allows(r"htmx:(sendAbort|afterRequest)")
    upload(page, foreign_file(tmp_path))
    say_what_the_columns_are(page)
    page.wait_for_load_state("networkidle")

    summary = page.locator("#maker summary")
    summary.hover()
    page.mouse.down()
    with page.expect_response(is_answer) as answered:
        page.locator("#column-10").select_option("")
    answered.value.finished()
    page.wait_for_timeout(500)
    expect(page.locator("#maker")).to_contain_text("非常满意")
    with page.expect_response(is_answer):
        page.mouse.up()
    expect(page.locator("#maker")).not_to_contain_text("非常满意")
