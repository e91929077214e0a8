"""A settlement statement as both parties sign it: its account in plain values, so that it stays.

Every value is text, a whole number or None: the same statement can be read back from its JSON and
laid out again in any language, long after the books have moved on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from jieting.domain.books.carried import Account, Correction, Hold, signed
from jieting.domain.books.quarter import SealedResult
from jieting.domain.contracts.settlement import (
    MONEY_PLACES,
    SCORE_PLACES,
    MonthLimit,
    MonthResult,
    Quarter,
)
from jieting.domain.periods import Instant, Month
from jieting.domain.quantities import fraction, plain
from jieting.domain.said import Said, say


@dataclass(frozen=True, slots=True)
class Worth:
    """What a quarter came to, as it was printed."""

    score: str | None
    coefficient: str | None
    payable: str

    @property
    def words(self) -> Said:
        """Score, coefficient and amount in one phrase."""
        if self.score is None:
            return say("{payable}, no coefficient", payable=self.payable)
        return say(
            "score {score}, coefficient {coefficient}, {payable}",
            score=self.score,
            coefficient=self.coefficient,
            payable=self.payable,
        )


@dataclass(frozen=True, slots=True)
class SealLine:
    """A sealed month that the statement pays: which revision, when it was sealed, its hash."""

    month: str
    number: int
    at: Instant
    digest: str


@dataclass(frozen=True, slots=True)
class CarriedLine:
    """A correction of an earlier quarter: which month, when, why, and what it changes."""

    quarter: str
    month: str
    number: int
    at: Instant
    digest: str
    reason: str
    before: Worth
    after: Worth
    difference: str

    @property
    def why(self) -> Said:
        """The computation in words."""
        return say(
            "before: {before}; after: {after}", before=self.before.words, after=self.after.words
        )


@dataclass(frozen=True, slots=True)
class ReleasedLine:
    """An amount that an earlier statement held and this one pays."""

    statement: int
    amount: str


@dataclass(frozen=True, slots=True)
class HoldLine:
    """The suspension under which the amount is held: since when, by which move, why."""

    since: Instant
    ref: str
    reason: str


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One side's signature."""

    side: str
    by: str
    name: str
    role: str
    at: Instant


@dataclass(frozen=True, slots=True)
class Booked:
    """What the books add to a settled quarter: seals, what is carried, held and paid.

    ``payable``, the ``carried`` and the ``released`` add up to ``amount``; ``held`` and ``due``
    make the same amount. ``previous`` is the hash of the statement before it.
    """

    number: int
    drawn_at: Instant
    seals: tuple[SealLine, ...]
    payable: str
    carried: tuple[CarriedLine, ...]
    released: tuple[ReleasedLine, ...]
    amount: str
    hold: HoldLine | None
    held: str
    due: str
    previous: str

    def balances(self) -> bool:
        """True where every sum is that of its parts, to the cent."""
        parts = [self.payable, *(c.difference for c in self.carried)]
        parts += [line.amount for line in self.released]
        whole = fraction(self.amount)
        return sum(map(fraction, parts)) == whole == fraction(self.held) + fraction(self.due)

    def as_json(self) -> dict[str, Any]:
        """The same as JSON values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class OnTheBooks:
    """A statement with the signatures that it has so far."""

    booked: Booked
    signatures: tuple[SignatureLine, ...] = ()


def booked(
    account: Account, seals: tuple[SealedResult, ...], number: int, drawn_at: Instant, previous: str
) -> Booked:
    """The account of a quarter as it is written down."""
    return Booked(
        number=number,
        drawn_at=drawn_at,
        seals=tuple(SealLine(str(s.month), s.number, s.at, s.digest) for s in seals),
        payable=_money(account.quarter.payable),
        carried=tuple(_carried(line) for line in account.corrections),
        released=tuple(ReleasedLine(r.statement, _money(r.amount)) for r in account.releases),
        amount=_money(account.amount),
        hold=_hold(account.hold),
        held=_money(account.held),
        due=_money(account.due),
        previous=previous,
    )


def booked_from(values: Mapping[str, Any]) -> Booked:
    """What ``Booked.as_json`` wrote."""
    hold = values["hold"]
    return Booked(
        **{
            **values,
            "seals": tuple(SealLine(**row) for row in values["seals"]),
            "carried": tuple(_carried_from(row) for row in values["carried"]),
            "released": tuple(ReleasedLine(**row) for row in values["released"]),
            "hold": None if hold is None else HoldLine(**hold),
        }
    )


def result_json(result: MonthResult) -> dict[str, Any]:
    """An assessed month as JSON values; the file that it was read from is left out."""
    return {
        "contract": result.contract,
        "version": result.version,
        "month": str(result.month),
        "score": None if result.score is None else plain(result.score, SCORE_PLACES),
        "arrived": result.arrived,
        "waiting": list(result.waiting),
        "limits": [
            {"clause": each.clause, "met": each.met, "findings": list(each.findings)}
            for each in result.limits
        ],
    }


def result_from(values: Mapping[str, Any]) -> MonthResult:
    """What ``result_json`` wrote."""
    score = values["score"]
    return MonthResult(
        contract=values["contract"],
        version=values["version"],
        month=Month.parse(values["month"]),
        score=None if score is None else fraction(score),
        arrived=values["arrived"],
        waiting=tuple(values["waiting"]),
        limits=tuple(
            MonthLimit(each["clause"], each["met"], tuple(each["findings"]))
            for each in values["limits"]
        ),
    )


def worth(quarter: Quarter) -> Worth:
    """A quarter as it is printed."""
    return Worth(
        None if quarter.score is None else plain(quarter.score, SCORE_PLACES),
        None if quarter.coefficient is None else plain(quarter.coefficient),
        _money(quarter.payable),
    )


def _carried(line: Correction) -> CarriedLine:
    sealed = line.sealed
    return CarriedLine(
        quarter=str(line.before.months[0]),
        month=str(sealed.month),
        number=sealed.number,
        at=sealed.at,
        digest=sealed.digest,
        reason=sealed.reason,
        before=worth(line.before),
        after=worth(line.after),
        difference=_money(line.difference),
    )


def _carried_from(row: Mapping[str, Any]) -> CarriedLine:
    return CarriedLine(**{**row, "before": Worth(**row["before"]), "after": Worth(**row["after"])})


def _hold(hold: Hold | None) -> HoldLine | None:
    return None if hold is None else HoldLine(hold.since, hold.ref, hold.reason)


def _money(amount: Any) -> str:
    return plain(amount, MONEY_PLACES)


def with_sign(amount: str) -> str:
    """An amount as a line of an account shows it: +15000.00, -15000.00, 0.00."""
    return signed(fraction(amount))
