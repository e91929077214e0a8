"""A caller's number is shown for a reason, and the look stands in the audit log."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.look import TYPED
from tests.browser.pages import LOAN, NINGDE
from tests.browser.people import sent, sign_in

LOAN_CALLS = f"{LOAN}calls/"
NUMBER, MASKED = "13912345678", "139****5678"
REASON = TYPED[0]
FILE = f"""call_id,direction,queue,caller,arrived_at,queued_at,answered_at,ended_at,outcome,agent
U-1,inbound,post-loan,{NUMBER},2026-06-05 09:00:00,2026-06-05 09:00:02,2026-06-05 09:00:09,\
2026-06-05 09:03:00,answered,7001
"""


def test_a_number_is_shown_once_for_a_reason_that_the_log_keeps(
    visit: Visit, tmp_path: Path
) -> None:
    bring_a_call(visit(), tmp_path / "one.csv")
    page = visit()
    sign_in(page, "loan-quality", f"{LOAN_CALLS}?first=2026-06-05&last=2026-06-05")
    assert page.locator("tr[data-row] td").nth(3).inner_text() == MASKED
    page.locator("tr[data-row] a.row-link").first.click()
    address = page.url
    caller = page.locator("#caller")
    expect(caller).to_contain_text(MASKED)
    assert NUMBER not in page.content()

    # Without a reason the number stays what it is.
    ask(page, "")
    expect(caller).to_contain_text(MASKED)
    ask(page, REASON)
    expect(caller.locator("strong")).to_have_text(NUMBER)
    page.goto(address)
    expect(caller).to_contain_text(MASKED)
    assert NUMBER not in page.content()

    auditor = visit()
    sign_in(auditor, "auditadmin", f"/audit/?text={REASON}")
    rows = auditor.locator("tr[data-row]")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("loan-quality")
    expect(rows).to_contain_text(REASON)
    rows.locator("a.row-link").click()
    entry = auditor.locator("main")
    expect(entry).to_contain_text("post-loan")
    expect(entry).to_contain_text(address.rstrip("/").rsplit("/", 1)[1])
    assert NUMBER not in auditor.content()


def test_who_may_not_unmask_is_not_offered_it(page: Page) -> None:
    sign_in(page, "nd-manager", f"{NINGDE}calls/?outcome=answered&all=1")
    page.locator("tr[data-row] a.row-link").first.click()
    expect(page.locator("#caller")).to_contain_text("****")
    expect(page.locator("[data-opens=unmask]")).to_have_count(0)
    assert sent(page, f"{page.url}caller/", {"reason": REASON}) == 403


def bring_a_call(page: Page, file: Path) -> None:
    """The demonstration's callers came masked; this one comes whole."""
    file.write_text(FILE.replace("\\\n", ""), encoding="utf-8")
    sign_in(page, "loan-supervisor", f"{LOAN}imports/new/")
    page.locator("input[type=file]").set_input_files(file)
    page.locator("form[data-upload] [type=submit]").click()
    page.locator("form[action$='/keep/'] [type=submit]").click()
    expect(page.locator("[data-opens=undo]")).to_be_visible()


def ask(page: Page, reason: str) -> None:
    page.locator("[data-opens=unmask]").click()
    dialog = page.locator("dialog#unmask")
    dialog.locator("textarea, input[name=reason]").first.fill(reason)
    dialog.locator("[type=submit]").click()
    if not reason:
        expect(dialog).to_be_visible()
        page.keyboard.press("Escape")
