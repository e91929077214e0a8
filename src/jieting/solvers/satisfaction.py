"""CP-SAT, Google's solver of whole-number constraints, as all of our searches begin it."""

from __future__ import annotations

from ortools.sat.python import cp_model

_SEEDS = 1 << 31


def cp_sat(seconds: float, workers: int = 1, seed: int = 0) -> cp_model.CpSolver:
    """A solver for so many seconds; the seed is any whole number.

    It leaves Ctrl-C alone: several may search at the same time, of which each would take the
    signal for its own, end only itself, and end the whole program where another has just ended.
    """
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.max_time_in_seconds = max(0.01, seconds)
    parameters.num_workers = workers
    parameters.random_seed = seed % _SEEDS
    parameters.catch_sigint_signal = False
    return solver
