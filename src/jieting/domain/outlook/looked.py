"""What each rule looks at in every replication: keys of what it judges alike, and its facts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from jieting.domain.contracts.clauses.duty import Duty
from jieting.domain.contracts.clauses.limit import Limit
from jieting.domain.contracts.clauses.per_event import PerEvent
from jieting.domain.contracts.clauses.sample import Sample
from jieting.domain.contracts.clauses.step_deduction import StepDeduction
from jieting.domain.contracts.clauses.streak import Streak
from jieting.domain.contracts.model import Clause
from jieting.domain.contracts.rule import Facts, Rule
from jieting.domain.figures import Figure
from jieting.domain.outlook.alike import figure_keys
from jieting.domain.outlook.chances import Ints
from jieting.domain.outlook.drawn import Drawn, Pair
from jieting.domain.outlook.events import EventRule, with_more
from jieting.domain.outlook.known import Known
from jieting.domain.outlook.still_open import Open


@dataclass(frozen=True, slots=True)
class Part:
    """What one rule looks at: ``keys[replication]``, and how its facts become those of one."""

    keys: tuple[Ints, ...]
    put: Callable[[Facts, int], Facts]


@dataclass(frozen=True, slots=True)
class Months:
    """The months that may come of what is known: everything open settled one way."""

    known: Known
    drawn: Drawn
    way: Open
    facts: Facts

    def parts(self, clause: Clause) -> Iterator[Part]:
        """What the rules of a clause look at; nothing for a rule that the rest cannot change."""
        for place, rule in enumerate(clause.rules):
            yield from self._part(clause, place, rule)

    def _part(self, clause: Clause, place: int, rule: Rule) -> Iterator[Part]:
        if isinstance(rule, StepDeduction | Limit):
            yield self._of_figure(rule)
        elif isinstance(rule, Streak):
            yield self._of_days(rule)
        elif isinstance(rule, PerEvent | Duty):
            yield self._of_events(rule, self.drawn.events[clause.id, place])
        elif isinstance(rule, Sample):
            yield self._of_sample(clause, rule)

    def totals(self, figure_clause: str) -> tuple[Ints, Ints]:
        """The two numbers of a figure over the whole month, by replication."""
        so_far, rest = self.facts.figures[figure_clause], self.drawn.figures[figure_clause]
        return so_far.numerator + rest.numerator, so_far.denominator + rest.denominator

    def _of_figure(self, rule: StepDeduction | Limit) -> Part:
        above, below = self.totals(rule.figure)

        def put(facts: Facts, row: int) -> Facts:
            figure = facts.figures[rule.figure]
            moved = replace(figure, numerator=int(above[row]), denominator=int(below[row]))
            return replace(facts, figures={**facts.figures, rule.figure: moved})

        return Part(figure_keys(self.known.contract, rule, above, below), put)

    def _of_days(self, rule: Streak) -> Part:
        days, above, below = _daily(
            self.facts, rule.figure, self.drawn.figures[rule.figure], self.drawn.rest.days
        )
        keys = [
            key
            for place in range(len(days))
            for key in figure_keys(self.known.contract, rule, above[:, place], below[:, place])
        ]

        def put(facts: Facts, row: int) -> Facts:
            definition = facts.figures[rule.figure].definition
            daily = {
                day: Figure(definition, int(above[row, place]), int(below[row, place]))
                for place, day in enumerate(days)
                if below[row, place]
            }
            return replace(facts, days={**facts.days, rule.figure: daily})

        return Part(tuple(keys), put)

    def _of_events(self, rule: EventRule, more: Ints) -> Part:
        def put(facts: Facts, row: int) -> Facts:
            records = with_more(
                facts.records, rule, int(more[row]), self.known.now, self.known.last_day
            )
            return replace(facts, records=records)

        return Part((more,), put)

    def _of_sample(self, clause: Clause, rule: Sample) -> Part:
        """The base grows; done means that as many are sampled as then must be."""
        base = self.facts.sample_base + self.drawn.sample_base
        rounding = self.known.contract.reading("qa_round", clause.id)
        sizes, place = np.unique(base, return_inverse=True)
        required = np.array([rule.required(int(size), rounding) for size in sizes])[place]
        sampled = np.full_like(base, self.facts.sampled)
        if self.way is Open.DONE and not self.known.is_over:
            sampled = np.maximum(sampled, required)

        def put(facts: Facts, row: int) -> Facts:
            return replace(facts, sample_base=int(base[row]), sampled=int(sampled[row]))

        return Part((np.minimum(base, 1), required, sampled), put)


def _daily(
    facts: Facts, figure_clause: str, rest: Pair, columns: tuple[date | None, ...]
) -> tuple[list[date], Ints, Ints]:
    """Every day with calls: so far and in the rest, the day of the outlook in both."""
    so_far = facts.days.get(figure_clause, {})
    days = sorted({*so_far, *(day for day in columns if day is not None)})
    shape = (len(rest.numerators), len(days))
    above, below = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    for place, day in enumerate(days):
        if day in so_far:
            above[:, place] += so_far[day].numerator
            below[:, place] += so_far[day].denominator
        if day in columns:
            above[:, place] += rest.numerators[:, columns.index(day)]
            below[:, place] += rest.denominators[:, columns.index(day)]
    return days, above, below
