"""A portfolio in two threads: one anneals, the other proves bounds, packs columns and clauses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, Thread

import numpy as np

from jieting.domain.rostering.problem import Problem
from jieting.domain.rostering.solution import Roster
from jieting.solvers.columns.build import model_of
from jieting.solvers.columns.generate import Generated
from jieting.solvers.columns.incumbent import Incumbent
from jieting.solvers.columns.kernel import Rows
from jieting.solvers.columns.master import Pool
from jieting.solvers.columns.model import HARD, OFF, Model
from jieting.solvers.columns.pricing import Pricer
from jieting.solvers.columns.ways import Annealing, improve, root_bound, whole

THREADS = 2
ROOT_SHARE = 0.6
"""At most so much of the time goes into the bound of the root."""
FIRST_RUN, EARLY = 0.55, 0.4
"""Shares of the time for the first run of annealing, in the one thread and in the other."""
HOT, LATER, COOL, COLD = 0.6, 0.08, 0.05, 0.005
"""Heats as shares of what one person too few costs: of the first run, of later ones, of the other
thread, and at the end of all."""
APART = 100_003
"""Seeds of the two threads and of their runs lie so far apart."""
WEAK = 0.05
"""With a gap above this share clauses are tried: columns do not see where it comes from."""
CLAUSES_UP_TO = 1500
"""Person-days up to which clauses for the whole are worth their while."""
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
    bound is valid whatever rules are added.
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
    pricer, pool = Pricer(model, THREADS), Pool(model)
    try:
        root = root_bound(model, pricer, pool, found, ROOT_SHARE)
    finally:
        pricer.close()
    start = None if root is None else _largest(model, root)
    if root is None or start is None:
        whole(model, found, seed, found.left, CLAUSE_WORKERS)
    elif not found.over:
        found.offer(start, "shares")
        _both(model, found, seed, pool, root, start)
    elif found.cost is None:
        found.offer(start, "shares")


def _both(
    model: Model, found: Incumbent, seed: int, pool: Pool, root: Generated, start: Rows
) -> None:
    errors: list[BaseException] = []

    def guarded(work: Callable[[], None]) -> Callable[[], None]:
        def guard() -> None:
            try:
                work()
            except BaseException as error:
                errors.append(error)
                found.stop.set()

        return guard

    threads = [
        Thread(
            target=guarded(lambda: _anneal(model, found, 2 * seed * APART, pool, root, start)),
            daemon=True,
        ),
        Thread(
            target=guarded(lambda: _pack(model, found, (2 * seed + 1) * APART, pool, root, start)),
            daemon=True,
        ),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        while thread.is_alive():
            thread.join(0.2)  # wakes, so that a signal is heard
    if errors:
        raise errors[0]


def _anneal(model: Model, found: Incumbent, seed: int, root: Generated, start: Rows) -> None:
    """Annealing from the mix's largest shares; later runs begin colder, from the best roster."""
    unit = _unit(model)
    work = Annealing(model, root.prices, seed, HOT * unit, COLD * unit, pool)
    work.run(found, start, FIRST_RUN * found.left)
    while not found.over and found.rows is not None:
        work.hottest = LATER * unit
        work.run(found, found.rows, max(2.0, found.left / 3))


def _unit(model: Model) -> float:
    """What one person too few in a row costs where that is dearest, hard needs apart."""
    steps = np.abs(np.diff(model.table, axis=1))
    soft = steps[steps < HARD]
    return float(max(1, soft.max())) if soft.size else 1.0


def _pack(
    model: Model, found: Incumbent, seed: int, pool: Pool, root: Generated, start: Rows
) -> None:
    """Annealing of its own; then, by how far the bound is, clauses or packing of columns."""
    unit = _unit(model)
    work = Annealing(model, root.prices, seed, COOL * unit, COLD * unit, pool)
    work.run(found, start, EARLY * found.left)
    if found.over or found.cost is None or found.bound is None:
        return
    far = found.cost - found.bound > WEAK * abs(found.cost)
    if far and model.size * model.days <= CLAUSES_UP_TO:
        whole(model, found, seed, found.left, CLAUSE_WORKERS)
    improve(model, pool, root.prices, found, seed, found.until)


def _largest(model: Model, root: Generated) -> Rows | None:
    """Each person's column with the largest share; None where somebody has none.

    That roster keeps every person's rules. Somebody without a column has only rosters that break
    a cap which the programs do not count, or none.
    """
    rows = np.full((model.size, model.days), OFF, np.int8)
    seen = set()
    for _, column in root.mix:
        if column.person not in seen:
            seen.add(column.person)
            rows[column.person] = column.row
    return rows if len(seen) == model.size else None


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
