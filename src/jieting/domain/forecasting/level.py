"""The level: how many calls a usual day has now, where it goes, and how far that may be wrong.

A discounted ratio of sums: older days count less by a factor a day. The factor, and whether the
trend is followed, are those that would have foretold the history best over the days asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from jieting.domain.forecasting.calibrate import RECENT, calibrated_excess
from jieting.domain.forecasting.effects import DayFit
from jieting.domain.forecasting.history import Floats

DISCOUNTS = (0.75, 0.85, 0.9, 0.94, 0.965, 0.98, 0.99)
"""How much a day counts against the next one."""
_USUAL = 4
"""The discount taken where the history is too short to choose."""
DAMPING = 0.95
"""A trend's daily growth shrinks by this factor a day: it adds up to 19 days of growth."""
_SPAN = 28
"""The trend is the change between two spans of so many days."""
_BEFORE = 14
"""Days that a foretelling must have had before it, to be judged."""
_FARTHEST = 28
_GAIN = 0.98
_BLOCK = 128
_PRIOR_EXCESS, _PRIOR_DAYS = 0.01, 2.0


@dataclass(frozen=True, slots=True)
class Level:
    """Calls of a usual day at the end of the history, its daily log growth, and the error.

    ``excess`` has for 1, 2, ... days ahead the squared coefficient of variation of a day's total
    beyond chance, errors of the level included. ``foretold`` has for each day of the history the
    level as it was foretold the day before; 0 for days too early to tell.
    """

    calls: float
    growth: float
    excess: Floats
    foretold: Floats

    def ahead(self, steps: Floats) -> Floats:
        """The level so many days after the end: ``calls * exp(growth * sum of damping)``."""
        found: Floats = self.calls * np.exp(self.growth * _damped(steps))
        return found

    def excess_at(self, steps: Floats) -> Floats:
        """The excess so many days ahead; farther than was judged it grows as the square root."""
        last = len(self.excess)
        near = self.excess[np.minimum(steps, last).astype(np.int64) - 1]
        found: Floats = near * np.sqrt(np.maximum(steps / last, 1.0))
        return found


def fit_level(fit: DayFit, expected: Floats, horizon: int) -> Level:
    """The level at the end of a history of which each day expects ``expected`` levels.

    ``horizon`` is how many days are to be foretold.
    """
    totals, known = fit.totals, expected > 0
    number = len(totals)
    kernels = _kernels(-(-number // _BLOCK) * _BLOCK)[:, :number, :number]
    base = kernels @ expected
    levels = (kernels @ totals) / np.maximum(base, 1e-9)
    growth = _growth(totals, expected)
    steps = np.arange(1.0, min(horizon, _FARTHEST, max(number - _BEFORE, 0)) + 1)
    if len(steps) == 0 or known.sum() < _BEFORE:
        excess = np.array([_PRIOR_EXCESS])
        return Level(float(levels[_USUAL, -1]), 0.0, excess, np.zeros(number))
    errors = np.stack(
        [_errors(totals, expected, levels, growth * use, steps) for use in (0.0, 1.0)]
    )
    spread = 3 * fit.spread
    loss = np.minimum(np.abs(errors[..., 0]), spread) ** 2
    loss = loss.sum(axis=(2, 3))
    flat, trend = int(loss[0].argmin()), int(loss[1].argmin())
    follows = loss[1, trend] < _GAIN * loss[0, flat] and number > 2 * _SPAN
    chosen = trend if follows else flat
    path = growth * follows
    foretold = np.zeros(number)
    foretold[_BEFORE:] = (levels[chosen] * np.exp(path * _damped(steps[0])))[_BEFORE - 1 : -1]
    return Level(
        float(levels[chosen, -1]),
        float(path[-1]),
        _excess(errors[int(follows), chosen, :, -RECENT:]),
        foretold,
    )


@lru_cache(maxsize=2)
def _kernels(size: int) -> Floats:
    """For each discount the weights of the days up to each day (discounts x size x size)."""
    age = np.arange(size)[:, None] - np.arange(size)
    powers = np.array(DISCOUNTS)[:, None, None] ** np.maximum(age, 0)
    return np.where(age >= 0, powers, 0.0)


def _growth(totals: Floats, expected: Floats) -> Floats:
    """At each day the log growth a day between the last two spans, shrunk by its own noise."""
    calls = np.concatenate((np.zeros(2 * _SPAN), np.cumsum(totals)))
    days = np.concatenate((np.zeros(2 * _SPAN), np.cumsum(expected)))
    late = calls[2 * _SPAN :] - calls[_SPAN:-_SPAN], days[2 * _SPAN :] - days[_SPAN:-_SPAN]
    early = calls[_SPAN:-_SPAN] - calls[: -2 * _SPAN], days[_SPAN:-_SPAN] - days[: -2 * _SPAN]
    whole = (early[1] > _SPAN / 2) & (late[1] > _SPAN / 2) & (early[0] > 0) & (late[0] > 0)
    ratio = np.where(whole, late[0] / np.maximum(late[1], 1e-9), 1.0)
    ratio = np.where(whole, ratio / np.maximum(early[0], 1e-9) * early[1], 1.0)
    change = np.clip(np.log(ratio), -0.7, 0.7)
    noise = np.where(whole, 1 / np.maximum(late[0], 1) + 1 / np.maximum(early[0], 1), 1.0)
    noise = noise + 2 * _PRIOR_EXCESS / _SPAN * 2
    found: Floats = change * change**2 / (change**2 + noise) / _SPAN
    return found


def _damped(steps: Floats) -> Floats:
    found: Floats = DAMPING * (1 - DAMPING**steps) / (1 - DAMPING)
    return found


def _errors(
    totals: Floats, expected: Floats, levels: Floats, growth: Floats, steps: Floats
) -> Floats:
    """Errors of every foretelling (discounts x steps x days x 2): in the even scale, and the mean.

    Both are 0 where nothing could be foretold or judged.
    """
    number = len(totals)
    found = np.zeros((len(levels), len(steps), number, 2))
    for place, ahead in enumerate(steps):
        step = int(ahead)
        target = slice(_BEFORE - 1 + step, number)
        origin = slice(_BEFORE - 1, number - step)
        drift = np.exp(growth[origin] * _damped(ahead))
        mean = levels[:, origin] * drift * expected[target]
        z = 2 * (np.sqrt(totals[target] + 0.25) - np.sqrt(mean + 0.25))
        found[:, place, target, 0] = np.where(mean > 0, z, 0.0)
        found[:, place, target, 1] = mean
    return found


def _excess(errors: Floats) -> Floats:
    """By steps ahead, week by week: calibrated, drawn to a prior, never falling with time."""
    found = []
    for begin in range(0, len(errors), 7):
        week = errors[begin : begin + 7].reshape(-1, 2)
        week = week[week[:, 1] > 0]
        # the error of 2 sqrt(N + 1/4) has the variance 1 + excess * mean
        z, mean = week[:, 0], week[:, 1]
        own = calibrated_excess(z * np.sqrt(mean), mean, mean)
        days = len(week) / min(7, len(errors) - begin)
        found.append((own * days + _PRIOR_EXCESS * _PRIOR_DAYS) / (days + _PRIOR_DAYS))
    rising = np.maximum.accumulate(np.array(found))
    return np.repeat(rising, 7)[: len(errors)]
