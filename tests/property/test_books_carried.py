"""Months sealed, corrected, settled, payment suspended and lifted, in any order: money balances."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from jieting.domain.books.carried import (
    Account,
    Hold,
    Settled,
    account,
    corrections_due,
    held_now,
    quarter_of_results,
)
from jieting.domain.books.quarter import SealedResult, quarter_months
from jieting.domain.books.statement import booked, booked_from
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.settlement import MonthResult
from jieting.domain.periods import Month
from tests.property.assess_months import HOTLINE, readings

FIRST = Month(2026, 1)
MONTHS = [FIRST.plus(n) for n in range(9)]
QUARTERS = MONTHS[::3]
tries = st.lists(
    st.one_of(
        st.tuples(st.just("seal"), st.sampled_from(MONTHS), st.integers(0, 10_000)),
        st.tuples(st.just("settle"), st.sampled_from(QUARTERS), st.just(0)),
        st.tuples(st.sampled_from(["suspend", "lift"]), st.just(FIRST), st.just(0)),
    ),
    max_size=50,
)


@dataclass
class Ledger:
    """The seals and statements of a contract, as both parties made them one after another."""

    contract: Contract
    revisions: dict[Month, tuple[SealedResult, ...]] = field(default_factory=dict)
    settled: list[Settled] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)
    hold: Hold | None = None
    clock: int = 0

    def terms(self, first: Month) -> Contract:
        return self.contract

    def take(self, what: str, month: Month, cents: int) -> None:
        self.clock += 1
        if what == "seal":
            known = self.revisions.get(month, ())
            result = MonthResult(self.contract.id, "1", month, Fraction(cents, 100), cents)
            sealed = SealedResult(len(known), self.clock, result, reason="late")
            self.revisions[month] = (*known, sealed)
        elif what == "suspend":
            self.hold = Hold(self.clock, "M-1", "x")
        elif what == "lift":
            self.hold = None
        else:
            self._settle(month)

    def _settle(self, first: Month) -> None:
        is_sealed = all(month in self.revisions for month in quarter_months(first))
        if not is_sealed or any(s.first == first for s in self.settled):
            return
        found = account(self.terms, first, self.revisions, self.settled, self.hold)
        self.accounts.append(found)
        self.settled.append(
            Settled(
                number=len(self.settled) + 1,
                first=first,
                payable=found.quarter.payable,
                used={m: self.revisions[m][-1].number for m in quarter_months(first)},
                carried=tuple((c.sealed.month, c.sealed.number) for c in found.corrections),
                held=found.held,
                released=tuple(r.statement for r in found.releases),
            )
        )

    def from_scratch(self) -> Fraction:
        """What all settled quarters come to by their months as they stand now."""
        return sum(
            (
                quarter_of_results(
                    self.contract, [self.revisions[m][-1].result for m in quarter_months(s.first)]
                ).payable
                for s in self.settled
            ),
            Fraction(0),
        )


@settings(max_examples=200)
@given(tries, readings(HOTLINE))
def test_what_was_paid_held_and_is_pending_is_what_a_recomputation_says(
    taken: list[tuple[str, Month, int]], contract: Contract
) -> None:
    ledger = Ledger(contract)
    for each in taken:
        ledger.take(*each)
        paid = sum((a.due for a in ledger.accounts), Fraction(0))
        pending = corrections_due(ledger.terms, ledger.revisions, ledger.settled)
        waiting = sum((c.difference for c in pending), Fraction(0))
        assert paid + held_now(ledger.settled) + waiting == ledger.from_scratch()


@settings(max_examples=100)
@given(tries)
def test_every_correction_of_a_settled_quarter_is_carried_once(
    taken: list[tuple[str, Month, int]],
) -> None:
    ledger = Ledger(HOTLINE)
    for each in taken:
        ledger.take(*each)
    carried = [one for statement in ledger.settled for one in statement.carried]
    assert len(carried) == len(set(carried))
    pending = corrections_due(ledger.terms, ledger.revisions, ledger.settled)
    waiting = {(c.sealed.month, c.sealed.number) for c in pending}
    used = {m: n for statement in ledger.settled for m, n in statement.used.items()}
    after = {(m, s.number) for m, n in used.items() for s in ledger.revisions[m] if s.number > n}
    assert after == waiting | set(carried)
    assert not waiting & set(carried)


@settings(max_examples=100)
@given(tries)
def test_every_statement_balances_to_the_cent_and_stays_when_written_down(
    taken: list[tuple[str, Month, int]],
) -> None:
    ledger = Ledger(HOTLINE)
    for each in taken:
        ledger.take(*each)
    for number, found in enumerate(ledger.accounts, 1):
        seals = tuple(ledger.revisions[m][-1] for m in found.quarter.months)
        written = booked(found, seals, number, 5, "0" * 64)
        assert written.balances()
        assert booked_from(written.as_json()) == written
        assert (found.amount * 100).denominator == 1
        assert found.held + found.due == found.amount
        assert found.hold is None or found.due <= 0
