"""How people of the demonstration come in and go out."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from jieting.cli.room_people import CONTRACTS, OFFICES, PASSWORD, username

EVERYONE = (
    *(username(contract, role) for contract in CONTRACTS for role in contract.names),
    *(name for name, _ in OFFICES.values()),
)
"""The sign-in name of a person of every role in either contract, and of every office."""


def give(page: Page, name: str, password: str = PASSWORD) -> None:
    """Type a name and a password at the door."""
    page.locator("[name=login]").fill(name)
    page.locator("[name=password]").fill(password)
    page.locator("main button[type=submit]").first.click()


def sign_in(page: Page, name: str, path: str = "/") -> None:
    """Come in as a person who needs no second factor, and be at the page that was asked for."""
    page.goto(path)
    give(page, name)
    expect(page).not_to_have_url(re.compile("/accounts/"))


def sign_out(page: Page) -> None:
    """Go by the person's own menu."""
    page.locator(".person-menu summary").click()
    page.locator(".person-menu [type=submit]").click()
    expect(page.locator("[name=login]")).to_be_visible()


def in_english(page: Page) -> Page:
    """The page of one who has chosen English in this browser before."""
    page.goto("/accounts/login/")
    page.locator("form.language [value=en]").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    return page


def sent(page: Page, path: str, form: dict[str, str]) -> int:
    """What the server answers to a form that no page of this person offers."""
    cookies = {str(cookie["name"]): str(cookie["value"]) for cookie in page.context.cookies()}
    headers = {"X-CSRFToken": cookies["csrftoken"], "Referer": page.url}
    return page.request.post(path, form=form, headers=headers, max_redirects=0).status
