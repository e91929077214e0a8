"""Masking: what may be kept of a caller's number where it is not encrypted."""

from __future__ import annotations

SHORTEST_SHOWN = 8
"""Shorter numbers become stars altogether."""


def mask_number(number: str) -> str:
    """``number`` with its first 3 and last 4 characters and stars between, of the same length.

    Edge: fewer than 8 characters leave only stars; masking what is masked changes nothing.
    """
    if len(number) < SHORTEST_SHOWN:
        return "*" * len(number)
    return number[:3] + "*" * (len(number) - 7) + number[-4:]
