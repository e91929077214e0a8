"""``python -m bench.jobs.sim_simpy CASE``: the same centres as SimPy processes."""

from __future__ import annotations

import json
import math
import random
import sys
import time
from collections import deque
from collections.abc import Generator
from typing import Any

import simpy

from bench.simulation_cases import CASES, DAYS, HANDLE_S, PATIENCE_S, SIGMA, THRESHOLD_S, Case

MU = math.log(HANDLE_S) - SIGMA * SIGMA / 2
Process = Generator[Any, Any, None]


class Tally:
    """Offered, abandoned and answered in time, per queue."""

    def __init__(self, case: Case) -> None:
        self.of = {queue: [0, 0, 0] for queue in case.calls}

    def told(self, cpu_s: float) -> str:
        """The result as JSON."""
        found = {
            "calls": sum(n for n, _, _ in self.of.values()),
            "cpu_s": cpu_s,
            "abandoned": [lost / n for n, lost, _ in self.of.values()],
            "level": [good / n for n, _, good in self.of.values()],
        }
        return json.dumps(found)


class OneSkill:
    """A queue for a resource, as every SimPy tutorial has it."""

    def __init__(self, env: simpy.Environment, case: Case, tally: Tally) -> None:
        self.env, self.tally = env, tally
        self.agents = simpy.Resource(env, sum(n for n, _ in case.groups.values()))

    def call(self, queue: str, rng: random.Random) -> Process:
        """One caller."""
        tally, start = self.tally.of[queue], self.env.now
        tally[0] += 1
        with self.agents.request() as asked:
            yield asked | self.env.timeout(rng.expovariate(1 / PATIENCE_S))
            if not asked.triggered:
                tally[1] += 1
                return
            tally[2] += self.env.now - start <= THRESHOLD_S
            yield self.env.timeout(rng.lognormvariate(MU, SIGMA))


class Skilled:
    """Groups with skills and priorities: callers wait for an event that a free agent sets off."""

    def __init__(self, env: simpy.Environment, case: Case, tally: Tally) -> None:
        self.env, self.tally = env, tally
        self.free = {group: agents for group, (agents, _) in case.groups.items()}
        self.skills = {group: skills for group, (_, skills) in case.groups.items()}
        self.waiting: dict[str, deque[list[Any]]] = {queue: deque() for queue in case.calls}
        self.order = {
            queue: sorted(
                (g for g, skills in self.skills.items() if queue in skills),
                key=lambda g, queue=queue: self.skills[g][queue],  # type: ignore[misc]
            )
            for queue in case.calls
        }

    def call(self, queue: str, rng: random.Random) -> Process:
        """One caller."""
        tally, start = self.tally.of[queue], self.env.now
        tally[0] += 1
        group = next((g for g in self.order[queue] if self.free[g]), None)
        if group is None:
            place = [start, self.env.event()]
            self.waiting[queue].append(place)
            yield place[1] | self.env.timeout(rng.expovariate(1 / PATIENCE_S))
            if not place[1].triggered:
                place[1] = None
                tally[1] += 1
                return
            group = place[1].value
        else:
            self.free[group] -= 1
        tally[2] += self.env.now - start <= THRESHOLD_S
        yield self.env.timeout(rng.lognormvariate(MU, SIGMA))
        self._next(group)

    def _next(self, group: str) -> None:
        """An agent of the group is free: the first priority, then the longest wait."""
        best = None
        for queue, priority in self.skills[group].items():
            line = self.waiting[queue]
            while line and line[0][1] is None:
                line.popleft()
            if line and (best is None or (priority, line[0][0]) < best[:2]):
                best = (priority, line[0][0], line)
        if best is None:
            self.free[group] += 1
        else:
            best[2].popleft()[1].succeed(group)


def _source(env: simpy.Environment, model: Any, queue: str, per_hour: float, seed: int) -> Process:
    rng = random.Random(seed)
    while True:
        yield env.timeout(rng.expovariate(per_hour / 3600))
        env.process(model.call(queue, rng))


def main(name: str) -> None:
    """Simulates the days once."""
    case = CASES[name]
    env, tally = simpy.Environment(), Tally(case)
    model = OneSkill(env, case, tally) if name == "one" else Skilled(env, case, tally)
    for seed, (queue, per_hour) in enumerate(case.calls.items()):
        env.process(_source(env, model, queue, per_hour, seed))
    start = time.process_time()
    env.run(until=DAYS * 86_400)
    print(tally.told(time.process_time() - start))


if __name__ == "__main__":
    main(*sys.argv[1:])
