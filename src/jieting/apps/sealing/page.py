"""The page of a month's seal: what is sealed, what differs, what waits to be signed, what to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse

from jieting.apps.accounts.access import Standing
from jieting.apps.accounts.queries import person as found_person
from jieting.apps.accounts.roles import Right
from jieting.apps.assessment.frozen import Banner
from jieting.apps.assessment.queries import is_counted
from jieting.apps.contracts.queries import latest_terms, side_of
from jieting.apps.sealing.books import Books, books_of
from jieting.apps.sealing.checks import checks, open_rows
from jieting.apps.sealing.drawing import installation_key
from jieting.apps.sealing.models import Seal, Signature
from jieting.apps.sealing.queries import SealedMonth, revisions
from jieting.apps.sealing.since import causes, differs, effect_of
from jieting.documents.build import points_text
from jieting.domain.books.effect import Effect
from jieting.domain.contracts.board.standing import Side
from jieting.domain.errors import Finding, JietingError
from jieting.domain.periods import Month
from jieting.domain.quantities import plain
from jieting.domain.said import Said, say

SIDE_WORDS = {Side.SUPPLIER.value: say("supplier"), Side.PURCHASER.value: say("purchaser")}


def seal_context(person: Standing, month: Month, at: datetime) -> dict[str, Any]:
    """Everything that the page shows; without books where they cannot be read, with why."""
    contract_id = person.contract.pk
    zone = latest_terms(contract_id).zone
    latest, drawn = _row(contract_id, month, "signed"), _row(contract_id, month, "drawn")
    books, findings = _books(contract_id, month)
    changed = books is not None and latest is not None and differs(books, latest)
    open_items = list(books.open_items) if books is not None else []
    return {
        "contract": person.contract,
        "month": str(month),
        "crumbs": _crumbs(person, month),
        "may_sign": person.may(Right.SIGN),
        "revisions": [_revision(contract_id, one, zone) for one in revisions(contract_id, month)],
        "key": installation_key(),
        "books": books,
        "cannot": findings,
        "is_correction": latest is not None,
        "changed": changed,
        "difference": _difference(latest, books) if changed and latest and books else None,
        "checks": list(checks(books, at)) if books is not None else [],
        "open_rows": open_rows(contract_id, str(month), open_items),
        "drawn": _drawn(person, drawn, books, zone) if drawn is not None else None,
        "shown": books.month.statement.month if books is not None else None,
    }


def _row(contract_id: str, month: Month, state: str) -> Seal | None:
    found = Seal.objects.filter(contract_id=contract_id, month=str(month), state=state)
    return found.defer("statement_pdf").order_by("-number").first()


def _books(contract_id: str, month: Month) -> tuple[Books | None, tuple[Finding, ...]]:
    try:
        return books_of(contract_id, month), ()
    except JietingError as error:
        return None, error.findings


def _crumbs(person: Standing, month: Month) -> list[tuple[object, str | None]]:
    contract = person.contract
    return [
        (contract.title, reverse("board", args=[contract.pk])),
        (say("Months"), reverse("months", args=[contract.pk])),
        (str(month), reverse("month", args=[contract.pk, str(month)])),
        (say("Seal"), None),
    ]


def clock(at: datetime, zone: ZoneInfo) -> str:
    """A moment as pages write it."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def _revision(contract_id: str, one: SealedMonth, zone: ZoneInfo) -> dict[str, Any]:
    signed = Signature.objects.filter(
        seal__contract_id=contract_id, seal__hash=one.digest, seal__state=Seal.State.SIGNED
    )
    return {
        "number": one.number,
        "title": number_words(one.number),
        "signed_at": clock(one.signed_at, zone),
        "signed_by": [(SIDE_WORDS[s.side], s.name) for s in signed.order_by("at")],
        "score": points_text(one.score) or "–",
        "coefficient": "–" if one.coefficient is None else plain(one.coefficient),
        "reason": one.reason,
        "version": one.version,
        "hash": one.digest,
        "href": reverse("seal_bundle", args=[contract_id, str(one.month), one.number]),
    }


def number_words(number: int) -> Said:
    """What a revision is called."""
    return say("correction {n}", n=number) if number else say("seal")


def _difference(row: Seal, books: Books) -> dict[str, Any]:
    effect = effect_of(row, books)
    return {
        "effect": effect,
        "causes": list(causes(row, books)),
        "totals": list(totals(effect)),
    }


def totals(effect: Effect) -> Iterator[tuple[Said, str, str]]:
    """Score, coefficient and money before and after, where there are any and they differ."""
    for title, before, after in (
        (say("Score"), points_text(effect.score_before), points_text(effect.score_after)),
        (say("Coefficient"), effect.coefficient_before, effect.coefficient_after),
        (say("Share of the month in the fee"), effect.money_before, effect.money_after),
    ):
        if before != after:
            yield title, _value(before), _value(after)


def _value(value: Any) -> str:
    if value is None:
        return "–"
    return value if isinstance(value, str) else plain(value)


def _drawn(person: Standing, row: Seal, books: Books | None, zone: ZoneInfo) -> dict[str, Any]:
    signed = {s.side: s for s in Signature.objects.filter(seal=row)}
    side = side_of(person.contract.pk, person.actor.party)
    return {
        "title": number_words(row.number),
        "reason": row.reason,
        "statement": row.statement_digest,
        "version": row.version,
        "at": clock(row.drawn_at, zone),
        "by": str(found_person(row.drawn_by) or row.drawn_by),
        "side": SIDE_WORDS[row.drawn_side],
        "stale": books is None or books.basis != row.basis,
        "open_rows": open_rows(row.contract_id, row.month, row.open_items),
        "sides": [_side(each, signed.get(each), zone) for each in SIDE_WORDS],
        "my_turn": side is not None and side.value not in signed and person.may(Right.SIGN),
    }


def _side(side: str, signed: Signature | None, zone: ZoneInfo) -> dict[str, Any]:
    if signed is None:
        return {"title": SIDE_WORDS[side], "state": "waiting", "words": say("has not signed")}
    return {
        "title": SIDE_WORDS[side],
        "state": "met",
        "words": say("{name} signed on {time}", name=signed.name, time=clock(signed.at, zone)),
    }


def month_banners(person: Standing, month: Month) -> Iterator[Banner]:
    """What stands above a month's page: that it is sealed, and whether today's books differ."""
    contract_id = person.contract.pk
    row, drawn = _row(contract_id, month, "signed"), _row(contract_id, month, "drawn")
    href = reverse("seal", args=[contract_id, str(month)])
    if row is not None:
        yield Banner("sealing/banner.html", {**_sealed(row), "seal_href": href})
        if is_counted(contract_id, month):
            yield from _late(row, month, href)
    if drawn is not None:
        yield Banner("sealing/drawn_banner.html", {"seal_href": href})


def _sealed(row: Seal) -> dict[str, Any]:
    zone = latest_terms(row.contract_id).zone
    names = Signature.objects.filter(seal=row).order_by("at").values_list("name", flat=True)
    return {
        "title": number_words(row.number),
        "at": clock(row.ended_at, zone),
        "names": " · ".join(names),
        "hash": row.hash,
        "bundle": reverse("seal_bundle", args=[row.contract_id, row.month, row.number]),
    }


def _late(row: Seal, month: Month, href: str) -> Iterator[Banner]:
    books, _ = _books(row.contract_id, month)
    if books is None or books.result == row.result:
        return
    effect = effect_of(row, books)
    parts = tuple(
        say("{what}: {before} → {after}", what=title, before=before, after=after)
        for title, before, after in totals(effect)
    )
    words: Said | tuple[Said, ...] = parts or (
        say("{n} values differ, the score does not", n=len(effect.changes)),
    )
    shown = {"words": say("{parts}", parts=words), "seal_href": href}
    yield Banner("sealing/late_banner.html", shown)
