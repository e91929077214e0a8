"""The ways of the portfolio; each runs in a thread of its own until the incumbent is over."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Event, Thread
from time import monotonic

import numpy as np
from ortools.sat.python import cp_model

from jieting.solvers.columns.clauses import Clauses
from jieting.solvers.columns.generate import Generated, generate
from jieting.solvers.columns.incumbent import Incumbent
from jieting.solvers.columns.kernel import Ints, Rows
from jieting.solvers.columns.master import Pool
from jieting.solvers.columns.model import Model
from jieting.solvers.columns.neighbourhood import choose_people, free_and_pack
from jieting.solvers.columns.pricing import SCALE, Pricer
from jieting.solvers.columns.search import anneal
from jieting.solvers.satisfaction import cp_sat

NOTHING = 1 << 60


def root_bound(
    model: Model, pricer: Pricer, pool: Pool, found: Incumbent, share: float
) -> Generated | None:
    """The linear relaxation of the whole; its bound is told as it grows."""
    return generate(
        model, pricer, pool, range(model.size), np.zeros(len(model.table), np.int64),
        start=[c for mine in pool.of for c in mine], prices=None, rounds=1000, per_person=5,
        until=found.begun + share * (found.until - found.begun),
        told=lambda bound: found.prove(bound + model.constant), over=found.stop.is_set,
    )  # fmt: skip


@dataclass
class Annealing:
    """Simulated annealing from a roster: hot at first, cold at the end of each of its runs.

    What it passes by goes into ``pool``: columns that have shown to fit together.
    """

    model: Model
    prices: Ints
    seed: int
    hottest: float
    coldest: float
    pool: Pool
    most_out: int = 4
    slice_seconds: float = 0.3

    def run(self, found: Incumbent, rows: Rows, seconds: float) -> None:
        """One run of about so many seconds."""
        m = self.model
        here, best = rows.copy(), rows.copy()
        cost, begun, steps = NOTHING, monotonic(), 20
        while not found.over and monotonic() - begun < seconds:
            part = (monotonic() - begun) / seconds
            heat = self.hottest * (self.coldest / self.hottest) ** part
            before = monotonic()
            self.seed += 1
            cost = anneal(
                m.all, here, best, cost, self.prices, SCALE, steps, min(self.most_out, m.size),
                heat, self.seed % (1 << 31),
            )  # fmt: skip
            took = max(1e-4, monotonic() - before)
            steps = int(np.clip(steps * self.slice_seconds / took, 1, 4 * steps))
            for p in range(m.size):
                self.pool.column(p, here[p])
            if cost < NOTHING and (found.cost is None or cost + m.constant < found.cost):
                found.offer(best, "annealing")


def improve(
    model: Model, pool: Pool, prices: Ints, found: Incumbent, seed: int, until: float
) -> None:
    """Large neighbourhoods over columns until ``until``."""
    dice = np.random.default_rng(seed)
    pricer = Pricer(model)
    size, misses = min(6, model.size), 0
    while not found.over and monotonic() < until and found.rows is not None:
        rows = found.rows
        people = choose_people(model, rows, size, prices, dice)
        better = free_and_pack(
            model, pricer, pool, rows, people, prices,
            min(until, found.until, monotonic() + 4.0), int(dice.integers(1 << 30)),
        )  # fmt: skip
        if better is not None and found.offer(better, "columns"):
            misses = 0
            continue
        misses += 1
        if misses > 8:
            size, misses = (min(size + 2, 16, model.size) if size < 14 else 6), 0


class _Watch(cp_model.CpSolverSolutionCallback):
    """Hands each solution of CP-SAT to the incumbent, and stops when it is over."""

    def __init__(self, clauses: Clauses, found: Incumbent) -> None:
        super().__init__()
        self.clauses, self.found = clauses, found

    def on_solution_callback(self) -> None:
        """A better solution."""
        self.found.offer(self.clauses.read(self.boolean_value), "clauses")


def whole(model: Model, found: Incumbent, seed: int, seconds: float, workers: int) -> None:
    """Everything by CP-SAT, from the best roster so far; its bound is told too."""
    clauses = Clauses(model)
    if found.rows is not None:
        clauses.hint(found.rows)
    solver = cp_sat(min(seconds, found.left), workers, seed)
    solver.best_bound_callback = lambda bound: _heard(found, solver, bound + clauses.constant)
    done = Event()
    Thread(target=_end, args=(solver, found, done), daemon=True).start()
    status = solver.solve(clauses.cp, _Watch(clauses, found))
    done.set()
    if status == cp_model.OPTIMAL:
        _prove(found, solver.best_objective_bound + clauses.constant)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        found.offer(clauses.read(solver.boolean_value), "clauses")


def _end(solver: cp_model.CpSolver, found: Incumbent, done: Event) -> None:
    """Stop CP-SAT soon after the incumbent is over: it hears of nothing by itself."""
    while not done.wait(0.2):
        if found.over:
            solver.stop_search()


def _heard(found: Incumbent, solver: cp_model.CpSolver, bound: float) -> None:
    """While it runs."""
    _prove(found, bound)
    if found.over:
        solver.stop_search()


def _prove(found: Incumbent, bound: float) -> None:
    """A bound of CP-SAT is of whole numbers, so it may be rounded up."""
    found.prove(int(np.ceil(bound - 1e-6)) + found.model.constant)
