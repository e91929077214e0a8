from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import docx
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from jieting.apps.accounts.roles import Role
from jieting.apps.base.waiting import waiting_for
from jieting.apps.moves.actions import open_move
from jieting.apps.settlement.models import Statement
from jieting.domain.contracts.board.standing import Side
from tests.apps.settlement.seals import (
    JANUARY,
    LOANS,
    NINGDE,
    PURCHASER,
    SUPPLIER,
    draw,
    seal,
    seal_quarter,
    settle,
    sign,
)
from tests.apps.world import AT, World

APRIL = JANUARY.plus(3)


def client(world: World, role: Role = SUPPLIER, contract: str = NINGDE) -> Client:
    found = world.client(role, contract)
    found.cookies["language"] = "en"
    return found


def page(world: World, name: str, *args: object, role: Role = SUPPLIER, **more: Any) -> str:
    contract = more.get("contract", NINGDE)
    answer = client(world, role, contract).get(reverse(name, args=[contract, *args]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_without_a_month_the_page_says_what_to_do_next(world: World) -> None:
    assert "Import calls" in page(world, "quarters")
    assert "Import calls" not in page(world, "quarters", role=PURCHASER)


def test_the_list_shows_seals_amounts_and_renewal(world: World) -> None:
    seal_quarter(JANUARY, "89.70", "91.00", "84.21")
    text = page(world, "quarters")
    for shown in ("2026-01 to 2026-03", "88.30", "0.95", "285000.00", "can be drawn up"):
        assert shown in text
    assert "9 more good months are needed of 9 still to come" in text


def test_a_quarter_whose_months_are_open_cannot_be_drawn_up_and_says_why(world: World) -> None:
    seal(JANUARY)
    text = page(world, "quarter", "2026-01")
    assert "Not sealed yet: 2026-02, 2026-03." in text
    assert "an estimate from the books of today" in text
    assert "quarter_draw" not in text


def test_drawing_up_and_signing_in_the_browser(world: World) -> None:
    seal_quarter(JANUARY)
    supplier = client(world)
    url = reverse("quarter", args=[NINGDE, "2026-01"])
    assert supplier.post(f"{url}draw/").status_code == 302
    row = Statement.objects.get()
    wrong = supplier.post(f"{url}sign/", {"digest": row.digest, "password": "no"})
    assert wrong.status_code == 422
    assert "The password is wrong." in wrong.content.decode()
    for role in (SUPPLIER, PURCHASER):
        signed = client(world, role).post(
            f"{url}sign/", {"digest": row.digest, "password": world.password}
        )
        assert signed.status_code == 302
    row.refresh_from_db()
    assert row.state == "signed"
    text = page(world, "quarter", "2026-01", role=Role.QUALITY_INSPECTOR)
    assert "signed by both" in text
    assert row.hash in text


def test_who_has_signed_is_shown_no_form_again(world: World) -> None:
    seal_quarter(JANUARY)
    sign(world, draw(world, JANUARY), SUPPLIER)
    assert 'name="password"' not in page(world, "quarter", "2026-01")
    assert 'name="password"' in page(world, "quarter", "2026-01", role=PURCHASER)


def test_a_stale_statement_is_shown_as_such_and_not_signed(world: World) -> None:
    seal_quarter(JANUARY)
    draw(world, JANUARY)
    seal(JANUARY, "60.00")
    text = page(world, "quarter", "2026-01")
    assert "The books have moved since it was drawn up" in text
    assert 'name="password"' not in text
    assert "Draw it up again" in text


def test_a_carried_correction_is_shown_with_its_computation(world: World) -> None:
    seal_quarter(JANUARY)
    settle(world, JANUARY)
    seal(JANUARY, "75.00")
    assert "-15000.00" in page(world, "quarters")
    assert "Corrections of settled quarters, for the next statement" in page(
        world, "quarter", "2026-04"
    )
    seal_quarter(APRIL)
    text = page(world, "quarter", "2026-04")
    for shown in (
        "Correction 1 of 2026-01, a month of the quarter 2026-01",
        "after: score 85.00, coefficient 0.95, 285000.00",
        "-15000.00",
        "285000.00 CNY",
    ):
        assert shown in text


def test_breaches_and_suspension_of_a_contract_without_points(world: World) -> None:
    broken = [{"clause": "P-3.2", "met": False, "findings": ["12.00 % above 10 %"]}]
    seal_quarter(JANUARY, None, None, None, contract=LOANS, limits=broken)
    facts = {"ground": "limit", "clause": "P-3.2", "month": "2026-01", "reason": "three bad days"}
    by = world.actor(PURCHASER, LOANS)
    open_move(by=by, at=AT, contract_id=LOANS, kind="suspension", facts=facts)
    settle(world, JANUARY, LOANS)
    for args in (("quarters",), ("quarter", "2026-01")):
        text = page(world, *args, contract=LOANS)
        assert "12.00 % above 10 %" in text
    quarters = page(world, "quarters", contract=LOANS)
    assert "Payment is suspended." in quarters
    assert "three bad days" in quarters
    assert "Suspend payment" not in quarters
    assert "Suspend payment" in page(world, "quarters", contract=LOANS, role=PURCHASER)


def test_the_inbox_has_what_waits_for_each_side(world: World) -> None:
    def about(side: Side) -> list[str]:
        return [str(each.about) for each in waiting_for(NINGDE, side)]

    seal_quarter(JANUARY)
    assert about(Side.SUPPLIER) == ["quarter 2026-01: its three months are sealed"]
    row = draw(world, JANUARY)
    assert about(Side.SUPPLIER) == about(Side.PURCHASER) == ["quarter 2026-01, statement 1"]
    sign(world, row, SUPPLIER)
    assert about(Side.SUPPLIER) == []
    sign(world, row, PURCHASER)
    assert about(Side.PURCHASER) == []


def files(world: World, row: Statement) -> dict[str, bytes]:
    found = {}
    for form in ("json", "xlsx", "pdf", "docx", "text"):
        answer = client(world).get(
            reverse("statement_file", args=[row.contract_id, row.number, form])
        )
        assert answer.status_code == 200
        found[form] = answer.content
    return found


def test_every_format_has_the_account_the_seals_and_the_signatures(world: World) -> None:
    seal_quarter(JANUARY)
    settle(world, JANUARY)
    seal(JANUARY, "75.00")
    seal_quarter(APRIL)
    found = files(world, settle(world, APRIL))
    books = json.loads(found["json"])["books"]
    assert (books["amount"], books["carried"][0]["difference"]) == ("285000.00", "-15000.00")
    assert [s["side"] for s in books["signatures"]] == ["purchaser", "supplier"]
    assert "-15000.00 CNY" in found["text"].decode()
    word = docx.Document(BytesIO(found["docx"]))
    cells = {cell.text for table in word.tables for row in table.rows for cell in row.cells}
    assert {"-15000.00 CNY", "285000.00 CNY", "decider@ningde-12123"} <= cells
    sheets = CalamineWorkbook.from_filelike(BytesIO(found["xlsx"]))
    rows = [r for name in sheets.sheet_names for r in sheets.get_sheet_by_name(name).to_python()]
    assert any(-15000.0 in row for row in rows)
    assert found["pdf"].startswith(b"%PDF-")


def test_a_statement_that_is_not_there_or_a_format_that_is_none_is_not_found(world: World) -> None:
    seal_quarter(JANUARY)
    row = draw(world, JANUARY)
    for args in ((NINGDE, row.number + 1, "pdf"), (NINGDE, row.number, "exe")):
        assert client(world).get(reverse("statement_file", args=args)).status_code == 404
    for month in ("2026-02", "2025-10", "x"):
        assert client(world).get(reverse("quarter", args=[NINGDE, month])).status_code == 404
