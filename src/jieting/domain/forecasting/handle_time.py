"""The average handle time of each half hour, drawn to the queue's mean where calls are few."""

from __future__ import annotations

import numpy as np

from jieting.domain.forecasting.history import Floats, History

_HALF_LIFE = 28.0
PULL = 200.0
"""So many calls the queue's mean counts for in each half hour."""


def average_handle_time(history: History) -> Floats | None:
    """Seconds for each of the 48 half hours; None where no handle time is known at all.

    Formula: (handle_s + 200 mean) / (handled + 200), days weighted by half for every four weeks.
    """
    weight = 0.5 ** (np.arange(history.days, 0, -1.0) / _HALF_LIFE)
    weight = np.where(history.is_known, weight, 0.0)
    handled, seconds = weight @ history.handled, weight @ history.handle_s
    if not handled.sum():
        return None
    mean = seconds.sum() / handled.sum()
    found: Floats = (seconds + PULL * mean) / (handled + PULL)
    return found
