"""The calendar of deliverables: what is due next, and every month with everything of it."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from jieting.apps.accounts.access import Standing
from jieting.apps.accounts.roles import Right
from jieting.apps.base.addresses import address
from jieting.apps.contracts.queries import latest_terms, side_of
from jieting.apps.deliverables.links import page_of
from jieting.apps.deliverables.page_words import Stand, stand
from jieting.apps.deliverables.queries import deliverables_of
from jieting.domain.books.kinds.deliverable import MAY_SUBMIT, RETURNED, SUBMITTED, month_of
from jieting.domain.books.move import Move
from jieting.domain.contracts.board.standing import Side
from jieting.domain.contracts.deliverables import KINDS, OTHER, Deliverable
from jieting.domain.said import say, verbatim

Row = dict[str, Any]


def calendar_context(standing: Standing, now: datetime) -> dict[str, Any]:
    """The context of the page."""
    contract = standing.contract
    contract_id = contract.pk
    terms = latest_terms(contract_id)
    rows = [_row(contract_id, move, stand(move, terms.zone, now))
            for move in deliverables_of(contract_id)]  # fmt: skip
    side = side_of(contract_id, standing.actor.party)
    is_supplier = side is Side.SUPPLIER and standing.may(Right.SUBMIT_REPORTS)
    columns = list(dict.fromkeys([d.name for d in terms.deliverables] + [r["name"] for r in rows]))
    titles = {d.name: d.title for d in terms.deliverables}
    months = sorted({row["month"] for row in rows}, reverse=True)
    cells = {(row["month"], row["name"]): row for row in rows}
    return {
        "contract": contract,
        "crumbs": [
            (contract.title, address("board", contract_id)),
            (say("Reports and self-assessments"), None),
        ],
        "next": _next(rows, is_supplier),
        "is_supplier": is_supplier,
        "columns": [titles.get(name) or KINDS.get(name) or verbatim(name) for name in columns],
        "months": [(month, [cells.get((month, name)) for name in columns]) for month in months],
        "expects": [_expected(each) for each in terms.deliverables],
        "zone": terms.zone,
        "contract_url": address("contract", contract_id),
    }


def _next(rows: list[Row], is_supplier: bool) -> list[Row]:
    """What is to be handed in or looked through, the first deadline first."""
    wanted = MAY_SUBMIT | {SUBMITTED} if is_supplier else (MAY_SUBMIT - {RETURNED}) | {SUBMITTED}
    return sorted((row for row in rows if row["state"] in wanted), key=lambda row: row["due_at"])


def _row(contract_id: str, move: Move, how: Stand) -> Row:
    facts = move.facts
    name = facts["title"] if facts["deliverable"] == OTHER else facts["deliverable"]
    return {
        "number": move.number,
        "name": name,
        "title": facts["title"],
        "clause": facts["clause"],
        "month": str(month_of(facts)),
        "due_at": facts["due_at"],
        "state": move.state,
        "stand": how,
        "url": page_of(contract_id, move),
        "may_submit": move.state in MAY_SUBMIT,
    }


def _expected(each: Deliverable) -> Row:
    clock = "24:00" if each.due_time == time.max else f"{each.due_time:%H:%M}"
    due = say("day {day} of the next month, {clock}", day=each.due_day, clock=clock)
    if each.months_after != 1:
        due = say(
            "day {day}, months after the month that it is about: {months}; {clock}",
            day=each.due_day,
            months=each.months_after,
            clock=clock,
        )
    return {"title": each.title, "clause": each.clause, "due": due}
