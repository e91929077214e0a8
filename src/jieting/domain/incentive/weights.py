"""What each kind of call counts in each figure, asked of the figures' own definitions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jieting.domain.calls.call import Call
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.sample_base import sample_base
from jieting.domain.figures import Definition, Figure, Unit
from jieting.domain.figures.measure import COMPLAINTS, Measure
from jieting.domain.incentive.classes import CallClass, call_classes

Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]
Shares = NDArray[np.float64]
Weigh = Callable[[Sequence[Call], Sequence[Measure]], Mapping[str, tuple[int, ...]]]
"""Asks measures what they count of each call; an engine does it."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The classes of calls that a contract looks at, and what each measure counts of them."""

    classes: tuple[CallClass, ...]
    counted: Mapping[str, Counts]

    def of(self, measure: Measure) -> Counts:
        """What the measure counts of a call of each class."""
        return self.counted[measure.name]

    def amount(self, measure: Measure, counts: Counts, complaints: int) -> int:
        """What the measure counts of so many calls of each class, with so many complaints."""
        if measure.relation == COMPLAINTS:
            return complaints
        return int(self.of(measure) @ counts)

    def figure(self, definition: Definition, counts: Counts, complaints: int) -> Figure:
        """The figure of so many calls of each class."""
        return Figure(
            definition,
            self.amount(definition.numerator, counts, complaints),
            self.amount(definition.denominator, counts, complaints),
        )

    def index(self, name: str) -> int | None:
        """Where a class stands; None where the contract does not look at it."""
        return next((i for i, c in enumerate(self.classes) if c.name == name), None)


def is_counted(definition: Definition) -> bool:
    """True for a share of calls or complaints; a length of time is not counted by classes."""
    return (
        definition.rank is None
        and definition.unit is Unit.PERCENT
        and all(measure.value is None for measure in definition.measures)
    )


def weights_of(contract: Contract, weigh: Weigh) -> Weights:
    """The weights of everything that the contract may count under any of its readings."""
    classes = call_classes(queued_only=bool(contract.population.queue))
    measures = {measure.name: measure for measure in _measures(contract)}
    found = weigh([c.call for c in classes], list(measures.values()))
    counted = {name: np.array(row, dtype=np.int64) for name, row in found.items()}
    return Weights(classes, counted)


def _measures(contract: Contract) -> Iterator[Measure]:
    for reading in _readings(contract):
        for use in reading.figures:
            definition = reading.definition(use)
            if is_counted(definition):
                yield from definition.measures
        base = sample_base(reading)
        if base is not None:
            yield base


def _readings(contract: Contract) -> Iterator[Contract]:
    """The contract under each value of each choice."""
    yield contract
    for choice, value in contract.alternatives():
        yield contract.with_reading(choice, value)
