"""Masking: what may be kept of a caller's number where it is not encrypted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

Callers = Literal["masked", "whole"]
"""How a reader hands over callers' numbers; whole only to one that seals them at once."""

LONG = 11
"""From this length on, a mobile number or one with its area code, both ends may be shown."""

SHORT = 7
"""Below this length a number becomes stars altogether."""


def hand_over(callers: Callers) -> Callable[[str], str]:
    """What a reader does with each caller's number before it hands it over."""
    return mask_number if callers == "masked" else str


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
