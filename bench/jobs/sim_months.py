"""``python -m bench.jobs.sim_months REPLICATIONS DAYS``: a remaining month, many times over."""

from __future__ import annotations

import json
import sys
import time

import numpy as np

from jieting.domain.simulation.centre.distribution import Exponential, Lognormal
from jieting.domain.simulation.centre.measure import M
from jieting.domain.simulation.centre.month import simulate_rest


def main(replications: str, days: str) -> None:
    """Simulates after the kernel is compiled; prints calls and seconds."""
    shape = np.full(48, 0.15)
    shape[16:44], shape[20:24], shape[28:34] = 1.0, 1.6, 1.5
    staff = np.ones(48, dtype=np.int64)
    staff[16:44], staff[18:36] = 2, 3
    calls = np.tile(shape / shape.sum() * 300, int(days))
    agents = np.tile(staff, int(days))

    def simulated(times: int) -> int:
        counts = simulate_rest(
            calls,
            agents,
            handle=Lognormal(220.0, 0.7),
            patience=Exponential(120.0),
            replications=times,
            seed=1,
            threshold_s=15,
            busyness=100.0,
        )
        return int(counts[:, M.ARRIVED].sum())

    simulated(1)
    wall, cpu = time.perf_counter(), time.process_time()
    made = simulated(int(replications))
    wall_s, cpu_s = time.perf_counter() - wall, time.process_time() - cpu
    print(json.dumps({"calls": made, "wall_s": wall_s, "cpu_s": cpu_s}))


if __name__ == "__main__":
    main(*sys.argv[1:])
