"""The rest of a month as whole numbers: what each replication counts, by measure and by day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from jieting.domain.figures.measure import Measure
from jieting.domain.figures.measures import ANSWERED, OFFERED_CALLS, RATED, RECORDED
from jieting.domain.outlook.chances import Ints, Prior, draw_share, rounded, thin
from jieting.domain.outlook.known import History

HANDLED, RATED_OF_ANSWERED = "handled", "rated_of_answered"


@dataclass(frozen=True, slots=True)
class Rest:
    """The simulated counts of what is left of a month.

    ``counts[name][replication, day]`` by name of a measure; ``days`` are the local days of the
    columns, a single None where the days were not told apart. No column: nothing is left.
    """

    counts: Mapping[str, Ints]
    days: tuple[date | None, ...]
    replications: int

    def zeros(self) -> Ints:
        """Nothing at all, in the shape of the counts."""
        return np.zeros((self.replications, len(self.days)), dtype=np.int64)


def nothing_left(replications: int) -> Rest:
    """The rest of a month that is over."""
    return Rest({}, (), replications)


class RestCounts:
    """The rest of the month by any measure: simulated, or drawn as a share of what was simulated.

    A share is drawn once for each replication, in line with what the history saw of it, so that
    not knowing it well widens the outlook. Each measure is drawn once, whoever asks.
    """

    def __init__(self, rest: Rest, history: History, rng: np.random.Generator) -> None:
        self.rest = rest
        self.history = history
        self._rng = rng
        self._known: dict[str, Ints] = dict(rest.counts)

    def of(self, measure: Measure, base: Measure | None = None, prior: Prior | None = None) -> Ints:
        """The counts of ``measure``; what is not simulated is a share of ``base``.

        ``prior`` is what the share is taken to be before anything was seen of it.
        """
        if measure.name not in self._known:
            self._known[measure.name] = self._made(measure, base, prior or Prior())
        return self._known[measure.name]

    def _made(self, measure: Measure, base: Measure | None, prior: Prior) -> Ints:
        leaves = measure.leaves
        if all(leaf.name in self._known for leaf in leaves):
            total = self.rest.zeros()
            for leaf in leaves:
                total += self._known[leaf.name]
            return total
        whole = base if base is not None else _base_of(measure)
        if whole.name == measure.name:
            return self.rest.zeros()
        return self._share(measure, whole, prior)

    def _share(self, measure: Measure, whole: Measure, prior: Prior) -> Ints:
        seen, of = self.history.of(measure.name), _counted(self.history, whole)
        if measure.value is not None:
            each = seen / of if of else 0.0
            return rounded(self.of(whole) * np.float64(each))
        shares = draw_share(min(seen, of), of, self._rng, self.rest.replications, prior)
        return thin(self.of(whole), shares, self._rng)


def _counted(history: History, measure: Measure) -> int:
    if measure.name in history.counts:
        return history.of(measure.name)
    return sum(history.of(leaf.name) for leaf in measure.leaves)


def _base_of(measure: Measure) -> Measure:
    """What a measure is a share of where nobody says: answered or offered calls."""
    of_answered = (RATED.name, RECORDED.name, HANDLED, RATED_OF_ANSWERED)
    return ANSWERED if measure.name in of_answered else OFFERED_CALLS
