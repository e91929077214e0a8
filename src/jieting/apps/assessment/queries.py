"""Reading a month: what was counted is kept, and judged anew by the domain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property, lru_cache

from jieting.analytics.assessed import Assessed, assessed
from jieting.analytics.counted import CountedMonth
from jieting.analytics.neighbours import named_rows
from jieting.analytics.series import Series
from jieting.apps.assessment import actions
from jieting.apps.assessment.basis import (
    Basis,
    basis_of,
    frozen_basis,
    latest_records,
    months_of,
    records_in_force,
)
from jieting.apps.assessment.counting import series_of
from jieting.apps.assessment.frozen import Frozen, frozen_month
from jieting.apps.assessment.models import MonthSheet, RecordsFile
from jieting.apps.assessment.sheets import Sheet, from_sheet
from jieting.apps.base.actor import system
from jieting.apps.calls.columns import KeptMonth, first_by_call_id, kept_months
from jieting.apps.contracts.queries import latest_terms
from jieting.documents.build import build_statement
from jieting.documents.given import given
from jieting.documents.statement import Statement
from jieting.domain.contracts.assess import Assessment
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.records import Records
from jieting.domain.errors import BadInput
from jieting.domain.periods import Month

_KEPT_IN_MEMORY = 64


@dataclass(frozen=True)
class AssessedMonth:
    """A month of a contract as pages, board, exports and API show it.

    ``called`` is the number of the kept call behind each call_id that records name; None for one
    of a sealed month that is not kept any more.
    """

    basis: Basis
    assessed: Assessed
    counted_at: datetime
    series: Series = field(repr=False)
    called: Mapping[str, int | None] = field(repr=False)

    @property
    def contract_id(self) -> str:
        """The contract."""
        return self.basis.contract_id

    @property
    def month(self) -> Month:
        """The month."""
        return self.basis.month

    @property
    def terms(self) -> Contract:
        """The version of the contract by which the month is judged."""
        return self.basis.terms

    @property
    def version(self) -> str:
        """The name of that version."""
        return self.basis.version

    @property
    def records(self) -> Records:
        """The contract's records, of all months."""
        return self.basis.records

    @property
    def own_records(self) -> Records:
        """The records that belong to the month."""
        return self.records.of_month(self.month, self.terms.zone)

    @property
    def assessment(self) -> Assessment:
        """What counts: the month with its agreed exclusions left out."""
        return self.assessed.month.assessment

    @property
    def sealed(self) -> Frozen | None:
        """The seal that it was read from; None for the books of today."""
        return self.basis.frozen

    @property
    def simulated(self) -> bool:
        """True where any call was made by a simulation."""
        return self.assessed.simulated

    @cached_property
    def statement(self) -> Statement:
        """The rows that every format and every page of the month shows."""
        return build_statement(given(self.assessed, "json", "en", ""))


def assessed_month(contract_id: str, month: Month) -> AssessedMonth:
    """The month as it is shown: as it was sealed, else as today's books have it.

    Errors: those of ``current_month``, for a month that is not sealed.
    """
    frozen = frozen_month(contract_id, month)
    return current_month(contract_id, month) if frozen is None else _frozen(frozen)


def current_month(contract_id: str, month: Month) -> AssessedMonth:
    """The month by today's books; counted first where what is kept has gone stale.

    Errors: Refused where no version of the contract was in force; BadInput where its records do
    not fit the contract.
    """
    basis = basis_of(contract_id, month)
    if any(finding.is_error for finding in basis.findings):
        raise BadInput(basis.findings)
    return _judged(basis)


@lru_cache(maxsize=_KEPT_IN_MEMORY)
def _frozen(frozen: Frozen) -> AssessedMonth:
    """A sealed month; of the calls that its records name those count that were there then."""
    basis, content = frozen_basis(frozen), frozen.content()
    named = set(content.sheet["named"])
    called = first_by_call_id(frozen.contract_id, named)
    known = {call_id: called.get(call_id) for call_id in named}
    return judged_month(basis, content.sheet, content.counted_at, known)


@lru_cache(maxsize=_KEPT_IN_MEMORY)
def _judged(basis: Basis) -> AssessedMonth:
    """Judged once for each basis in a process; the same basis is the same month.

    Edge: a basis that went stale while its month was counted gives the month as it is now.
    """
    row = _sheet(basis)
    if row is None:
        basis, row = actions.count_month(
            by=system("assessment"),
            at=datetime.now(UTC),
            contract_id=basis.contract_id,
            month=basis.month,
        )
    called = first_by_call_id(basis.contract_id, named_calls(basis.records))
    return judged_month(basis, row.sheet, row.counted_at, called)


def judged_month(
    basis: Basis, sheet: Sheet, counted_at: datetime, called: Mapping[str, int | None]
) -> AssessedMonth:
    """A month judged from its counted sheet; ``called`` as ``AssessedMonth`` keeps it."""
    counted = _with_missing(from_sheet(sheet, basis.terms), basis.records, called)
    result = assessed(basis.terms, basis.month, basis.records, counted, basis.findings)
    return AssessedMonth(basis, result, counted_at, series_of(sheet), called)


def _sheet(basis: Basis) -> MonthSheet | None:
    kept = MonthSheet.objects.filter(contract_id=basis.contract_id, month=str(basis.month))
    return kept.filter(basis=basis.counted).first()


def sheet_of(found: AssessedMonth) -> Sheet | None:
    """The counted sheet of a month of today's books; None once another has taken its place."""
    row = _sheet(found.basis)
    return None if row is None else dict(row.sheet)


def named_calls(records: Records) -> set[str]:
    """The call_ids that records name."""
    return {str(call_id) for _, _, call_id in named_rows(records)}


def _with_missing(
    counted: CountedMonth, records: Records, called: Mapping[str, int | None]
) -> CountedMonth:
    """The records whose call is kept nowhere, in the order in which an engine would tell them."""
    rows = [(str(a), line, str(c)) for a, line, c in named_rows(records) if c not in called]
    ordered = sorted(rows, key=lambda row: (row[1] or 0, row[0]))
    missing = ((a, line if isinstance(line, int) else None, c) for a, line, c in ordered)
    return replace(counted, not_there=tuple(missing))


def is_fresh(contract_id: str, month: Month) -> bool:
    """True where the month needs no counting before it is shown; a sealed one never does."""
    return frozen_month(contract_id, month) is not None or is_counted(contract_id, month)


def is_counted(contract_id: str, month: Month) -> bool:
    """True where what is kept of the month stands on the calls, records and contract of now."""
    return _sheet(basis_of(contract_id, month)) is not None


def stale_months(contract_id: str) -> list[Month]:
    """The months with calls whose counted numbers are not those of today's books, newest first."""
    return [m for m in months_with_calls(contract_id) if not is_counted(contract_id, m)]


def calls_of_months(contract_id: str) -> list[KeptMonth]:
    """The months that have calls, newest first."""
    kept = kept_months(contract_id)
    return sorted((m for m in kept if m.calls > 0), key=lambda m: m.month, reverse=True)


def calls_shown(contract_id: str, kept: KeptMonth) -> int:
    """How many calls the month has: as it was sealed, else as today's books have it."""
    frozen = frozen_month(contract_id, kept.month)
    return kept.calls if frozen is None else frozen.content().calls


def months_with_calls(contract_id: str) -> list[Month]:
    """The months that have calls, newest first."""
    return months_of(kept_months(contract_id))


def newest_month(contract_id: str) -> Month | None:
    """The newest month that has calls; None where none has."""
    return next(iter(months_with_calls(contract_id)), None)


def records_of(contract_id: str) -> Records:
    """The contract's records, of all months; times in the zone of its newest version."""
    terms = latest_terms(contract_id)
    return records_in_force(contract_id, latest_records(contract_id), terms)[0]


def records_history(contract_id: str) -> list[RecordsFile]:
    """Every records file that was kept, newest first, without the texts."""
    found = RecordsFile.objects.filter(contract_id=contract_id).defer("text")
    return list(found.order_by("-number"))


def records_text(contract_id: str, number: int | None = None) -> str | None:
    """The text of the records in force, or of an earlier file; None where there is none."""
    found = RecordsFile.objects.filter(contract_id=contract_id)
    if number is not None:
        found = found.filter(number=number)
    return found.order_by("-number").values_list("text", flat=True).first()


__all__ = [
    "AssessedMonth",
    "assessed_month",
    "calls_of_months",
    "calls_shown",
    "current_month",
    "is_counted",
    "is_fresh",
    "judged_month",
    "latest_records",
    "months_with_calls",
    "named_calls",
    "newest_month",
    "records_history",
    "records_of",
    "records_text",
    "sheet_of",
    "stale_months",
]
