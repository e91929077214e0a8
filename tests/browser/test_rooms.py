"""Each role sees its own rooms, and no address leads into another's."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from jieting.cli.room_people import CONTRACTS, OFFICES, username
from tests.browser.people import sent, sign_in
from tests.browser.watch import Watch

BOARD, CONTRACT = "", "contract/"
BOOKS = ["inbox/", "moves/", "months/", "quarters/", "deliverables/"]
CALLS = ["calls/", "imports/", "records/"]
TOKENS = ["tokens/", "webhooks/"]
SEAT = "line/seat/"
PLAN = ["line/plan/", "line/plan/prompts/"]
LATER = ["line/call-backs/", "line/findings/", "line/satisfaction/", "recordings/", *PLAN]
LINE = ["line/", *LATER]
OF_ROLE = {
    "agent": [BOARD, CONTRACT, SEAT],
    "supervisor": [BOARD, *BOOKS, *CALLS, CONTRACT, "line/", SEAT, *LATER],
    "quality_inspector": [BOARD, *BOOKS, *CALLS, CONTRACT, *LINE],
    "contract_manager": [BOARD, *BOOKS, *CALLS, CONTRACT, *TOKENS, *LINE],
    "purchaser_supervisor": [BOARD, *BOOKS, *CALLS, CONTRACT, *LINE],
    "decider": [BOARD, *BOOKS, *CALLS, CONTRACT, *TOKENS, *LINE],
}
OF_OFFICE = {
    "system_administrator": ["/system/"],
    "security_administrator": ["/people/", "/parties/"],
    "audit_administrator": ["/audit/"],
}
OFFICE_PAGES = [page for pages in OF_OFFICE.values() for page in pages]
NINGDE, LOAN = CONTRACTS
MONTH = f"/c/{NINGDE.id}/months/2026-10/"
BUSINESS = [
    *(f"/c/{NINGDE.id}/{page}" for page in OF_ROLE["contract_manager"]),
    MONTH,
    f"{MONTH}figures/N-4.1/calls/",
    f"{MONTH}export/xlsx/",
    f"/c/{NINGDE.id}/calls/export/?form=csv",
]


def rooms(page: Page) -> list[str | None]:
    links = page.locator("nav.side a").all()
    return [link.get_attribute("href") for link in links]


def statuses(page: Page, paths: list[str]) -> dict[str, int]:
    """What each address answers to the person of the page."""
    return {path: page.request.get(path, max_redirects=0).status for path in paths}


@pytest.mark.parametrize("role", OF_ROLE)
def test_a_role_sees_its_rooms_and_no_others(page: Page, role: str) -> None:
    sign_in(page, username(NINGDE, role))
    allowed = [f"/c/{NINGDE.id}/{name}" for name in OF_ROLE[role]]
    assert rooms(page) == allowed
    asked = BUSINESS[: len(OF_ROLE["contract_manager"])]
    assert statuses(page, asked) == {path: 200 if path in allowed else 403 for path in asked}
    assert statuses(page, OFFICE_PAGES) == dict.fromkeys(OFFICE_PAGES, 403)
    # Another contract does not exist for this person.
    others = [path.replace(NINGDE.id, LOAN.id) for path in BUSINESS]
    assert statuses(page, others) == dict.fromkeys(others, 404)


@pytest.mark.parametrize("office", OFFICES)
def test_an_administrator_sees_no_business(page: Page, office: str) -> None:
    sign_in(page, OFFICES[office][0])
    assert rooms(page) == OF_OFFICE[office]
    assert statuses(page, BUSINESS) == dict.fromkeys(BUSINESS, 404)
    own = OF_OFFICE[office]
    assert statuses(page, OFFICE_PAGES) == {
        path: 200 if path in own else 403 for path in OFFICE_PAGES
    }


def test_ids_of_another_contract_open_nothing(page: Page) -> None:
    """A call's number is not a secret; the contract before it decides."""
    sign_in(page, username(LOAN, "decider"), f"/c/{LOAN.id}/calls/?all=1&sort=arrived_at")
    own = str(page.locator("tr[data-row] a.row-link").first.get_attribute("href"))
    number = int(own.rstrip("/").rsplit("/", 1)[1])
    # The first call of this contract was made right after the last one of the other.
    foreign = f"/c/{LOAN.id}/calls/{number - 1}/"
    asked = [foreign, own.replace(LOAN.id, NINGDE.id)]
    assert statuses(page, asked) == dict.fromkeys(asked, 404)
    assert statuses(page, [own]) == {own: 200}
    for address in (f"{foreign}caller/", f"{asked[1]}caller/"):
        assert sent(page, address, {"reason": "核对号码"}) == 404


def test_a_page_that_is_not_for_me_says_so_and_leads_back(page: Page, watch: Watch) -> None:
    sign_in(page, username(NINGDE, "agent"))
    watch.expects("status of 403")
    watch.expects("status of 404")
    for path in (f"/c/{NINGDE.id}/calls/", f"/c/{LOAN.id}/"):
        page.goto(path)
        expect(page.locator("h1")).to_be_visible()
        assert "Error" not in page.locator("main").inner_text()
        page.locator("main a[href='/']").first.click()
        expect(page).to_have_url(f"/c/{NINGDE.id}/line/seat/")


def test_who_is_not_signed_in_sees_the_door_whatever_the_address(page: Page) -> None:
    paths = [*BUSINESS, *OFFICE_PAGES, "/c/no-such-contract/", "/no-such-page/"]
    for path, status in statuses(page, paths).items():
        assert status == 302, path
    page.goto(MONTH)
    expect(page.locator("[name=login]")).to_be_visible()
