"""A month in half hours: the sums behind its charts, counted by one question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from jieting.analytics.month import MonthCounter
from jieting.domain.contracts.model import Contract, FigureUse
from jieting.domain.figures import Definition, Figure
from jieting.domain.figures.count import Tally, add, ask, figure
from jieting.domain.figures.measure import CALLS, Measure
from jieting.domain.figures.measures import COUNTS

_EPOCH_DAY = date(1970, 1, 1)
Axis = Literal["day", "half_hour"]


@dataclass(frozen=True, slots=True)
class Series:
    """Sums by local day (since 1970), half hour (0 to 47) and whether the calls are excluded.

    A row holds these three numbers, then one sum for each of ``names``.
    """

    names: tuple[str, ...]
    rows: tuple[tuple[int, ...], ...]
    _added: dict[tuple[Axis, bool], dict[int, Tally]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def tallies(self, axis: Axis, excludes: bool) -> Mapping[int, Tally]:
        """The sums by day or by half hour, agreed exclusions left out where ``excludes``.

        Added up once: a page asks for the same ones again and again.
        """
        if (axis, excludes) not in self._added:
            self._added[axis, excludes] = self._add(axis, excludes)
        return self._added[axis, excludes]

    def _add(self, axis: Axis, excludes: bool) -> dict[int, Tally]:
        found: dict[int, list[Tally]] = {}
        for row in self.rows:
            if not (row[2] and excludes):
                key = row[0] if axis == "day" else row[1]
                found.setdefault(key, []).append(dict(zip(self.names, row[3:], strict=True)))
        return {key: add(parts) for key, parts in sorted(found.items())}


def has_series(definition: Definition) -> bool:
    """True where a figure is a quotient of two sums over calls, so that each half hour has one."""
    return definition.rank is None and all(m.relation == CALLS for m in definition.measures)


def figures_along(
    series: Series, contract: Contract, use: FigureUse, axis: Axis
) -> dict[int, Figure]:
    """The figure by day or by half hour; one without a base is not there."""
    definition = contract.definition(use)
    tallies = series.tallies(axis, contract.excludes(use))
    found = {key: figure(definition, tally) for key, tally in tallies.items()}
    return {key: each for key, each in found.items() if each.denominator}


def month_series(counter: MonthCounter, contract: Contract) -> Series:
    """The series of a month under a contract, agreed exclusions marked."""
    excluded = counter.records.agreed_exclusions(counter.month, contract.zone)
    rows = counter.rows(contract, contract.scope(counter.month, excluded))
    question = ask(rows, _measures(contract), ("day", "half_hour", "excluded"))
    answers = counter.engine.answer(question)
    return Series(question.names, tuple(sorted(_rows(answers.items(), question.names))))


def day_of(number: int) -> date:
    """The day of a number of days since 1970."""
    return _EPOCH_DAY + timedelta(days=number)


def _rows(
    answers: Iterable[tuple[tuple[object, ...], Tally]], names: tuple[str, ...]
) -> Iterable[tuple[int, ...]]:
    for key, tally in answers:
        yield (*(int(str(part)) for part in key), *(tally[name] for name in names))


def _measures(contract: Contract) -> list[Measure]:
    definitions = [contract.definition(use) for use in contract.figures]
    return [*COUNTS, *(m for d in definitions if has_series(d) for m in d.measures)]
