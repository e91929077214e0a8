"""Single values of a TOML file: exact numbers, days, times, and how a value is shown again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import TypeVar

from jieting.domain.said import Said, say

LARGEST = 10**15
"""Larger numbers in a file are taken for typing errors."""
_DIGITS = 18
_SHOWN = 40
T = TypeVar("T")


def decimal_or_nan(text: str) -> Decimal:
    """A TOML decimal, exact; not a number where its exponent is beyond every measure."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal("NaN")


def exact_number(value: object) -> Fraction | None:
    """A whole number, a decimal, or either in quotation marks; None for anything else.

    Edge: infinity and numbers of more than 18 digits on one side of the point are None.
    """
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number.adjusted()) > _DIGITS:
        return None
    return Fraction(number)


def is_number(value: object) -> bool:
    """True where the value is a number at all, be it beyond every measure."""
    if isinstance(value, str):
        return decimal_or_nan(value).is_finite()
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def parsed(parse: Callable[[str], T], value: str) -> T | None:
    """``value`` as ``parse`` reads it; None where it cannot."""
    try:
        return parse(value)
    except ValueError:
        return None


def clock_time(value: object) -> time | None:
    """A time of day, without an offset; "24:00" is the end of the day, ``time.max``."""
    if isinstance(value, str):
        value = time.max if value == "24:00" else parsed(time.fromisoformat, value)
    return value if isinstance(value, time) and value.tzinfo is None else None


def calendar_day(value: object) -> date | None:
    """A day between 1970 and 2100, as a TOML date or in quotation marks."""
    if isinstance(value, str):
        value = parsed(date.fromisoformat, value)
    if isinstance(value, datetime) or not isinstance(value, date):
        return None
    return value if 1970 <= value.year <= 2100 else None


def as_written(value: object) -> str | Said:
    """A value as it stands in the file; long ones are cut."""
    if isinstance(value, dict):
        return say("a table")
    if isinstance(value, list):
        return say("a list")
    if isinstance(value, bool):
        return "true" if value else "false"
    text = value.isoformat() if isinstance(value, date | time) else str(value)
    text = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    return f'"{text}"' if isinstance(value, str) else text
