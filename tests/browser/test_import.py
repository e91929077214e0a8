"""A list of calls as a foreign platform writes it: mapped by clicking, checked, kept, undone."""

from __future__ import annotations

import csv
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.browser.foreign import IMPORTS, foreign_file, say_what_the_columns_are, upload
from tests.browser.look import TYPED
from tests.browser.people import sign_in
from tests.browser.watch import Watch

MONTH = "/c/post-loan/months/2026-07/"


def stats(page: Page) -> list[str]:
    return page.locator("#import .stats .stat-value").all_inner_texts()


def ids(page: Page) -> list[str]:
    """The call numbers of a list, which is its last column."""
    return page.locator("tr[data-row] td:last-child").all_inner_texts()


def in_the_list(page: Page, query: str = "first=2026-07-01&last=2026-07-31") -> list[str]:
    page.goto(f"/c/post-loan/calls/?{query}")
    return ids(page)


def bad_rows(page: Page, folder: Path) -> set[str]:
    """The rows with errors, as the file of everything found tells them."""
    with page.expect_download() as downloading:
        page.locator("main a[href$='/findings/']").click()
    path = folder / "found.csv"
    downloading.value.save_as(path)
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return {row["row"] for row in csv.DictReader(lines) if row["severity"] == "error"}


def arrived(page: Page) -> str:
    """How many calls the month page counts."""
    page.goto(MONTH)
    return page.locator("#figures tbody tr td.number").nth(1).inner_text()


def test_a_foreign_file_with_bad_rows_is_mapped_checked_kept_and_undone(
    page: Page, watch: Watch, tmp_path: Path
) -> None:
    sign_in(page, "loan-supervisor", IMPORTS)
    # A choice that comes before the answer to the one before stops that request; htmx tells it.
    watch.allows(r"htmx:(sendAbort|afterRequest)")
    file = foreign_file(tmp_path)
    upload(page, file)
    say_what_the_columns_are(page)

    # The dry run: rows are counted, the bad ones told, and no call is there yet.
    page.locator("button[name=do][value=use]").click()
    expect(page.locator("form[action$='/keep/']")).to_be_visible()
    found = page.url
    assert (stats(page)[0], stats(page)[1], stats(page)[-1]) == ("6", "4", "2")
    assert in_the_list(page) == []
    page.goto(found)
    assert bad_rows(page, tmp_path) == {"6", "7"}

    page.locator("form[action$='/keep/'] [type=submit]").click()
    expect(page.locator("[data-opens=undo]")).to_be_visible()
    page.locator("#import .stats a.opens").first.click()
    assert ids(page) == ["J-4", "J-3", "J-2", "J-1"]
    assert in_the_list(page) == ["J-4", "J-3", "J-2", "J-1"]
    assert arrived(page) == "4"

    # The same file once more has nothing new, and cannot be kept.
    upload(page, file)
    if "/mapping/" in page.url:
        say_what_the_columns_are(page)
        page.locator("button[name=do][value=use]").click()
    expect(page.locator("[data-opens=discard]")).to_be_visible()
    expect(page.locator("form[action$='/keep/']")).to_have_count(0)
    assert stats(page)[:3] == ["6", "0", "4"]
    expect(page.locator(f"a[href='{urlsplit(found).path}']")).to_be_visible()
    page.locator("[data-opens=discard]").click()
    page.locator("dialog#discard [type=submit]").click()
    assert in_the_list(page) == ["J-4", "J-3", "J-2", "J-1"]

    page.goto(found)
    page.locator("[data-opens=undo]").click()
    page.locator("dialog#undo textarea").fill(TYPED[1])
    page.locator("dialog#undo [type=submit]").click()
    expect(page.locator("[data-opens=undo]")).to_have_count(0)
    assert in_the_list(page) == []
    page.goto(IMPORTS)
    link = page.locator(f"a[href='{urlsplit(found).path}']")
    row = page.locator("tr[data-row]", has=link)
    expect(row.locator(".state-undone")).to_be_visible()
