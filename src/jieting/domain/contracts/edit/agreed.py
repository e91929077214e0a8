"""Readings that both parties have agreed on, in the text of their contract."""

from __future__ import annotations

from collections.abc import Collection

from jieting.domain.contracts.edit import literal
from jieting.domain.contracts.edit.values import set_values
from jieting.domain.toml.lines import Path
from jieting.domain.toml.parse import parse_toml

Reading = tuple[str, str]
"""An open point and the clause it is settled for; '' for the whole contract."""


def with_agreed(text: str, readings: Collection[Reading]) -> str:
    """The text with ``agreed = true`` in the choices named, and no other letter changed.

    Errors: BadInput where the text is no TOML.
    """
    choices = parse_toml(text, "")[0].get("choice", [])
    marked: dict[Path, str] = {
        ("choice", i, "agreed"): literal.flag(True)
        for i, choice in enumerate(choices)
        if (choice.get("name"), choice.get("clause", "")) in readings
        and choice.get("agreed") is not True
    }
    return set_values(text, marked) if marked else text
