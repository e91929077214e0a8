"""The measures that are counted at scale: the counts of a month and those of six figures."""

from __future__ import annotations

from jieting.domain.figures import define
from jieting.domain.figures.measure import Measure
from jieting.domain.figures.measures import COUNTS, RECORDED

FIGURES = ("connection_rate", "satisfaction", "service_level", "asa", "aht", "rated_share")


def measures() -> tuple[Measure, ...]:
    """Each measure once."""
    of_figures = [measure for name in FIGURES for measure in define(name).measures]
    every = [*COUNTS, RECORDED, *of_figures]
    return tuple({measure.name: measure for measure in every}.values())
