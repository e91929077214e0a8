"""Figures described: every variant of every figure, for the command line and the reference page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import ibis.expr.types as ir

from jieting.domain.figures import FIGURES, PARAMETERS, define
from jieting.domain.figures.count import ask, ask_rank
from jieting.domain.figures.definition import Definition
from jieting.domain.figures.tables import calls_table, complaints_table

ONE_VARIANT = {"threshold_s": ("20",), "percent": ("90",)}
"""Parameters that are any number: one value stands for all."""


def variants(name: str) -> Iterator[Definition]:
    """Every variant of a figure, the default first; of numbers, one value stands for all."""
    values = {key: ONE_VARIANT.get(key, allowed) for key, allowed in PARAMETERS[name].items()}
    for combination in product(*values.values()):
        yield define(name, **dict(zip(values, combination, strict=True)))


def all_figures() -> Iterator[Definition]:
    """The default variant of every figure."""
    return (define(name) for name in FIGURES)


def expressions(definition: Definition) -> list[ir.Table]:
    """The Ibis expressions that count a figure over a whole call table."""
    if definition.rank is not None:
        return [ask_rank(calls_table(), definition).expr]
    relations = {measure.relation for measure in definition.measures}
    tables = {"calls": calls_table(), "complaints": complaints_table()}
    return [
        ask(tables[relation], definition.measures, relation=relation).expr
        for relation in sorted(relations)
    ]
