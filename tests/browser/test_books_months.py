"""A month from its self-assessment to the seal, a correction, and the quarter that is paid."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit
from zipfile import ZipFile

import pytest
from playwright.sync_api import Locator, Page, expect

from jieting.cli.room_people import PASSWORD
from tests.browser.books import (
    EVIDENCE,
    draw,
    numbers,
    open_move,
    points,
    saved,
    sign,
    take,
)
from tests.browser.conftest import Visit
from tests.browser.month import assessed, shown
from tests.browser.pages import NINGDE
from tests.browser.people import give, sent, sign_in
from tests.browser.room import Room
from tests.browser.watch import Watch
from tests.command import jieting

MONTHS = ("2026-07", "2026-08", "2026-09")
"""A quarter of the contract, with nothing undecided in the demonstration."""

SECOND = "nd-second"
ITEM = "N-4.1"
REPORTS = "N-5.2.2"
LEAK = "N-5.2.1"


@pytest.fixture(scope="module")
def base_url(books_room: Room) -> str:
    """A product of their own: these journeys change what others read."""
    return books_room.address


def month(name: str) -> str:
    return f"{NINGDE}months/{name}/"


def seal(name: str) -> str:
    return f"{month(name)}seal/"


def test_a_quarter_is_assessed_disputed_sealed_corrected_and_settled(
    visit: Visit, watch: Watch, tmp_path: Path
) -> None:
    watch.expects("status of 422")  # a value of one's own without its reason
    manager, decider, first, second = visit(), visit(), visit(), visit()
    sign_in(manager, "nd-manager")
    sign_in(decider, "nd-decider")
    sign_in(first, "nd-purchaser")
    come_newly(visit(), second)

    form = reopened(manager, first)
    written(manager, form)
    returned(decider, form)
    disputed(manager, decider, first, second, form)

    for name in MONTHS:
        draw(manager, seal(name))
        sign(manager, seal(name))
        expect(manager.locator("form[action$='/sign/']")).to_have_count(0)
        sign(decider, seal(name))
        expect(decider.locator("#sealed tr[data-row]")).to_have_count(1)
    bundle = taken_away(decider, "2026-08", 1, tmp_path)
    agrees_everywhere(manager, "2026-08", bundle, tmp_path)
    corrected(manager, decider, "2026-08")
    chain = [taken_away(manager, "2026-08", number, tmp_path) for number in (1, 2)]
    done = jieting("verify", *chain)
    assert done.code == 0, done.out + done.err
    settled(manager, decider, tmp_path)


def come_newly(page: Page, newcomer: Page) -> None:
    """A third person of the purchaser: no reviewer may have decided before."""
    sign_in(page, "secadmin", "/people/new/?party=demo-traffic-police")
    page.locator("[name=username]").fill(SECOND)
    page.locator("[name=name]").fill("复核人（演示）")
    page.locator("[type=checkbox][value=purchaser_supervisor]").check()
    page.locator("main form [type=submit]").last.click()
    once = page.locator("[data-secret]").inner_text()

    newcomer.goto("/")
    give(newcomer, SECOND, once)
    newcomer.locator("[name=oldpassword]").fill(once)
    newcomer.locator("[name=password1]").fill(PASSWORD)
    newcomer.locator("[name=password2]").fill(PASSWORD)
    newcomer.locator("main form:has([name=password1]) [type=submit]").click()
    expect(newcomer.locator("[name=password1]")).to_have_count(0)


def reopened(manager: Page, reviewer: Page) -> str:
    """The supplier asks to hand in September's self-assessment once more; its page."""
    manager.goto(f"{NINGDE}deliverables/")
    row = manager.locator("#months tbody tr", has_text="2026-09")
    form = str(row.locator("a[href*='/self-assessment/']").get_attribute("href"))
    move = f"{NINGDE}moves/{form.split('/')[-3]}/"
    facts = {"reason": "接通率口径有误，申请更正后重新报送。"}
    dispute = open_move(manager, f"{move}dispute/", facts)
    told = {"outcome": "deliverable/returned", "text": "同意退回更正。"}
    take(reviewer, dispute, "overturn_it", told)
    return form


def written(manager: Page, form: str) -> None:
    """A value of one's own needs a reason; then it is handed in."""
    manager.goto(form)
    value = manager.locator(f"[name='value-{ITEM}']")
    value.fill("99.00")
    hand_in = manager.locator("#hand-in button[value=submit]")
    hand_in.click()
    expect(manager.locator(".finding")).to_have_count(1)
    expect(value).to_have_value("99.00")
    manager.locator(f"[name='reason-{ITEM}']").fill("剔除尚未确认的中断时段后计算。")
    hand_in.click()
    expect(manager.locator("#versions tbody tr")).to_have_count(1)
    expect(manager.locator("#hand-in")).to_have_count(0)


def returned(decider: Page, form: str) -> None:
    """The purchaser finds one item untrue; the reports' line loses points for it."""
    decider.goto(month("2026-09"))
    before = points(decider, REPORTS)
    decider.goto(form)
    expect(decider.locator("#items tr.changed")).to_contain_text("99.00")
    decider.locator(f"[name='untrue-{ITEM}']").check()
    decider.locator(f"[name='why-{ITEM}']").fill("中断时段未经确认，不得剔除。")
    decider.locator("#review [name=text]").fill("自评数据不实。")
    decider.locator("#review button[value=return]").click()
    expect(decider.locator("#untrue li")).to_have_count(1)
    decider.goto(month("2026-09"))
    assert float(points(decider, REPORTS)) < float(before)


def disputed(manager: Page, decider: Page, first: Page, second: Page, form: str) -> None:
    """Only who has not decided on it before reviews it; then the points are back."""
    move = f"{NINGDE}moves/{form.split('/')[-3]}/"
    manager.goto(month("2026-09"))
    lost = float(points(manager, REPORTS))
    reason = {"reason": "差异已说明理由，不属于不实。"}
    dispute = open_move(manager, f"{move}dispute/", reason, [EVIDENCE])
    for page in (decider, first):
        page.goto(dispute)
        expect(page.locator(f"form[action='{dispute}steps/uphold/']")).to_have_count(0)
        told = {"revision": "1", "text": "维持原决定"}
        assert sent(page, f"{dispute}steps/uphold/", told) == 409
    manager.goto(seal("2026-09"))
    expect(manager.locator(f"#draw a[href='{dispute}']")).to_have_count(1)
    assert sent(manager, f"{seal('2026-09')}draw/", {}) == 409

    told = {"outcome": "deliverable/accepted", "text": "理由充分，不属于不实。"}
    take(second, dispute, "overturn_it", told)
    second.goto(move)
    expect(second.locator("#linked tr[data-row]")).to_have_count(2)
    expect(second.locator("#acts")).to_contain_text("不得剔除")
    manager.goto(month("2026-09"))
    assert float(points(manager, REPORTS)) > lost


def taken_away(page: Page, name: str, number: int, folder: Path) -> Path:
    """The bundle of a seal, as its list of revisions offers it."""
    page.goto(seal(name))
    place = folder / f"{name}-{number}.zip"
    return saved(page, f"#sealed tr[data-row]:nth-child({number}) a[download]", place)


def agrees_everywhere(page: Page, name: str, bundle: Path, folder: Path) -> None:
    """Page, export, ``jieting assess`` on what is exported, and the bundle say the same."""
    done = jieting("verify", bundle)
    assert done.code == 0, done.out + done.err
    page.goto(month(name))
    head = shown(page).heads[:2]
    exported = json.loads(
        saved(page, "a[href$='/export/json/']", folder / "month.json").read_text()
    )
    said = assessed(page, "ningde-12123", name, folder)
    assert exported == said
    assert head == [said["score"], said["coefficient"]]
    with ZipFile(bundle) as packed:
        assert {**json.loads(packed.read("result.json")), "what_if": said["what_if"]} == said


def corrected(manager: Page, decider: Page, name: str) -> None:
    """A finding that comes late moves nothing that is sealed, until both sign a correction."""
    decider.goto(month(name))
    sealed, score = points(decider, LEAK), shown(decider).heads[0]
    facts = {"day": f"{name}-20", "what": "来电人资料外传。", "consequence": "harm"}
    move = open_move(decider, f"{NINGDE}moves/new/confidentiality/", facts)
    take(decider, move, "confirm", {"consequence": "harm", "text": "已核实，造成后果。"})

    decider.goto(month(name))
    assert (points(decider, LEAK), shown(decider).heads[0]) == (sealed, score)
    expect(decider.locator("[data-sealed]")).to_be_visible()
    decider.goto(seal(name))
    expect(decider.locator("#difference")).to_contain_text(urlsplit(move).path.split("/")[-2])
    change = decider.locator("#difference .pairs dd").first
    before, after = numbers(change.inner_text())
    assert before == score
    assert float(after) < float(before)

    draw(decider, seal(name), "封账后查实一件信息保密问题。")
    sign(decider, seal(name))
    manager.goto(month(name))
    assert shown(manager).heads[0] == score
    sign(manager, seal(name))
    expect(manager.locator("#sealed tr[data-row]")).to_have_count(2)
    expect(manager.locator("#difference")).to_have_count(0)
    manager.goto(month(name))
    assert shown(manager).heads[0] == after


def settled(manager: Page, decider: Page, folder: Path) -> None:
    """The quarter pays what its three sealed scores give, and its statement says so."""
    quarter = f"{NINGDE}quarters/{MONTHS[0]}/"
    manager.goto(quarter)
    scores = manager.locator("#months tr[data-row] td.number:nth-child(4)").all_inner_texts()
    manager.locator("form[action$='/draw/'] [type=submit]").click()
    expect(manager.locator("form[action$='/sign/']")).to_be_visible()
    typed = typing_is_kept(decider, quarter, lambda: sign(manager, quarter))
    expect(manager.locator("form[action$='/sign/']")).to_have_count(0)
    typed.fill(PASSWORD)
    typed.press("Enter")
    expect(decider.locator("form[action$='/sign/'], form[action$='/draw/']")).to_have_count(0)

    texts = decider.locator("#account tr[data-row] td.number").all_inner_texts()
    *lines, amount, due = [Decimal(numbers(text)[0]) for text in texts]
    assert sum(lines) == amount == due
    expect(decider.locator("main .menu-body a")).to_have_count(5)
    place = saved(decider, "main .menu-body a[href$='/json/']", folder / "statement.json")
    said = json.loads(place.read_text(encoding="utf-8"))
    pdf = saved(decider, "main .menu-body a[href$='/pdf/']", folder / "statement.pdf")
    assert pdf.read_bytes().startswith(b"%PDF")
    assert said["books"]["due"] == numbers(texts[-1])[0]
    assert [one["score"] for one in said["months"]] == scores
    months = [result(decider, name, folder) for name in MONTHS]
    terms = folder / "contract.toml"
    again = json.loads(
        jieting("settle", *months, "--contract", terms, "--format", "json", "--lang", "zh").out
    )
    for name in ("score", "coefficient", "payable"):
        assert again[name] == said[name]
    assert said["payable"] == numbers(texts[0])[0]


def typing_is_kept(page: Page, path: str, change: Callable[[], None]) -> Locator:
    """A live page that changes while somebody types waits for them; gives the field."""
    page.goto(path)
    typed, told = page.locator("form[action$='/sign/'] [name=password]"), page.locator("#meanwhile")
    signed = page.locator("#statement .pairs-2")
    typed.fill("half of it")
    change()
    expect(told).to_be_visible()
    expect(typed).to_have_value("half of it")
    expect(signed).not_to_contain_text("nd-manager")
    typed.fill("")
    expect(told).to_have_count(0)
    expect(signed).to_contain_text("nd-manager")

    typed.fill("half of it")
    page.locator("[data-live=quarters]").evaluate("one => one.dispatchEvent(new Event('live'))")
    told.locator("[data-updates]").click()
    expect(told).to_have_count(0)
    expect(typed).to_have_value("")
    return typed


def result(page: Page, name: str, folder: Path) -> Path:
    """The result of a month as it was sealed last."""
    page.goto(seal(name))
    number = page.locator("#sealed tr[data-row]").count()
    with ZipFile(taken_away(page, name, number, folder)) as packed:
        place = folder / f"{name}.json"
        place.write_bytes(packed.read("result.json"))
    return place
