"""Patience: how long a caller waits in the queue before hanging up."""

from __future__ import annotations

import numpy as np

from jieting.domain.simulation.draws import Floats, Instants, exponential, spans
from jieting.domain.simulation.profile import Patience


def draw_patience(patience: Patience, u_kind: Floats, u_length: Floats) -> Instants:
    """Microseconds that each caller is ready to wait.

    Formula: exponential with the hasty mean for the hasty share, with the other mean for the rest.
    """
    hasty = u_kind < patience.hasty_share
    mean = np.where(hasty, patience.hasty_mean_s, patience.mean_s)
    return spans(exponential(u_length, 1.0) * mean)
