"""Moves of both parties: proposed, seen with their effect, decided, and then in the figures."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.books import (
    EVIDENCE,
    bring,
    call_list,
    effect,
    figure,
    figure_row,
    numbers,
    open_move,
    points,
    saved,
    take,
    waits,
)
from tests.browser.conftest import Visit
from tests.browser.pages import LOAN, NINGDE
from tests.browser.people import sent, sign_in
from tests.browser.room import Room

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture(scope="module")
def base_url(books_room: Room) -> str:
    """A product of their own: these journeys change what others read."""
    return books_room.address


def test_an_exclusion_moves_the_figure_as_its_effect_had_said(visit: Visit, tmp_path: Path) -> None:
    supplier, purchaser = visit(), visit()
    month, day = f"{LOAN}months/2026-06/", "2026-06-11"
    calls = {"2026-06-10": (4, 0), day: (2, 3)}
    sign_in(supplier, "loan-supervisor")
    bring(supplier, LOAN, call_list(tmp_path / "calls.csv", "post-loan", calls, "E"))
    assert figure(supplier, month, "P-3.1")[1:] == ["3", "9"]
    facts = {"day": day, "cause": "purchaser", "reason": "采购人核心系统故障"}
    move = open_move(supplier, f"{LOAN}moves/new/exclusion/", facts, [EVIDENCE])

    # Nothing has moved, and the one who proposes does not decide.
    assert figure(supplier, month, "P-3.1")[1:] == ["3", "9"]
    assert not waits(supplier, LOAN, move)
    supplier.goto(move)
    expect(supplier.locator("#step-withdraw")).to_have_count(1)
    expect(supplier.locator("#step-agree, #step-refuse")).to_have_count(0)
    assert sent(supplier, f"{move}steps/agree/", {"revision": "1"}) == 409

    sign_in(purchaser, "loan-decider")
    assert waits(purchaser, LOAN, move)
    purchaser.locator(f"#mine a.row-link[href='{move}']").click()
    before, after = effect(purchaser, "P-3.1")
    assert numbers(before)[1:] == ["3", "9"]
    assert numbers(after)[1:] == ["0", "4"]
    with purchaser.expect_download() as downloading:
        purchaser.locator("#acts a[download]").click()
    assert Path(downloading.value.path()).read_bytes() == EVIDENCE["buffer"]
    expect(purchaser.locator("#step-withdraw")).to_have_count(0)
    assert sent(purchaser, f"{move}steps/withdraw/", {"revision": "1"}) == 409
    take(purchaser, move, "agree")
    assert not waits(purchaser, LOAN, move)

    assert figure(purchaser, month, "P-3.1") == numbers(after)[:3]
    figure_row(purchaser, "P-3.1").locator("td.number a.opens").nth(1).click()
    expect(purchaser.locator("tr[data-row]")).to_have_count(4)
    purchaser.goto(month)
    expect(purchaser.locator("#exclusions tbody tr")).to_have_count(1)


def test_a_complaint_judged_justified_moves_rate_and_points(visit: Visit, tmp_path: Path) -> None:
    supplier, purchaser, decider = visit(), visit(), visit()
    month = f"{NINGDE}months/2026-05/"
    sign_in(supplier, "nd-supervisor")
    bring(supplier, NINGDE, call_list(tmp_path / "c.csv", "hotline", {"2026-05-12": (20, 0)}, "C"))
    assert figure(supplier, month, "N-4.3")[1:] == ["0", "20"]

    # From the call itself: its number stands in the form.
    sign_in(purchaser, "nd-purchaser", f"{NINGDE}calls/?first=2026-05-12&last=2026-05-12")
    purchaser.locator("tr[data-row] a.row-link").first.click()
    call = urlsplit(purchaser.url).path
    link = str(purchaser.locator("a[href*='/moves/new/complaint/']").get_attribute("href"))
    facts = {"received_at": "2026-05-13T09:00", "category": "attitude", "what": "话务员态度生硬。"}
    move = open_move(purchaser, link, facts)
    assert figure(purchaser, month, "N-4.3")[1:] == ["0", "20"]

    assert waits(supplier, NINGDE, move)
    take(supplier, move, "investigate", {"findings": "已调听录音。", "opinion": "unjustified"})
    expect(supplier.locator("#step-judge_justified")).to_have_count(0)
    forged = {"revision": "2", "text": "无责"}
    assert sent(supplier, f"{move}steps/judge_unjustified/", forged) == 409

    sign_in(decider, "nd-decider")
    assert waits(decider, NINGDE, move)
    decider.goto(move)
    before, after = effect(decider, "N-4.3")
    assert numbers(before)[1:] == ["0", "20"]
    line = effect(decider, "N-5.2.5")
    take(decider, move, "judge_justified", {"text": "录音显示态度生硬，热线有责。"})

    assert figure(decider, month, "N-4.3") == numbers(after)[:3]
    assert numbers(after)[1:3] == ["1", "20"]
    earned = points(decider, "N-5.2.5")
    assert float(earned) == float(numbers(line[1])[0]) < float(numbers(line[0])[0])
    figure_row(decider, "N-4.3").locator("td.number a.opens").first.click()
    expect(decider.locator("tr[data-row]")).to_have_count(1)
    expect(decider.locator(f"tr[data-row] a[href='{move}']")).to_have_count(1)
    expect(decider.locator(f"tr[data-row] a[href='{call}']")).to_have_count(1)


def test_a_violation_is_rectified_within_its_hours_and_accepted(
    visit: Visit, tmp_path: Path
) -> None:
    supplier, decider = visit(), visit()
    found = datetime.now(SHANGHAI).replace(second=0, microsecond=0) - timedelta(hours=1)
    due, day = found + timedelta(hours=24), f"{found:%Y-%m-%d}"
    # The board shows months with calls.
    sign_in(supplier, "loan-manager")
    file = tmp_path / "calls.csv"
    bring(supplier, LOAN, call_list(file, "post-loan", {day: (1, 0)}, "V", f"{found:%H}"))
    sign_in(decider, "loan-decider")
    facts = {
        "level": "2",
        "received_at": f"{found:%Y-%m-%dT%H:%M}",
        "category": "non_compliance",
        "what": "未核对身份即告知贷款余额。",
    }
    move = open_move(decider, f"{LOAN}moves/new/violation/", facts)
    expect(decider.locator("#step-rectify")).to_have_count(0)

    assert waits(supplier, LOAN, move)
    row = supplier.locator("#mine tr", has=supplier.locator(f"a[href='{move}']"))
    expect(row).to_contain_text(f"{due:%Y-%m-%d %H:%M}")
    supplier.goto(move)
    expect(supplier.locator("#facts")).to_contain_text(f"{due:%Y-%m-%d %H:%M}")
    pdf = saved(supplier, "main .actions a[href$='/notice/pdf/']", tmp_path / "notice.pdf")
    text = "".join(one.extract_text() for one in PdfReader(pdf).pages)
    assert "P-8.2" in text
    word = saved(supplier, "main .actions a[href$='/notice/docx/']", tmp_path / "notice.docx")
    with ZipFile(word) as packed:
        assert "P-8.2" in packed.read("word/document.xml").decode()
    written = {"rectification": "已停岗培训并逐人考核，整改情况附后。"}
    take(supplier, move, "rectify", written, [EVIDENCE])
    expect(supplier.locator("#step-accept")).to_have_count(0)
    assert sent(supplier, f"{move}steps/accept/", {"revision": "2"}) == 409

    assert waits(decider, LOAN, move)
    take(decider, move, "accept")
    assert not waits(decider, LOAN, move)

    decider.goto(f"{LOAN}?month={found:%Y-%m}")
    clause = decider.locator("#clauses tr", has=decider.locator("a.row-link:text-is('P-8.2')"))
    expect(clause.locator(".state-met").first).to_be_visible()
    clause.locator("a[href$='/lines/P-8.2/#evidence']").click()
    expect(decider.locator(f"#evidence a[href='{move}']").first).to_be_visible()


def test_the_purchaser_cannot_edit_what_is_the_suppliers(visit: Visit) -> None:
    page = visit()
    sign_in(page, "nd-decider", f"{NINGDE}records/")
    expect(page.locator("#keep")).to_have_count(0)
    assert sent(page, f"{NINGDE}records/", {"text": "", "note": "删"}) == 403
    page.goto(f"{NINGDE}imports/")
    expect(page.locator("main a[href$='/imports/new/']")).to_have_count(0)
    assert sent(page, f"{NINGDE}imports/new/", {}) == 403

    page.goto(f"{NINGDE}deliverables/")
    document = str(page.locator("#months a[href*='/self-assessment/']").first.get_attribute("href"))
    page.goto(document)
    expect(page.locator("#hand-in")).to_have_count(0)
    assert sent(page, document, {"do": "submit", "revision": "0"}) == 403
