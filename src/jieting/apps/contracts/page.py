"""The contract page: one version's terms as rows that its template shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from jieting.apps.contracts.agreement_rows import AgreementRow, agreement_rows
from jieting.apps.contracts.models import Contract, Version
from jieting.apps.contracts.queries import terms_of, version_in_force
from jieting.apps.contracts.words import (
    calendar_words,
    kind_words,
    population_words,
    target_words,
)
from jieting.documents.words import reading_words
from jieting.domain.contracts.board.standing import Side
from jieting.domain.contracts.choices import Choice
from jieting.domain.contracts.model import Clause, FigureUse
from jieting.domain.contracts.model import Contract as Terms
from jieting.domain.contracts.rule_words import rule_words
from jieting.domain.contracts.settlement import MONEY_PLACES
from jieting.domain.quantities import plain, round_half_up
from jieting.domain.said import Said, say, verbatim


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version of the contract; ``ends`` is its last day's next, as the file writes it."""

    version: Version
    in_force: bool
    shown: bool
    ends: date | None


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """An open point with the reading that the version chose."""

    choice: Choice
    question: Said
    value: Said
    others: tuple[Said, ...]
    agreement: AgreementRow


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure that the contract uses."""

    use: FigureUse
    title: Said
    formula: Said
    base: Said
    target: Said
    excludable: bool


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """A clause with its rules in words."""

    clause: Clause
    kind: Said
    rules: tuple[tuple[Said, ...], ...]
    points: str


@dataclass(frozen=True, slots=True)
class ContractPage:
    """Everything that the page of a version shows."""

    version: Version
    terms: Terms
    versions: tuple[VersionRow, ...]
    facts: tuple[tuple[Said, Said], ...]
    readings: tuple[ReadingRow, ...]
    figures: tuple[FigureRow, ...]
    clauses: tuple[ClauseRow, ...]

    @property
    def not_agreed(self) -> int:
        """How many readings the parties have not agreed on."""
        return sum(not row.choice.agreed for row in self.readings)

    @property
    def to_agree(self) -> tuple[str, ...]:
        """The readings that the person may agree to."""
        return tuple(row.agreement.key for row in self.readings if row.agreement.may_agree)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of the page: a version by its name, '' for the one in force, and clauses.

    ``own`` is the side for which the person may agree to readings; None for none.
    """

    version: str = ""
    kind: str = ""
    word: str = ""
    own: Side | None = None

    def takes(self, clause: Clause) -> bool:
        """Whether the clause is one of those asked for."""
        text = f"{clause.id} {clause.title} {clause.text} {clause.source}".casefold()
        return self.kind in ("", clause.kind) and self.word.strip().casefold() in text


def contract_page(contract: Contract, wanted: Wanted, today: date, with_fee: bool) -> ContractPage:
    """The page of the version asked for; where none is, of that in force, else the newest.

    Errors: Version.DoesNotExist for a name that the contract has not.
    """
    versions = list(contract.versions.order_by("-effective_from", "-pk"))
    in_force = version_in_force(contract.pk, today)
    shown = _named(contract, wanted.version) if wanted.version else in_force or versions[0]
    terms = terms_of(shown)
    agreements = agreement_rows(shown, terms.choices, terms.zone, wanted.own)
    return ContractPage(
        shown,
        terms,
        tuple(VersionRow(v, v == in_force, v == shown, v.effective_to) for v in versions),
        tuple(_facts(contract, terms, with_fee)),
        tuple(_reading(c, agreements[c.name, c.clause]) for c in terms.choices),
        tuple(_figure(terms, use) for use in terms.figures),
        tuple(_clause(terms, clause) for clause in terms.clauses if wanted.takes(clause)),
    )


def _named(contract: Contract, name: str) -> Version:
    found: Version = contract.versions.get(name=name)
    return found


def _facts(contract: Contract, terms: Terms, with_fee: bool) -> Iterator[tuple[Said, Said]]:
    yield say("Supplier"), verbatim(f"{contract.supplier.name} · {terms.parties.supplier}")
    yield say("Purchaser"), verbatim(f"{contract.purchaser.name} · {terms.parties.purchaser}")
    yield (
        say("Term"),
        say("{start} to before {end}", start=terms.effective_from, end=terms.effective_to),
    )
    yield say("Time zone"), verbatim(terms.zone.key)
    yield say("Country and languages"), verbatim(_place(terms))
    yield say("Calls looked at"), population_words(terms)
    yield say("Service hours"), Said("{text}", {"text": calendar_words(terms.calendar)})
    yield say("Exclusions leave out"), _exclusion_words(terms)
    if with_fee:
        yield say("Fee of a quarter"), _fee(terms)


def _place(terms: Terms) -> str:
    return " · ".join([part for part in (terms.country, ", ".join(terms.languages)) if part]) or "-"


def _exclusion_words(terms: Terms) -> Said:
    return say("whole days") if terms.exclusion_unit == "day" else say("spans of time")


def _fee(terms: Terms) -> Said:
    amount = f"{round_half_up(terms.fee.amount, MONEY_PLACES):,f} {terms.fee.currency}"
    if terms.fee.provisional:
        return say("{amount} (an example: no amount is signed yet)", amount=amount)
    return verbatim(amount)


def _reading(choice: Choice, agreement: AgreementRow) -> ReadingRow:
    others = tuple(
        reading_words(choice.name, value)
        for value in choice.question.values
        if value != choice.value
    )
    return ReadingRow(
        choice, choice.question.asks, reading_words(choice.name, choice.value), others, agreement
    )


def _figure(terms: Terms, use: FigureUse) -> FigureRow:
    definition = terms.definition(use)
    return FigureRow(
        use,
        definition.title,
        definition.formula,
        definition.base,
        target_words(terms, use),
        terms.excludes(use),
    )


def _clause(terms: Terms, clause: Clause) -> ClauseRow:
    return ClauseRow(
        clause,
        kind_words(clause),
        tuple(rule_words(terms, rule) for rule in clause.rules) or tuple(_counted(terms, clause)),
        "" if clause.points is None else plain(clause.points),
    )


def _counted(terms: Terms, clause: Clause) -> Iterator[tuple[Said, ...]]:
    """How the figure of a clause is counted, and what it must reach."""
    for use in terms.figures:
        if use.clause == clause.id:
            yield terms.definition(use).formula, target_words(terms, use)
