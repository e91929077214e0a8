"""The page of a contract's quarters: what each pays, renewal, breaches, payment suspended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse

from jieting.apps.accounts.access import Standing
from jieting.apps.accounts.roles import PURCHASER_ROLES, Right
from jieting.apps.contracts.queries import latest_terms
from jieting.apps.settlement.books import Books, books_of
from jieting.apps.settlement.content import is_simulated
from jieting.apps.settlement.page_rows import (
    breach_rows,
    clock_rows,
    hold_notice,
    quarter_row,
    suspension_rows,
)
from jieting.apps.settlement.queries import Quarters, Renewals
from jieting.domain.books.carried import corrections_due, held_now
from jieting.domain.books.kinds.suspension import NAME, suspending_clauses
from jieting.domain.books.quarter import QuarterSoFar, projected, renewal_words, results_of
from jieting.domain.books.statement import with_sign
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.settlement import MONEY_PLACES
from jieting.domain.errors import Finding, JietingError
from jieting.domain.quantities import plain
from jieting.domain.said import say


def quarters_context(standing: Standing, now: datetime) -> dict[str, Any]:
    """What the template of the list shows."""
    contract = standing.contract
    books, terms = books_of(contract.pk), latest_terms(contract.pk)
    quarters = Quarters(books)
    every = quarters.all()
    months = tuple(month.month for quarter in every for month in quarter.months)
    results = [r for q in reversed(every) for r in results_of(q.months)]
    renewal = quarters.renewal()
    return {
        "contract": contract,
        "crumbs": crumbs(contract),
        "quarters": [quarter_row(quarters, quarter) for quarter in every],
        "stats": list(_stats(books, terms, every)),
        "is_scored": terms.is_scored,
        "provisional": terms.fee.provisional,
        "currency": terms.fee.currency,
        "simulated": is_simulated(contract.pk, months),
        "hold": hold_notice(books, terms),
        "renewal": None if renewal is None else _renewal(renewal),
        "breaches": breach_rows(terms, results),
        "clocks": clock_rows(contract.pk, terms, now),
        "suspensions": suspension_rows(contract.pk, terms),
        "suspend_url": _suspend_url(standing, terms),
        "may_import": standing.may(Right.IMPORT_CALLS),
    }


def crumbs(contract: Any, *after: Any) -> list[tuple[Any, str | None]]:
    """From the contract to its quarters and on."""
    way = [
        (contract.title, reverse("board", args=[contract.pk])),
        (say("Settlement"), reverse("quarters", args=[contract.pk])),
    ]
    return [*way, *((title, None) for title in after)]


def pending(books: Books) -> tuple[Any, tuple[Finding, ...]]:
    """Corrections that the next statement will carry, or why they cannot be worked out."""
    try:
        return corrections_due(books.terms_of, books.revisions, books.settled), ()
    except JietingError as error:
        return (), error.findings


def _stats(books: Books, terms: Contract, every: list[QuarterSoFar]) -> Iterator[dict[str, Any]]:
    yield {"title": say("Quarters settled"), "value": f"{len(books.signed)} / {len(every)}"}
    yield {"title": say("Months sealed"), "value": str(len(books.revisions))}
    carried, _ = pending(books)
    if carried:
        total = sum((line.difference for line in carried), start=terms.fee.amount * 0)
        yield {
            "title": say("Corrections to carry"),
            "value": with_sign(plain(total, MONEY_PLACES)),
            "note": say("{number} lines of the next statement", number=len(carried)),
        }
    held = held_now(books.settled)
    if held or books.hold is not None:
        yield {
            "title": say("Held back"),
            "value": plain(held, MONEY_PLACES),
            "state": "breached" if books.hold is not None else "waiting",
            "word": say("payment suspended")
            if books.hold is not None
            else say("released by the next statement"),
        }


def _renewal(found: Renewals) -> dict[str, Any]:
    so_far = found.so_far
    expected = projected(so_far)
    return {
        "words": renewal_words(so_far),
        "state": "met"
        if not so_far.still_needed
        else "at_risk"
        if so_far.still_possible
        else "breached",
        "pairs": [
            (say("Months of this contract year so far"), f"{so_far.given} / {so_far.of}"),
            (say("of them sealed"), str(found.sealed.given)),
            (say("Months at {mark} or more", mark=found.mark), str(so_far.good)),
            (say("of them sealed"), str(found.sealed.good)),
            (say("Still needed"), str(so_far.still_needed)),
            (
                say("If the months to come are like those so far"),
                say("{expected} of {of}, {needed} are asked", expected=expected, of=so_far.of,
                    needed=so_far.needed)
                if expected is not None
                else "–",
            ),
        ],
    }  # fmt: skip


def _suspend_url(standing: Standing, terms: Contract) -> str:
    """Where a purchaser who decides suspends payment; '' for others and where nothing allows it."""
    may = standing.may(Right.DECIDE_MOVES) and standing.roles & PURCHASER_ROLES
    if not may or terms.is_scored or not suspending_clauses(terms):
        return ""
    return reverse("move_new", args=[standing.contract.pk, NAME])
