"""Values as they are written in a contract file."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, time
from fractions import Fraction

from jieting.domain.quantities import plain

END_OF_DAY = "24:00"


def quoted(text: str) -> str:
    """A text in quotation marks, with the escapes of TOML."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def listed(texts: Iterable[str]) -> str:
    """A list of texts."""
    return f"[{', '.join(quoted(text) for text in texts)}]"


def flag(value: bool) -> str:
    """Either true or false."""
    return "true" if value else "false"


def number(value: Fraction) -> str:
    """An exact number: bare where it is whole, else as a decimal in quotation marks.

    Edge: a fraction without a finite decimal has no literal; contract files hold none.
    """
    return str(value.numerator) if value.denominator == 1 else quoted(plain(value))


def day(value: date) -> str:
    """A calendar day."""
    return value.isoformat()


def clock(value: time) -> str:
    """A time of day in quotation marks; the end of the day is 24:00."""
    return quoted(clock_text(value))


def clock_text(value: time) -> str:
    """A time of day as a person writes it; the end of the day is 24:00."""
    if value == time.max:
        return END_OF_DAY
    text = value.isoformat()
    return text[:5] if text.endswith(":00") and len(text) == len("09:00:00") else text
