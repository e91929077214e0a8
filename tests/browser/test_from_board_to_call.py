"""From the board to a call, and every number on the way opens what it counts."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.month import assessed, fetch, shown
from tests.browser.pages import LOAN_MONTH, MONTH, NINGDE
from tests.browser.people import sign_in

PART = re.compile(r"[\d,]+")


def numbers(text: str) -> list[int]:
    return [int(found.replace(",", "")) for found in PART.findall(text) if found != ","]


def length(page: Page) -> int:
    """How long the open list says that it is."""
    return numbers(page.locator("main .heading .notes").inner_text())[-1]


def rows(page: Page) -> int:
    """How long the open list is, all pages turned."""
    found = page.locator("tr[data-row]").count()
    while page.locator("a[rel=next]").count():
        page.locator("a[rel=next]").click()
        found += page.locator("tr[data-row]").count()
    return found


def test_four_clicks_lead_from_the_board_by_line_figure_and_list_to_a_call(page: Page) -> None:
    sign_in(page, "nd-decider")
    row = page.locator("#clauses tr", has=page.locator("a.row-link", has_text="N-5.2.3"))
    figure = row.locator("td.number a.opens").first.inner_text()
    numerator, denominator = numbers(row.locator("td.number .muted").first.inner_text())
    points = row.locator("td.number a.opens").last.inner_text()

    row.locator("a.row-link").click()
    expect(page.locator("h1")).to_contain_text("N-5.2.3")
    assert float(page.locator(".earned strong").inner_text()) == float(points)

    page.locator("main dd a.opens", has_text=figure).click()
    opens = page.locator(".stat-value a.opens")
    assert [numbers(text)[0] for text in opens.all_inner_texts()] == [numerator, denominator]

    opens.first.click()
    assert length(page) == numerator
    call_id = page.locator("tr[data-row] td:last-child").nth(2).inner_text()

    page.locator("tr[data-row]").nth(2).locator("a.row-link").click()
    expect(page.locator("h1")).to_contain_text(call_id)
    expect(page.locator(".timeline .step").first).to_be_visible()


def test_a_figure_of_the_board_opens_with_its_definition_and_days(page: Page) -> None:
    sign_in(page, "nd-manager")
    row = page.locator("#clauses tr", has=page.locator("a.row-link", has_text="N-4.1"))
    figure = row.locator("td.number a.opens").first
    text = figure.inner_text()
    figure.click()
    expect(page.locator(".stat-value").first).to_contain_text(text)
    expect(page.locator("#definition pre", has_text="SELECT").first).to_be_attached()
    days = page.locator("#rows tbody tr")
    assert days.count() == 31
    totals = [numbers(cell)[0] for cell in page.locator(".stat-value a.opens").all_inner_texts()]
    per_day = [
        [numbers(cell)[0] for cell in day.locator("a.opens").all_inner_texts()]
        for day in days.all()
    ]
    assert [sum(column) for column in zip(*per_day, strict=True)] == totals
    days.nth(4).locator("a.opens").first.click()
    assert (length(page), rows(page)) == (per_day[4][0], per_day[4][0])


def test_every_number_of_the_month_opens_as_many_calls_or_records(page: Page) -> None:
    sign_in(page, "nd-manager", MONTH)
    found = page.locator("#figures td.number a.opens, #counts a.opens").evaluate_all(
        "all => all.map(one => [one.innerText, one.getAttribute('href')])"
    )
    counted = {href: numbers(text)[0] for text, href in found if "%" not in text}
    assert len(counted) >= 14
    told = {}
    for href in counted:
        page.goto(href)
        told[href] = length(page)
        if told[href] <= 100:
            assert rows(page) == told[href], href
    assert told == counted


def test_the_calls_that_a_figure_does_not_count_say_why(page: Page) -> None:
    sign_in(page, "nd-manager", f"{MONTH}figures/N-4.1/calls/?part=not_counted")
    why = page.locator("tr[data-row] td.wrap").all_inner_texts()
    assert why
    assert all(text.strip() for text in why)


@pytest.mark.parametrize(
    ("who", "contract", "path"),
    [("nd-manager", "ningde-12123", MONTH), ("loan-manager", "post-loan", LOAN_MONTH)],
)
def test_the_month_page_says_what_jieting_assess_says(
    page: Page, who: str, contract: str, path: str, tmp_path: Path
) -> None:
    sign_in(page, who, path)
    month = shown(page)
    said = assessed(page, contract, "2026-10", tmp_path)
    assert month.figures == {
        one["clause"]: (str(one["numerator"]), str(one["denominator"]), one["shown"])
        for one in said["figures"]
    }
    assert month.lines == {one["clause"]: (one["full"], one["earned"]) for one in said["lines"]}
    assert month.limits == {one["clause"]: one["met"] for one in said["limits"]}
    assert month.counts == [str(number) for number in said["counts"].values()]
    if said["score"] is not None:
        assert month.heads[:2] == [said["score"], said["coefficient"]]
    exported = fetch(page, f"{path}export/json/", tmp_path / "month.json")
    assert json.loads(exported.read_text()) == said


def test_the_board_says_what_the_month_says(page: Page) -> None:
    sign_in(page, "nd-manager", MONTH)
    month = shown(page)
    page.goto(f"{NINGDE}?month=2026-10")
    assert float(page.locator(".stat-value").first.inner_text()) == float(month.heads[0])
    figures = {
        row.locator("a.row-link").inner_text(): row.locator("td.number div").first
        for row in page.locator("#clauses tr:has(a.row-link)").all()
        if row.locator("td.number div").count()
    }
    for clause, (numerator, denominator, value) in month.figures.items():
        told = figures[clause].inner_text().replace(",", "")
        assert re.findall(r"[\d.]+", told) == [value, numerator, denominator]
