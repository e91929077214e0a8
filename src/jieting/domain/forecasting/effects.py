"""Day effects: how many calls each group of days has, against the level of those weeks.

Ratios of sums, each drawn towards a wider one by so many days' worth of calls, so that small
counts are neither biased nor lost; outliers are clipped in the scale in which counts have the same
variance, 2 sqrt(N + 1/4).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jieting.domain.forecasting.features import GROUPS, HOLIDAY, MOVED, WORKED, Features
from jieting.domain.forecasting.history import Bools, Floats

ROUNDS = 5
CLIP = 2.5
"""Days beyond so many robust deviations are drawn back to there."""
_HALF_LIFE = 120.0
"""Days after which an effect's evidence counts half."""
_LEVEL_HALF_LIFE = 10.0
_LEAST_PULL, _MOST_PULL = 0.05, 5.0
"""Bounds of the days' worth by which a weekday is drawn to the mean of worked days, or of rest."""
_PULL_RARE, _PULL_BESIDE = 1.0, 2.0
_MAD = 1.4826


@dataclass(frozen=True, slots=True)
class Effects:
    """Factors of the nine groups (a usual week has the mean 1) and of days beside holidays.

    ``seen`` counts the days behind each of the nine, and behind the two.
    """

    group: Floats
    before: float
    after: float
    seen: Floats
    seen_before: float
    seen_after: float

    def factors(self, features: Features) -> Floats:
        """The factor of each day."""
        beside = np.where(features.is_before, self.before, 1.0)
        return self.group[features.group] * beside * np.where(features.is_after, self.after, 1.0)


@dataclass(frozen=True, slots=True)
class DayFit:
    """The effects, and each day's total with outliers clipped; unknown days are 0 of 0."""

    effects: Effects
    totals: Floats
    exposure: Floats
    spread: float


def fit_days(
    totals: Floats, exposure: Floats, is_known: Bools, features: Features, prior: Floats
) -> DayFit:
    """The effects of a history.

    ``exposure`` is the share of a usual day that was open; ``prior`` the effects of the groups
    where nothing was seen, and what sparse ones are drawn to.
    """
    exposure = np.where(is_known, exposure, 0.0)
    seen = np.where(exposure > 0, totals, 0.0)
    clipped, age = seen, np.arange(len(totals), 0, -1.0)
    recent = 0.5 ** (age / _HALF_LIFE)
    effects = _no_effects(prior)
    spread = 1.0
    kernel = 0.5 ** (np.abs(age[:, None] - age) / _LEVEL_HALF_LIFE)
    for _ in range(ROUNDS):
        level = _level(kernel, clipped, exposure * effects.factors(features))
        effects = _effects(
            clipped * recent, exposure * level * recent, features, effects, prior, spread
        )
        mean = _level(kernel, clipped, exposure * effects.factors(features)) * exposure
        mean = mean * effects.factors(features)
        z = 2 * (np.sqrt(seen + 0.25) - np.sqrt(mean + 0.25))
        used = exposure > 0
        spread = max(1.0, _MAD * float(np.median(np.abs(z[used])))) if used.any() else 1.0
        root = np.sqrt(mean + 0.25) + np.clip(z, -CLIP * spread, CLIP * spread) / 2
        clipped = np.where(used, np.maximum(np.maximum(root, 0.0) ** 2 - 0.25, 0.0), 0.0)
        clipped = np.where(np.abs(z) <= CLIP * spread, seen, clipped)
    return DayFit(effects, clipped, exposure, spread)


def _no_effects(prior: Floats) -> Effects:
    return Effects(prior.copy(), 1.0, 1.0, np.zeros(GROUPS), 0.0, 0.0)


def _level(kernel: Floats, totals: Floats, expected: Floats) -> Floats:
    """Calls of a usual day around each day: a ratio of sums weighted by nearness."""
    weight: Floats = kernel @ expected
    found: Floats = (kernel @ totals) / np.maximum(weight, 1e-9)
    return found


def _effects(
    totals: Floats,
    level: Floats,
    features: Features,
    old: Effects,
    prior: Floats,
    spread: float,
) -> Effects:
    """One round: the groups given the days beside holidays, then those given the groups."""
    beside = np.where(features.is_before, old.before, 1.0)
    beside = beside * np.where(features.is_after, old.after, 1.0)
    calls: Floats = np.bincount(features.group, totals, GROUPS).astype(np.float64)
    days: Floats = np.bincount(features.group, level * beside, GROUPS).astype(np.float64)
    day = float(level.sum() / max(np.count_nonzero(level), 1))
    group = _groups(calls, days, day, prior, spread)
    usual = float(group[:7].mean()) or 1.0
    group = group / usual
    mean = group[features.group] * level
    before = _beside(totals, mean, features.is_before, day)
    after = _beside(totals, mean, features.is_after, day)
    share = 1 / day if day else 0.0
    return Effects(
        group,
        before,
        after,
        days * share,
        float(level[features.is_before].sum()) * share,
        float(level[features.is_after].sum()) * share,
    )


def _groups(calls: Floats, days: Floats, day: float, prior: Floats, spread: float) -> Floats:
    """Each group drawn to its wider one: weekdays to worked days, the rare ones to those near."""
    worked, rest = WORKED.copy(), ~WORKED
    worked[MOVED] = rest[HOLIDAY] = False
    wider, pull = np.zeros(GROUPS), np.zeros(GROUPS)
    usual = _ratio(calls[:7].sum(), days[:7].sum(), 1.0, 1e-9 + 1e-6 * day)
    scale = usual / max(float((prior[:7] * days[:7]).sum() / max(days[:7].sum(), 1e-9)), 1e-9)
    for members in (worked, rest):
        mean = float(prior[members].mean())
        wide = _ratio(calls[members].sum(), days[members].sum(), mean * scale, day)
        wider[members] = wide * prior[members] / max(mean, 1e-9)
        pull[members] = day * _pull(calls[members], days[members], wider[members], day, spread)
    found = (calls + pull * wider) / np.maximum(days + pull, 1e-9)
    near = {MOVED: float(found[:5].mean()), HOLIDAY: float(found[6])}
    for rare, towards in near.items():
        found[rare] = _ratio(calls[rare], days[rare], towards, _PULL_RARE * day)
    return found


def _pull(calls: Floats, days: Floats, wider: Floats, day: float, spread: float) -> float:
    """Noise of one day over the variance between the groups, by moments: empirical Bayes."""
    seen = days > day / 2
    if seen.sum() < 2 or not day:
        return _LEAST_PULL
    noise = spread**2 / day
    apart = (calls / np.maximum(days, 1e-9) / np.maximum(wider, 1e-9) - 1)[seen]
    between = float((apart**2).mean() - (noise * day / days[seen]).mean())
    return float(np.clip(noise / max(between, 1e-9), _LEAST_PULL, _MOST_PULL))


def _beside(totals: Floats, mean: Floats, chosen: Bools, day: float) -> float:
    return _ratio(totals[chosen].sum(), mean[chosen].sum(), 1.0, _PULL_BESIDE * day)


def _ratio(calls: float, days: float, towards: float, weight: float) -> float:
    """Calls over days, drawn ``towards`` a value by a weight in the unit of ``days``."""
    return (float(calls) + towards * weight) / max(float(days) + weight, 1e-9)
