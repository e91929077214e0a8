"""What a requirement is asked to keep, and for whom."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from jieting.domain.staffing.targets import Targets

ENDLESS_S = 1e9
"""Patience from here on, 32 years, is treated as endless: Erlang C."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a requirement was worked out for; ``patience_s`` in seconds, ``shrinkage`` a share."""

    targets: Targets
    patience_s: float
    shrinkage: Fraction = Fraction(0)
    at_least: int = 0

    @property
    def is_endless(self) -> bool:
        """True where nobody gives up: Erlang C."""
        return self.patience_s >= ENDLESS_S
