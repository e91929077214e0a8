"""The model of one queue: level x day effect x day shape, with the error of each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jieting.domain.forecasting.effects import DayFit, Effects, fit_days
from jieting.domain.forecasting.features import GROUPS, HOLIDAY, MOVED, Features
from jieting.domain.forecasting.history import Bools, Floats, History
from jieting.domain.forecasting.level import Level, fit_level
from jieting.domain.forecasting.negative_binomial import quantiles
from jieting.domain.forecasting.shape import Shapes, fit_shapes
from jieting.domain.forecasting.told import SHORT_HISTORY
from jieting.domain.simulation.profile import Profile

_SHAPE_HALF_LIFE = 60.0
_PRIOR_DAYS = 3.0
"""In a short history the prior's day shape counts as so many days."""
_RARE = 0.09
"""Squared error of the effect of a rare kind of day that was never seen."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A queue's model at the end of its history."""

    effects: Effects
    level: Level
    shapes: Shapes


@dataclass(frozen=True, slots=True)
class Projection:
    """The coming days: ``mean`` days x 48; the excess of a day's factor, and of a half hour's.

    Variance of a half hour: m + ((1 + day_excess)(1 + slot_excess) - 1) m^2.
    """

    mean: Floats
    day_excess: Floats
    slot_excess: float

    def slot_interval(self, level: float) -> Floats:
        """The least and greatest count of each half hour (2 x days x 48), the mean within."""
        excess = (1 + self.day_excess) * (1 + self.slot_excess) - 1
        spread = np.repeat(excess[:, None], self.mean.shape[1], axis=1)
        return _interval(self.mean.ravel(), spread.ravel(), level).reshape(2, *self.mean.shape)

    def day_interval(self, level: float) -> Floats:
        """The same of each day's total (2 x days)."""
        total = self.mean.sum(axis=1)
        squares = (self.mean**2).sum(axis=1) / np.maximum(total, 1e-9) ** 2
        return _interval(total, self.day_excess + self.slot_excess * squares, level)


def _interval(mean: Floats, excess: Floats, level: float) -> Floats:
    tail = (1 - level) / 2
    low, high = quantiles(mean, excess, (tail, 1 - tail))
    return np.stack([np.minimum(low, mean), np.maximum(high, mean)])


def fit(history: History, features: Features, profile: Profile, horizon: int) -> Fitted:
    """The model that a history gives; ``profile`` is the prior of a short one."""
    short = history.known_days < SHORT_HISTORY
    age = np.arange(history.days, 0, -1.0)
    known = history.is_known & history.is_open.any(axis=1)
    weight = np.where(known, 0.5 ** (age / _SHAPE_HALF_LIFE), 0.0)
    shape = np.array(profile.demand.shape) / sum(profile.demand.shape) if short else None
    calls = np.where(known[:, None], history.calls, 0.0)
    shapes = fit_shapes(calls, history.is_open, weight, features.group, shape, _PRIOR_DAYS)
    exposure = (shapes.share[features.group] * history.is_open).sum(axis=1)
    days = fit_days(calls.sum(axis=1), exposure, known, features, _prior_effects(profile, short))
    return Fitted(days.effects, _level(days, features, horizon), shapes)


def _level(days: DayFit, features: Features, horizon: int) -> Level:
    return fit_level(days, days.exposure * days.effects.factors(features), horizon)


def _prior_effects(profile: Profile, short: bool) -> Floats:
    """The profile's weekdays, mean 1; once two weeks are known only worked days against rest."""
    weekdays = np.array(profile.demand.weekdays) * 7 / sum(profile.demand.weekdays)
    if not short:
        weekdays[:5], weekdays[5:] = weekdays[:5].mean(), weekdays[5:].mean()
    found = np.zeros(GROUPS)
    found[:7] = weekdays
    found[MOVED], found[HOLIDAY] = weekdays[:5].mean(), weekdays[6]
    return found


def project(fitted: Fitted, features: Features, is_open: Bools, steps: Floats) -> Projection:
    """The days that lie ``steps`` ahead of the end of the history, 1 being the next one."""
    share = fitted.shapes.share[features.group] * is_open
    level = fitted.level.ahead(steps) * fitted.effects.factors(features)
    excess = fitted.level.excess_at(steps) + _rare(fitted.effects, features)
    return Projection(level[:, None] * share, excess, fitted.shapes.excess)


def _rare(effects: Effects, features: Features) -> Floats:
    """What is added to the excess for kinds of days that were seen seldom or never."""
    group = np.zeros(GROUPS)
    for rare in (MOVED, HOLIDAY):
        group[rare] = _RARE / (1 + effects.seen[rare])
    before = np.where(features.is_before, _RARE / 4 / (1 + effects.seen_before), 0.0)
    after = np.where(features.is_after, _RARE / 4 / (1 + effects.seen_after), 0.0)
    found: Floats = group[features.group] + before + after
    return found
