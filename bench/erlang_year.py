"""A year of half hours for staffing: loads from night to rush hour, some of large centres."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
THRESHOLD_S = 20
PATIENCE_S = 120.0
SHARE = Fraction(4, 5)
SEED = 20_261_001


def year(half_hours: int) -> tuple[Floats, Floats]:
    """Calls and handle times in seconds: 97 of 100 with 0.1 to 40 erlangs, the rest 100 to 600."""
    random = np.random.default_rng(SEED)
    small = np.exp(random.uniform(np.log(0.1), np.log(40.0), half_hours))
    large = random.uniform(100.0, 600.0, half_hours)
    load = np.where(random.uniform(size=half_hours) < 0.97, small, large)
    aht_s = random.uniform(120.0, 360.0, half_hours)
    return load * 1800.0 / aht_s, aht_s
