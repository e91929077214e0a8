"""Which clauses of a contract a kind of move belongs to, found by what the clauses read."""

from __future__ import annotations

from collections.abc import Iterator

from jieting.domain.contracts.clauses.duty import Duty
from jieting.domain.contracts.clauses.per_event import PerEvent
from jieting.domain.contracts.model import Contract
from jieting.domain.figures.measure import COMPLAINTS


def clauses_reading(contract: Contract, array: str) -> Iterator[str]:
    """The clauses with a rule that counts records of ``array``."""
    for clause in contract.clauses:
        if any(_reads(rule, array) for rule in clause.rules):
            yield clause.id


def clauses_on_complaints(contract: Contract) -> Iterator[str]:
    """The clauses whose figure counts complaints, and those that judge by such a figure."""
    figures = {
        use.clause
        for use in contract.figures
        if contract.definition(use).numerator.relation == COMPLAINTS
    }
    for clause in contract.clauses:
        if clause.id in figures or any(rule.figure in figures for rule in clause.rules):
            yield clause.id


def clauses_on_exclusions(contract: Contract) -> Iterator[str]:
    """The clauses whose figure leaves time out, those that judge by it, those that allow it.

    A measured clause without a figure or a rule of its own, in the chapter of such a figure, says
    what is left out of it.
    """
    figures = {use.clause for use in contract.figures if contract.excludes(use)}
    measured = {use.clause for use in contract.figures}
    chapters = {_chapter(clause) for clause in figures}
    for clause in contract.clauses:
        bare = clause.kind == "kpi" and clause.id not in measured and not clause.rules
        beside = bare and _chapter(clause.id) in chapters
        if clause.id in figures or beside or any(r.figure in figures for r in clause.rules):
            yield clause.id


def clauses_on_rectification(contract: Contract) -> Iterator[str]:
    """The clauses that judge violations, and the duties beside them that these judge too.

    Such a duty stands in the same chapter, has a remedy and no rule of its own, so that one
    lateness is not counted twice.
    """
    judging = tuple(clauses_reading(contract, "violation"))
    chapters = {_chapter(clause) for clause in judging}
    for clause in contract.clauses:
        beside = clause.kind == "duty" and clause.remedy and not clause.rules
        if clause.id in judging or (beside and _chapter(clause.id) in chapters):
            yield clause.id


def _chapter(clause: str) -> str:
    return clause.rpartition(".")[0]


def _reads(rule: object, array: str) -> bool:
    return isinstance(rule, PerEvent | Duty) and rule.events.array == array
