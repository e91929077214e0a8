"""The product is used without a mouse."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.pages import NINGDE
from tests.browser.people import sign_in

FOCUSED_ROW = "tr[data-row]:focus"


def test_keys_go_from_room_to_room_and_into_the_filter(page: Page) -> None:
    sign_in(page, "nd-supervisor", f"{NINGDE}calls/")
    keys = page.keyboard
    keys.press("/")
    focused = page.locator("[data-filters] :focus")
    expect(focused).to_have_count(1)
    # Letters typed into a field are letters.
    page.locator("[data-filters] input[type=text], [data-filters] input[type=search]").first.focus()
    keys.type("gb")
    expect(page).to_have_url(re.compile("/calls/"))
    keys.press("Escape")
    page.locator("main").focus()
    for letter, room in (("b", f"{NINGDE}$"), ("m", f"{NINGDE}months/"), ("c", f"{NINGDE}calls/")):
        keys.press("g")
        keys.press(letter)
        expect(page).to_have_url(re.compile(room))


def test_rows_are_chosen_and_opened_by_keys(page: Page) -> None:
    sign_in(page, "nd-supervisor", f"{NINGDE}calls/?outcome=abandoned&all=1")
    links = page.locator("tr[data-row] a.row-link")
    third = str(links.nth(2).get_attribute("href"))
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.locator(FOCUSED_ROW).locator("a.row-link")).to_have_attribute("href", third)
    page.keyboard.press("Enter")
    expect(page).to_have_url(third)


def test_the_list_of_keys_opens_and_closes(page: Page) -> None:
    sign_in(page, "nd-manager")
    page.keyboard.press("?")
    expect(page.locator("dialog#keys")).to_be_visible()
    page.keyboard.press("j")
    expect(page.locator(FOCUSED_ROW)).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator("dialog#keys")).to_be_hidden()


def test_a_keyboard_alone_signs_in_and_skips_to_the_content(page: Page) -> None:
    page.goto("/")
    expect(page.locator("[name=login]")).to_be_focused()
    page.keyboard.type("nd-decider")
    page.keyboard.press("Tab")
    page.keyboard.type("Jieting-Demo-12123")
    page.keyboard.press("Enter")
    expect(page).to_have_url(NINGDE)
    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_focused()
    expect(page.locator("a.skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()
    # Where the focus is can be seen.
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
