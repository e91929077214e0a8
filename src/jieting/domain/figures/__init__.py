"""Figures: one file each; the registry that names them all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import ModuleType

from jieting.domain.figures import (
    abandon_rate,
    aht,
    asa,
    complaint_rate,
    connection_rate,
    rated_share,
    satisfaction,
    service_level,
    wait_percentile,
)
from jieting.domain.figures.definition import Definition, Example, Figure, Unit

_MODULES: tuple[ModuleType, ...] = (
    connection_rate,
    abandon_rate,
    satisfaction,
    complaint_rate,
    service_level,
    asa,
    aht,
    rated_share,
    wait_percentile,
)

FIGURES: Mapping[str, Callable[..., Definition]] = {m.NAME: m.define for m in _MODULES}
"""Name of a figure to the function that defines it from its parameters."""

PARAMETERS: Mapping[str, Mapping[str, tuple[str, ...]]] = {m.NAME: m.PARAMETERS for m in _MODULES}
"""Name of a figure to its parameters and the values that each may have."""

__all__ = ["FIGURES", "PARAMETERS", "Definition", "Example", "Figure", "Unit", "define"]


def define(name: str, **parameters: str) -> Definition:
    """The definition of the figure ``name``; parameters not given have their default."""
    return FIGURES[name](**parameters)
