"""What the incentive check finds: one flaw with its clauses, numbers and a suggested change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from jieting.domain.said import Said

Row = Mapping[str, object]
"""Numbers of a flaw for programs: money, points and rates as decimal text, probabilities float."""


class Gravity(StrEnum):
    """How much a flaw matters to who signs."""

    SEVERE = "severe"
    MODERATE = "moderate"
    MINOR = "minor"


class Kind(StrEnum):
    """What sort of flaw it is."""

    WORTH = "worth"
    """A line that is worth nothing to obey."""
    CLIFF = "cliff"
    """A small difference of quality that decides over much."""
    CHANCE = "chance"
    """A loss that comes by chance alone, or by a single event."""
    CLASH = "clash"
    """Lines that work against each other or against callers, or punish twice."""
    READING = "reading"
    """An open point on which points hang."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """One flaw: ``what`` in a sentence, ``numbers`` in words, ``change`` and its ``effect``."""

    code: str
    kind: Kind
    gravity: Gravity
    clauses: tuple[str, ...]
    what: Said
    numbers: tuple[Said, ...] = ()
    change: Said | None = None
    effect: Said | None = None
    data: tuple[Row, ...] = ()
