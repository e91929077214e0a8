"""Sealed months as the sealing app keeps them, made of scores, for tests of statements."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from jieting.apps.accounts.confirm import Confirmed
from jieting.apps.accounts.roles import Role
from jieting.apps.base.actor import Actor
from jieting.apps.sealing.models import Seal
from jieting.apps.settlement.actions import draw_statement, sign_statement
from jieting.apps.settlement.models import Statement
from jieting.domain.books.seal import pretty
from jieting.domain.periods import Month
from tests.apps.world import AT, World

NINGDE, LOANS = "ningde-12123", "post-loan"
JANUARY = Month(2026, 1)
SUPPLIER, PURCHASER = Role.CONTRACT_MANAGER, Role.DECIDER


def seal(month: Month, score: str | None = "90.00", contract: str = NINGDE, **more: Any) -> Seal:
    """The next signed revision of a month."""
    known = Seal.objects.filter(contract_id=contract)
    number = known.filter(month=str(month)).count()
    place = known.count() + 1
    result = {
        "contract": contract,
        "version": "1",
        "month": str(month),
        "counts": {"arrived": more.pop("arrived", 1000)},
        "lines": [] if score else [{"clause": "N-5.2.2", "earned": None}],
        "limits": more.pop("limits", []),
        "score": score,
        "coefficient": None,
    }
    values = {
        "reason": "late calls" if number else "",
        "version": "1",
        "contract_text": "",
        "records_text": "",
        "sheet": {},
        "result": pretty(result).decode(),
        "statement_pdf": b"",
        "calls": 0,
        "calls_digest": "",
        "basis": "",
        "statement": {},
        "statement_digest": "",
        "drawn_by": "x",
        "drawn_side": "supplier",
        "drawn_at": AT,
        "ended_at": AT + timedelta(minutes=place),
        "place": place,
        "previous": "",
        "hash": f"{place:064x}",
        **more,
    }
    return Seal.objects.create(
        contract_id=contract, month=str(month), number=number, state="signed", **values
    )


def seal_quarter(first: Month, *scores: str | None, contract: str = NINGDE, **more: Any) -> None:
    """Three sealed months."""
    for number, score in enumerate(scores or ("90.00",) * 3):
        seal(first.plus(number), score, contract, **more)


def draw(world: World, first: Month, role: Role = SUPPLIER, contract: str = NINGDE) -> Statement:
    """Draw up the statement of a quarter."""
    by = world.actor(role, contract)
    return draw_statement(by=by, at=AT, contract_id=contract, first=first)


def confirmed(by: Actor) -> Confirmed:
    """A person who has just typed password and code."""
    return Confirmed(by.user_id or 0, by.name, by.name, AT, with_second_factor=True)


def sign(world: World, row: Statement, role: Role, **more: Any) -> Statement:
    """Sign a statement for a side."""
    by = world.actor(role, row.contract_id)
    values = {
        "by": by,
        "confirmed": confirmed(by),
        "at": AT + timedelta(hours=1),
        "contract_id": row.contract_id,
        "number": row.number,
        "digest": row.digest,
        **more,
    }
    return sign_statement(**values)


def settle(world: World, first: Month, contract: str = NINGDE) -> Statement:
    """Draw up the statement of a quarter and have both sides sign it."""
    row = draw(world, first, contract=contract)
    sign(world, row, SUPPLIER)
    return sign(world, row, PURCHASER)
