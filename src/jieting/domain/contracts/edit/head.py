"""The head of a contract's text: what it is, between whom, from when until when, for how much."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from jieting.domain.contracts.edit import literal
from jieting.domain.contracts.edit.values import set_values
from jieting.domain.quantities import plain, round_half_up
from jieting.domain.toml.lines import Path
from jieting.domain.toml.parse import parse_toml
from jieting.domain.toml.values import calendar_day, exact_number

_FEE_PLACES = 2


def _amount(value: Fraction) -> str:
    rounded = round_half_up(value, _FEE_PLACES)
    return literal.quoted(f"{rounded:.2f}" if Fraction(rounded) == value else plain(value))


_TEXT: tuple[Callable[[Any], str], Callable[[Any], object]] = (literal.quoted, str)
_DAY: tuple[Callable[[Any], str], Callable[[Any], object]] = (literal.day, calendar_day)

KEYS: Mapping[str, tuple[Path, Callable[[Any], str], Callable[[Any], object]]] = {
    "id": (("contract", "id"), *_TEXT),
    "version": (("contract", "version"), *_TEXT),
    "title": (("contract", "title"), *_TEXT),
    "country": (("contract", "country"), *_TEXT),
    "languages": (("contract", "languages"), literal.listed, tuple),
    "time_zone": (("contract", "time_zone"), *_TEXT),
    "effective_from": (("contract", "effective_from"), *_DAY),
    "effective_to": (("contract", "effective_to"), *_DAY),
    "purchaser": (("contract", "parties", "purchaser"), *_TEXT),
    "supplier": (("contract", "parties", "supplier"), *_TEXT),
    "amount": (("contract", "fee", "amount"), _amount, exact_number),
    "currency": (("contract", "fee", "currency"), *_TEXT),
    "provisional": (("contract", "fee", "provisional"), literal.flag, bool),
}
"""Each part of the head: its path, how it is written, and how a value of the text compares."""

HeadValue = str | date | bool | Fraction | tuple[str, ...]


def head_of(text: str) -> dict[str, object]:
    """The head as the text has it; a part that is missing or unreadable is not there.

    Errors: BadInput where the text is no TOML.
    """
    data = parse_toml(text, "")[0]
    found = {}
    for name, (path, _, read) in KEYS.items():
        value = _at(data, path)
        if value is not None and (known := _read(read, value)) is not None:
            found[name] = known
    return found


def with_head(text: str, values: Mapping[str, HeadValue]) -> str:
    """The text with these parts of its head; one that says the same already keeps its letters.

    Errors: BadInput where the text is no TOML; ValueError where it lacks a table of the head.
    """
    now = head_of(text)
    changed = {
        KEYS[name][0]: KEYS[name][1](value)
        for name, value in values.items()
        if now.get(name, _MISSING.get(name)) != value
    }
    return set_values(text, changed) if changed else text


_MISSING: Mapping[str, HeadValue] = {"country": "", "languages": (), "provisional": False}


def _at(data: Mapping[str, Any], path: Path) -> Any:
    value: Any = data
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _read(read: Callable[[Any], object], value: Any) -> object:
    try:
        return read(value)
    except (TypeError, ValueError):
        return None
