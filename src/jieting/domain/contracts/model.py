"""A contract as data: parties, fee, calendar, readings, figures and clauses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from zoneinfo import ZoneInfo

from jieting.domain.contracts.calendar import ServiceCalendar
from jieting.domain.contracts.choices import QUESTIONS, Choice
from jieting.domain.contracts.deliverables import Deliverable
from jieting.domain.contracts.rule import Rule
from jieting.domain.figures import PARAMETERS, Definition, define
from jieting.domain.figures.scope import Scope
from jieting.domain.periods import Month, Period

CLAUSE_KINDS = ("kpi", "score", "limit", "duty", "record", "capability")


@dataclass(frozen=True, slots=True)
class Parties:
    """Who buys and who runs the hotline."""

    purchaser: str
    supplier: str


@dataclass(frozen=True, slots=True)
class Fee:
    """What is paid for a full quarter; ``provisional`` where the signed amount is not yet known."""

    amount: Fraction
    currency: str
    provisional: bool


@dataclass(frozen=True, slots=True)
class Population:
    """The calls that the contract's rate looks at; ``queue`` empty means all calls."""

    direction: str
    queue: str
    service_hours_only: bool


@dataclass(frozen=True, slots=True)
class Target:
    """What a figure must reach: at least (``is_floor``) or at most ``value``."""

    value: Fraction
    is_floor: bool

    def met(self, value: Fraction) -> bool:
        """True where ``value`` keeps the target; the target itself keeps it."""
        return value >= self.value if self.is_floor else value <= self.value


@dataclass(frozen=True, slots=True)
class FigureUse:
    """How a contract uses a figure: for which clause, with how many decimals, which target.

    ``excludable`` where agreed exclusions are left out of it; ``parameters`` are those of the
    figure that no choice settles, such as the threshold of a service level.
    """

    clause: str
    name: str
    shown_places: int
    excludable: bool
    target: Target | None = None
    parameters: tuple[tuple[str, str], ...] = ()
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of the contract: number, paraphrase, source, kind, and how it is counted."""

    id: str
    kind: str
    title: str
    text: str
    source: str
    points: Fraction | None = None
    remedy: str = ""
    rules: tuple[Rule, ...] = ()
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Contract:
    """One contract in one version."""

    id: str
    version: str
    title: str
    zone: ZoneInfo
    languages: tuple[str, ...]
    effective_from: date
    effective_to: date
    parties: Parties
    fee: Fee
    population: Population
    exclusion_unit: str
    calendar: ServiceCalendar
    choices: tuple[Choice, ...]
    figures: tuple[FigureUse, ...]
    clauses: tuple[Clause, ...]
    country: str = ""
    file: str = ""
    deliverables: tuple[Deliverable, ...] = ()

    def reading(self, name: str, clause: str = "") -> str:
        """The chosen value of an open point, the clause's own before the contract's.

        Errors: KeyError where the contract does not choose; loading a contract forbids that.
        """
        for owner in (clause, ""):
            for choice in self.choices:
                if choice.name == name and choice.clause == owner:
                    return choice.value
        raise KeyError(f"{self.id} has no choice {name!r} for {clause or 'the contract'}")

    def chooses(self, name: str, clause: str = "") -> bool:
        """True where the contract settles the open point for the clause."""
        return any(c.name == name and c.clause in (clause, "") for c in self.choices)

    def with_reading(self, choice: Choice, value: str) -> Contract:
        """The same contract under another reading of one open point."""
        changed = tuple(replace(c, value=value) if c is choice else c for c in self.choices)
        return replace(self, choices=changed)

    def alternatives(self) -> Iterator[tuple[Choice, str]]:
        """Every choice with every value that it could have, the chosen one included."""
        for choice in self.choices:
            for value in QUESTIONS[choice.name].values:
                yield choice, value

    def clause(self, clause_id: str) -> Clause:
        """The clause with that number."""
        return next(clause for clause in self.clauses if clause.id == clause_id)

    def figure_use(self, clause_id: str) -> FigureUse:
        """The use of a figure that belongs to a clause."""
        return next(use for use in self.figures if use.clause == clause_id)

    def definition(self, use: FigureUse) -> Definition:
        """The figure's definition under the contract's readings."""
        wanted = PARAMETERS[use.name]
        chosen = {n: self.reading(n, use.clause) for n in wanted if self.chooses(n, use.clause)}
        return define(use.name, **{**dict(use.parameters), **chosen})

    def excludes(self, use: FigureUse) -> bool:
        """True where agreed exclusions are left out of the figure."""
        return use.excludable or self.reading("exclusion_scope") == "all"

    def scope(self, month: Month, excluded: tuple[Period, ...]) -> Scope:
        """The calls of ``month`` that the contract looks at."""
        counted = self.population.service_hours_only and (
            self.reading("outside_service_hours") == "not_counted"
        )
        return Scope(
            period=month.period(self.zone),
            owner="arrived_at" if self.reading("period_of_call") == "arrival" else "ended_at",
            direction=self.population.direction,
            queue=self.population.queue or None,
            open_periods=self.calendar.open_periods(month, self.zone) if counted else None,
            excluded=excluded,
        )

    @property
    def is_scored(self) -> bool:
        """True where the contract gives points; else it has pass/fail limits only."""
        return any(clause.points is not None for clause in self.clauses)
