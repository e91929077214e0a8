"""A list of calls as some foreign platform writes it, and how a person brings it in."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.look import TYPED
from tests.browser.pages import LOAN

IMPORTS = f"{LOAN}imports/"
HEADER = "单据,去向,业务,对方,起点,入列,接起,止点,如何,何人,打分"
GOOD = (
    "J-1,进,post-loan,13900001111,2026/7/6 9:30:00,2026/7/6 9:30:05,2026/7/6 9:30:12,"
    "2026/7/6 9:33:00,通了,7001,好",
    "J-2,进,post-loan,13900002222,2026/7/6 10:00:00,2026/7/6 10:00:04,2026/7/6 10:00:40,"
    "2026/7/6 10:02:00,通了,7002,",
    "J-3,进,post-loan,13900003333,2026/7/6 10:20:00,2026/7/6 10:20:06,,2026/7/6 10:21:00,走了,,",
    "J-4,进,post-loan,13900001111,2026/7/7 15:00:00,2026/7/7 15:00:03,2026/7/7 15:00:09,"
    "2026/7/7 15:04:30,通了,7001,差",
)
BAD = (
    "J-5,进,post-loan,13900005555,2026/7/7 25:61:00,,,2026/7/7 16:00:00,通了,7001,",
    "J-6,进,post-loan,13900006666,2026/7/8 11:00:00,2026/7/8 11:00:05,2026/7/8 11:00:09,"
    "2026/7/8 10:00:00,通了,7001,",
)
COLUMNS = {
    "单据": "call_id",
    "去向": "direction",
    "业务": "queue",
    "对方": "caller",
    "起点": "arrived_at",
    "入列": "queued_at",
    "接起": "answered_at",
    "止点": "ended_at",
    "如何": "outcome",
    "何人": "agent",
    "打分": "rating",
}
CODES = {
    "direction": {"进": "inbound"},
    "outcome": {"通了": "answered", "走了": "abandoned"},
    "rating": {"好": "very_satisfied", "差": "dissatisfied"},
}


def foreign_file(folder: Path) -> Path:
    """The file, with two bad rows, in the encoding of a Chinese spreadsheet."""
    path = folder / f"{TYPED[2]}.csv"
    path.write_bytes("\r\n".join([HEADER, *GOOD, *BAD]).encode("gb18030"))
    return path


def upload(page: Page, file: Path) -> None:
    page.goto(f"{IMPORTS}new/")
    page.locator("input[type=file]").set_input_files(file)
    page.locator("form[data-upload] [type=submit]").click()
    page.wait_for_url(re.compile(r"/imports/\d+/"))


def say_what_the_columns_are(page: Page) -> None:
    """As fast as the hand can: nothing chosen is lost while an answer is under way."""
    expect(page.locator("button[name=do][value=use]")).to_be_disabled()
    for theirs, ours in COLUMNS.items():
        page.locator("th.maker-column", has_text=theirs).locator("select").select_option(ours)
    for ours, meanings in CODES.items():
        for theirs, meaning in meanings.items():
            code = page.locator(f"select[id^='code-{ours}-'][aria-label='{theirs}']")
            code.select_option(meaning)
    page.locator("#form").select_option("%Y/%m/%d %H:%M:%S")
    expect(page.locator("#maker")).to_contain_text("J-4")
    expect(page.locator("button[name=do][value=use]")).to_be_enabled()
    for theirs, ours in COLUMNS.items():
        chosen = page.locator("th.maker-column", has_text=theirs).locator("select")
        expect(chosen).to_have_value(ours)
