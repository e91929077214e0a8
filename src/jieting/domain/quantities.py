"""Exact arithmetic of rates, points and money: whole numbers, Fraction and Decimal, never float."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

Exact = int | Fraction | Decimal


def fraction(value: Exact | str) -> Fraction:
    """``value`` as an exact Fraction; a float is refused because it has already been rounded."""
    if isinstance(value, bool | float):
        raise TypeError(f"{value!r} is not an exact number")
    return Fraction(value)


def round_half_up(value: Exact, places: int) -> Decimal:
    """``value`` to ``places`` decimals, a half rounded away from zero.

    Formula: sign(v) * floor(|v| * 10^places + 1/2) / 10^places, in whole numbers throughout.
    Edge: 89.995 to 2 places is 90.00; -0.005 to 2 places is -0.01.
    """
    exact = fraction(value)
    scaled = abs(exact) * 10**places
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    # from text: unlike arithmetic on decimals, it is exact whatever the context's precision
    return Decimal(f"{-units if exact < 0 else units}E-{places}")


def plain(value: Exact, places: int | None = None) -> str:
    """``value`` as a plain decimal string, without exponent; ``places`` pads or rounds half up.

    Without ``places`` trailing zeros go; a value without a finite decimal is shown to 6 places.
    """
    if places is not None:
        return f"{round_half_up(value, places):f}"
    exact = fraction(value)
    for enough in range(13):
        if (exact * 10**enough).denominator == 1:
            return f"{round_half_up(exact, enough):f}"
    return f"{round_half_up(exact, 6):f}"


def whole_steps(amount: Fraction, step: Fraction) -> int:
    """How many whole steps fit into ``amount``; none where it is negative."""
    return max(0, math.floor(amount / step))


def started_steps(amount: Fraction, step: Fraction) -> int:
    """How many steps were begun: 0.01 above an edge has begun the first; none at the edge."""
    return max(0, math.ceil(amount / step))


def steps(amount: Fraction, step: Fraction, partial: str) -> Fraction:
    """Steps in ``amount`` counted ``whole``, ``started`` or ``linear``; never negative."""
    if partial == "whole":
        return Fraction(whole_steps(amount, step))
    if partial == "started":
        return Fraction(started_steps(amount, step))
    if partial == "linear":
        return max(Fraction(0), amount / step)
    raise ValueError(f"unknown way to count a partial step: {partial!r}")
