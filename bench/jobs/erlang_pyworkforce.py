"""``python -m bench.jobs.erlang_pyworkforce HALF_HOURS``: the peer's positions, every tenth."""

from __future__ import annotations

import json
import sys
import time

from pyworkforce.queuing import ErlangC

from bench.erlang_year import SHARE, THRESHOLD_S, year

EVERY = 10
MINUTE_S = 60.0


def main(half_hours: str) -> None:
    """Prints the positions of every tenth half hour, and the processor time of them all."""
    calls, aht_s = year(int(half_hours))
    chosen = range(0, int(half_hours), EVERY)
    start = time.process_time()
    agents = [
        ErlangC(
            transactions=calls[i], aht=aht_s[i] / MINUTE_S, asa=THRESHOLD_S / MINUTE_S, interval=30
        ).required_positions(float(SHARE))["raw_positions"]
        for i in chosen
    ]
    took = (time.process_time() - start) * EVERY
    print(json.dumps({"agents": list(zip(chosen, agents, strict=True)), "cpu_s": took}))


if __name__ == "__main__":
    main(*sys.argv[1:])
