"""Masking: what may be kept of a caller's number where it is not encrypted."""

from __future__ import annotations

LONG = 11
"""From this length on, a mobile number or one with its area code, both ends may be shown."""

SHORT = 7
"""Below this length a number becomes stars altogether."""


def mask_number(number: str) -> str:
    """``number`` with stars for most of its characters, of the same length.

    Shape: from 11 characters on the first 3 and last 4 stay; from 7 on the last 2; else none.
    Edge: masking what is masked changes nothing; at least four characters are always hidden.
    """
    if len(number) >= LONG:
        return number[:3] + "*" * (len(number) - 7) + number[-4:]
    if len(number) >= SHORT:
        return "*" * (len(number) - 2) + number[-2:]
    return "*" * len(number)
