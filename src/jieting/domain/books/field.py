"""A field of a step: what a person is asked, and how the answer is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from jieting.domain.said import Said


class Ask(StrEnum):
    """What kind of answer a field wants, and how it is kept in the facts of a move (as JSON)."""

    LINE = "line"
    """One line of text; a str."""
    TEXT = "text"
    """Several lines of text; a str."""
    DAY = "day"
    """A day; a str such as 2026-10-12."""
    MOMENT = "moment"
    """A local time in the contract's zone, to the minute; an int, an Instant."""
    MONTH = "month"
    """A month; a str such as 2026-10."""
    CHOICE = "choice"
    """One of ``values``; a str."""
    WHOLE = "whole"
    """A whole number from ``low`` to ``high``; an int."""
    LINES = "lines"
    """A list of texts, one in a line; a list of str."""
    CALL = "call"
    """The call_id of a kept call; a str."""
    MOVE = "move"
    """The number of another move of the contract; an int."""


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a step. ``values`` are those of a choice, with their words.

    ``help`` says in a few words what is wanted; ``is_kept`` False asks, and keeps nothing.
    """

    name: str
    ask: Ask
    title: Said
    required: bool = True
    values: Mapping[str, Said] = field(default_factory=dict)
    low: int = 0
    high: int = 1_000_000
    help: Said | None = None
