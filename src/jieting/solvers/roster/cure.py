"""Which changes would make a roster possible: each is tried."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection
from dataclasses import dataclass

from jieting.domain.rostering.cures import Cure, cures
from jieting.domain.rostering.problem import Problem
from jieting.solvers.roster.explain import decided
from jieting.solvers.roster.search import Outcome

_TRY_S = 10.0


@dataclass(frozen=True, slots=True)
class Tried:
    """The changes that were shown to work, and those that were not decided in the time."""

    working: tuple[Cure, ...]
    undecided: tuple[Cure, ...]


def tried(
    problem: Problem,
    clashing: Collection[str],
    seconds: float = 60.0,
    stop: threading.Event | None = None,
) -> Tried:
    """Try every cure for a problem in which these rules clash."""
    until = time.monotonic() + seconds
    working: list[Cure] = []
    undecided: list[Cure] = []
    for cure in cures(problem, clashing):
        if cure.unless in [one.says for one in working]:
            continue
        left = until - time.monotonic()
        if left <= 0 or (stop is not None and stop.is_set()):
            undecided.append(cure)
            continue
        outcome = decided(cure.problem, seconds=min(_TRY_S, left))
        if outcome in (Outcome.FEASIBLE, Outcome.OPTIMAL):
            working.append(cure)
        elif outcome is Outcome.UNKNOWN:
            undecided.append(cure)
    return Tried(tuple(working), tuple(undecided))
