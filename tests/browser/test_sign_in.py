"""Coming in with a second factor, going out, and being sent out for doing nothing."""

from __future__ import annotations

import re
import time

from playwright.sync_api import Page, expect

from tests.browser import authenticator
from tests.browser.conftest import LeftAlone, Visit
from tests.browser.people import give, sign_in, sign_out
from tests.browser.room import IDLE_MINUTES
from tests.browser.watch import Watch

SIGN_IN = re.compile("/accounts/login/")
CODE = re.compile("/accounts/2fa/authenticate/")
SET_UP = re.compile("/accounts/2fa/totp/activate/")
STREAM_LOOKS_S = 75
"""Long enough for the stream to look at its session twice."""
BOARD = re.compile(r"/c/ningde-12123/$")


def type_code(page: Page, code: str) -> None:
    page.locator("[name=code]").fill(code)
    page.locator("main form:has([name=code]) [type=submit]").click()


def test_a_wrong_name_and_a_wrong_password_are_told_in_the_same_words(page: Page) -> None:
    page.goto("/")
    expect(page).to_have_url(SIGN_IN)
    told = []
    for name in ("nd-manager", "nobody-of-this-name"):
        give(page, name, "not-the-password")
        told.append(page.locator("main [role=alert]").inner_text())
        expect(page).to_have_url(SIGN_IN)
    assert told[0] == told[1] != ""
    assert page.locator("[name=password]").input_value() == ""


def test_the_second_factor_is_set_up_and_then_asked_for(page: Page) -> None:
    page.goto("/")
    give(page, "nd-trainer")
    expect(page).to_have_url(SET_UP)
    page.goto("/c/ningde-12123/months/")
    expect(page).to_have_url(SET_UP)
    secret = page.locator("code.secret").inner_text()

    type_code(page, authenticator.wrong(secret))
    expect(page.locator(".field-wrong")).to_be_visible()
    assert page.locator("code.secret").inner_text() == secret
    type_code(page, authenticator.code(secret))
    recovery = page.locator("ul.codes code").all_inner_texts()
    assert len(set(recovery)) == 10
    page.goto("/accounts/2fa/recovery-codes/")
    expect(page.locator("ul.codes")).to_have_count(0)
    page.goto("/")
    expect(page).to_have_url(BOARD)
    sign_out(page)

    give(page, "nd-trainer")
    expect(page).to_have_url(CODE)
    page.goto("/c/ningde-12123/")
    expect(page).to_have_url(CODE)
    type_code(page, authenticator.wrong(secret))
    expect(page.locator(".field-wrong")).to_be_visible()
    type_code(page, authenticator.code(secret, 1))
    expect(page).to_have_url(BOARD)
    sign_out(page)

    give(page, "nd-trainer")
    type_code(page, recovery[0])
    expect(page).to_have_url(BOARD)
    sign_out(page)
    give(page, "nd-trainer")
    type_code(page, recovery[0])
    expect(page.locator(".field-wrong")).to_be_visible()
    type_code(page, recovery[1])
    expect(page).to_have_url(BOARD)


def test_who_has_signed_out_is_out_in_every_tab(page: Page, watch: Watch) -> None:
    # The other tab takes over the stream of the one that left, and is refused it.
    watch.allows("status of 401")
    sign_in(page, "loan-quality")
    other = page.context.new_page()
    other.goto("/c/post-loan/calls/")
    expect(other.locator("tr[data-row]").first).to_be_visible()
    sign_out(page)
    other.reload()
    expect(other).to_have_url(SIGN_IN)
    page.go_back()
    expect(page.locator("[name=login]")).to_be_visible()


def test_the_address_asked_for_is_opened_after_signing_in(visit: Visit) -> None:
    page = visit()
    sign_in(page, "nd-supervisor", "/c/ningde-12123/calls/?outcome=abandoned&all=1")
    expect(page).to_have_url(re.compile(r"/calls/\?outcome=abandoned&all=1$"))
    # An address of elsewhere is not gone to.
    page = visit()
    page.goto("/accounts/login/?next=http://elsewhere.invalid/")
    give(page, "nd-supervisor")
    expect(page).to_have_url(BOARD)


def test_one_who_does_nothing_is_signed_out_and_told_so(left_alone: LeftAlone, page: Page) -> None:
    longest = left_alone.since + IDLE_MINUTES * 60 + 1
    page.wait_for_timeout(max(0.0, longest - time.monotonic()) * 1000)
    alone = left_alone.page
    # What was on the screen is gone without anybody's doing, and the page says why.
    ended = re.compile(r"/accounts/login/\?ended=idle&next=")
    expect(alone).to_have_url(ended, timeout=STREAM_LOOKS_S * 1000)
    expect(alone.locator("main .notice")).to_contain_text(str(IDLE_MINUTES))
    give(alone, "loan-decider")
    expect(alone).to_have_url(re.compile(r"/c/post-loan/$"))
