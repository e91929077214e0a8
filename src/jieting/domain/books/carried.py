"""What a settlement statement pays: its quarter, corrections of earlier ones, what is held. Pure.

A statement that was signed never changes. A month corrected afterwards changes what its quarter
would have been paid; the difference is carried into the next statement, once. While payment is
suspended the amount is held; the statement after the lifting releases it, once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from jieting.domain.books.quarter import SealedResult, quarter_months
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.records import Records
from jieting.domain.contracts.settle import settle
from jieting.domain.contracts.settlement import MONEY_PLACES, MonthResult, Quarter
from jieting.domain.periods import Instant, Month
from jieting.domain.quantities import plain

NOTHING = Fraction(0)
TermsOf = Callable[[Month], Contract]
"""The terms by which the quarter that begins with a month is settled."""
Revisions = Mapping[Month, Sequence[SealedResult]]
"""Every sealed revision of each month, in their order."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A corrected month of a settled quarter, and what the quarter comes to before and after."""

    sealed: SealedResult
    before: Quarter
    after: Quarter

    @property
    def difference(self) -> Fraction:
        """What is still to be paid for the quarter; negative where too much was paid."""
        return self.after.payable - self.before.payable


@dataclass(frozen=True, slots=True)
class Hold:
    """A suspension of payment that runs: since when, by which move, and why."""

    since: Instant
    ref: str
    reason: str


@dataclass(frozen=True, slots=True)
class Release:
    """An amount that an earlier statement held and that is paid now."""

    statement: int
    amount: Fraction


@dataclass(frozen=True, slots=True)
class Settled:
    """A signed statement, as far as later ones need it.

    ``used`` are the revisions of its own months, ``carried`` those of other months whose
    corrections it carried; ``released`` the statements whose held amounts it paid.
    """

    number: int
    first: Month
    payable: Fraction
    used: Mapping[Month, int]
    carried: tuple[tuple[Month, int], ...] = ()
    held: Fraction = NOTHING
    released: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """What a statement comes to; the parts add up to ``amount``, and held and due make it again."""

    quarter: Quarter
    corrections: tuple[Correction, ...] = ()
    releases: tuple[Release, ...] = ()
    hold: Hold | None = None

    @property
    def corrected(self) -> Fraction:
        """The sum of the corrections."""
        return sum((line.difference for line in self.corrections), NOTHING)

    @property
    def released(self) -> Fraction:
        """The sum of what earlier statements held."""
        return sum((line.amount for line in self.releases), NOTHING)

    @property
    def amount(self) -> Fraction:
        """The quarter's payable, the corrections and what is released."""
        return self.quarter.payable + self.corrected + self.released

    @property
    def held(self) -> Fraction:
        """What is not paid while payment is suspended; what the supplier owes is never held."""
        return max(NOTHING, self.amount) if self.hold is not None else NOTHING

    @property
    def due(self) -> Fraction:
        """What is paid now; negative where the supplier pays back."""
        return self.amount - self.held


@dataclass(slots=True)
class _Standing:
    """A settled quarter while its corrections are applied one after another."""

    terms: Contract
    results: dict[Month, MonthResult]
    taken: dict[Month, int] = field(default_factory=dict)

    def quarter(self) -> Quarter:
        return quarter_of_results(self.terms, [self.results[m] for m in sorted(self.results)])


def quarter_of_results(terms: Contract, results: Sequence[MonthResult]) -> Quarter:
    """The three months settled. Errors: Refused where one waits or they make no quarter."""
    return settle(terms, results, Records(), 0).quarters[0]


def account(
    terms_of: TermsOf,
    first: Month,
    revisions: Revisions,
    earlier: Sequence[Settled],
    hold: Hold | None,
) -> Account:
    """What the statement of the quarter ``first`` pays after the ``earlier`` signed ones.

    Errors: Refused where a month waits for a record; KeyError where one is not sealed.
    """
    latest = [revisions[month][-1].result for month in quarter_months(first)]
    return Account(
        quarter_of_results(terms_of(first), latest),
        corrections_due(terms_of, revisions, earlier),
        () if hold is not None else releases_due(earlier),
        hold,
    )


def corrections_due(
    terms_of: TermsOf, revisions: Revisions, earlier: Sequence[Settled]
) -> tuple[Correction, ...]:
    """Corrections of settled quarters that no statement has carried, in the order of their seals.

    Each is compared with the quarter as the ones before it left it, so that their sum is what the
    quarters come to now less what was paid for them.
    """
    standing = _standing(terms_of, revisions, earlier)
    of_month = {month: found for found in standing.values() for month in found.results}
    found = []
    for sealed in sorted(_pending(revisions, of_month), key=lambda s: (s.at, s.month, s.number)):
        quarter = of_month[sealed.month]
        before = quarter.quarter()
        quarter.results[sealed.month] = sealed.result
        found.append(Correction(sealed, before, quarter.quarter()))
    return tuple(found)


def releases_due(earlier: Sequence[Settled]) -> tuple[Release, ...]:
    """What signed statements hold and none has released."""
    released = {number for statement in earlier for number in statement.released}
    return tuple(
        Release(statement.number, statement.held)
        for statement in earlier
        if statement.held and statement.number not in released
    )


def held_now(earlier: Sequence[Settled]) -> Fraction:
    """The sum that is held back after these statements."""
    return sum((release.amount for release in releases_due(earlier)), NOTHING)


def _standing(
    terms_of: TermsOf, revisions: Revisions, earlier: Sequence[Settled]
) -> dict[Month, _Standing]:
    taken: dict[Month, int] = {}
    for statement in earlier:
        for month, number in (*statement.used.items(), *statement.carried):
            taken[month] = max(number, taken.get(month, 0))
    return {
        statement.first: _Standing(
            terms_of(statement.first),
            {month: _revision(revisions, month, taken[month]).result for month in statement.used},
            {month: taken[month] for month in statement.used},
        )
        for statement in earlier
    }


def _revision(revisions: Revisions, month: Month, number: int) -> SealedResult:
    return next(sealed for sealed in revisions[month] if sealed.number == number)


def _pending(revisions: Revisions, of_month: Mapping[Month, _Standing]) -> Iterator[SealedResult]:
    for month, quarter in of_month.items():
        for sealed in revisions[month]:
            if sealed.number > quarter.taken[month]:
                yield sealed


def signed(amount: Fraction) -> str:
    """An amount of money with its sign: +15000.00, -15000.00, 0.00."""
    return ("+" if amount > 0 else "") + plain(amount, MONEY_PLACES)
