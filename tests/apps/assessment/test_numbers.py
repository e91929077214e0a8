"""Every number of a month's pages opens a list that is as long as the number."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

from jieting.apps.accounts.roles import Role
from jieting.apps.assessment.queries import assessed_month
from tests.apps.assessment.months import MONTH
from tests.apps.world import CONTRACTS

OPENS = re.compile(r'<a class="opens" href="([^"]+)"[^>]*>([\d,]+)</a>')


@pytest.fixture
def page(months, db):
    """Get a page of a contract's month as one who sees calls."""

    def get(contract_id, path=""):
        client = months.client(Role.PURCHASER_SUPERVISOR, contract_id)
        return client.get(path or f"/c/{contract_id}/months/{MONTH}/")

    return get


def length_of(response) -> int:
    context = response.context
    return context["page"].length if "page" in context else len(context["table"].rows)


def opened(text: str) -> dict[str, int]:
    """The addresses of a page's numbers, without the tables of charts, and the numbers."""
    text = re.sub(r'<figure class="chart-box">.*?</figure>', "", text, flags=re.DOTALL)
    return {unescape(href): int(number.replace(",", "")) for href, number in OPENS.findall(text)}


@pytest.mark.parametrize("contract_id", CONTRACTS)
def test_every_number_of_the_month_page(contract_id, page):
    response = page(contract_id)
    numbers = opened(response.content.decode())
    counts = assessed_month(contract_id, MONTH).assessment.counted.counts
    shown = {href.split("count=")[1]: n for href, n in numbers.items() if "count=" in href}
    assert shown == {name: number for name, number in counts.items() if number}
    assert len(numbers) >= len(shown) + 2
    for href, number in numbers.items():
        assert length_of(page(contract_id, href)) == number, href


@pytest.mark.parametrize("contract_id", CONTRACTS)
def test_every_number_of_every_line_and_figure(contract_id, page):
    terms = assessed_month(contract_id, MONTH).terms
    clauses = [f"lines/{clause.id}" for clause in terms.clauses if clause.rules]
    figures = [f"figures/{use.clause}" for use in terms.figures]
    seen: dict[str, int] = {}
    for part in (*clauses, *figures):
        response = page(contract_id, f"/c/{contract_id}/months/{MONTH}/{part}/")
        assert response.status_code == 200
        found = opened(response.content.decode())
        days = [href for href in found if "day=" in href]
        # Of the many days a few are opened; what they have in common is their code.
        seen |= {href: n for href, n in found.items() if href not in days[4:]}
    assert len(seen) > 4
    for href, number in seen.items():
        assert length_of(page(contract_id, href)) == number, href


@pytest.mark.parametrize("contract_id", CONTRACTS)
def test_points_of_charts_open_their_lists(contract_id, page):
    response = page(contract_id)
    for name in ("days", "half_hours", "outcomes"):
        for series in response.context[name]["series"]:
            points = [p for p in series["data"] if p and p["href"]]
            for point in points[:: max(1, len(points) // 2)]:
                listed = page(contract_id, point["href"])
                if "unit" not in series:
                    assert length_of(listed) == point["value"], point


@pytest.mark.parametrize("contract_id", CONTRACTS)
def test_days_and_half_hours_add_up_to_the_month(contract_id, page):
    context = page(contract_id).context
    arrived = context["found"].assessment.counted.counts["arrived"]
    for name in ("days", "half_hours"):
        bars = context[name]["series"][-1]["data"]
        assert sum(point["value"] for point in bars) == arrived
    outcomes = context["outcomes"]["series"]
    assert sum(point["value"] for series in outcomes for point in series["data"]) == arrived


def test_calls_are_three_clicks_from_the_month(page):
    contract_id = CONTRACTS[0]
    listed = page(contract_id, f"/c/{contract_id}/months/{MONTH}/calls/?count=answered")
    href = listed.context["page"].rows[0]["href"]
    assert re.fullmatch(rf"/c/{contract_id}/calls/\d+/", href)
    assert page(contract_id, href).status_code == 200


def test_pages_of_a_list_have_every_call_once(page):
    contract_id = CONTRACTS[0]
    base = f"/c/{contract_id}/months/{MONTH}/figures/N-4.1/calls/?part=counted"
    seen, number = [], 1
    while True:
        listed = page(contract_id, f"{base}&page={number}").context["page"]
        seen += [row["call_id"] for row in listed.rows]
        if listed.is_last:
            break
        number += 1
    assert len(seen) == len(set(seen)) == listed.length
    assert number > 3
    assert page(contract_id, f"{base}&page={number + 1}").status_code == 404


def test_not_counted_calls_say_why(page):
    contract_id = CONTRACTS[0]
    path = f"/c/{contract_id}/months/{MONTH}/figures/N-4.2/calls/?part=not_counted"
    rows = page(contract_id, path).context["page"].rows
    assert rows
    assert all(row["why_not"] for row in rows)


@pytest.mark.parametrize(
    "query",
    [
        "calls/",
        "calls/?count=nothing",
        "calls/?left_out=nothing",
        "calls/?count=arrived&day=2026-13-01",
        "calls/?count=arrived&half_hour=48",
        "calls/?count=arrived&page=x",
        "calls/?count=arrived&page=99999999999999999999",
        "calls/?sample=other",
        "figures/N-4.1/calls/?part=other",
        "figures/N-9/",
        "figures/N-9/calls/",
        "lines/无/",
        "records/nothing/",
        "export/exe/",
    ],
)
def test_an_address_of_nothing_is_not_found(query, page):
    assert page(CONTRACTS[0], f"/c/{CONTRACTS[0]}/months/{MONTH}/{query}").status_code == 404


def test_chart_data_are_in_the_page_as_json(page):
    text = page(CONTRACTS[0]).content.decode()
    found = re.search(
        r'<script id="days-data" type="application/json">(.*?)</script>', text, re.DOTALL
    )
    assert len(json.loads(found[1])["categories"]) == 31
