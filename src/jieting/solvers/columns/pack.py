"""One column for each of some people at the least cost: a small set packing by CP-SAT."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from ortools.sat.python import cp_model

from jieting.solvers.columns.kernel import Ints
from jieting.solvers.columns.master import Column
from jieting.solvers.columns.model import Model
from jieting.solvers.satisfaction import cp_sat


def pack(
    model: Model,
    columns: Sequence[Column],
    base: Ints,
    below: int | None,
    seconds: float,
    seed: int,
    hint: Sequence[Column] = (),
) -> list[Column] | None:
    """The best choice of one column per person that costs less than ``below``; None where none.

    ``base`` counts the people who stay; the cost is that of the chosen and of all rows.
    """
    cp = cp_model.CpModel()
    of_person: defaultdict[int, list[tuple[cp_model.IntVar, int]]] = defaultdict(list)
    of_row: defaultdict[int, list[cp_model.IntVar]] = defaultdict(list)
    hinted = {id(column) for column in hint}
    terms, weights = [], []
    for i, column in enumerate(columns):
        one = cp.new_bool_var("")
        if hinted:
            cp.add_hint(one, id(column) in hinted)
        of_person[column.person].append((one, i))
        terms.append(one)
        weights.append(column.cost)
        for row in column.covered.tolist():
            of_row[row].append(one)
    for mine in of_person.values():
        cp.add_exactly_one([one for one, _ in mine])
    constant = model.row_cost(base)
    for row, ones in of_row.items():
        add_row_cost(cp, model, row, int(base[row]), ones, len(of_person), terms, weights)
    total = cp_model.LinearExpr.weighted_sum(terms, weights)
    if below is not None:
        cp.add(total <= below - 1 - constant)
    cp.minimize(total)
    solver = cp_sat(2 * seconds, seed=seed)
    solver.parameters.max_deterministic_time = seconds
    solver.parameters.linearization_level = 2
    if solver.solve(cp) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return [
        columns[i] for ones in of_person.values() for one, i in ones if solver.boolean_value(one)
    ]


def add_row_cost(
    cp: cp_model.CpModel,
    model: Model,
    row: int,
    base: int,
    ones: Sequence[cp_model.IntVar],
    people: int,
    terms: list[cp_model.IntVar],
    weights: list[int],
) -> None:
    """Variables that count ``ones`` piece by piece, each piece with its slope as its weight.

    The tables are convex, so a cheaper piece is always filled before a dearer one.
    """
    most = min(people, len(ones))
    costs = model.table[row, base : base + most + 1]
    pieces: list[list[int]] = []
    for slope in (costs[1:] - costs[:-1]).tolist():
        if pieces and pieces[-1][1] == slope:
            pieces[-1][0] += 1
        else:
            pieces.append([1, slope])
    if len(pieces) == 1:
        terms += ones
        weights += [pieces[0][1]] * len(ones)
        return
    counted = []
    for length, slope in pieces:
        counted.append(cp.new_int_var(0, length, ""))
        weights.append(slope)
    terms += counted
    cp.add(sum(ones) == sum(counted))
