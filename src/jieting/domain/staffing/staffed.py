"""A requirement with what is expected of it, and its totals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from jieting.domain.forecasting.forecast import Slot
from jieting.domain.staffing.asked import Asked
from jieting.domain.staffing.erlang import QueueFigures, queue_figures
from jieting.domain.staffing.require import required
from jieting.domain.staffing.requirement import Required


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over half hours: calls expected and answered, hours of agents and of those rostered."""

    calls: float
    answered: float
    agent_hours: Fraction
    rostered_hours: Fraction


@dataclass(frozen=True, slots=True)
class Staffed:
    """The half hours of a requirement, and beside each the figures expected with its agents."""

    asked: Asked
    required: tuple[Required, ...]
    figures: QueueFigures

    @property
    def queues(self) -> tuple[str, ...]:
        """The queues, each once, in order."""
        return tuple(sorted({one.queue for one in self.required}))

    def totals(self, places: Sequence[int]) -> Totals:
        """The sums over the half hours at these places of ``required``."""
        chosen = [self.required[i] for i in places]
        answered = (
            one.calls * float(self.figures.connection_rate[i])
            for i, one in zip(places, chosen, strict=True)
        )
        return Totals(
            calls=sum(one.calls for one in chosen),
            answered=sum(answered),
            agent_hours=Fraction(sum(one.agents for one in chosen), 2),
            rostered_hours=Fraction(sum(one.rostered for one in chosen), 2),
        )


def staffed(slots: Sequence[Slot], asked: Asked) -> Staffed:
    """The requirement of a forecast with its expected figures.

    Errors: BadInput with every half hour that no number of agents can serve.
    """
    found = required(slots, asked.targets, asked.patience_s, asked.shrinkage, asked.at_least)
    level = asked.targets.service_level
    figures = queue_figures(
        [one.calls for one in found],
        [one.aht_s for one in found],
        [one.agents for one in found],
        asked.patience_s,
        None if level is None else float(level.threshold_s),
    )
    return Staffed(asked, found, figures)
