"""Draws of what is not simulated: shares with a beta posterior, events with a gamma posterior."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

JEFFREYS = 0.5
"""What a share or a rate is taken to have seen before anything was seen (Jeffreys, 1946)."""


@dataclass(frozen=True, slots=True)
class Prior:
    """What a share is taken to be before it was seen: so many that are, so many that are not."""

    yes: float = JEFFREYS
    no: float = JEFFREYS


def rounded(numbers: Floats) -> Ints:
    """The nearest whole numbers."""
    return np.rint(numbers).astype(np.int64)


def totals(by_day: Ints) -> Ints:
    """The sum over the days of each replication."""
    found: Ints = by_day.sum(axis=1)
    return found


def draw_share(yes: int, of: int, rng: np.random.Generator, draws: int, prior: Prior) -> Floats:
    """Shares in line with ``yes`` of ``of`` seen.

    Formula: Beta(prior.yes + yes, prior.no + of - yes).
    """
    return rng.beta(prior.yes + yes, prior.no + max(0, of - yes), draws)


def thin(of: Ints, shares: Floats, rng: np.random.Generator) -> Ints:
    """How many of ``of`` (replication, day) are so, with one share for each replication."""
    return rng.binomial(of, shares[:, None]).astype(np.int64)


def draw_rate(
    events: int, exposure: float, prior_exposure: float, rng: np.random.Generator, draws: int
) -> Floats:
    """Rates of events in line with ``events`` seen in ``exposure``.

    Formula: Gamma(shape 1/2 + events, rate prior_exposure + exposure); the prior is half an event
    in ``prior_exposure``. Unit: events per unit of exposure.
    """
    return rng.gamma(JEFFREYS + events, 1.0 / (prior_exposure + exposure), draws)


def generator(seed: int, stream: int) -> np.random.Generator:
    """The random numbers of one purpose: the same for the same seed, whatever others draw."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence((seed, stream))))
