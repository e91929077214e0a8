"""Drawing one thing at a time: chances, lengths of time and choices, from uniform numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist
from typing import Protocol, TypeVar

from jieting.domain.periods import SECOND, Instant
from jieting.domain.simulation.profile import Lognormal

T = TypeVar("T")
_SMALLEST = 2.0**-54
_MILLISECOND: Instant = 1_000


class Dice(Protocol):
    """Whoever gives uniform numbers in [0, 1); the caller brings it, with or without a seed."""

    def random(self) -> float:
        """The next number."""


def chance(dice: Dice, share: float) -> bool:
    """True in that share of all cases."""
    return dice.random() < share


def choose(dice: Dice, options: Sequence[T]) -> T:
    """One of them, each as likely as any other."""
    return options[int(dice.random() * len(options))]


def weighed(dice: Dice, options: Sequence[tuple[T, float]]) -> T:
    """One of them by their shares; the last one takes what the shares leave over."""
    drawn = dice.random()
    for option, share in options:
        drawn -= share
        if drawn < 0:
            return option
    return options[-1][0]


def span(seconds: float) -> Instant:
    """Seconds as an instant's microseconds, whole milliseconds, at least one."""
    return max(1, round(seconds * 1_000)) * _MILLISECOND


def exponential(dice: Dice, mean_s: float) -> Instant:
    """A length with that mean and no memory."""
    return span(-mean_s * math.log1p(-dice.random()))


def lognormal(
    dice: Dice, length: Lognormal, least_s: float = 1.0, most_s: float = 3_600
) -> Instant:
    """A length as a profile describes it, cut to ``least_s`` and ``most_s``."""
    normal = NormalDist().inv_cdf(max(dice.random(), _SMALLEST))
    drawn = math.exp(math.log(length.mean_s) - length.sigma**2 / 2 + length.sigma * normal)
    return span(min(max(drawn, least_s), most_s))


def between(dice: Dice, low_s: float, high_s: float) -> Instant:
    """A length between two, each as likely."""
    return span(low_s + dice.random() * (high_s - low_s))


HOUR: Instant = 3_600 * SECOND
