"""``python -m bench.jobs.erlang_exact HALF_HOURS``: the requirements by the chain, one by one."""

from __future__ import annotations

import json
import sys
import time

import numpy as np

from bench.erlang_chain import fast
from bench.erlang_year import PATIENCE_S, SHARE, THRESHOLD_S, year

INTERVAL_S = 1800.0


def main(half_hours: str) -> None:
    """Prints the agents of each half hour and the processor time, compiling included."""
    calls, aht_s = year(int(half_hours))
    fewest = fast()
    asked = np.array([0.0, float(SHARE), np.inf, np.inf])
    found: dict[str, object] = {}
    for name, giving_up in (("erlang_a", 1.0 / PATIENCE_S), ("erlang_c", 0.0)):
        start = time.process_time()
        leaving = np.full(calls.size, giving_up)
        agents = fewest(calls / INTERVAL_S, 1.0 / aht_s, leaving, float(THRESHOLD_S), asked)
        took = time.process_time() - start
        found |= {f"{name}_agents": agents.tolist(), f"{name}_cpu_s": took}
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
