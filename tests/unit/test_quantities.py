"""Exact arithmetic: the examples that a reader would try first."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest

from jieting.domain.quantities import fraction, plain, round_half_up, steps


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        ("89.995", 2, "90.00"),
        ("89.9949999999", 2, "89.99"),
        ("0.0505", 3, "0.051"),
        ("0.0504999", 3, "0.050"),
        ("-0.005", 2, "-0.01"),
        ("-0.004", 2, "0.00"),
        ("2.5", 0, "3"),
        ("3.5", 0, "4"),
        ("0", 2, "0.00"),
        ("99.5", 0, "100"),
        ("123456789012345678901234567890.125", 2, "123456789012345678901234567890.13"),
    ],
)
def test_half_goes_up(value: str, places: int, rounded: str) -> None:
    assert f"{round_half_up(Fraction(value), places):f}" == rounded


def test_a_short_decimal_context_elsewhere_changes_nothing() -> None:
    with localcontext(prec=3):
        assert round_half_up(Fraction("123456.785"), 2) == Decimal("123456.79")


@pytest.mark.parametrize("value", [89.995, True, 0.1])
def test_a_float_is_refused(value: float) -> None:
    with pytest.raises(TypeError):
        fraction(value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(100), "100"),
        (Fraction("24.370"), "24.37"),
        (Fraction(1, 3), "0.333333"),
        (Fraction(-1, 4), "-0.25"),
        (Decimal("1E+3"), "1000"),
        (Fraction(0), "0"),
        (Fraction("0.000001"), "0.000001"),
    ],
)
def test_plain(value: Fraction | Decimal, text: str) -> None:
    assert plain(value) == text


def test_plain_pads_to_places() -> None:
    assert plain(Fraction(90), 2) == "90.00"
    assert plain(Fraction("89.995"), 2) == "90.00"


@pytest.mark.parametrize(
    ("amount", "step", "whole", "started", "linear"),
    [
        ("1.01", "1", 1, 2, "1.01"),
        ("1", "1", 1, 1, "1"),
        ("0", "1", 0, 0, "0"),
        ("-3", "1", 0, 0, "0"),
        ("0.009", "0.01", 0, 1, "0.9"),
        ("0.02", "0.01", 2, 2, "2"),
        ("9", "10", 0, 1, "0.9"),
        ("11", "10", 1, 2, "1.1"),
    ],
)
def test_steps(amount: str, step: str, whole: int, started: int, linear: str) -> None:
    size = Fraction(step)
    assert steps(Fraction(amount), size, "whole") == whole
    assert steps(Fraction(amount), size, "started") == started
    assert steps(Fraction(amount), size, "linear") == Fraction(linear)


def test_an_unknown_way_to_count_steps_is_refused() -> None:
    with pytest.raises(ValueError, match="partial step"):
        steps(Fraction(1), Fraction(1), "half")
