"""The back-test: the same model on the past, from several days, against last week's counts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jieting.domain.forecasting.features import Features
from jieting.domain.forecasting.history import Bools, Floats, History
from jieting.domain.forecasting.model import Projection, fit, project
from jieting.domain.forecasting.told import SHORT_HISTORY
from jieting.domain.simulation.profile import Profile

_FEWEST, _MOST = 6, 14
_FARTHEST = 28
_WEEKS_BACK = 8
_TOLD_FROM = 5
EXPECTED = 1.0
"""Coverage is counted over half hours that expect so many calls or more."""


@dataclass(frozen=True, slots=True)
class Score:
    """How far a way of foretelling was off.

    ``wape`` = sum |calls - foretold| / sum calls over half hours, ``day_wape`` over days; None
    where there was no call.
    """

    wape: float | None
    day_wape: float | None


@dataclass(frozen=True, slots=True)
class BackTest:
    """The model and the seasonal-naive way on the same days.

    ``coverage`` is the share of half hours whose count lay in the interval of ``level``, among
    those that expect a call at least (an empty night would always be right), ``day_coverage`` of
    days; None where fewer than five were judged. ``half_hours`` were looked at, from ``origins``
    days, each ``horizon`` days ahead; ``calls`` is what came in them.
    """

    origins: int
    horizon: int
    half_hours: int
    calls: int
    level: float
    model: Score
    naive: Score
    coverage: float | None
    day_coverage: float | None

    @property
    def naive_is_better(self) -> bool:
        """True where last week's counts foretold the half hours better."""
        return _is_less(self.naive.wape, self.model.wape)

    @property
    def naive_is_better_by_day(self) -> bool:
        """True where last week's counts foretold the days' totals better."""
        return _is_less(self.naive.day_wape, self.model.day_wape)


def _is_less(one: float | None, other: float | None) -> bool:
    return one is not None and other is not None and one < other


@dataclass(frozen=True, slots=True)
class _Trial:
    """Days foretold from one origin: what came, the model's and last week's, and the intervals."""

    calls: Floats
    projection: Projection
    naive: Floats
    is_open: Bools


def backtest(
    history: History, features: Features, profile: Profile, horizon: int, level: float
) -> BackTest | None:
    """The back-test of a history for a forecast of ``horizon`` days (at most 28 are tried).

    None where fewer than two weeks lie before the first day that could be tried.
    """
    trials, ahead = [], min(horizon, _FARTHEST, history.days - SHORT_HISTORY)
    for origin in _origins(history.days, ahead):
        trial = _trial(history, features, profile, origin, ahead)
        if trial is not None:
            trials.append(trial)
    if not trials:
        return None
    return _judged(trials, ahead, level)


def _origins(days: int, ahead: int) -> list[int]:
    """The ends of the histories, the latest first: a week apart, or as long as they foretell."""
    if ahead < 1:
        return []
    number = min(max(_FARTHEST // ahead, _FEWEST), _MOST)
    found = [days - ahead - min(ahead, 7) * place for place in range(number)]
    return [origin for origin in found if origin >= SHORT_HISTORY]


def _trial(
    history: History, features: Features, profile: Profile, origin: int, ahead: int
) -> _Trial | None:
    past, end = history.part(0, origin), origin + ahead
    if past.known_days < SHORT_HISTORY:
        return None
    naive, has_naive = _last_week(history, origin, end)
    judged = history.is_known[origin:end] & has_naive
    fitted = fit(past, features.part(0, origin), profile, ahead)
    steps = np.arange(1.0, ahead + 1)
    part = history.part(origin, end)
    found = project(fitted, features.part(origin, end), part.is_open, steps)
    kept = Projection(found.mean[judged], found.day_excess[judged], found.slot_excess)
    return _Trial(part.calls[judged], kept, naive[judged], part.is_open[judged])


def _last_week(history: History, origin: int, end: int) -> tuple[Floats, Bools]:
    """The latest known day of the same weekday before the origin, and whether there is one."""
    days = np.arange(origin, end)
    found = np.full(len(days), -1)
    for back in range(_WEEKS_BACK, 0, -1):
        place = days - 7 * back
        usable = (place >= 0) & (place < origin)
        usable[usable] &= history.is_known[place[usable]]
        found = np.where(usable, place, found)
    return history.calls[np.maximum(found, 0)] * history.is_open[origin:end], found >= 0


def _judged(trials: list[_Trial], ahead: int, level: float) -> BackTest:
    calls = np.concatenate([trial.calls for trial in trials])
    mean = np.concatenate([trial.projection.mean for trial in trials])
    naive = np.concatenate([trial.naive for trial in trials])
    is_open = np.concatenate([trial.is_open for trial in trials])
    slots = np.concatenate([t.projection.slot_interval(level) for t in trials], axis=1)
    days = np.concatenate([t.projection.day_interval(level) for t in trials], axis=1)
    expected = is_open & (mean >= EXPECTED)
    held = (slots[0] <= calls) & (calls <= slots[1]) & expected
    total = calls.sum(axis=1)
    open_days: Bools = np.any(is_open, axis=1)
    day_held = (days[0] <= total) & (total <= days[1]) & open_days
    return BackTest(
        len(trials),
        ahead,
        int(is_open.sum()),
        int(calls.sum()),
        level,
        _score(calls, mean),
        _score(calls, naive),
        _share(held, expected),
        _share(day_held, open_days),
    )


def _share(held: Bools, judged: Bools) -> float | None:
    """The share held; None where too few were judged to tell."""
    number = int(judged.sum())
    return float(held.sum() / number) if number >= _TOLD_FROM else None


def _score(calls: Floats, foretold: Floats) -> Score:
    total = float(calls.sum())
    if total == 0:
        return Score(None, None)
    days = np.abs(calls.sum(axis=1) - foretold.sum(axis=1)).sum()
    return Score(float(np.abs(calls - foretold).sum() / total), float(days / total))
