"""A statement is written down in plain values, balances, and is read back the same."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

from jieting.domain.books.carried import Hold, Settled, account
from jieting.domain.books.statement import (
    Booked,
    booked,
    booked_from,
    result_from,
    result_json,
    with_sign,
)
from jieting.domain.contracts.settlement import MonthLimit
from tests.unit.books.quarters import HOTLINE, JANUARY, result, sealed

APRIL = JANUARY.plus(3)


def statement(hold: Hold | None = None) -> Booked:
    months = {JANUARY.plus(n): sealed(JANUARY.plus(n), 90) for n in range(6)}
    months[JANUARY] = sealed(JANUARY, 90, 75)
    held = Settled(
        1, JANUARY, Fraction(300_000), {JANUARY.plus(n): 0 for n in range(3)},
        held=Fraction(100),
    )  # fmt: skip
    found = account(lambda first: HOTLINE, APRIL, months, (held,), hold)
    seals = tuple(months[APRIL.plus(n)][-1] for n in range(3))
    return booked(found, seals, 2, 99, "f" * 64)


def test_its_parts_make_its_sum_and_held_and_due_make_it_again() -> None:
    for one in (statement(), statement(Hold(5, "M-1", "leak"))):
        assert one.balances()
        assert not replace(one, due="1.00").balances()
        assert not replace(one, carried=()).balances()


def test_a_carried_line_tells_its_computation() -> None:
    [line] = statement().carried
    assert (line.quarter, line.month, line.number) == ("2026-01", "2026-01", 1)
    assert str(line.why) == (
        "before: score 90.00, coefficient 1, 300000.00;"
        " after: score 85.00, coefficient 0.95, 285000.00"
    )
    assert line.difference == "-15000.00"


def test_it_is_read_back_the_same_from_its_json() -> None:
    for one in (statement(), statement(Hold(5, "M-1", "leak"))):
        assert booked_from(json.loads(json.dumps(one.as_json()))) == one


def test_a_month_is_read_back_the_same_from_its_json() -> None:
    limit = MonthLimit("P-3.2", False, ("late",))
    month = replace(result(JANUARY, "88.97"), limits=(limit,), waiting=("N-1",))
    assert result_from(json.loads(json.dumps(result_json(month)))) == month


def test_amounts_carry_their_sign() -> None:
    assert [with_sign(a) for a in ("5.00", "-5.00", "0.00")] == ["+5.00", "-5.00", "0.00"]
