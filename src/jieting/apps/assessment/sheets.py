"""A counted month as JSON and back: whole numbers, by clause, day and reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from jieting.analytics.counted import CountedMonth, Reading
from jieting.analytics.month import MonthCounted
from jieting.domain.contracts.assess import Counted
from jieting.domain.contracts.model import Contract
from jieting.domain.figures import Definition, Figure

Sheet = dict[str, Any]


def to_sheet(found: CountedMonth) -> Sheet:
    """The whole numbers of a counted month; a reading that changes none of them is left out."""
    counted = _counted(found.month.counted)
    without = found.month.without_exclusions
    return {
        "counted": counted,
        "without": _counted(without) if without is not None else None,
        "left_out": dict(found.month.left_out),
        "readings": [
            [*reading, other]
            for reading, each in (found.readings or {}).items()
            if (other := _counted(each)) != counted
        ],
        "calls": found.calls,
        "first": found.first,
        "last": found.last,
        "simulated": found.simulated,
    }


def from_sheet(sheet: Mapping[str, Any], contract: Contract) -> CountedMonth:
    """The counted month that a sheet of this contract keeps."""
    without = sheet["without"]
    return CountedMonth(
        month=MonthCounted(
            _read(sheet["counted"], contract),
            _read(without, contract) if without is not None else None,
            dict(sorted(sheet["left_out"].items())),
        ),
        readings=dict(_readings(sheet, contract)),
        calls=sheet["calls"],
        first=sheet["first"],
        last=sheet["last"],
        simulated=sheet["simulated"],
    )


def _counted(counted: Counted) -> Sheet:
    return {
        "counts": dict(counted.counts),
        "figures": {clause: _numbers(figure) for clause, figure in counted.figures.items()},
        "days": {
            clause: [[day.isoformat(), *_numbers(figure)] for day, figure in days.items()]
            for clause, days in counted.days.items()
        },
        "sample": [counted.sample_base, counted.sampled],
    }


def _numbers(figure: Figure) -> list[int]:
    return [figure.numerator, figure.denominator]


def _read(sheet: Mapping[str, Any], contract: Contract) -> Counted:
    base, sampled = sheet["sample"]
    # The database keeps no order of names; the contract's order is the one that is shown.
    definitions = {use.clause: contract.definition(use) for use in contract.figures}
    figures, days = sheet["figures"], sheet["days"]
    return Counted(
        sheet["counts"],
        {clause: Figure(found, *figures[clause]) for clause, found in definitions.items()},
        {clause: _days(found, days[clause]) for clause, found in definitions.items()},
        base,
        sampled,
    )


def _days(definition: Definition, rows: Iterable[Any]) -> dict[date, Figure]:
    return {
        date.fromisoformat(day): Figure(definition, numerator, denominator)
        for day, numerator, denominator in rows
    }


def _readings(sheet: Mapping[str, Any], contract: Contract) -> Iterator[tuple[Reading, Counted]]:
    """Every other reading: with the numbers of its own, else with those of the contract's."""
    own = {(name, clause, value): numbers for name, clause, value, numbers in sheet["readings"]}
    for choice, value in contract.alternatives():
        if value != choice.value:
            reading = (choice.name, choice.clause, value)
            numbers = own.get(reading, sheet["counted"])
            yield reading, _read(numbers, contract.with_reading(choice, value))
