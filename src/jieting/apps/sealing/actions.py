"""Writing seals: draw up, sign, withdraw; the second signature seals the month."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from jieting.apps.accounts.access import may_act
from jieting.apps.accounts.confirm import Confirmed
from jieting.apps.accounts.roles import Right
from jieting.apps.audit.actions import Draft, audited, looked
from jieting.apps.base.actor import Actor
from jieting.apps.base.live import changed
from jieting.apps.base.turns import one_at_a_time
from jieting.apps.contracts.queries import side_of
from jieting.apps.notices.actions import notify
from jieting.apps.sealing import refusals
from jieting.apps.sealing.books import books_of
from jieting.apps.sealing.digest import digest_of, named
from jieting.apps.sealing.drawing import Asked, drawn, finish, signed_calls
from jieting.apps.sealing.models import Seal, Signature
from jieting.apps.sealing.objections import against_books
from jieting.apps.sealing.store import (
    calls_bytes,
    files_of,
    keep_bundle,
    signed_by,
    sweep,
    terms_of,
    whole_bundle,
)
from jieting.domain.books.seal import digest, signatures_json
from jieting.domain.contracts.board.standing import Side
from jieting.domain.errors import Refused
from jieting.domain.periods import Month
from jieting.domain.said import Said, say

_BOTH = 2


def draw(
    *,
    by: Actor,
    at: datetime,
    contract_id: str,
    month: Month,
    leave_open: bool = False,
    reason: str = "",
) -> Seal:
    """Draw up a month to be signed: its seal, or the next correction of it, with ``reason``.

    ``leave_open`` says that what is open stays so by agreement of both, who sign for it. One that
    was drawn from older books is replaced. Errors: Refused with everything that speaks against it.
    """
    side = _signing_side(by, contract_id)
    asked = Asked(by, at, contract_id, month, side, leave_open, reason)
    books = books_of(contract_id, month)
    with audited("sealing.seal.drawn", by=by, at=at, contract=contract_id) as entry:
        one_at_a_time(f"seals/{contract_id}")
        sealed = _of_month(contract_id, month, Seal.State.SIGNED)
        waiting = _of_month(contract_id, month, Seal.State.DRAWN)
        against = against_books(asked, books, sealed)
        if waiting is not None and waiting.basis == books.basis:
            against.append(refusals.drawn_already(month))
        if against:
            raise Refused(against)
        if waiting is not None:
            _end(waiting, by, at, "replaced")
        row = drawn(asked, books, 0 if sealed is None else sealed.number + 1)
        row.save()
        _note(entry, row)
        _tell(row, at, by, "drawn", say("{month} is drawn up: sign it", month=month), side)
    return row


def sign(
    *,
    by: Actor,
    at: datetime,
    contract_id: str,
    month: Month,
    statement: str,
    confirmed: Confirmed,
) -> Seal:
    """Sign what is drawn up of a month; ``statement`` is the digest that the person has seen.

    The second side's signature gives the seal its place in the chain and makes its bundle.
    Errors: Refused where the person may not, has seen something else, or the books have changed.
    """
    side = _signing_side(by, contract_id)
    if confirmed.user_id != by.user_id:
        raise Refused(refusals.not_the_person())
    books = books_of(contract_id, month)
    with audited("sealing.seal.signed", by=by, at=at, contract=contract_id) as entry:
        one_at_a_time(f"seals/{contract_id}")
        row = _waiting(contract_id, month)
        entry.object = named(row)
        if row.statement_digest != statement:
            raise Refused(refusals.another_statement())
        if row.basis != books.basis:
            raise Refused(refusals.stale(month))
        if Signature.objects.filter(seal=row, side=side.value).exists():
            raise Refused(refusals.signed_already(side))
        Signature.objects.create(
            seal=row,
            side=side.value,
            by=by.name,
            name=confirmed.name,
            role=by.role,
            at=at,
            statement=statement,
            with_second_factor=confirmed.with_second_factor,
        )
        if Signature.objects.filter(seal=row).count() == _BOTH:
            _seal(row, at, month)
        _note(entry, row)
        entry.detail.update(side=side.value, with_second_factor=confirmed.with_second_factor)
        _tell_signed(row, at, by, month, side)
    return row


def withdraw(*, by: Actor, at: datetime, contract_id: str, month: Month, reason: str) -> Seal:
    """Take back what is drawn up and not yet sealed; signatures under it count no more.

    Errors: Refused where nothing is drawn up or the person may not.
    """
    side = _signing_side(by, contract_id)
    with transaction.atomic():
        one_at_a_time(f"seals/{contract_id}")
        row = _waiting(contract_id, month)
        _end(row, by, at, reason.strip())
        words = say("{month} is withdrawn: draw it up again", month=month)
        _tell(row, at, by, "withdrawn", words, side)
    return row


def bundle_taken(*, by: Actor, at: datetime, row: Seal) -> None:
    """Note that the bundle of a sealed month leaves the product."""
    looked(
        "sealing.bundle.taken",
        by=by,
        at=at,
        contract=row.contract_id,
        object=named(row),
        hash=row.hash,
    )


def _signing_side(by: Actor, contract_id: str) -> Side:
    side = side_of(contract_id, by.party)
    against = [] if side is not None else [refusals.no_side(contract_id)]
    if not may_act(by, Right.SIGN) or by.way == "system":
        against.append(refusals.no_right())
    if side is None or against:
        raise Refused(against)
    return side


def _seal(row: Seal, at: datetime, month: Month) -> None:
    """Both have signed: the chain goes on, and the bundle is on the disk before this commits.

    A kill before the commit leaves a file that no row names, which the next sealing removes.
    """
    period = month.period(terms_of(row).zone)
    calls = signed_calls(row, calls_bytes(row.contract_id, period, row.imports))
    if calls is None:
        raise Refused(refusals.stale(month))
    signed = Seal.objects.filter(contract_id=row.contract_id, state=Seal.State.SIGNED)
    sweep(row.contract_id, signed.values_list("bundle", flat=True))
    finish(row, signed.order_by("-place").first(), at, signatures_json(signed_by(row)))
    content = whole_bundle(row, files_of(row, calls))
    row.bundle_digest = digest(content)
    row.save()
    keep_bundle(row, content)
    changed(row.contract_id, f"month:{row.month}")


def _end(row: Seal, by: Actor, at: datetime, reason: str) -> None:
    event = "sealing.seal.withdrawn"
    with audited(event, by=by, at=at, contract=row.contract_id, reason=reason) as entry:
        row.state, row.ended_at = Seal.State.WITHDRAWN, at
        row.save()
        _note(entry, row)


def _note(entry: Draft, row: Seal) -> None:
    entry.object = named(row)
    entry.detail.update(digest=digest_of(row), statement=row.statement_digest)
    if row.hash:
        entry.detail.update(hash=row.hash, place=row.place)


def _of_month(contract_id: str, month: Month, state: str) -> Seal | None:
    found = Seal.objects.filter(contract_id=contract_id, month=str(month), state=state)
    return found.order_by("-number").first()


def _waiting(contract_id: str, month: Month) -> Seal:
    row = _of_month(contract_id, month, Seal.State.DRAWN)
    if row is None:
        raise Refused(refusals.nothing_drawn(month))
    return row


def _tell_signed(row: Seal, at: datetime, by: Actor, month: Month, side: Side) -> None:
    if row.state == Seal.State.SIGNED:
        words = say("{month} is sealed: both sides have signed", month=month)
        _tell(row, at, by, "sealed", words, None)
    else:
        words = say("The other side has signed {month}: sign it too", month=month)
        _tell(row, at, by, "signed", words, side)


def _tell(row: Seal, at: datetime, by: Actor, what: str, words: Said, side: Side | None) -> None:
    """Tell the side that did not act, or both where ``side`` is None."""
    other = None if side is None else side.other
    changed(row.contract_id, f"seal:{row.month}")
    notify(
        at=at,
        contract_id=row.contract_id,
        event=f"sealing.{what}",
        words=words,
        url=reverse("seal", args=[row.contract_id, row.month]),
        side=other,
        right=Right.SIGN,
        by=by,
    )
