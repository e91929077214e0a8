"""Targets of a requirement: what every half hour has to keep, all of those given at once."""

from __future__ import annotations

from dataclasses import dataclass, fields
from fractions import Fraction

VARIANTS = (
    "of_offered",
    "of_answered",
    "abandoned_left_out",
    "short_abandoned_left_out",
    "short_abandoned_met",
)
"""The variants of the figure ``service_level``, by its own names: what abandoned calls are."""


@dataclass(frozen=True, slots=True)
class ServiceLevel:
    """At least ``share`` of the calls within ``threshold_s`` seconds, in a named variant."""

    share: Fraction
    threshold_s: Fraction
    variant: str = VARIANTS[0]


@dataclass(frozen=True, slots=True)
class Targets:
    """What is asked of each half hour; None asks for nothing.

    ``connection_rate``: least share of offered calls answered; ``abandon_rate``: most that give up;
    ``asa_s``: longest mean wait of answered calls, in seconds; ``occupancy``: largest share of the
    agents' time in calls. Shares are from 0 to 1.
    """

    connection_rate: Fraction | None = None
    abandon_rate: Fraction | None = None
    service_level: ServiceLevel | None = None
    asa_s: Fraction | None = None
    occupancy: Fraction | None = None

    @property
    def is_empty(self) -> bool:
        """True where nothing is asked for."""
        return all(getattr(self, one.name) is None for one in fields(self))

    def over(self, other: Targets) -> Targets:
        """These targets, and those of ``other`` that these do not name."""
        return Targets(
            **{
                one.name: getattr(other, one.name)
                if getattr(self, one.name) is None
                else getattr(self, one.name)
                for one in fields(self)
            }
        )
