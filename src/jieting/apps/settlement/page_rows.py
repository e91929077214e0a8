"""Rows that both pages of settlement show: quarters, breaches, clocks, suspensions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse

from jieting.apps.assessment.queries import records_of
from jieting.apps.base.instants import to_instant
from jieting.apps.settlement.books import Books, suspensions_of
from jieting.apps.settlement.content import booked_of
from jieting.apps.settlement.models import Statement
from jieting.apps.settlement.queries import Quarters, statement_of_quarter
from jieting.documents.settlement import STATES
from jieting.domain.books.carried import held_now
from jieting.domain.books.kinds.suspension import SUSPENSION
from jieting.domain.books.quarter import QuarterMonth, QuarterSoFar
from jieting.domain.books.statement import worth
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.rectification import ClockState, Rectification, rectifications
from jieting.domain.contracts.settle import breaches_of
from jieting.domain.contracts.settlement import MONEY_PLACES, MonthResult
from jieting.domain.periods import SECOND, Instant, Month, shown
from jieting.domain.quantities import plain
from jieting.domain.said import Said, say

MINUTE = 60 * SECOND
OPEN_CLOCKS = (ClockState.RUNNING, ClockState.OVERDUE)
_CLOCK_BADGES = {
    ClockState.IN_TIME: "met",
    ClockState.LATE: "breached",
    ClockState.RUNNING: "at_risk",
    ClockState.OVERDUE: "breached",
}


def quarter_row(quarters: Quarters, quarter: QuarterSoFar) -> dict[str, Any]:
    """A quarter in the list: its months, what it comes to, and its statement."""
    books = quarters.books
    row = statement_of_quarter(books, quarter.first)
    found = quarter.quarter
    return {
        "first": str(quarter.first),
        "last": str(quarter.months[-1].month),
        "href": reverse("quarter", args=[books.contract_id, str(quarter.first)]),
        "months": [month_row(quarters, month) for month in quarter.months],
        "is_estimate": quarter.is_estimate,
        "sealed": quarter.sealed,
        "worth": None if found is None else worth(found),
        "fee": None if found is None else plain(found.fee, MONEY_PLACES),
        "statement": None if row is None else statement_row(row),
        "can_draw": row is None and books.is_complete(quarter.first),
    }


def month_row(quarters: Quarters, month: QuarterMonth) -> dict[str, Any]:
    """A month of a quarter: sealed, estimated from today's books, to be counted, or without."""
    result, sealed = month.result, month.sealed
    return {
        "month": str(month.month),
        "href": reverse("month", args=[quarters.books.contract_id, str(month.month)]),
        "state": "sealed" if sealed else "estimate" if result else "none",
        "is_counted": quarters.is_counted(month.month),
        "score": None if result is None or result.score is None else plain(result.score, 2),
        "waiting": () if result is None else result.waiting,
        "arrived": None if result is None else result.arrived,
        "version": "" if result is None else result.version,
        "number": None if sealed is None else sealed.number,
        "sealed_at": "" if sealed is None else _when(quarters, sealed.at),
        "digest": "" if sealed is None else sealed.digest,
        "reason": "" if sealed is None else sealed.reason,
    }


def statement_row(row: Statement) -> dict[str, Any]:
    """A statement in a list."""
    booked = booked_of(row)
    return {
        "number": row.number,
        "state": row.state,
        "badge": BADGES[row.state],
        "word": WORDS[row.state],
        "due": booked.due,
        "held": booked.held if booked.hold is not None else "",
        "row": row,
    }


BADGES = {"drawn": "waiting", "signed": "sealed", "replaced": "undone"}
WORDS: dict[str, Said] = {
    "drawn": say("to be signed"),
    "signed": say("signed by both"),
    "replaced": say("replaced"),
}


def breach_rows(terms: Contract, results: Iterable[MonthResult]) -> list[dict[str, Any]]:
    """Limits that were not kept, with the remedy that the contract allows."""
    return [
        {
            "month": str(breach.month),
            "clause": breach.clause,
            "findings": breach.findings,
            "remedy": breach.remedy,
        }
        for breach in breaches_of(terms, list(results))
    ]


def clock_rows(
    contract_id: str, terms: Contract, now: datetime, months: Iterable[Month] | None = None
) -> list[dict[str, Any]]:
    """Clocks of violations that still run; with ``months`` all that were received in these."""
    clocks = rectifications(terms, records_of(contract_id), to_instant(now))
    spans = None if months is None else [month.period(terms.zone) for month in months]
    return [
        _clock(contract_id, clock, terms)
        for clock in clocks
        if (
            clock.state in OPEN_CLOCKS
            if spans is None
            else any(clock.violation.received_at in span for span in spans)
        )
    ]


def _clock(contract_id: str, clock: Rectification, terms: Contract) -> dict[str, Any]:
    violation = clock.violation
    number = violation.ref.removeprefix("M-")
    return {
        "clause": clock.clause or "–",
        "level": violation.level,
        "href": reverse("move", args=[contract_id, int(number)]) if number.isdigit() else "",
        "ref": violation.ref,
        "received": shown(violation.received_at, terms.zone),
        "due": "–" if clock.due_at is None else shown(clock.due_at, terms.zone),
        "rectified": "–"
        if violation.rectified_at is None
        else shown(violation.rectified_at, terms.zone),
        "state": "" if clock.state is None else _CLOCK_BADGES[clock.state],
        "word": "" if clock.state is None else STATES[clock.state],
    }


def suspension_rows(contract_id: str, terms: Contract) -> list[dict[str, Any]]:
    """Every suspension of payment, those that run and those that were lifted."""
    rows = []
    for move in suspensions_of(contract_id):
        lifted = move.last("lift", "overturn")
        running = SUSPENSION.is_open(move)
        rows.append(
            {
                "ref": move.ref,
                "href": reverse("move", args=[contract_id, move.number]),
                "summary": SUSPENSION.summary(move, terms),
                "since": to_the_minute(move.opened.at, terms),
                "lifted": "" if running or lifted is None else to_the_minute(lifted.at, terms),
                "reason": "" if lifted is None else lifted.text,
                "running": running,
            }
        )
    return rows


def hold_notice(books: Books, terms: Contract) -> Said | None:
    """That payment is suspended: since when, why, and what is held so far; None where it is not."""
    if books.hold is None:
        return None
    return say(
        "Since {since}, {ref}: {reason}. Held by signed statements so far: {held} {currency}.",
        since=to_the_minute(books.hold.since, terms),
        ref=books.hold.ref,
        reason=books.hold.reason,
        held=plain(held_now(books.settled), MONEY_PLACES),
        currency=terms.fee.currency,
    )


def _when(quarters: Quarters, at: Instant) -> str:
    terms = quarters.terms(quarters.books.begins)
    return "" if terms is None else to_the_minute(at, terms)


def to_the_minute(at: Instant, terms: Contract) -> str:
    """A local time of the contract, its seconds cut off."""
    return shown(at // MINUTE * MINUTE, terms.zone)
