"""A month of six people: the gap to the proven bound over time, beside plainly modelled CP-SAT."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from bench.goals import Goal
from bench.lines import Options
from bench.six_people import six_people
from jieting.domain.rostering.check import check
from jieting.domain.rostering.problem import Problem
from jieting.solvers.roster.aims import changed, fairness, overtime, wishes
from jieting.solvers.roster.build import built
from jieting.solvers.roster.model import Model, total
from jieting.solvers.roster.rules.registry import add_rules
from jieting.solvers.roster.search import Effort, Found, Progress, search
from jieting.solvers.roster.supply import Supplies

BENCH = "roster-month"
SECONDS = 30.0
MARKS = (5, 10, 20, 30)
CALLS_A_DAY = (120, 200, 300)
PEER_WORKERS = 8


@dataclass
class Trace:
    """What a search knew after so many seconds."""

    known: list[Progress] = field(default_factory=list)

    def told(self, now: Progress) -> None:
        """Keep what it tells."""
        self.known.append(now)

    def note(self) -> str:
        """The gap in per cent at each mark."""
        cells = []
        for mark in MARKS:
            last = [one for one in self.known if one.seconds <= mark][-1:]
            cells += [f"{mark} s {_gap(one.cost, one.bound):.1f}" for one in last]
        return "gap " + ", ".join(cells)


def _gap(cost: int, bound: int) -> float:
    return 100 * (cost - bound) / max(1, abs(cost))


def run(options: Options) -> list[Goal]:
    """Ours with two workers, then plain CP-SAT with eight on the same problem."""
    goals = []
    for a_day in CALLS_A_DAY:
        problem = six_people(31, a_day)
        peer, _, _ = _measured(problem, plain(problem), PEER_WORKERS)
        ours, trace, cpu = _measured(problem, built(problem), 2)
        gap, beside = _gap(ours.cost, ours.bound), _gap(peer.cost, peer.bound)
        note = (
            f"cost {ours.cost}, {cpu:.0f} CPU s; {trace.note()}; plain CP-SAT, 8 workers: "
            f"cost {peer.cost}, gap {beside:.1f} %"
        )
        what = f"31 days, {a_day} calls a day: gap after {SECONDS:g} s"
        goals.append(Goal(BENCH, what, gap, "%", 1.0, ratio=gap / max(beside, 0.01), note=note))
    return goals


def _measured(problem: Problem, model: Model, workers: int) -> tuple[Found, Trace, float]:
    trace, cpu = Trace(), time.process_time()
    found = search(model, Effort(SECONDS, workers), trace.told)
    if found.rows and check(problem, found.rows).breaches:
        raise SystemExit(f"{problem.id}: the roster breaks a rule")
    return found, trace, time.process_time() - cpu


def plain(problem: Problem) -> Model:
    """The problem as it is first written down: too few and too many of each half hour, no more."""
    model = Model(problem)
    supplies = Supplies(model)
    add_rules(model)
    for need in problem.needs:
        supply = supplies.of(need.skill, need.slot)
        short = model.cp.new_int_var(0, need.need, "")
        over = model.cp.new_int_var(0, supply.most, "")
        model.cp.add(supply.expression + short - over == need.need)
        model.cost(total([need.under * short, need.over * over]))
    for aim in (wishes, fairness, changed, overtime):
        aim.add(model)
    model.finish()
    return model
