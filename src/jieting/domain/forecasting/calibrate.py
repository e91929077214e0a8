"""The excess that makes past errors lie within their interval as often as they should."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np

from jieting.domain.forecasting.history import Floats

HELD = 0.8
"""The share of errors that the calibrated interval holds; heavy tails make no interval wide."""

RECENT = 84
"""So many of the last days are calibrated on: the scatter of now, not of long ago."""

_EDGE = NormalDist().inv_cdf((1 + HELD) / 2)
_MOST = 4.0


def calibrated_excess(error: Floats, chance: Floats, mean: Floats) -> float:
    """The least e >= 0 for which ``HELD`` of |error| <= z sqrt(chance + e mean^2).

    ``chance`` is the variance that Poisson or multinomial counts have anyhow. At most 4.
    """
    if error.size == 0:
        return 0.0
    needed = ((error / _EDGE) ** 2 - chance) / np.maximum(mean, 1e-9) ** 2
    return float(np.clip(np.quantile(needed, HELD), 0.0, _MOST))
