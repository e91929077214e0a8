"""Trial months judged by the contract's own clauses; months that are alike are judged once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from jieting.domain.contracts.assess import limit_of, line_of, total_of
from jieting.domain.contracts.clauses.sample import Sample
from jieting.domain.contracts.model import Clause, Contract
from jieting.domain.contracts.records import Records
from jieting.domain.contracts.rule import Facts
from jieting.domain.figures import Figure
from jieting.domain.incentive.duties import dutiful, month_of
from jieting.domain.incentive.goals import Pair


@dataclass(frozen=True, slots=True)
class Case:
    """A trial month in numbers: figures by clause, and the quality sample with its base."""

    figures: Mapping[str, Pair] = field(default_factory=dict)
    base: int = 0
    sampled: int = 0

    def with_figure(self, clause: str, pair: Pair) -> Case:
        """The same month with another figure."""
        return replace(self, figures={**self.figures, clause: pair})


class Judge:
    """Judges trial months of one contract, in which all duties are done unless records say else."""

    def __init__(self, contract: Contract, like: Judge | None = None) -> None:
        """``like`` judges the same clauses, maybe under other readings; its rows are used again."""
        self.contract = contract
        self.records: Records = like.records if like else dutiful(contract)
        self.definitions = {use.clause: contract.definition(use) for use in contract.figures}
        self._still = {use.clause: _at_target(contract, use.clause) for use in contract.figures}
        self._readings = {clause.id: _readings(contract, clause) for clause in contract.clauses}
        self._earned: dict[tuple[object, ...], Fraction] = like._earned if like else {}

    def facts(
        self,
        case: Case,
        records: Records | None = None,
        days: Mapping[str, Mapping[date, Figure]] | None = None,
    ) -> Facts:
        """The month as the rules see it; a figure left open stands at its target."""
        pairs = {**self._still, **case.figures}
        contract = self.contract
        return Facts(
            contract=contract,
            month=month_of(contract),
            records=self.records if records is None else records,
            figures={
                clause: Figure(definition, *pairs[clause])
                for clause, definition in self.definitions.items()
            },
            days=days or {use.clause: {} for use in contract.figures},
            sample_base=case.base,
            sampled=case.sampled,
        )

    def earned(self, clause: Clause, case: Case) -> Fraction:
        """What the row of ``clause`` earns; a row that cannot be assessed earns nothing."""
        key = (clause.id, self._readings[clause.id], *self._looked_at(clause, case))
        if key not in self._earned:
            self._earned[key] = line_of(clause, self.facts(case)).earned or Fraction(0)
        return self._earned[key]

    def earned_with(self, clause: Clause, case: Case, records: Records) -> Fraction:
        """What the row of ``clause`` earns with other records."""
        return line_of(clause, self.facts(case, records)).earned or Fraction(0)

    def lost(self, clause: Clause, case: Case) -> Fraction:
        """The points of the row that are lost; a bonus is no loss."""
        return max(Fraction(0), (clause.points or Fraction(0)) - self.earned(clause, case))

    def score(self, case: Case) -> Fraction:
        """The score of the month."""
        return total_of(self.contract, [self.earned(c, case) for c in self.scored])

    def is_kept(self, clause: Clause, case: Case) -> bool:
        """Whether a pass/fail clause was kept, or could not be judged."""
        return limit_of(clause, self.facts(case)).met is not False

    @property
    def scored(self) -> tuple[Clause, ...]:
        """The clauses with points."""
        return tuple(c for c in self.contract.clauses if c.points is not None)

    def _looked_at(self, clause: Clause, case: Case) -> tuple[object, ...]:
        figures = [case.figures.get(rule.figure) for rule in clause.rules if rule.figure]
        samples = any(isinstance(rule, Sample) for rule in clause.rules)
        return (*figures, (case.base, case.sampled) if samples else None)


def _readings(contract: Contract, clause: Clause) -> tuple[str, ...]:
    """The readings on which the row of a clause depends, beside the numbers of its figures."""
    names = ["floor", *(name for rule in clause.rules for name in rule.readings())]
    return tuple(contract.reading(n, clause.id) for n in names if contract.chooses(n, clause.id))


def _at_target(contract: Contract, clause: str) -> Pair:
    """A figure that stands exactly at its target; at 0 where nothing is asked of it."""
    use = contract.figure_use(clause)
    target = use.target.value if use.target else Fraction(0)
    for rule in (rule for c in contract.clauses for rule in c.rules if rule.figure == clause):
        target = getattr(rule, "target", target)
    share = Fraction(target) / contract.definition(use).scale
    return share.numerator, share.denominator
