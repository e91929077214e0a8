"""What a figure is: two measures, a unit, the words beside it, and a worked example."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from jieting.domain.calls.call import Call
from jieting.domain.figures.measure import Measure
from jieting.domain.quantities import round_half_up
from jieting.domain.said import Said


class Unit(StrEnum):
    """What the value of a figure is counted in."""

    PERCENT = "%"
    SECONDS = "s"


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example: a few calls, complaints about them, and the two numbers they must give."""

    calls: tuple[Call, ...]
    numerator: int
    denominator: int
    justified_complaints: int = 0


@dataclass(frozen=True, slots=True)
class Definition:
    """A figure's definition with its parameters filled in.

    Formula: value = scale * numerator / denominator; no value where the denominator is 0.
    ``rank`` is set for a percentile alone: then the numerator is the measure's value of the call
    at that rank (nearest-rank method) instead of a sum, and no sums can be added up.
    """

    name: str
    title: Said
    formula: Said
    base: Said
    exclusions: Said
    unit: Unit
    scale: Fraction
    numerator: Measure
    denominator: Measure
    example: Example
    source: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    rank: Fraction | None = None

    @property
    def measures(self) -> tuple[Measure, Measure]:
        """Numerator and denominator."""
        return self.numerator, self.denominator


@dataclass(frozen=True, slots=True)
class Figure:
    """A counted figure: its definition and two whole numbers."""

    definition: Definition
    numerator: int
    denominator: int

    @property
    def exact(self) -> Fraction | None:
        """The exact value in the figure's unit; None without a base."""
        if self.denominator == 0:
            return None
        return self.definition.scale * Fraction(self.numerator, self.denominator)

    def shown(self, places: int) -> Decimal | None:
        """The value rounded half up to ``places``; None without a base."""
        exact = self.exact
        return None if exact is None else round_half_up(exact, places)
