"""A trial: past months judged by a contract that somebody thinks of; nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache

from jieting.analytics.counted import questions
from jieting.analytics.month import MonthCounter
from jieting.apps.assessment.basis import Basis
from jieting.apps.assessment.counting import engine_of
from jieting.apps.assessment.effects import money_of
from jieting.apps.assessment.queries import AssessedMonth, assessed_month
from jieting.apps.contracts.queries import effective_text, version_of_month
from jieting.domain.contracts.assess import Assessment, Counted, assess
from jieting.domain.contracts.edit.turned import turned
from jieting.domain.contracts.fit import fit_findings
from jieting.domain.contracts.load import load_contract
from jieting.domain.contracts.model import Contract
from jieting.domain.errors import Finding, JietingError, Place, Refused
from jieting.domain.periods import Month
from jieting.domain.said import say


@dataclass(frozen=True, slots=True)
class Tried:
    """A month before and after; ``findings`` say why there is no after."""

    month: Month
    version: str
    before: Assessment | None
    after: Assessment | None
    findings: tuple[Finding, ...] = ()

    @property
    def money(self) -> tuple[Fraction | None, Fraction | None]:
        """A third of the quarter's fee under the month's own coefficient, before and after."""
        both = (self.before, self.after)
        before, after = (money_of(one) if one is not None else None for one in both)
        return before, after


def tried_month(
    contract_id: str, month: Month, changes: Mapping[str, str], text: str | None = None
) -> Tried:
    """The month under ``text``, or under its own version with ``changes`` of its knobs.

    What is counted from calls is taken from the month where the change leaves it as it is, else
    counted anew on the month's columns.
    """
    found: AssessedMonth | None = None
    try:
        found = assessed_month(contract_id, month)
        given = text if text is not None else effective_text(version_of_month(contract_id, month))
        name = f"{contract_id}.toml"
        other = load_contract(turned(given, changes) if changes else given, name)[0]
        after = _under(found, other)
    except JietingError as error:
        before = found.assessment if found is not None else None
        version = found.version if found is not None else ""
        return Tried(month, version, before, None, error.findings)
    return Tried(month, found.version, found.assessment, after)


def _under(found: AssessedMonth, other: Contract) -> Assessment:
    """The month judged by another contract. Errors: Refused where it cannot be."""
    wrong = [f for f in fit_findings(other, found.month, found.records) if f.is_error]
    if other.zone != found.terms.zone:
        wrong.append(_other_zone())
    if wrong:
        raise Refused(wrong)
    return assess(other, found.month, _counted(found, other), found.records)


def _counted(found: AssessedMonth, other: Contract) -> Counted:
    asked = questions(found.month, found.records, other)
    if asked == questions(found.month, found.records, found.terms):
        return found.assessment.counted
    return _anew(_Asked(found.basis.counted, repr(asked), found.basis, other))


@dataclass(frozen=True, slots=True)
class _Asked:
    """A month to be counted, named by what it stands on and what is asked."""

    counted: str
    asked: str
    basis: Basis = field(compare=False)
    terms: Contract = field(compare=False)


@lru_cache(maxsize=64)
def _anew(asked: _Asked) -> Counted:
    """Counted once in a process: a trial is looked at again and again."""
    with engine_of(asked.basis) as engine:
        counter = MonthCounter(engine, asked.basis.month, asked.basis.records)
        return counter.count(asked.terms).counted


def _other_zone() -> Finding:
    return Finding(
        "other_zone",
        say("Another time zone cannot be tried."),
        say("Every day and month would begin at another moment than the kept columns say."),
        say("Try the other changes by themselves."),
        Place(column="time_zone"),
    )
