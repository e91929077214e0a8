"""Reading quarters: each as its sealed months, and the books of today where none is, make it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from jieting.apps.assessment.queries import (
    AssessedMonth,
    assessed_month,
    is_fresh,
    months_with_calls,
)
from jieting.apps.base.words import page_language
from jieting.apps.settlement.books import Books
from jieting.apps.settlement.models import Statement
from jieting.documents.json_out import json_object
from jieting.domain.books.quarter import (
    QuarterMonth,
    QuarterSoFar,
    quarter_months,
    quarter_of,
    quarters_until,
    results_of,
)
from jieting.domain.books.seal import month_result
from jieting.domain.contracts.clauses.renewal import RenewalState
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.settle import (
    contract_year,
    renewal_rule,
    renewal_state,
    settled_quarter,
)
from jieting.domain.contracts.settlement import MonthResult
from jieting.domain.errors import JietingError
from jieting.domain.periods import Month
from jieting.domain.quantities import plain


@dataclass(frozen=True, slots=True)
class Renewals:
    """Where renewal stands: by the sealed months alone, and with those of today's books."""

    sealed: RenewalState
    so_far: RenewalState
    mark: str


class Quarters:
    """The quarters of a contract; each month of today's books is read once."""

    def __init__(self, books: Books) -> None:
        self.books = books
        self._with_calls = frozenset(months_with_calls(books.contract_id))
        self._estimates: dict[Month, MonthResult | None] = {}

    def all(self) -> list[QuarterSoFar]:
        """Every quarter up to the newest month that is sealed or has calls, newest first."""
        known = [m for m in (*self._with_calls, *self.books.revisions) if m >= self.books.begins]
        if not known:
            return []
        firsts = quarters_until(self.books.begins, max(known))
        return [self.one(first) for first in reversed(list(firsts))]

    def one(self, first: Month) -> QuarterSoFar:
        """The quarter that begins with a month."""
        months = tuple(self._month(month) for month in quarter_months(first))
        terms = self.terms(first)
        results = [r for r in results_of(months) if r.score is not None or not _is_scored(terms)]
        if terms is None or not results:
            return QuarterSoFar(months, None)
        return QuarterSoFar(months, settled_quarter(terms, results))

    def terms(self, first: Month) -> Contract | None:
        """The terms of a quarter; None where no version was in force."""
        try:
            return self.books.terms_of(first)
        except JietingError:
            return None

    def renewal(self) -> Renewals | None:
        """Where renewal stands in the year of the newest month; None for contracts without it."""
        quarters = self.all()
        terms = self.terms(quarters[0].first) if quarters else None
        rule = renewal_rule(terms) if terms is not None else None
        if terms is None or rule is None:
            return None
        months = [month for quarter in reversed(quarters) for month in quarter.months]
        so_far = renewal_state(terms, results_of(months), self.books.begins)
        sealed = [replace(month, estimate=None) for month in months]
        of_year = _same_year(results_of(sealed), results_of(months), self.books.begins)
        fixed = renewal_state(terms, of_year, self.books.begins) or rule.state([])
        return None if so_far is None else Renewals(fixed, so_far, plain(rule.score))

    def _month(self, month: Month) -> QuarterMonth:
        found = self.books.revisions.get(month)
        if found:
            return QuarterMonth(month, found[-1])
        return QuarterMonth(month, estimate=self._estimate(month))

    def _estimate(self, month: Month) -> MonthResult | None:
        """The month by today's books, where it is counted already; no page waits for a count."""
        if month not in self._estimates:
            self._estimates[month] = self._looked_up(month)
        return self._estimates[month]

    def _looked_up(self, month: Month) -> MonthResult | None:
        if month not in self._with_calls:
            return None
        try:
            if not is_fresh(self.books.contract_id, month):
                return None
            return result_of(assessed_month(self.books.contract_id, month))
        except JietingError:
            return None

    def is_counted(self, month: Month) -> bool:
        """False where a month has calls that must be counted before it can be estimated."""
        return month not in self._with_calls or self._estimate(month) is not None


def result_of(found: AssessedMonth) -> MonthResult:
    """An assessed month as the settlement sees it."""
    return month_result(json_object(found.statement, page_language()))


def first_of_address(books: Books, text: str) -> Month | None:
    """The quarter of an address; None where no quarter of the contract begins so."""
    try:
        first = Month.parse(text)
    except ValueError:
        return None
    begins = books.begins
    return first if first >= begins and quarter_of(begins, first) == first else None


def statement_of_quarter(books: Books, first: Month) -> Statement | None:
    """The statement of a quarter that stands, signed or not; None where none was drawn up."""
    drawn = books.drawn
    if drawn is not None and drawn.first_month == str(first):
        return drawn
    return books.signed_of(first)


def statement_of(contract_id: str, number: int) -> Statement | None:
    """A statement by its number, replaced ones too."""
    found = Statement.objects.filter(contract_id=contract_id, number=number)
    return found.prefetch_related("signatures").first()


def replaced_of(contract_id: str, first: Month) -> list[Statement]:
    """The statements of a quarter that a newer one replaced."""
    rows = Statement.objects.filter(contract_id=contract_id, first_month=str(first))
    return list(rows.filter(state=Statement.State.REPLACED).order_by("-number"))


def _is_scored(terms: Contract | None) -> bool:
    return terms is not None and terms.is_scored


def _same_year(
    some: tuple[MonthResult, ...], every: tuple[MonthResult, ...], begins: Month
) -> list[MonthResult]:
    """Those of ``some`` in the contract year of the last of ``every``."""
    year = contract_year(begins, every[-1].month) if every else 0
    return [result for result in some if contract_year(begins, result.month) == year]
