"""Running the search: in a thread of its own, with progress, a time limit, and a stop."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from ortools.sat.python import cp_model

from jieting.domain.rostering.problem import Rows
from jieting.solvers.roster.model import HUNDREDTHS, Model
from jieting.solvers.satisfaction import cp_sat

WORKERS = 2
_POLL_S = 0.05


class Outcome(StrEnum):
    """How a search ended."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"
    """Neither a roster nor a proof that there is none in the time given."""


@dataclass(frozen=True, slots=True)
class Progress:
    """The best cost so far and the proven bound after so many seconds."""

    seconds: float
    cost: int
    bound: int


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to search, with how many workers, from which seed."""

    seconds: float
    workers: int = WORKERS
    seed: int = 1
    gap: float = 0.0
    """The search may end within this share of the bound."""


Told = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: the rows of the best roster, what they cost in the model, the bound."""

    outcome: Outcome
    rows: Rows
    cost: int
    bound: int
    seconds: float


def search(
    model: Model,
    effort: Effort,
    told: Told = lambda progress: None,
    stop: threading.Event | None = None,
) -> Found:
    """Search for the cheapest roster until it is proven, the time is up, or ``stop`` is set."""
    begun = time.monotonic()
    solver = _solver(effort)
    watcher = _Watcher(told, begun)
    ended: list[cp_model.CpSolverStatus] = []
    thread = threading.Thread(
        target=lambda: ended.append(solver.solve(model.cp, watcher)), daemon=True
    )
    thread.start()
    # the caller's thread stays in Python, so that signals reach it and can set the stop
    while thread.is_alive():
        if stop is not None and stop.is_set():
            solver.stop_search()
        thread.join(_POLL_S)
    if not ended:
        raise RuntimeError("the search ended without a status")
    return _found(model, solver, ended[0], time.monotonic() - begun)


def _solver(effort: Effort) -> cp_model.CpSolver:
    solver = cp_sat(effort.seconds, effort.workers, effort.seed)
    parameters = solver.parameters
    parameters.relative_gap_limit = effort.gap
    if effort.workers == WORKERS:
        # one worker branches by reduced costs, which proves such bounds; the other improves rosters
        parameters.subsolvers.append("reduced_costs")
    return solver


def _found(
    model: Model, solver: cp_model.CpSolver, status: cp_model.CpSolverStatus, seconds: float
) -> Found:
    if status == cp_model.MODEL_INVALID:
        raise ValueError(model.cp.validate())
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        ended = Outcome.INFEASIBLE if status == cp_model.INFEASIBLE else Outcome.UNKNOWN
        return Found(ended, {}, 0, 0, seconds)
    # a search may be content with a gap: only an equal bound proves that nothing is better
    cost, bound = _units(solver.objective_value), _units(solver.best_objective_bound)
    outcome = Outcome.OPTIMAL if cost == bound else Outcome.FEASIBLE
    return Found(outcome, _rows(model, solver), cost, bound, seconds)


def _units(hundredths: float) -> int:
    """Whole units of a cost, rounded down as the cost of overtime is; so a bound stays one.

    The search counts in whole numbers; the float only carries them.
    """
    return round(hundredths) // HUNDREDTHS


def _rows(model: Model, solver: cp_model.CpSolver) -> Rows:
    names = [shift.id for shift in model.problem.shifts]
    return {
        person.id: tuple(
            next((n for s, n in enumerate(names) if solver.value(model.x[at, day, s])), "")
            for day in model.days
        )
        for at, person in enumerate(model.problem.people)
    }


class _Watcher(cp_model.CpSolverSolutionCallback):
    """Tells each better roster as it is found."""

    def __init__(self, told: Told, begun: float) -> None:
        super().__init__()
        self._told = told
        self._begun = begun

    def on_solution_callback(self) -> None:
        """Called by the search, in its own thread."""
        cost, bound = _units(self.objective_value), _units(self.best_objective_bound)
        self._told(Progress(time.monotonic() - self._begun, cost, bound))
