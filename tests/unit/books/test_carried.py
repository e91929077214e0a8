"""What a statement pays: its quarter, corrections of earlier ones, what is held and released."""

from __future__ import annotations

from fractions import Fraction

import pytest

from jieting.domain.books.carried import (
    Account,
    Hold,
    Settled,
    account,
    corrections_due,
    held_now,
)
from jieting.domain.errors import Refused
from jieting.domain.periods import Month
from tests.unit.books.quarters import HOTLINE, JANUARY, LOANS, sealed

APRIL = JANUARY.plus(3)
FIRST = Settled(1, JANUARY, Fraction(300_000), {JANUARY.plus(n): 0 for n in range(3)})
HOLD = Hold(since=7, ref="M-4", reason="leak")


def terms(_first: Month) -> object:
    return HOTLINE


def books(*january: object, april: tuple[object, ...] = (90,)) -> dict:
    found = {JANUARY: sealed(JANUARY, *january), APRIL: sealed(APRIL, *april, at=50)}
    for month in (JANUARY.plus(1), JANUARY.plus(2), APRIL.plus(1), APRIL.plus(2)):
        found[month] = sealed(month, 90)
    return found


def second(*january: object, hold: Hold | None = None, earlier: tuple = (FIRST,)) -> Account:
    return account(terms, APRIL, books(*january), earlier, hold)


def test_a_quarter_without_anything_carried_is_due_as_it_is() -> None:
    found = second(90)
    assert (found.quarter.payable, found.amount, found.due, found.held) == (300_000,) * 3 + (0,)


def test_a_correction_carries_what_its_quarter_would_have_been_paid() -> None:
    found = second(90, 75)  # (75 + 90 + 90) / 3 = 85.00: coefficient 0.95
    [line] = found.corrections
    assert (line.difference, found.amount) == (-15_000, 285_000)


def test_each_of_two_corrections_has_its_own_line_and_the_sum_is_the_last_state() -> None:
    found = second(90, 75, 90)
    assert [line.difference for line in found.corrections] == [-15_000, 15_000]
    assert found.corrected == 0


def test_what_was_carried_once_is_not_carried_again() -> None:
    carried = Settled(2, APRIL, Fraction(0), {APRIL.plus(n): 0 for n in range(3)}, ((JANUARY, 1),))
    assert corrections_due(terms, books(90, 75), (FIRST, carried)) == ()
    [line] = corrections_due(terms, books(90, 75, 90), (FIRST, carried))
    assert line.difference == 15_000


def test_a_correction_of_the_statement_s_own_quarter_is_no_carried_line() -> None:
    found = account(terms, APRIL, books(90, april=(90, 60)), (FIRST,), None)
    assert found.corrections == ()
    assert found.quarter.score == 80


def test_while_payment_is_suspended_everything_is_held() -> None:
    found = second(90, 75, hold=HOLD)
    assert (found.amount, found.held, found.due) == (285_000, 285_000, 0)


def test_what_the_supplier_owes_is_not_held() -> None:
    found = second(90, 0)
    owing = Account(found.quarter, found.corrections * 5, (), HOLD)
    assert (owing.amount, owing.held) == (300_000 - 5 * 120_000, 0)
    assert owing.due == owing.amount


def test_what_was_held_is_released_once_after_the_lifting() -> None:
    held = Settled(1, JANUARY, Fraction(300_000), FIRST.used, held=Fraction(300_000))
    assert held_now((held,)) == 300_000
    assert second(90, hold=HOLD, earlier=(held,)).releases == ()
    found = second(90, earlier=(held,))
    assert (found.released, found.due) == (300_000, 600_000)
    paid = Settled(2, APRIL, Fraction(300_000), FIRST.used, released=(1,))
    assert held_now((held, paid)) == 0


def test_a_month_that_waits_is_not_settled() -> None:
    with pytest.raises(Refused):
        account(terms, APRIL, books(90, april=(None,)), (FIRST,), None)
    with pytest.raises(Refused):
        second(90, None)


def test_without_points_a_correction_moves_no_money() -> None:
    months = {JANUARY.plus(n): sealed(JANUARY.plus(n), None, None, of=LOANS) for n in range(3)}
    [one, *_] = corrections_due(lambda first: LOANS, months, (FIRST,))
    assert one.difference == 0
