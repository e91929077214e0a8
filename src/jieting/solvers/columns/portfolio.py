"""A portfolio in two threads: one anneals, the other dives from the bound's mix."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, Thread
from time import monotonic

import numpy as np

from jieting.domain.rostering.problem import Problem
from jieting.domain.rostering.solution import Roster
from jieting.solvers.columns.build import model_of
from jieting.solvers.columns.dive import Dives
from jieting.solvers.columns.generate import Generated
from jieting.solvers.columns.incumbent import Incumbent
from jieting.solvers.columns.kernel import NONE, Ints, Rows
from jieting.solvers.columns.master import Pool
from jieting.solvers.columns.model import HARD, Model
from jieting.solvers.columns.pricing import Pricer
from jieting.solvers.columns.ways import Annealing, improve, root_bound, whole

THREADS = 2
ROOT_SHARE = 0.6
"""At most so much of the time goes into the bound of the root."""
WARM_SECONDS, WARM_SHARE = 3.0, 0.03
FIRST_RUN, EARLY = 0.4, 0.08
"""Shares of the time for the first run of annealing, in the one thread and in the other."""
TURN_SECONDS = 4.0
"""So long small groups are packed between two dives."""
HOT, LATER, COOL, COLD = 0.6, 0.2, 0.05, 0.005
"""Heats as shares of what one person too few costs: of the first run, of later ones, of the other
thread, and at the end of all."""
APART = 100_003
"""Seeds of the two threads and of their runs lie so far apart."""
SMALL, DIVE_SHARE = 300, 0.2
"""Person-days up to which clauses for the whole prove more than anything else; dives before them
take at most that share of the time."""
CLAUSE_WORKERS = 4
"""Different strategies that CP-SAT runs in turn on the one thread it has."""


@dataclass(frozen=True)
class Progress:
    """What is known while it runs: seconds, cost and bound (None where none yet), which way."""

    seconds: float
    cost: int | None
    bound: int | None
    way: str
    roster: Roster | None


def solve_columns(
    problem: Problem,
    seconds: float,
    seed: int = 0,
    on_better: Callable[[Progress], None] = lambda progress: None,
    stop: Event | None = None,
) -> Roster | None:
    """The best roster found in ``seconds``, with a proven bound; None where none was found.

    ``on_better`` is called, from any thread, for each better roster or bound; ``stop`` ends the
    work with the best so far. It keeps and costs the rules that ``unknown`` does not list, and the
    bound is valid but for the cases named there.
    """
    model = model_of(problem)

    def told(found: Incumbent) -> None:
        on_better(
            Progress(found.seconds, found.cost, found.bound, found.way, _roster(model, found))
        )

    found = Incumbent(model, seconds, stop or Event(), told)
    run(model, found, seed)
    return _roster(model, found)


def solve_clauses(problem: Problem, seconds: float, seed: int, workers: int) -> Roster | None:
    """The same by CP-SAT alone, from nothing: the peer that benchmarks measure against."""
    model = model_of(problem)
    found = Incumbent(model, seconds, Event())
    whole(model, found, seed, seconds, workers)
    return _roster(model, found)


def run(model: Model, found: Incumbent, seed: int) -> None:
    """Run the portfolio until the incumbent is over."""
    pricer, pool, root = Pricer(model, THREADS), Pool(model), None
    try:
        rows = _first(model, pricer)
        if rows is not None:
            found.offer(rows, "first")
            _warm(model, found, seed, pool, rows)
            root = root_bound(model, pricer, pool, found, ROOT_SHARE)
    finally:
        pricer.close()
    if rows is None:
        whole(model, found, seed, found.left, CLAUSE_WORKERS)
    elif not found.over:
        _both(_Shared(model, found, pool, root, _largest(rows, root)), seed)


def _first(model: Model, pricer: Pricer) -> Rows | None:
    """Each person's cheapest roster by itself; None where somebody has none that is found.

    Somebody without one has only rosters that break a cap which the programs do not count.
    """
    nothing = np.zeros(len(model.table), np.int64)
    found = pricer.price(range(model.size), nothing, 3)
    return None if (found.values[:, 0] >= NONE).any() else found.rows[:, 0].copy()


def _warm(model: Model, found: Incumbent, seed: int, pool: Pool, rows: Rows) -> None:
    """A short annealing without prices: a roster to show, and columns to begin the master with."""
    unit, nothing = _unit(model), np.zeros(len(model.table), np.int64)
    work = Annealing(model, nothing, seed, COOL * unit, COLD * unit, pool, slice_seconds=0.1)
    work.run(found, rows, min(WARM_SECONDS, WARM_SHARE * found.left))


@dataclass(frozen=True)
class _Shared:
    """What both threads begin from."""

    model: Model
    found: Incumbent
    pool: Pool
    root: Generated | None
    start: Rows

    @property
    def prices(self) -> Ints:
        """What each row is worth; nothing where there is no root."""
        nothing = np.zeros(len(self.model.table), np.int64)
        return nothing if self.root is None else self.root.prices

    def annealing(self, seed: int, hottest: float) -> Annealing:
        """Annealing from a share of what one person too few costs."""
        unit = _unit(self.model)
        return Annealing(self.model, self.prices, seed, hottest * unit, COLD * unit, self.pool)


def _both(shared: _Shared, seed: int) -> None:
    errors: list[BaseException] = []

    def guarded(work: Callable[[_Shared, int], None], seed: int) -> None:
        try:
            work(shared, seed)
        except BaseException as error:
            errors.append(error)
            shared.found.stop.set()

    threads = [
        Thread(target=guarded, args=(work, (2 * seed + n) * APART), daemon=True)
        for n, work in enumerate((_anneal, _descend))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        while thread.is_alive():
            thread.join(0.2)  # wakes, so that a signal is heard
    if errors:
        raise errors[0]


def _anneal(shared: _Shared, seed: int) -> None:
    """Annealing from the mix's largest shares; later runs begin colder, from the best roster."""
    model, found = shared.model, shared.found
    work = shared.annealing(seed, HOT)
    work.run(found, shared.start, FIRST_RUN * found.left)
    while not found.over and found.rows is not None:
        work.hottest = LATER * _unit(model)
        work.run(found, found.rows, max(2.0, found.left / 3))


def _descend(shared: _Shared, seed: int) -> None:
    """Dives; then clauses for the whole of a small one, else groups packed between dives."""
    model, found = shared.model, shared.found
    small = model.size * model.days <= SMALL
    dives = None if shared.root is None else Dives(model, shared.pool, shared.root, found, seed)
    if dives is not None:
        dives.run(monotonic() + (DIVE_SHARE if small else 1.0) * found.left)
    if small:
        whole(model, found, seed, found.left, CLAUSE_WORKERS)
    shared.annealing(seed, COOL).run(found, shared.start, EARLY * found.left)
    turn = 0
    while not found.over:
        turn += 1
        improve(model, shared.pool, shared.prices, found, seed + turn, monotonic() + TURN_SECONDS)
        if dives is not None:
            dives.run(found.until)


def _unit(model: Model) -> float:
    """What one person too few in a row costs where that is dearest, hard needs apart."""
    steps = np.abs(np.diff(model.table, axis=1))
    soft = steps[steps < HARD]
    return float(max(1, soft.max())) if soft.size else 1.0


def _largest(rows: Rows, root: Generated | None) -> Rows:
    """Each person's column with the largest share; that of ``rows`` for those without one."""
    found = rows.copy()
    for _, column in reversed(root.mix if root is not None else []):
        found[column.person] = column.row
    return found


def _roster(model: Model, found: Incumbent) -> Roster | None:
    if found.rows is None:
        return None
    return Roster(
        rows={
            person: tuple("" if s < 0 else model.shifts[s] for s in found.rows[p].tolist())
            for p, person in enumerate(model.people)
        },
        bound=found.bound,
        made_by=found.way,
        seconds=found.seconds,
    )
