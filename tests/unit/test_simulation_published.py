"""The queue against published results of another simulator.

SSJ, the simulation library of the Université de Montréal, ships a call centre with thirteen
one-hour periods, and its results over 10,000 days whose busyness is Gamma with shape 400 and over
1,000 days with shape 10 (CallCenter.dat and .res; github.com/umontreal-simul/ssj, Apache-2.0).
Each tolerance is about three standard errors of the days simulated here.
"""

import numpy as np
import pytest

from jieting.domain.calls.call import Outcome
from jieting.domain.periods import HALF_HOUR, SECOND
from jieting.domain.simulation.arrivals import poisson
from jieting.domain.simulation.draws import exponential, gamma_factor, spans
from jieting.domain.simulation.duty import steps_duty
from jieting.domain.simulation.menu import OUTCOMES
from jieting.domain.simulation.queueing import NEVER, serve

AGENTS = [4, 6, 8, 8, 8, 7, 8, 8, 6, 6, 4, 4, 4]
CALLS = [100, 150, 150, 180, 200, 150, 150, 150, 120, 100, 80, 70, 60]
HOURS = [2 * HALF_HOUR * n for n in range(13)]
HALVES = np.arange(26, dtype=np.int64) * HALF_HOUR
EXPECTED = float(sum(CALLS))
ABANDONED = OUTCOMES.index(Outcome.ABANDONED)


def one_day(busyness, rng, duty):
    """Arrivals of a day; wait, calls within 20 s and abandoned calls over the expected calls."""
    arrived = poisson(HALVES, np.repeat(np.array(CALLS) / 2, 2) * busyness, rng)
    u = rng.random((len(arrived), 3))
    patience = np.where(u[:, 0] < 0.1, 0, spans(exponential(u[:, 1], 1_000.0)))
    served = serve(arrived, patience, NEVER, spans(exponential(u[:, 2], 100.0)), duty)
    wait = (served.decided_at - arrived) / SECOND
    lost = (served.code == ABANDONED).sum()
    return len(arrived), wait.sum() / EXPECTED, (wait < 20).sum() / EXPECTED, lost / EXPECTED


@pytest.mark.parametrize(
    ("shape", "days", "published", "tolerance"),
    [
        (400, 200, (1660.366, 4.713, 0.925, 0.020), (20, 0.45, 0.008, 0.003)),
        (10, 300, (1639.507, 11.834, 0.853, 0.034), (90, 6.0, 0.03, 0.011)),
    ],
)
def test_the_queue_gives_the_published_waits(shape, days, published, tolerance):
    rng = np.random.Generator(np.random.PCG64(shape))
    duty = steps_duty(HOURS, AGENTS, 2 * HOURS[-1])
    busyness = gamma_factor(rng.random(days), shape**-0.5)
    found = np.mean([one_day(b, rng, duty) for b in busyness.tolist()], axis=0)
    for value, wanted, far in zip(found.tolist(), published, tolerance, strict=True):
        assert value == pytest.approx(wanted, abs=far)
