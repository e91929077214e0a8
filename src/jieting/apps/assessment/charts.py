"""The charts of a month as data: figures and calls by day and by half hour, every point a link."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from jieting.analytics.series import day_of, figures_along, has_series
from jieting.apps.assessment.links import Links
from jieting.apps.assessment.queries import AssessedMonth
from jieting.apps.base.words import tell
from jieting.domain.contracts.model import Contract, FigureUse
from jieting.domain.figures import Figure, Unit
from jieting.domain.figures.count import Tally
from jieting.domain.figures.measures import ARRIVED, COUNTS
from jieting.domain.quantities import plain
from jieting.domain.said import say

Chart = dict[str, Any]
HALF_HOURS = tuple(f"{n // 2:02d}:{n % 2 * 30:02d}" for n in range(48))
"""When each half hour of a day begins."""
_STACKED = tuple(measure for measure in COUNTS if measure.name not in ("arrived", "offered"))
_POINT = tuple[date | None, int | None]


def uses_with_series(contract: Contract) -> list[FigureUse]:
    """The contract's figures that have a value for each day and half hour."""
    return [use for use in contract.figures if has_series(contract.definition(use))]


def days_chart(month: AssessedMonth, links: Links, uses: Iterable[FigureUse]) -> Chart:
    """Figures by day as lines, arrivals behind them as bars."""
    days = list(month.month.days())
    return _chart(month, links, uses, "day", [f"{day:%m-%d}" for day in days], days_points(days))


def half_hours_chart(month: AssessedMonth, links: Links, uses: Iterable[FigureUse]) -> Chart:
    """Figures by half hour of the day over the whole month, arrivals behind them."""
    points: list[tuple[int, _POINT]] = [(number, (None, number)) for number in range(48)]
    return _chart(month, links, uses, "half_hour", list(HALF_HOURS), points)


def outcomes_chart(month: AssessedMonth, links: Links) -> Chart:
    """Calls by day and outcome, stacked, agreed exclusions left out."""
    days = list(month.month.days())
    tallies = month.series.tallies("day", excludes=True)
    series = [
        {
            "name": tell(measure.words),
            "type": "bar",
            "stack": "calls",
            "data": [
                _count(tallies.get(key), measure.name, links, point)
                for key, point in days_points(days)
            ],
        }
        for measure in _STACKED
        if any(tally.get(measure.name) for tally in tallies.values())
    ]
    categories = [f"{day:%m-%d}" for day in days]
    return {"categories": categories, "series": series, "categories_title": tell(say("Day"))}


def days_points(days: Iterable[date]) -> list[tuple[int, _POINT]]:
    """Each day's number since 1970 with the point that it is."""
    return [((day - day_of(0)).days, (day, None)) for day in days]


def _chart(
    month: AssessedMonth,
    links: Links,
    uses: Iterable[FigureUse],
    axis: Any,
    categories: list[str],
    points: list[tuple[int, _POINT]],
) -> Chart:
    uses = list(uses)
    tallies = month.series.tallies(axis, excludes=True)
    arrived = [_count(tallies.get(key), ARRIVED.name, links, point) for key, point in points]
    lines = [_line(month, links, use, axis, points) for use in uses]
    bars = {
        "name": tell(ARRIVED.words), "type": "bar", "axis": "right", "data": arrived,
    }  # fmt: skip
    title = say("Day") if axis == "day" else say("Half hour")
    chart = {
        "categories": categories,
        "series": [*lines, bars],
        "categories_title": tell(title),
    }
    if len(uses) == 1 and uses[0].target is not None:
        target = uses[0].target
        chart["target"] = {"value": plain(target.value), "name": tell(say("Target"))}
    return chart


def _line(
    month: AssessedMonth, links: Links, use: FigureUse, axis: Any, points: list[tuple[int, _POINT]]
) -> Chart:
    found = figures_along(month.series, month.terms, use, axis)
    definition = month.terms.definition(use)
    return {
        "name": tell(definition.title),
        "unit": definition.unit.value,
        "type": "line",
        "data": [_value(found.get(key), use, links, point) for key, point in points],
    }


def _value(figure: Figure | None, use: FigureUse, links: Links, point: _POINT) -> Chart | None:
    if figure is None:
        return None
    shown = f"{figure.shown(use.shown_places):f}"
    space = "" if figure.definition.unit is Unit.PERCENT else " "
    return {
        "value": shown,
        "shown": f"{shown}{space}{figure.definition.unit.value}",
        "href": links.denominator(use.clause, figure.definition, *point),
    }


def _count(tally: Tally | None, name: str, links: Links, point: _POINT) -> Chart:
    number = tally.get(name, 0) if tally is not None else 0
    href = links.count(name, *point) if number else ""
    return {"value": number, "shown": f"{number:,}", "href": href}


def rows_along(month: AssessedMonth, links: Links, use: FigureUse) -> list[Mapping[str, object]]:
    """The figure day by day with its two numbers, each of which opens."""
    found = figures_along(month.series, month.terms, use, "day")
    rows: list[Mapping[str, object]] = []
    for key, figure in found.items():
        day, definition = day_of(key), figure.definition
        rows.append(
            {
                "day": day,
                "numerator": f"{figure.numerator:,}",
                "numerator_href": links.numerator(use.clause, definition, day),
                "denominator": f"{figure.denominator:,}",
                "denominator_href": links.denominator(use.clause, definition, day),
                "shown": _shown(figure, use),
                "met": _met(month.terms, use, figure),
            }
        )
    return rows


def _shown(figure: Figure, use: FigureUse) -> str:
    return f"{figure.shown(use.shown_places):f} {figure.definition.unit.value}"


def _met(contract: Contract, use: FigureUse, figure: Figure) -> bool | None:
    """Whether a day keeps the month's target; nothing in the contract depends on it."""
    exact = figure.exact
    return use.target.met(exact) if use.target is not None and exact is not None else None
