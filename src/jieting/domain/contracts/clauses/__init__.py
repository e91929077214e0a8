"""Clause kinds: one file each; the registry that reads a rule of any kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import ModuleType

from jieting.domain.contracts.clauses import (
    coefficient,
    duty,
    limit,
    minimum_count,
    per_event,
    renewal,
    sample,
    step_deduction,
    streak,
)
from jieting.domain.contracts.rule import Rule
from jieting.domain.toml.table_reader import TableReader

_MODULES: tuple[ModuleType, ...] = (
    step_deduction,
    per_event,
    minimum_count,
    sample,
    limit,
    streak,
    duty,
    coefficient,
    renewal,
)

READERS: Mapping[str, Callable[[TableReader], Rule]] = {m.KIND: m.read for m in _MODULES}
"""Name of a clause kind to the function that reads its parameters."""


def read_rule(reader: TableReader) -> Rule | None:
    """The rule in a ``[[clause.rule]]`` table; None, with a finding, where its kind is unknown."""
    kind = reader.text("kind", allowed=READERS)
    if kind not in READERS:
        reader.asked.update(reader.data)
        return None
    rule = READERS[kind](reader)
    reader.close()
    return rule
