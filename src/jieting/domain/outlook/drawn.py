"""Everything that the rest of a month may bring, drawn once: calls, ratings, complaints, events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from jieting.domain.contracts.clauses.duty import Duty
from jieting.domain.contracts.clauses.per_event import PerEvent
from jieting.domain.contracts.model import FigureUse
from jieting.domain.contracts.sample_base import sample_base
from jieting.domain.figures import Definition
from jieting.domain.figures.measure import COMPLAINTS
from jieting.domain.figures.measures import ANSWERED
from jieting.domain.outlook.chances import (
    Floats,
    Ints,
    Prior,
    draw_rate,
    draw_share,
    generator,
    totals,
)
from jieting.domain.outlook.events import (
    PRIOR_DAYS,
    PRIOR_REPORTS,
    REPORTED,
    EventRule,
    bad_events,
    is_still_to_come,
    reports_made,
)
from jieting.domain.outlook.known import Known
from jieting.domain.outlook.rest import Rest, RestCounts
from jieting.domain.periods import DAY

PRIOR_CALLS = 10_000.0
"""A complaint at fault is taken to come half a time in so many answered calls."""
PRIOR_OBSERVATIONS = 10.0
"""A share with a target is taken to lie at it, as if so many calls or ratings had been seen."""
SHARES, COMPLAINED, HAPPENED = 1, 2, 3
"""Streams of random numbers: what is drawn for one purpose never moves another."""


class Coming(StrEnum):
    """How the outlook takes what nobody can simulate: complaints, findings, violations, errors."""

    EXPECTED = "expected"
    """As often as so far, with what is not known of it."""
    NONE = "none"
    """None more, and no open complaint turns out to be justified."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A figure's two numbers in the rest of the month, by replication and by day of it."""

    numerators: Ints
    denominators: Ints

    @property
    def numerator(self) -> Ints:
        """The first number of each replication."""
        return totals(self.numerators)

    @property
    def denominator(self) -> Ints:
        """The second number of each replication."""
        return totals(self.denominators)


@dataclass(frozen=True, slots=True)
class Drawn:
    """The rest of the month in every replication.

    ``figures`` by clause; ``sample_base`` what the base of the quality sample grows by;
    ``events`` the bad events of a rule, by clause and place of the rule in it.
    """

    replications: int
    rest: Rest
    figures: Mapping[str, Pair]
    sample_base: Ints
    events: Mapping[tuple[str, int], Ints]


def draw(known: Known, rest: Rest, coming: Coming, seed: int) -> Drawn:
    """What the rest of the month brings; the same seed brings the same."""
    counts = RestCounts(rest, known.history, generator(seed, SHARES))
    complaints = _Complaints(known, counts, coming, generator(seed, COMPLAINED))
    figures = {use.clause: _pair(known, counts, complaints, use) for use in known.contract.figures}
    base = sample_base(known.contract)
    grown = totals(counts.of(base)) if base is not None else _none(rest)
    return Drawn(rest.replications, rest, figures, grown, dict(_events(known, rest, coming, seed)))


def _none(rest: Rest) -> Ints:
    return np.zeros(rest.replications, dtype=np.int64)


def _pair(known: Known, counts: RestCounts, complaints: _Complaints, use: FigureUse) -> Pair:
    definition = known.contract.definition(use)
    if definition.rank is not None:  # a percentile cannot be added up: it stays as it is
        return Pair(counts.rest.zeros(), counts.rest.zeros())
    below = counts.of(definition.denominator)
    if definition.numerator.relation == COMPLAINTS:
        return Pair(complaints.more(), below)
    above = counts.of(definition.numerator, definition.denominator, _prior(use, definition))
    return Pair(above, below)


def _prior(use: FigureUse, definition: Definition) -> Prior | None:
    """A share with a target is taken to lie at it before anything was seen."""
    if use.target is None or definition.numerator.value is not None:
        return None
    share = float(use.target.value / definition.scale)
    if not 0 < share < 1:
        return None
    return Prior(PRIOR_OBSERVATIONS * share, PRIOR_OBSERVATIONS * (1 - share))


class _Complaints:
    """Complaints at fault still to come: new ones, and open ones that turn out to be justified."""

    def __init__(
        self, known: Known, counts: RestCounts, coming: Coming, rng: np.random.Generator
    ) -> None:
        self._known = known
        self._counts = counts
        self._coming = coming
        self._rng = rng
        self._more: Ints | None = None

    def more(self) -> Ints:
        """How many more, in one column: complaints are not looked at day by day."""
        if self._more is None:
            found = np.zeros(self._counts.rest.replications, dtype=np.int64)
            if self._coming is Coming.EXPECTED:
                found = self._new() + self._turned()
            self._more = found.reshape(-1, 1)
        return self._more

    def _new(self) -> Ints:
        known, history = self._known, self._known.history
        seen = sum(
            c.verdict == "justified" and c.received_at in history.span
            for c in known.records.complaint
        )
        answered = totals(self._counts.of(ANSWERED))
        rates = draw_rate(seen, history.of(ANSWERED.name), PRIOR_CALLS, self._rng, len(answered))
        return self._rng.poisson(rates * answered).astype(np.int64)

    def _turned(self) -> Ints:
        verdicts = [c.verdict for c in self._known.records.complaint]
        yes, no = verdicts.count("justified"), verdicts.count("unjustified")
        still = sum(c.verdict == "open" for c in self._known.facts.records.complaint)
        share = draw_share(yes, yes + no, self._rng, self._counts.rest.replications, Prior())
        return self._rng.binomial(still, share).astype(np.int64)


def _events(
    known: Known, rest: Rest, coming: Coming, seed: int
) -> Iterator[tuple[tuple[str, int], Ints]]:
    """More bad events of each rule that counts some, drawn rule by rule."""
    rng = generator(seed, HAPPENED)
    for clause in known.contract.clauses:
        for place, rule in enumerate(clause.rules):
            if isinstance(rule, PerEvent | Duty):
                rates = _rates(known, rule, rng, rest.replications)
                number = rng.poisson(rates).astype(np.int64)
                expected = coming is Coming.EXPECTED
                yield (clause.id, place), number if expected else np.zeros_like(number)


def _rates(known: Known, rule: EventRule, rng: np.random.Generator, replications: int) -> Floats:
    """Expected bad events of the rule in the rest of the month."""
    seen = bad_events(rule, known.records)
    if rule.events.array in REPORTED:
        # lateness is no chance: whether what is due gets done is said by ``Open``
        is_counted = isinstance(rule, PerEvent) and is_still_to_come(rule, known.facts.records)
        exposure = float(reports_made(rule, known.records))
        rates = draw_rate(seen, exposure, PRIOR_REPORTS, rng, replications)
        return rates if is_counted else np.zeros(replications)
    rates = draw_rate(seen, known.history.days, PRIOR_DAYS, rng, replications)
    return rates * (known.ahead.length / DAY)
