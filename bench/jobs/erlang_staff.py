"""``python -m bench.jobs.erlang_staff HALF_HOURS``: a year of requirements by the formulas."""

from __future__ import annotations

import json
import math
import statistics
import sys
import time
from fractions import Fraction

from bench.erlang_year import PATIENCE_S, SHARE, THRESHOLD_S, year
from jieting.domain.staffing.require import agents_needed
from jieting.domain.staffing.targets import ServiceLevel, Targets

REPEATS = 9


def main(half_hours: str) -> None:
    """Prints the agents of each half hour, and the processor time of the median repeat.

    The machine code is made before; a service keeps it, and a program loads it from its cache.
    """
    calls, aht_s = year(int(half_hours))
    targets = Targets(service_level=ServiceLevel(SHARE, Fraction(THRESHOLD_S)))
    found: dict[str, object] = {}
    for name, patience_s in (("erlang_c", math.inf), ("erlang_a", PATIENCE_S)):
        agents = agents_needed(calls[:9], aht_s[:9], patience_s, targets)
        took = []
        for _ in range(REPEATS):
            start = time.process_time()
            agents = agents_needed(calls, aht_s, patience_s, targets)
            took.append(time.process_time() - start)
        found |= {f"{name}_agents": agents.tolist(), f"{name}_cpu_s": statistics.median(took)}
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
