"""Who guesses is locked out; the security administrator lets the person in again."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.people import give, in_english, sign_in
from tests.browser.watch import Watch

TRIES = 5
HOME = re.compile("/c/post-loan/line/seat/$")


def test_five_failures_lock_the_account_until_it_is_unlocked(visit: Visit, watch: Watch) -> None:
    page = in_english(visit())
    page.goto("/")
    watch.expects("status of 429")
    for _ in range(TRIES):
        expect(page.locator("main h1")).to_have_text("Sign in")
        give(page, "loan-agent", "a-guess")
    told = page.locator("main")
    expect(told.locator("h1")).to_have_text("Locked for a while")
    expect(told).to_contain_text(re.compile(r"It opens by itself in 1[45] minutes"))
    expect(told).to_contain_text("ask the security administrator to unlock the account")

    page.get_by_role("link", name="Back to the sign-in").click()
    give(page, "loan-agent")
    expect(told.locator("h1")).to_have_text("Locked for a while")

    unlock(visit())
    page.get_by_role("link", name="Back to the sign-in").click()
    give(page, "loan-agent")
    expect(page).to_have_url(HOME)


def unlock(page: Page) -> None:
    sign_in(page, "secadmin", "/people/?text=loan-agent")
    page.locator("tr[data-row] a.row-link").click()
    page.locator("[data-opens=unlock]").click()
    page.locator("dialog#unlock [type=submit]").click()
    expect(page.locator("dialog#unlock")).to_be_hidden()
    expect(page.locator(".message").first).to_be_visible()
