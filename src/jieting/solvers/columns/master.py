"""The linear master: which mix of known rosters costs least, and what each row is worth."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from ortools.linear_solver import pywraplp  # type: ignore[import-untyped]

from jieting.solvers.columns.kernel import Ints, Rows
from jieting.solvers.columns.model import HARD, Model

NO_ROSTER = 10 * HARD
"""What it costs in the master that a person has no roster yet."""


@dataclass
class Column:
    """One roster of one person: ``row`` the shift of each day, its own cost, the rows it covers."""

    person: int
    row: Rows
    cost: int
    covered: Ints


@dataclass
class Pool:
    """Every column found so far, each once, by person."""

    model: Model
    of: list[list[Column]] = field(default_factory=list)
    _known: dict[tuple[int, bytes], Column] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.of = [[] for _ in range(self.model.size)]

    def column(self, person: int, row: Rows) -> Column:
        """The column of that roster, made where it is new."""
        key = (person, row.tobytes())
        found = self._known.get(key)
        if found is None:
            model = self.model
            cost, covered = model.wish_cost(person, row), model.covered(person, row)
            found = self._known[key] = Column(person, row.copy(), cost, covered)
            self.of[person].append(found)
        return found


class Master:
    """The master over some people (``chosen``), with ``base`` others counted in each row."""

    def __init__(self, model: Model, chosen: Sequence[int], base: Ints) -> None:
        self.model, self.chosen, self.base = model, list(chosen), base
        self.columns: list[Column] = []
        self._has: set[int] = set()
        self._variables: list[pywraplp.Variable] = []
        self._solver = solver = pywraplp.Solver.CreateSolver("GLOP")
        self._objective = solver.Objective()
        self._objective.SetMinimization()
        infinity = solver.infinity()
        slopes = np.diff(model.table, axis=1)
        reach = base + len(self.chosen)
        self.constant = model.row_cost(base)
        self.cost = float("inf")
        """What the mix costs: the chosen people and all rows."""
        self._rows = []
        for r in range(len(base)):
            row = solver.Constraint(0.0, 0.0)
            self._rows.append(row)
            for length, slope in _pieces(slopes[r, base[r] : reach[r]]):
                one = solver.NumVar(0.0, float(length), "")
                row.SetCoefficient(one, -1.0)
                self._objective.SetCoefficient(one, float(slope))
        self._people = {}
        for person in self.chosen:
            self._people[person] = row = solver.Constraint(1.0, 1.0)
            one = solver.NumVar(0.0, infinity, "")
            row.SetCoefficient(one, 1.0)
            self._objective.SetCoefficient(one, float(NO_ROSTER))

    def add(self, columns: Iterable[Column]) -> int:
        """Let the master use these columns; how many of them it did not have yet."""
        before = len(self.columns)
        for column in columns:
            if id(column) in self._has:
                continue
            self._has.add(id(column))
            one = self._solver.NumVar(0.0, self._solver.infinity(), "")
            self._objective.SetCoefficient(one, float(column.cost))
            self._people[column.person].SetCoefficient(one, 1.0)
            for row in column.covered.tolist():
                self._rows[row].SetCoefficient(one, 1.0)
            self.columns.append(column)
            self._variables.append(one)
        return len(self.columns) - before

    def solve(self, seconds: float) -> bool:
        """Solve within ``seconds``; False where that was too short."""
        self._solver.SetTimeLimit(max(1, int(seconds * 1000)))
        if self._solver.Solve() != pywraplp.Solver.OPTIMAL:
            return False
        self.cost = float(self._objective.Value()) + self.constant
        return True

    def prices(self, scale: int) -> Ints:
        """What one more person in each row saves, in whole ``1 / scale``."""
        return np.array([round(row.dual_value() * scale) for row in self._rows], np.int64)

    def reduced(self) -> list[float]:
        """The reduced cost of each column."""
        return [one.reduced_cost() for one in self._variables]

    def mix(self) -> list[tuple[float, Column]]:
        """The columns in the mix with their shares, the largest first."""
        shares = [one.solution_value() for one in self._variables]
        found = [(x, c) for x, c in zip(shares, self.columns, strict=True) if x > 1e-6]
        return sorted(found, key=lambda one: -one[0])


def _pieces(slopes: Ints) -> list[tuple[int, int]]:
    """Counts in a row of the same slope, as (how many, slope)."""
    pieces: list[tuple[int, int]] = []
    for slope in slopes.tolist():
        if pieces and pieces[-1][1] == slope:
            pieces[-1] = (pieces[-1][0] + 1, slope)
        else:
            pieces.append((1, slope))
    return pieces
