"""A month counted and assessed: the domain asks, an engine answers, the domain judges."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

import ibis.expr.types as ir

from jieting.analytics.engine import Engine
from jieting.domain.contracts.assess import Assessment, Counted, assess
from jieting.domain.contracts.model import Contract, FigureUse
from jieting.domain.contracts.records import Records
from jieting.domain.contracts.sample_base import sample_base, sample_excludes, sample_rows
from jieting.domain.contracts.what_if import Alternative, what_if
from jieting.domain.figures import Figure
from jieting.domain.figures.count import Tally, add, ask, figure, with_time
from jieting.domain.figures.measure import CALLS, COMPLAINTS, Measure
from jieting.domain.figures.measures import ARRIVED, COUNTS, RECORDED
from jieting.domain.figures.named import NAMED, named_in_base
from jieting.domain.figures.scope import Scope, inside, local_instant, looked_at
from jieting.domain.figures.tables import calls_table, complaints_table
from jieting.domain.periods import Month, offsets

_EPOCH_DAY = date(1970, 1, 1)
DayTallies = Mapping[tuple[int, bool], Tally]


@dataclass(frozen=True, slots=True)
class MonthCounted:
    """What was counted of a month, and the same without its exclusions where it has any.

    ``left_out`` tells how many calls of the table were not looked at, by reason.
    """

    counted: Counted
    without_exclusions: Counted | None
    left_out: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class MonthAssessed:
    """An assessed month, and the same month without its exclusions where it has any.

    ``left_out`` tells how many calls of the table were not looked at, by reason.
    """

    assessment: Assessment
    without_exclusions: Assessment | None
    left_out: Mapping[str, int]


class MonthCounter:
    """Counts and assesses one month of calls on an engine, under any contract or reading."""

    def __init__(self, engine: Engine, month: Month, records: Records) -> None:
        self.engine = engine
        self.month = month
        self.records = records
        engine.load_records(records)

    def assess(self, contract: Contract) -> MonthAssessed:
        """The month under ``contract``, with and without agreed exclusions."""
        return judge(contract, self.month, self.records, self.count(contract))

    def count(self, contract: Contract) -> MonthCounted:
        """What ``contract`` counts of the month, with and without agreed exclusions."""
        excluded = self.records.agreed_exclusions(self.month, contract.zone)
        scope = contract.scope(self.month, excluded)
        tallies = self._tallies(contract, scope)
        counted = self._counted(contract, scope, tallies)
        included = None
        if excluded:
            open_scope = replace(scope, excluded=())
            included = self._counted(contract, open_scope, _with_excluded(tallies))
        return MonthCounted(counted, included, self._left_out(scope))

    def what_if(self, base: Assessment) -> Iterator[Alternative]:
        """The month under every reading of its contract."""
        return what_if(base, lambda contract: self.assess(contract).assessment)

    def rows(self, contract: Contract, scope: Scope) -> ir.Table:
        """The calls in scope, with their local day and half hour."""
        rows = looked_at(scope.mark(calls_table()))
        return with_time(rows, local_instant(rows.at, offsets(contract.zone, scope.period)))

    def _tallies(self, contract: Contract, scope: Scope) -> DayTallies:
        """Every measure by day, and by whether the call is excluded."""
        question = ask(self.rows(contract, scope), _measures(contract), ("day", "excluded"))
        answers = self.engine.answer(question)
        return {(_whole(key[0]), bool(key[1])): tally for key, tally in answers.items()}

    def _counted(self, contract: Contract, scope: Scope, tallies: DayTallies) -> Counted:
        kept = add(tally for (_, excluded), tally in tallies.items() if not excluded)
        every = add(tallies.values())
        complaints = self._complaints(contract, scope)
        counts = {measure.name: kept.get(measure.name, 0) for measure in COUNTS}
        counts["excluded"] = every.get(ARRIVED.name, 0) - counts[ARRIVED.name]
        base, sampled = self._sample(contract, scope, kept, every)
        figures = {
            use.clause: figure(
                contract.definition(use),
                {**(kept if contract.excludes(use) else every), **complaints},
            )
            for use in contract.figures
        }
        days = {use.clause: _daily(contract, use, tallies) for use in contract.figures}
        return Counted(counts, figures, days, base, sampled)

    def _left_out(self, scope: Scope) -> dict[str, int]:
        """How many calls are not looked at, by the name of the reason."""
        question = ask(scope.mark(calls_table()), [ARRIVED], ("left_out",))
        answers = self.engine.answer(question).items()
        return {str(key[0]): tally[ARRIVED.name] for key, tally in sorted(answers) if key[0]}

    def _complaints(self, contract: Contract, scope: Scope) -> Tally:
        measures = [m for m in _measures(contract) if m.relation == COMPLAINTS]
        if not measures:
            return {}
        table = complaints_table()
        received = table.filter(inside(table.received_at, (scope.period,)))
        return add(self.engine.answer(ask(received, measures, relation=COMPLAINTS)).values())

    def _sample(
        self, contract: Contract, scope: Scope, kept: Tally, every: Tally
    ) -> tuple[int, int]:
        """Size of the quality sample's base, and how many sampled evaluations lie in it."""
        base = sample_base(contract)
        if base is None:
            return 0, 0
        rows = sample_rows(contract, self.rows(contract, scope))
        named = named_in_base(rows, base, "evaluation")
        (sampled,) = self.engine.answer(ask(named, [NAMED])).values()
        tally = kept if sample_excludes(contract) else every
        return tally.get(base.name, 0), sampled[NAMED.name]


def judge(
    contract: Contract, month: Month, records: Records, counted: MonthCounted
) -> MonthAssessed:
    """A counted month judged by its contract; no engine is asked."""
    without = counted.without_exclusions
    return MonthAssessed(
        assess(contract, month, counted.counted, records),
        assess(contract, month, without, records) if without is not None else None,
        counted.left_out,
    )


def _measures(contract: Contract) -> list[Measure]:
    figures = [m for use in contract.figures for m in contract.definition(use).measures]
    return [*COUNTS, RECORDED, *figures]


def _daily(contract: Contract, use: FigureUse, tallies: DayTallies) -> dict[date, Figure]:
    """The figure day by day; an excluded day, or one without a base, is not there."""
    definition = contract.definition(use)
    if any(measure.relation != CALLS for measure in definition.measures):
        return {}
    excludes = contract.excludes(use)
    by_day: dict[int, list[Tally]] = {}
    for (day, excluded), tally in tallies.items():
        if not (excluded and excludes):
            by_day.setdefault(day, []).append(tally)
    daily = {
        _EPOCH_DAY + timedelta(days=day): figure(definition, add(parts))
        for day, parts in sorted(by_day.items())
    }
    return {day: counted for day, counted in daily.items() if counted.denominator}


def _with_excluded(tallies: DayTallies) -> DayTallies:
    """The tallies as if nothing were excluded."""
    days = {day for day, _ in tallies}
    return {
        (day, False): add(tally for (other, _), tally in tallies.items() if other == day)
        for day in days
    }


def _whole(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(f"an engine gave {value!r} for a whole number")
    return value
