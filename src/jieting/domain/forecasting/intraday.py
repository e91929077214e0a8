"""The rest of today, foretold anew from the calls of today so far."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from jieting.domain.forecasting.calibrate import RECENT, calibrated_excess
from jieting.domain.forecasting.features import Features
from jieting.domain.forecasting.history import Floats, History
from jieting.domain.forecasting.model import Fitted, Projection

_PRIOR_DAYS = 5.0
"""So many days the plain model counts for, in which a day is busy or quiet as a whole."""
_CLIP = 3.0
_MAD = 1.4826


@dataclass(frozen=True, slots=True)
class Today:
    """What today had until a half hour: its calls by half hour, and the first one still open."""

    calls: Floats
    until: int

    @property
    def so_far(self) -> int:
        """The calls of the half hours that are over."""
        return int(self.calls[: self.until].sum())


@dataclass(frozen=True, slots=True)
class PastDays:
    """Past days cut at the same half hour: what came and what was foretold a day ahead.

    Shape: one number a day; only days on which a call was expected on both sides of the cut.
    """

    early: Floats
    early_mean: Floats
    late: Floats
    late_mean: Floats


@dataclass(frozen=True, slots=True)
class Updated:
    """The projection with its first day updated; what was expected so far, and the day's factor."""

    projection: Projection
    expected: float
    factor: float


def past_days(history: History, features: Features, fitted: Fitted, until: int) -> PastDays:
    """The last days of a history, cut at half hour ``until``."""
    share = fitted.shapes.share[features.group] * history.is_open
    level = fitted.level.foretold * fitted.effects.factors(features)
    mean = (share * level[:, None])[-RECENT:]
    calls, known = history.calls[-RECENT:], history.is_known[-RECENT:]
    early_mean, late_mean = mean[:, :until].sum(axis=1), mean[:, until:].sum(axis=1)
    used = known & (early_mean >= 1) & (late_mean >= 1)
    early, late = calls[:, :until].sum(axis=1), calls[:, until:].sum(axis=1)
    return PastDays(early[used], early_mean[used], late[used], late_mean[used])


def update(projection: Projection, today: Today, past: PastDays) -> Updated:
    """Today's factor given the calls so far; the other days stay.

    Credibility (Buehlmann 1967): factor = 1 + b (n / m - 1) after n calls where m were expected,
    b = c / (v + 1 / m); v is the variance of the early part's factor, c its covariance with that
    of the rest, both from past days cut at the same half hour, drawn to the plain model by five
    days. Where days are busy as a whole (c = v) this is the mean of the Gamma posterior. The
    excess that is left is what the same update would have left on those days.
    """
    expected = projection.mean[0, : today.until]
    total = float(expected.sum())
    excess = max(float(projection.day_excess[0]), 1e-9)
    stray = projection.slot_excess * float((expected**2).sum()) / max(total, 1e-9) ** 2
    variance, shared = _moments(past, excess, stray)
    believed = shared / (variance + 1 / total) if total else 0.0
    factor = 1 + believed * (today.so_far / total - 1) if total else 1.0
    left = max(excess - believed * shared, 0.0)
    left = _left(past, variance, shared, left) / max(factor, 0.1)
    mean, spread = projection.mean.copy(), projection.day_excess.copy()
    mean[0] *= factor
    mean[0, : today.until] = 0.0
    spread[0] = left
    return Updated(replace(projection, mean=mean, day_excess=spread), total, factor)


def _moments(past: PastDays, excess: float, stray: float) -> tuple[float, float]:
    """The variance of the early factor, and its covariance with the late one, at most as large."""
    days = len(past.early)
    variance, shared = _PRIOR_DAYS * (excess + stray), _PRIOR_DAYS * excess
    if days:
        early = _clipped(past.early / past.early_mean - 1)
        late = _clipped(past.late / past.late_mean - 1)
        variance += max(float((early**2 - 1 / past.early_mean).sum()), 0.0)
        shared += max(float((early * late).sum()), 0.0)
    number = days + _PRIOR_DAYS
    return variance / number, min(shared, variance) / number


def _clipped(errors: Floats) -> Floats:
    edge = _CLIP * _MAD * float(np.median(np.abs(errors)))
    found: Floats = np.clip(errors, -edge, edge)
    return found


def _left(past: PastDays, variance: float, shared: float, prior: float) -> float:
    """The excess of the late part after the update, on past days; drawn to ``prior``."""
    days = len(past.early)
    if not days:
        return prior
    believed = shared / (variance + 1 / past.early_mean)
    factor = 1 + believed * (past.early / past.early_mean - 1)
    mean = past.late_mean * np.maximum(factor, 0.05)
    found = calibrated_excess(past.late - mean, mean, mean)
    return (days * found + _PRIOR_DAYS * prior) / (days + _PRIOR_DAYS)
