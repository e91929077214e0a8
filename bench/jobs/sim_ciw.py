"""``python -m bench.jobs.sim_ciw CASE``: the same centre in Ciw, where it can be said in it."""

from __future__ import annotations

import json
import math
import sys
import time

import ciw

from bench.simulation_cases import CASES, DAYS, HANDLE_S, PATIENCE_S, SIGMA, THRESHOLD_S


def main(name: str) -> None:
    """One node; each queue is a class of customers with its priority."""
    case = CASES[name]
    ((agents, skills),) = case.groups.values()
    mu = math.log(HANDLE_S) - SIGMA * SIGMA / 2
    network = ciw.create_network(
        arrival_distributions={q: [ciw.dists.Exponential(n / 3600)] for q, n in case.calls.items()},
        service_distributions={q: [ciw.dists.Lognormal(mu, SIGMA)] for q in case.calls},
        reneging_time_distributions={
            q: [ciw.dists.Exponential(1 / PATIENCE_S)] for q in case.calls
        },
        number_of_servers=[agents],
        priority_classes={q: skills[q] - 1 for q in case.calls},
    )
    ciw.seed(1)
    simulation = ciw.Simulation(network)
    start = time.process_time()
    simulation.simulate_until_max_time(DAYS * 86_400.0)
    records = simulation.get_all_records(only=["service", "renege"])
    cpu_s = time.process_time() - start
    abandoned, level = [], []
    for queue in case.calls:
        own = [r for r in records if r.customer_class == queue]
        lost = sum(r.record_type == "renege" for r in own)
        good = sum(r.record_type == "service" and r.waiting_time <= THRESHOLD_S for r in own)
        abandoned.append(lost / len(own))
        level.append(good / len(own))
    found = {"calls": len(records), "cpu_s": cpu_s, "abandoned": abandoned, "level": level}
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
