"""What becomes due: moves are opened for each month, deadlines that passed are noted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from django.db import transaction

from jieting.apps.assessment.basis import latest_records, read_records
from jieting.apps.base.actor import Actor
from jieting.apps.base.instants import to_instant
from jieting.apps.base.turns import one_at_a_time
from jieting.apps.contracts.queries import added_at, latest_terms, terms_of_month
from jieting.apps.deliverables.models import Due
from jieting.apps.deliverables.reminders import remind
from jieting.apps.moves.actions import open_move, take_step
from jieting.apps.moves.queries import all_moves, moves_of
from jieting.domain.books.kinds.deliverable import DUE, MISSED, UNSUBMITTED
from jieting.domain.books.move import Move
from jieting.domain.contracts.board.standing import Side
from jieting.domain.contracts.deliverables import OTHER, REPORTS, SELF_ASSESSMENT, Deliverable
from jieting.domain.contracts.model import Contract
from jieting.domain.errors import Refused
from jieting.domain.periods import Month, local

KIND = "deliverable"
DUE_JOB = "deliverables.open_due"
"""Looks at every contract: hourly, and when the product starts."""


def open_due(*, by: Actor, at: datetime, contract_id: str) -> None:
    """Open what this month and the one before have due, note what was missed, remind people.

    Safe to run twice and at once: one worker looks at a contract, the others wait and find nothing.
    """
    with transaction.atomic():
        one_at_a_time(f"deliverables/{contract_id}")
        for terms, each, month in _expected(contract_id, at):
            _open(by, at, contract_id, terms, each, month)
        rows = all_moves(contract_id).filter(kind=KIND, state__in=UNSUBMITTED)
        for move in moves_of(rows.order_by("number")):
            _look_at(by, at, contract_id, move)


def months_expected(contract_id: str, at: datetime) -> tuple[Month, Month]:
    """The month before and the one that runs, in the contract's zone."""
    now = Month.of(local(to_instant(at), latest_terms(contract_id).zone).date())
    return now.plus(-1), now


def _expected(contract_id: str, at: datetime) -> Iterator[tuple[Contract, Deliverable, Month]]:
    """Each deliverable of the two months by the version that was in force in them."""
    for month in months_expected(contract_id, at):
        with suppress(Refused):
            terms = terms_of_month(contract_id, month)
            for each in terms.deliverables:
                yield terms, each, month


def _open(
    by: Actor, at: datetime, contract_id: str, terms: Contract, each: Deliverable, month: Month
) -> None:
    known = Due.objects.filter(contract_id=contract_id, name=each.name, month=str(month))
    if known.exists() or is_recorded(contract_id, terms, each.kind, month):
        return
    number, due_at = _there(contract_id, each, month), each.due_at(month, terms.zone)
    if number is None:
        # What was due before the product knew the contract is no miss that it could have seen.
        if due_at <= to_instant(added_at(contract_id)):
            return
        number = open_move(
            by=by,
            at=at,
            contract_id=contract_id,
            kind=KIND,
            facts={
                "deliverable": each.kind,
                "title": each.title,
                "clause": each.clause,
                "month": str(month),
                "due_at": due_at,
            },
            as_side=Side.SUPPLIER,
        ).number
    Due.objects.create(contract_id=contract_id, name=each.name, month=str(month), number=number)


def _there(contract_id: str, each: Deliverable, month: Month) -> int | None:
    """The move of the deliverable that was opened otherwise, as of the time before the product."""
    found = all_moves(contract_id).filter(kind=KIND, facts__month=str(month))
    found = found.filter(facts__deliverable=each.kind)
    if each.kind == OTHER:
        found = found.filter(facts__title=each.title)
    return found.values_list("number", flat=True).last()


def is_recorded(contract_id: str, terms: Contract, kind: str, month: Month) -> bool:
    """Whether the kept records tell of it already, as of the time before the product."""
    kept, _ = read_records(latest_records(contract_id), terms.zone)
    own = kept.of_month(month, terms.zone)
    if kind == SELF_ASSESSMENT:
        return bool(own.self_assessment)
    return kind in REPORTS and any(report.kind == kind for report in own.report)


def _look_at(by: Actor, at: datetime, contract_id: str, move: Move) -> None:
    month = Month.parse(move.facts["month"])
    terms = terms_of_month(contract_id, month)
    if is_recorded(contract_id, terms, move.facts["deliverable"], month):
        _step(by, at, contract_id, move, "elsewhere")
        return
    if move.state == DUE and to_instant(at) > move.facts["due_at"]:
        _step(by, at, contract_id, move, MISSED)
    remind(at=at, contract_id=contract_id, move=move, terms=terms)


def _step(by: Actor, at: datetime, contract_id: str, move: Move, step: str) -> None:
    # Refused: it was handed in a moment ago, so there is nothing to note.
    with suppress(Refused):
        take_step(
            by=by,
            at=at,
            contract_id=contract_id,
            number=move.number,
            step=step,
            as_side=Side.SUPPLIER,
        )
