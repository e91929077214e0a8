"""Rounding and steps: whole numbers throughout, never a surprise."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from jieting.domain.quantities import plain, round_half_up, steps

WIDE = Context(prec=80)
decimals = st.decimals(-(10**12), 10**12, allow_nan=False, places=12)
fractions = st.fractions(-(10**9), 10**9, max_denominator=10**9)
places = st.integers(0, 6)
amounts = st.fractions(-1000, 1000, max_denominator=10**6)
sizes = st.sampled_from(["1", "0.5", "0.01", "10", "0.3"]).map(Fraction)


@given(decimals, places)
def test_rounding_is_that_of_decimal(value: Decimal, to: int) -> None:
    expected = value.quantize(Decimal(1).scaleb(-to), ROUND_HALF_UP, context=WIDE)
    assert round_half_up(value, to) == expected
    assert round_half_up(Fraction(value), to) == expected


@given(st.integers(-(10**15), 10**15), st.integers(1, 10**12), places)
def test_rounding_is_whole_number_division(number: int, base: int, to: int) -> None:
    units = (2 * abs(number) * 10**to + base) // (2 * base)
    signed = -units if number < 0 else units
    assert Fraction(round_half_up(Fraction(number, base), to)) == Fraction(signed, 10**to)


@given(fractions, places)
def test_rounding_moves_by_half_a_unit_at_most_and_once(value: Fraction, to: int) -> None:
    rounded = round_half_up(value, to)
    assert abs(Fraction(rounded) - value) <= Fraction(1, 2 * 10**to)
    assert round_half_up(rounded, to) == rounded
    assert round_half_up(-value, to) == -rounded
    assert rounded.as_tuple().exponent == -to


@given(fractions, fractions, places)
def test_rounding_keeps_order(one: Fraction, other: Fraction, to: int) -> None:
    low, high = sorted((one, other))
    assert round_half_up(low, to) <= round_half_up(high, to)


@given(decimals)
def test_plain_says_the_exact_value_of_a_decimal(value: Decimal) -> None:
    text = plain(value)
    assert Fraction(text) == Fraction(value)
    assert "E" not in text
    assert not (text.endswith("0") and "." in text)


@given(fractions, places)
def test_plain_with_places_has_so_many(value: Fraction, to: int) -> None:
    text = plain(value, to)
    assert Fraction(text) == Fraction(round_half_up(value, to))
    assert len(text.partition(".")[2]) == to


@given(amounts, sizes)
def test_whole_steps_are_fewest_and_started_ones_most(amount: Fraction, size: Fraction) -> None:
    whole, linear, started = (steps(amount, size, how) for how in ("whole", "linear", "started"))
    assert 0 <= whole <= linear <= started <= whole + 1
    assert whole.denominator == started.denominator == 1
    assert linear == max(0, amount / size)


@given(amounts, amounts, sizes, st.sampled_from(["whole", "started", "linear"]))
def test_a_larger_miss_never_has_fewer_steps(
    one: Fraction, other: Fraction, size: Fraction, how: str
) -> None:
    low, high = sorted((one, other))
    assert steps(low, size, how) <= steps(high, size, how)


@given(st.integers(0, 1000), sizes)
def test_on_an_edge_all_ways_agree(number: int, size: Fraction) -> None:
    assert {steps(number * size, size, how) for how in ("whole", "started", "linear")} == {number}
