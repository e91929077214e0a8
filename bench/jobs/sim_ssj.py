"""``python -m bench.jobs.sim_ssj BUSYNESS DAYS``: the shipped example, per call expected."""

from __future__ import annotations

import json
import sys
from dataclasses import replace

from bench.measured import ROOT
from jieting.domain.simulation.centre.layout import plan_of
from jieting.domain.simulation.centre.run import run
from jieting.domain.simulation.centre.spec_file import read_spec
from jieting.domain.simulation.centre.summary import BATCH, PER_EXPECTED, Sums

FILE = ROOT / "centres/ssj-call-centre.toml"


def main(busyness: str, days: str) -> None:
    """Prints the mean of each published ratio."""
    spec, _ = read_spec(FILE.read_text(encoding="utf-8"), FILE.name)
    spec = replace(spec, busyness=float(busyness))
    plan, sums = plan_of(spec), Sums()
    while sums.replications < int(days):
        sums.add(run(plan, BATCH, spec.seed, first=sums.replications, threads=2))
    calls = sum(spec.queues[0].arrivals)
    found = {
        name: sums.mean(0, -1, what, spec.confidence).mean / calls
        for name, what in PER_EXPECTED.items()
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
