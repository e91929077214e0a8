"""``python -m bench.jobs.sim_centre CASE REPLICATIONS``: our kernels on one thread."""

from __future__ import annotations

import json
import sys
import time
from zoneinfo import ZoneInfo

import numpy as np

from bench.simulation_cases import CASES, DAYS, HANDLE_S, PATIENCE_S, SIGMA, THRESHOLD_S
from jieting.domain.simulation.centre.distribution import Exponential, Lognormal
from jieting.domain.simulation.centre.layout import plan_of
from jieting.domain.simulation.centre.measure import M
from jieting.domain.simulation.centre.run import run
from jieting.domain.simulation.centre.spec import GroupSpec, QueueSpec, Spec


def main(name: str, replications: str) -> None:
    """Simulates after the kernel is compiled; prints calls, seconds, and rates with their noise."""
    case = CASES[name]
    spec = Spec(
        queues=tuple(
            QueueSpec(
                queue,
                (calls / 2,) * 48,
                Lognormal(HANDLE_S, SIGMA),
                Exponential(PATIENCE_S),
                THRESHOLD_S,
            )
            for queue, calls in case.calls.items()
        ),
        groups=tuple(
            GroupSpec(group, tuple(skills.items()), (agents,) * 48)
            for group, (agents, skills) in case.groups.items()
        ),
        zone=ZoneInfo("UTC"),
        periods=48,
        days=DAYS,
    )
    plan = plan_of(spec)
    run(plan, 1, seed=2)
    start = time.process_time()
    counts = run(plan, int(replications), seed=1).calls.sum(axis=2)
    cpu_s = time.process_time() - start
    offered = counts[:, :, M.OFFERED]
    lost, level = counts[:, :, M.ABANDONED] / offered, counts[:, :, M.WITHIN] / offered
    found = {
        "calls": int(offered.sum()),
        "cpu_s": cpu_s,
        "abandoned": lost.mean(axis=0).tolist(),
        "level": level.mean(axis=0).tolist(),
        "noise": np.stack([lost.std(axis=0), level.std(axis=0)]).tolist(),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
