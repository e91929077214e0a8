"""What the books add to a settlement's document: the account, the seals, the signatures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any
from zoneinfo import ZoneInfo

from jieting.documents.document import EMPTY, Cell, Section, code, data, number, words
from jieting.documents.sections import section
from jieting.domain.books.statement import Booked, OnTheBooks, SignatureLine, with_sign
from jieting.domain.contracts.model import Contract
from jieting.domain.periods import Instant, iso, local
from jieting.domain.said import Said, say, verbatim

SIDES = {"supplier": say("supplier"), "purchaser": say("purchaser")}


def booked_sections(books: OnTheBooks, contract: Contract) -> Iterator[Section]:
    """The sections that a statement of the books has beside those of a settlement."""
    booked = books.booked
    sheet = say("Statement")
    yield _account(booked, contract, sheet)
    yield section("seals", say("Sealed months paid"), sheet, tuple(_seals(booked, contract)))
    rows = tuple(_signature(line, contract.zone) for line in books.signatures)
    yield section("signed", say("Signed by both parties"), sheet, rows)


def booked_meta(booked: Booked) -> Iterator[tuple[Said, Said]]:
    """Which statement it is, and which one it follows."""
    yield say("Statement number"), verbatim(str(booked.number))
    yield say("Hash of the statement before"), verbatim(booked.previous[:16])


def booked_result(booked: Booked) -> Iterator[Said]:
    """What is paid now."""
    if booked.hold is not None:
        yield say("Payment is suspended: {held} is held.", held=booked.held)
    yield say("Due now: {due}", due=booked.due)


def _account(booked: Booked, contract: Contract, sheet: Said) -> Section:
    currency = contract.fee.currency
    total = (EMPTY, words(say("Due now")), number(booked.due, currency), EMPTY)
    rows = tuple(_account_rows(booked, contract))
    return section("account", say("What the statement pays"), sheet, rows, total)


def _account_rows(booked: Booked, contract: Contract) -> Iterator[tuple[Cell, ...]]:
    currency, zone = contract.fee.currency, contract.zone
    yield EMPTY, words(say("Payable for the quarter")), number(booked.payable, currency), EMPTY
    for line in booked.carried:
        what = say(
            "Correction {number} of {month}, a month of the quarter {quarter}",
            number=line.number,
            month=line.month,
            quarter=line.quarter,
        )
        cell = Cell((what, verbatim(line.reason)), outside=True) if line.reason else words(what)
        amount = number(with_sign(line.difference), currency)
        yield words(day(line.at, zone)), cell, amount, words(line.why)
    for release in booked.released:
        what = say("Held by statement {number}, now released", number=release.statement)
        yield EMPTY, words(what), number(with_sign(release.amount), currency), EMPTY
    yield EMPTY, words(say("Amount of the statement")), number(booked.amount, currency), EMPTY
    if booked.hold is not None:
        hold = booked.hold
        since = day(hold.since, zone)
        what = say("Held: payment suspended ({ref})", ref=hold.ref)
        yield words(since), words(what), number(booked.held, currency), data(hold.reason)


def _seals(booked: Booked, contract: Contract) -> Iterator[tuple[Cell, ...]]:
    for seal in booked.seals:
        yield (
            code(seal.month),
            words(say("seal") if not seal.number else say("correction {n}", n=seal.number)),
            words(moment(seal.at, contract.zone)),
            code(seal.digest[:16]),
        )


def _signature(line: SignatureLine, zone: ZoneInfo) -> tuple[Cell, ...]:
    side = SIDES.get(line.side, verbatim(line.side))
    return words(side), data(line.name), words(moment(line.at, zone)), code(line.by)


def day(at: Instant, zone: ZoneInfo) -> Said:
    """A local day."""
    return verbatim(local(at, zone).date().isoformat())


def moment(at: Instant, zone: ZoneInfo) -> Said:
    """A local time to the second."""
    naive = local(at, zone).replace(tzinfo=None, microsecond=0)
    return verbatim(naive.isoformat(sep=" "))


def booked_json(books: OnTheBooks, contract: Contract) -> dict[str, Any]:
    """The same for programs; decimals are strings, times ISO 8601 with offset."""
    booked, zone = books.booked, contract.zone
    hold = booked.hold
    return {
        "number": booked.number,
        "drawn_at": iso(booked.drawn_at, zone),
        "payable": booked.payable,
        "carried": [{**asdict(line), "at": iso(line.at, zone)} for line in booked.carried],
        "released": [asdict(line) for line in booked.released],
        "amount": booked.amount,
        "held": booked.held,
        "due": booked.due,
        "suspension": hold and {**asdict(hold), "since": iso(hold.since, zone)},
        "seals": [{**asdict(seal), "at": iso(seal.at, zone)} for seal in booked.seals],
        "previous": booked.previous,
        "signatures": [{**asdict(s), "at": iso(s.at, zone)} for s in books.signatures],
    }
