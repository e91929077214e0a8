"""Drawing up and signing a settlement statement."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from jieting.apps.accounts.access import may_act
from jieting.apps.accounts.confirm import Confirmed
from jieting.apps.accounts.roles import Right
from jieting.apps.audit.actions import Draft, audited
from jieting.apps.base.actor import Actor
from jieting.apps.base.instants import to_datetime
from jieting.apps.base.live import changed
from jieting.apps.base.turns import one_at_a_time
from jieting.apps.contracts.queries import side_of
from jieting.apps.notices.actions import notify
from jieting.apps.settlement import refusals
from jieting.apps.settlement.books import Books, books_of
from jieting.apps.settlement.content import booked_of, content_digest, content_of, last_hash
from jieting.apps.settlement.digest import digest_of, hash_of
from jieting.apps.settlement.models import Signature, Statement
from jieting.domain.books.quarter import quarter_months, quarter_of
from jieting.domain.contracts.board.standing import Side
from jieting.domain.errors import Finding, JietingError, Refused
from jieting.domain.periods import Month
from jieting.domain.said import Said, say

DRAW, SIGN = say("Draw up the statement"), say("Sign the statement")


def draw_statement(*, by: Actor, at: datetime, contract_id: str, first: Month) -> Statement:
    """The statement of a quarter, to be signed by both sides.

    One that was drawn up before and that the books have left behind is replaced, with the
    signatures that it had. Errors: Refused, with everything that speaks against it.
    """
    side = _side(by, contract_id, DRAW)
    with audited("settlement.statement.drawn", by=by, at=at, contract=contract_id) as entry:
        one_at_a_time(f"settlement/{contract_id}")
        books = books_of(contract_id)
        against = [*against_drawing(books, first)]
        if against:
            raise Refused(against)
        _replace(books, by, at)
        text, content = content_of(books, first, _next_number(contract_id), at)
        row = Statement.objects.create(
            contract_id=contract_id,
            first_month=str(first),
            number=content["booked"]["number"],
            contract_text=text,
            content=content,
            digest=content_digest(content),
            drawn_by=by.name,
            drawn_side=side.value,
            drawn_at=to_datetime(content["booked"]["drawn_at"]),
            previous=last_hash(books),
        )
        words = say("Statement {number} of {month} is to be signed", number=row.number, month=first)
        _finish(row, entry, by, at, words, None)
    return row


def against_drawing(books: Books, first: Month) -> list[Finding]:
    """Everything that speaks against drawing up the statement of a quarter now."""
    if quarter_of(books.begins, first) != first:
        return [refusals.not_a_quarter(first)]
    signed, drawn = books.signed_of(first), books.drawn
    found = []
    if signed is not None:
        found.append(refusals.already_signed(first, signed.number))
    missing = [month for month in quarter_months(first) if month not in books.revisions]
    if missing:
        found.append(refusals.not_sealed(missing))
    found += [refusals.earlier_first(month) for month in books.to_settle() if month < first][:1]
    if drawn is not None and drawn.first_month != str(first):
        found.append(refusals.other_waits(drawn.first_month, drawn.number))
    elif drawn is not None and is_fresh(books, drawn):
        found.append(refusals.nothing_new(drawn.number))
    return found


def sign_statement(
    *, by: Actor, confirmed: Confirmed, at: datetime, contract_id: str, number: int, digest: str
) -> Statement:
    """Sign for one's side; with the second signature the statement is final and chained.

    ``digest`` is the content that the person had before them. Errors: Refused where the role may
    not, the side has signed, the statement is another one by now, or the books have moved.
    """
    side = _side(by, contract_id, SIGN)
    with audited(
        "settlement.statement.signed", by=by, at=at, contract=contract_id, side=side.value
    ) as entry:
        one_at_a_time(f"settlement/{contract_id}")
        books = books_of(contract_id)
        row = _to_sign(books, number, digest, side)
        if confirmed.user_id != by.user_id:
            raise Refused(refusals.not_confirmed())
        Signature.objects.create(
            statement=row,
            side=side.value,
            by=by.name,
            name=confirmed.name,
            role=by.role,
            at=at,
            digest=row.digest,
            with_second_factor=confirmed.with_second_factor,
        )
        both = Signature.objects.filter(statement=row).count() == len(
            (Side.SUPPLIER, Side.PURCHASER)
        )
        if both:
            row.state, row.ended_at, row.hash = Statement.State.SIGNED, at, hash_of(row)
            row.save()
        _finish(row, entry, by, at, _signed_words(row, both), None if both else side.other)
    return row


def is_fresh(books: Books, row: Statement) -> bool:
    """True where a statement that waits is what would be drawn up from the books now."""
    drawn_at = to_datetime(booked_of(row).drawn_at)
    try:
        text, content = content_of(books, Month.parse(row.first_month), row.number, drawn_at)
    except (JietingError, KeyError):
        return False
    return content_digest(content) == row.digest and text == row.contract_text


def _to_sign(books: Books, number: int, digest: str, side: Side) -> Statement:
    row = books.drawn
    if row is None or row.number != number:
        raise Refused(refusals.not_drawn(number))
    own = Signature.objects.filter(statement=row, side=side.value).first()
    against = []
    if own is not None:
        against.append(refusals.side_signed(number, own.name))
    if row.digest != digest or content_digest(row.content) != digest:
        against.append(refusals.not_what_was_seen(number))
    elif not is_fresh(books, row):
        against.append(refusals.stale(number))
    if against:
        raise Refused(against)
    return row


def _side(by: Actor, contract_id: str, what: Said) -> Side:
    side = side_of(contract_id, by.party)
    if side is None or not may_act(by, Right.SIGN):
        raise Refused(refusals.no_right(what))
    return side


def _replace(books: Books, by: Actor, at: datetime) -> None:
    """Set the statement that waits aside; its signatures stay with it."""
    row = books.drawn
    if row is None:
        return
    with audited("settlement.statement.replaced", by=by, at=at, contract=row.contract_id) as entry:
        row.state, row.ended_at = Statement.State.REPLACED, at
        row.save()
        _vouch(row, entry)


def _finish(
    row: Statement, entry: Draft, by: Actor, at: datetime, words: Said, side: Side | None
) -> None:
    _vouch(row, entry)
    changed(row.contract_id, "quarters")
    notify(
        at=at,
        contract_id=row.contract_id,
        event="settlement.statement",
        words=words,
        url=reverse("quarter", args=[row.contract_id, row.first_month]),
        side=side,
        right=Right.SIGN if row.state == Statement.State.DRAWN else Right.SEE_MONTH,
        by=by,
    )


def _vouch(row: Statement, entry: Draft) -> None:
    entry.object = f"statement {row.number}"
    entry.detail.update(digest=digest_of(row), state=str(row.state), quarter=row.first_month)


def _signed_words(row: Statement, both: bool) -> Said:
    fields = {"number": row.number, "month": row.first_month}
    if both:
        return say("Statement {number} of {month} is signed by both", **fields)
    return say("Statement {number} of {month} is to be signed", **fields)


def _next_number(contract_id: str) -> int:
    last = Statement.objects.filter(contract_id=contract_id).order_by("-number")
    return (last.values_list("number", flat=True).first() or 0) + 1
