"""A month counted once: whole numbers alone, so that they can be kept and judged again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jieting.analytics.duck import DuckEngine
from jieting.analytics.month import MonthCounted, MonthCounter
from jieting.analytics.named_calls import NotThere, not_there_rows
from jieting.domain.calls.call import SIMULATED
from jieting.domain.contracts.assess import Counted
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.records import Records
from jieting.domain.contracts.sample_base import sample_base, sample_excludes
from jieting.domain.periods import Instant, Month

Reading = tuple[str, str, str]
"""A choice's name and clause, and the value that another reading of it has."""


@dataclass(frozen=True, slots=True)
class CountedMonth:
    """Everything that an engine tells of a month under a contract and its other readings.

    ``readings`` is None where they were not asked for; ``not_there`` are records that name a call
    which the table lacks; ``calls``, ``first`` and ``last`` tell of the table as a whole.
    """

    month: MonthCounted
    readings: Mapping[Reading, Counted] | None = None
    not_there: tuple[NotThere, ...] = ()
    calls: int = 0
    first: Instant | None = None
    last: Instant | None = None
    simulated: bool = False


def count_month(
    engine: DuckEngine, counter: MonthCounter, contract: Contract, calls: int, with_readings: bool
) -> CountedMonth:
    """The counter's month counted on its engine, whose table has ``calls`` rows."""
    first, last = engine.span()
    own = counter.count(contract)
    others = _readings(counter, contract, own.counted) if with_readings else None
    return CountedMonth(
        month=own,
        readings=dict(others) if others is not None else None,
        not_there=tuple(not_there_rows(engine)),
        calls=calls,
        first=first,
        last=last,
        simulated=engine.has_source(SIMULATED),
    )


def _readings(
    counter: MonthCounter, contract: Contract, own: Counted
) -> Iterator[tuple[Reading, Counted]]:
    """What is counted under every other reading; the same questions are asked once."""
    asked_of = (counter.month, counter.records)
    known = {questions(*asked_of, contract): own}
    for choice, value in contract.alternatives():
        if value != choice.value:
            other = contract.with_reading(choice, value)
            asked = questions(*asked_of, other)
            if asked not in known:
                known[asked] = counter.count(other).counted
            yield (choice.name, choice.clause, value), known[asked]


def questions(month: Month, records: Records, contract: Contract) -> tuple[object, ...]:
    """Everything of a contract that decides what is counted of a month; the rest only judges."""
    excluded = records.agreed_exclusions(month, contract.zone)
    base = sample_base(contract)
    figures = (
        (use.clause, use.name, *contract.definition(use).parameters.items(), contract.excludes(use))
        for use in contract.figures
    )
    return (
        contract.scope(month, excluded),
        base.name if base is not None else "",
        base is not None and sample_excludes(contract),
        *figures,
    )


def reading_of(contract: Contract, other: Contract) -> Reading:
    """The reading by which ``other`` differs from ``contract``. Errors: ValueError without one."""
    for mine, theirs in zip(contract.choices, other.choices, strict=True):
        if mine.value != theirs.value:
            return theirs.name, theirs.clause, theirs.value
    raise ValueError("the two contracts have the same readings")
