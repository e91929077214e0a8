"""The page of one quarter: its months, what it pays and why, its statement, who signs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from jieting.apps.accounts.access import Standing
from jieting.apps.accounts.roles import Right
from jieting.apps.base.instants import to_instant
from jieting.apps.contracts.queries import latest_terms, side_of
from jieting.apps.settlement.actions import against_drawing, is_fresh
from jieting.apps.settlement.books import Books, books_of
from jieting.apps.settlement.content import booked_of, is_simulated, last_hash, on_the_books
from jieting.apps.settlement.documents import FORMS
from jieting.apps.settlement.forms import SignForm
from jieting.apps.settlement.models import Statement
from jieting.apps.settlement.page_quarters import crumbs, pending
from jieting.apps.settlement.page_rows import (
    BADGES,
    WORDS,
    breach_rows,
    clock_rows,
    hold_notice,
    month_row,
    statement_row,
    to_the_minute,
)
from jieting.apps.settlement.queries import (
    Quarters,
    replaced_of,
    statement_of_quarter,
)
from jieting.documents.settlement_booked import SIDES
from jieting.documents.words import reading_words
from jieting.domain.books.quarter import QuarterSoFar, quarter_months, results_of
from jieting.domain.books.statement import Booked, booked, with_sign, worth
from jieting.domain.contracts.board.standing import Side
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.settlement import MONEY_PLACES
from jieting.domain.errors import Finding, JietingError
from jieting.domain.periods import Month, shown
from jieting.domain.quantities import plain
from jieting.domain.said import Said, say, verbatim


@dataclass(frozen=True, slots=True)
class Tried:
    """A form that was sent and not done: what was found, and the form of signing."""

    findings: Sequence[Finding] = ()
    form: SignForm | None = None


def quarter_context(
    standing: Standing, first: Month, now: datetime, *, with_code: bool, tried: Tried | None = None
) -> dict[str, Any]:
    """What the template of a quarter shows; ``with_code`` where signing asks for a code too."""
    contract = standing.contract
    books = books_of(contract.pk)
    quarters = Quarters(books)
    quarter = quarters.one(first)
    terms = quarters.terms(first) or latest_terms(contract.pk)
    row = statement_of_quarter(books, first)
    account, against_account = _account(books, first, row, now)
    title = say("Quarter {first} to {last}", first=first, last=quarter.months[-1].month)
    return {
        "contract": contract,
        "crumbs": crumbs(contract, title),
        "title": title,
        "first": str(first),
        "terms": terms,
        "is_scored": terms.is_scored,
        "currency": terms.fee.currency,
        "provisional": terms.fee.provisional,
        "simulated": is_simulated(contract.pk, quarter_months(first)),
        "months": [month_row(quarters, month) for month in quarter.months],
        "stats": list(_stats(quarter, terms, account)),
        "why": quarter.quarter.why if quarter.quarter is not None else None,
        "is_estimate": quarter.is_estimate,
        "account": None if account is None else account_rows(account, terms),
        "account_findings": against_account,
        "pending": _pending(books, terms) if account is None else [],
        "hold": hold_notice(books, terms) if row is None or row.state == "drawn" else None,
        "breaches": breach_rows(terms, results_of(quarter.months)),
        "clocks": clock_rows(contract.pk, terms, now, quarter_months(first)),
        "replaced": [statement_row(each) for each in replaced_of(contract.pk, first)],
        "findings": tried.findings if tried else (),
        **_statement(standing, books, first, row),
        "form": (tried and tried.form) or _sign_form(row, with_code=with_code),
    }


def _account(
    books: Books, first: Month, row: Statement | None, now: datetime
) -> tuple[Booked | None, Sequence[Finding]]:
    """The account of the statement, or of the one that could be drawn up now."""
    if row is not None:
        return booked_of(row), ()
    if not books.is_complete(first):
        return None, ()
    seals = tuple(books.revisions[month][-1] for month in quarter_months(first))
    try:
        found = books.account(first)
    except JietingError as error:
        return None, error.findings
    return booked(found, seals, 0, to_instant(now), last_hash(books)), ()


def account_rows(found: Booked, terms: Contract) -> dict[str, Any]:
    """The account line by line; ``lines`` add up to ``amount``."""
    return {
        "lines": [*_lines(found, terms)],
        "amount": found.amount,
        "held": found.held,
        "due": found.due,
        "hold": found.hold,
        "since": _day(found, terms),
    }


def _lines(found: Booked, terms: Contract) -> Iterator[dict[str, Any]]:
    yield {"what": say("Payable for the quarter"), "amount": found.payable}
    for line in found.carried:
        yield {
            "what": say(
                "Correction {number} of {month}, a month of the quarter {quarter}",
                number=line.number,
                month=line.month,
                quarter=line.quarter,
            ),
            "note": line.reason,
            "amount": with_sign(line.difference),
            "day": shown(line.at, terms.zone)[:10],
            "why": line.why,
        }
    for release in found.released:
        yield {
            "what": say("Held by statement {number}, now released", number=release.statement),
            "amount": with_sign(release.amount),
        }


def _day(found: Booked, terms: Contract) -> str:
    return "" if found.hold is None else shown(found.hold.since, terms.zone)[:10]


def _pending(books: Books, terms: Contract) -> list[dict[str, Any]]:
    """Corrections that the next statement will carry, before it can be drawn up."""
    lines, _ = pending(books)
    return [
        {
            "month": str(line.sealed.month),
            "number": line.sealed.number,
            "day": shown(line.sealed.at, terms.zone)[:10],
            "reason": line.sealed.reason,
            "before": worth(line.before).words,
            "after": worth(line.after).words,
            "amount": with_sign(plain(line.difference, MONEY_PLACES)),
        }
        for line in lines
    ]


def _stats(quarter: QuarterSoFar, terms: Contract, account: Booked | None) -> list[dict[str, Any]]:
    found = quarter.quarter
    stats: list[dict[str, Any]] = [
        {
            "title": say("Months sealed"),
            "value": f"{quarter.sealed} / 3",
            "state": "sealed" if not quarter.is_estimate else "",
        }
    ]
    if found is None:
        return stats
    so_far = say("an estimate from the books of today") if quarter.is_estimate else ""
    shown_worth = worth(found)
    if terms.is_scored:
        reading = terms.reading("quarter_score")
        stats += [
            {"title": say("Score of the quarter"), "value": shown_worth.score or "–",
             "note": so_far or reading_words("quarter_score", reading)},
            {"title": say("Coefficient"), "value": shown_worth.coefficient or "–",
             "note": so_far},
        ]  # fmt: skip
    stats += [
        {"title": say("Fee of the quarter"), "value": plain(found.fee, MONEY_PLACES)},
        {"title": say("Payable for the quarter"), "value": shown_worth.payable, "note": so_far},
    ]
    if account is not None:
        held = account.hold is not None
        stats.append(
            {
                "title": say("Due now"),
                "value": account.due,
                "note": say("{held} is held", held=account.held) if held else "",
                "state": "breached" if held else "",
                "word": say("payment suspended") if held else "",
            }
        )
    return stats


def _statement(
    standing: Standing, books: Books, first: Month, row: Statement | None
) -> dict[str, Any]:
    """The statement with its signatures, and what the person can do now."""
    may = standing.may(Right.SIGN)
    against = against_drawing(books, first)
    fresh = row is not None and row.state == "drawn" and is_fresh(books, row)
    side = side_of(books.contract_id, standing.actor.party)
    own = row is not None and side is not None and _has_signed(row, side)
    can_sign = may and fresh and not own
    return {
        "statement": row,
        "statement_badge": BADGES[row.state] if row else "",
        "statement_word": WORDS[row.state] if row else "",
        "head": _head(row, books) if row else [],
        "signatures": _signatures(row, books) if row else [],
        "fresh": fresh,
        "stale": row is not None and row.state == "drawn" and not fresh,
        "may_sign": may,
        "can_draw": may and not against,
        "against": against if row is None or (row.state == "drawn" and not fresh) else [],
        "can_sign": can_sign,
        "own_signed": own,
        "files": _files(row) if row else [],
    }


def _sign_form(row: Statement | None, *, with_code: bool) -> SignForm:
    return SignForm(initial={"digest": row.digest if row else ""}, with_code=with_code)


def _has_signed(row: Statement, side: Side) -> bool:
    return any(each.side == side.value for each in row.signatures.all())


def _head(row: Statement, books: Books) -> list[Any]:
    terms = books.terms_of(Month.parse(row.first_month))
    drawn = to_the_minute(to_instant(row.drawn_at), terms)
    pairs: list[Any] = [
        (say("Statement number"), str(row.number)),
        (say("Drawn up"), f"{drawn} · {row.drawn_by}"),
        (say("Digest of what is signed"), row.digest),
        (say("Hash of the statement before"), row.previous),
    ]
    return [*pairs, (say("Hash of this statement"), row.hash)] if row.hash else pairs


def _signatures(row: Statement, books: Books) -> list[dict[str, Any]]:
    """Each side with its signature; a side without one is waited for."""
    terms = books.terms_of(Month.parse(row.first_month))
    given = {line.side: line for line in on_the_books(row).signatures}
    found = []
    for side in (Side.SUPPLIER, Side.PURCHASER):
        line = given.get(side.value)
        found.append(
            {
                "side": SIDES[side.value],
                "name": line.name if line else "",
                "by": line.by if line else "",
                "at": to_the_minute(line.at, terms) if line else "",
                "badge": "sealed" if line else "waiting",
                "word": say("signed") if line else say("not signed yet"),
            }
        )
    return found


def _files(row: Statement) -> list[dict[str, Any]]:
    return [
        {
            "title": TITLES[form],
            "url": reverse("statement_file", args=[row.contract_id, row.number, form]),
            "icon": ICONS[form],
        }
        for form in FORMS
    ]


TITLES: dict[str, Said] = {
    "pdf": verbatim("PDF"),
    "docx": verbatim("Word"),
    "xlsx": verbatim("Excel"),
    "json": verbatim("JSON"),
    "text": say("Text"),
}
ICONS = {
    "pdf": "file-earmark-pdf",
    "docx": "file-earmark-word",
    "xlsx": "file-earmark-excel",
    "json": "filetype-json",
    "text": "file-earmark-text",
}
