"""The quarters of a contract: which months they have, and where renewal stands in words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from jieting.domain.contracts.clauses.renewal import RenewalState
from jieting.domain.contracts.settlement import QUARTER_MONTHS, MonthResult, Quarter
from jieting.domain.periods import Instant, Month, months_between
from jieting.domain.said import Said, say


@dataclass(frozen=True, slots=True)
class SealedResult:
    """What a month was sealed as: ``number`` 0 is its seal, 1 and up its corrections.

    ``digest`` names the seal, ``at`` is when both had signed, ``reason`` why it was corrected.
    """

    number: int
    at: Instant
    result: MonthResult
    digest: str = ""
    reason: str = ""

    @property
    def month(self) -> Month:
        """The month."""
        return self.result.month


@dataclass(frozen=True, slots=True)
class QuarterMonth:
    """A month of a quarter: sealed, or as the books of today make it, or nothing yet."""

    month: Month
    sealed: SealedResult | None = None
    estimate: MonthResult | None = None

    @property
    def result(self) -> MonthResult | None:
        """What is known of it: the seal before the estimate."""
        return self.sealed.result if self.sealed is not None else self.estimate


@dataclass(frozen=True, slots=True)
class QuarterSoFar:
    """A quarter as its months make it today; ``is_estimate`` unless all three are sealed.

    ``quarter`` is None where no month has a score yet.
    """

    months: tuple[QuarterMonth, ...]
    quarter: Quarter | None

    @property
    def first(self) -> Month:
        """The month that names it."""
        return self.months[0].month

    @property
    def sealed(self) -> int:
        """How many months are sealed."""
        return sum(month.sealed is not None for month in self.months)

    @property
    def is_estimate(self) -> bool:
        """True where a month is not sealed, so that the amount may still change."""
        return self.sealed < QUARTER_MONTHS


def quarter_of(begins: Month, month: Month) -> Month:
    """The first month of the quarter that ``month`` lies in, counted from the contract's first."""
    return month.plus(-(months_between(begins, month) % QUARTER_MONTHS))


def quarter_months(first: Month) -> tuple[Month, ...]:
    """The months of the quarter that begins with ``first``."""
    return tuple(first.plus(number) for number in range(QUARTER_MONTHS))


def quarters_until(begins: Month, last: Month) -> Iterator[Month]:
    """The first months of every quarter from the contract's first to that of ``last``."""
    first = begins
    while first <= last:
        yield first
        first = first.plus(QUARTER_MONTHS)


def complete_quarters(begins: Month, sealed: Collection[Month]) -> list[Month]:
    """The first months of the quarters of which every month is sealed, in order."""
    firsts = (month for month in sorted(sealed) if quarter_of(begins, month) == month)
    return [first for first in firsts if all(month in sealed for month in quarter_months(first))]


def renewal_words(state: RenewalState) -> Said:
    """What the good months so far mean for the rest of the contract year."""
    left = state.of - state.given
    if not state.still_needed:
        return say(
            "{good} good months: the year's mark of {needed} is reached.",
            good=state.good,
            needed=state.needed,
        )
    if not state.still_possible:
        return say(
            "{good} good months and {left} still to come cannot make {needed}: the mark is missed.",
            good=state.good,
            left=left,
            needed=state.needed,
        )
    return say(
        "{still} more good months are needed of {left} still to come; {spare} may miss the mark.",
        still=state.still_needed,
        left=left,
        spare=left - state.still_needed,
    )


def projected(state: RenewalState) -> int | None:
    """Good months of the whole year if those to come are like those so far, rounded down."""
    return state.good * state.of // state.given if state.given else None


def results_of(months: Sequence[QuarterMonth]) -> tuple[MonthResult, ...]:
    """The months of which something is known."""
    return tuple(month.result for month in months if month.result is not None)
