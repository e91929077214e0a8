"""The shape of a day: the share of its calls in each half hour, by group of days.

All days together give the common shape, smoothed as far as that foretells better; worked days and
days of rest are drawn from it towards their own, and the nine groups from those. How far is
decided by the days themselves: each is foretold from the others, and the pull that foretells best
(log score) is taken.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jieting.domain.forecasting.calibrate import RECENT, calibrated_excess
from jieting.domain.forecasting.features import GROUPS, WORKED, Groups
from jieting.domain.forecasting.history import HALF_HOURS, Bools, Floats

_PULLS = (0.3, 1.0, 3.0, 10.0, 40.0, 1e6)
"""Weights of the wider shape, in days of calls."""
_PASSES = (0, 1, 2, 4)
_FLOOR = 1e-4
_LARGE, _ENOUGH = 5.0, 100


@dataclass(frozen=True, slots=True)
class Shapes:
    """Shares of each group (groups x 48, each row sums to 1).

    ``excess`` is the squared coefficient of variation of a half hour's share beyond chance;
    ``prior_weight`` how much of the shape the named prior makes up, 0 to 1.
    """

    share: Floats
    excess: float
    prior_weight: float


def fit_shapes(
    calls: Floats, is_open: Bools, weight: Floats, group: Groups, prior: Floats | None, days: float
) -> Shapes:
    """The shapes of the groups.

    ``weight`` is each day's; ``prior`` a shape that counts as so many ``days`` of history, None
    for none.
    """
    counts = calls * weight[:, None]
    pull = max(float(counts.sum() / max(weight.sum(), 1e-9)), 1e-9)
    extra = np.zeros(HALF_HOURS) if prior is None else prior * days * pull
    ever: Bools = np.any(is_open, axis=0)
    common = _best_common(calls, counts, extra, ever)
    kind = WORKED[group].astype(np.int64)
    by_kind, loo_kind = _drawn(calls, counts, kind, 2, np.stack([common[1]] * 2), common[0], pull)
    wider = by_kind[WORKED.astype(np.int64)]
    share, loo = _drawn(calls, counts, group, GROUPS, wider, loo_kind, pull)
    taken = float(extra.sum() / (extra.sum() + counts.sum())) if extra.any() else 0.0
    late = slice(-RECENT, None)
    return Shapes(share, _excess(calls[late], loo[late], weight[late]), taken)


def _best_common(
    calls: Floats, counts: Floats, extra: Floats, ever: Bools
) -> tuple[Floats, Floats]:
    """The common shape as each day's others give it, and as all days give it."""
    rest = counts.sum(axis=0) + extra - counts
    best, passes = -np.inf, 0
    for tried in _PASSES:
        score = _score(calls, _normal(_smooth(rest, ever, tried)))
        if score > best + 1e-9:
            best, passes = score, tried
    whole = (counts.sum(axis=0) + extra)[None, :]
    return (
        _normal(_smooth(rest, ever, passes)),
        _normal(_smooth(whole, ever, passes))[0],
    )


def _drawn(
    calls: Floats,
    counts: Floats,
    member: Groups,
    number: int,
    wider: Floats,
    loo_wider: Floats,
    day: float,
) -> tuple[Floats, Floats]:
    """Shares of ``number`` classes drawn from the ``wider`` ones, and each day's by the others."""
    sums = np.zeros((number, HALF_HOURS))
    np.add.at(sums, member, counts)
    rest = sums[member] - counts
    best, pull, loo = -np.inf, _PULLS[-1], loo_wider
    for tried in _PULLS[::-1]:
        share = _normal(rest + tried * day * loo_wider)
        score = _score(calls, share)
        if score > best + 1e-9:
            best, pull, loo = score, tried, share
    return _normal(sums + pull * day * wider), loo


def _smooth(counts: Floats, ever: Bools, passes: int) -> Floats:
    """Each half hour and its neighbours in the ratio 1:2:1, so many times, over open ones."""
    weight = ever.astype(np.float64)
    mass = _neighbours(weight)
    for _ in range(passes):
        counts = np.where(ever, _neighbours(counts) / np.where(ever, mass, 1.0), 0.0)
    return counts


def _neighbours(values: Floats) -> Floats:
    found = values / 2
    found[..., 1:] += values[..., :-1] / 4
    found[..., :-1] += values[..., 1:] / 4
    return found


def _normal(weights: Floats) -> Floats:
    """Rows that sum to 1; a row without anything is even."""
    total = weights.sum(axis=-1, keepdims=True)
    even = np.full(weights.shape, 1 / HALF_HOURS)
    return np.where(total > 0, weights / np.where(total > 0, total, 1.0), even)


def _score(calls: Floats, share: Floats) -> float:
    """The log likelihood of the days' shares; a share of nought is none that never happens."""
    return float((calls * np.log((1 - _FLOOR) * share + _FLOOR / HALF_HOURS)).sum())


def _excess(calls: Floats, share: Floats, weight: Floats) -> float:
    """How far half hours stray from their day's total times ``share`` beyond chance.

    Calibrated where enough half hours are large; else by moments, small counts being skew.
    """
    mean = calls.sum(axis=1, keepdims=True) * share
    used = (mean > 0) & (weight > 0)[:, None]
    large = used & (mean >= _LARGE)
    chance = mean * (1 - share)
    if large.sum() >= _ENOUGH:
        return calibrated_excess((calls - mean)[large], chance[large], mean[large])
    squares = float((mean[used] ** 2).sum())
    beyond = float(((calls - mean) ** 2 - chance)[used].sum())
    return max(0.0, beyond / squares) if squares else 0.0
