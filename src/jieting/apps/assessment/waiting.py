"""Which kinds of records a contract reads, which lines wait for them, and how each is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse

from jieting.apps.assessment.basis import basis_of
from jieting.apps.assessment.record_rows import ARRAYS
from jieting.domain.contracts.clauses.duty import Duty
from jieting.domain.contracts.clauses.minimum_count import MinimumCount
from jieting.domain.contracts.clauses.per_event import PerEvent
from jieting.domain.contracts.clauses.sample import Sample
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.records import Records
from jieting.domain.contracts.rule import Rule
from jieting.domain.errors import Refused
from jieting.domain.figures.measure import COMPLAINTS
from jieting.domain.periods import Month
from jieting.domain.said import Said

EXAMPLES: Mapping[str, str] = {
    "report": '[[report]]\nkind = "operations"\ndue_at = 2026-11-05T18:00:00\n'
    "submitted_at = 2026-11-04T16:20:00\nmissing = []\n",
    "self_assessment": "[[self_assessment]]\ndue_at = 2026-11-05T18:00:00\n"
    "submitted_at = 2026-11-04T16:20:00\nuntrue_items = []\n",
    "training": '[[training]]\ndate = 2026-10-14\nkind = "special"\nattendees = ["8001", "8002"]\n',
    "evaluation": '[[evaluation]]\ncall_id = "20261014-0815"\nsampled = true\nscore = "96.5"\n',
    "spot_check": '[[spot_check]]\ncall_id = "20261014-0815"\nscoring_error = true\n',
    "complaint": '[[complaint]]\ncall_id = "20261014-0815"\nreceived_at = 2026-10-15T09:30:00\n'
    'verdict = "justified"\n',
    "confidentiality_finding": "[[confidentiality_finding]]\ndate = 2026-10-14\n"
    'consequence = "none"\n',
    "violation": "[[violation]]\nlevel = 2\nreceived_at = 2026-10-15T09:30:00\n"
    "rectified_at = 2026-10-16T08:00:00\n",
    "exclusion": "[[exclusion]]\nfrom = 2026-10-14T09:00:00\nto = 2026-10-14T10:30:00\n"
    'reason = "line of the operator cut"\nagreed = true\n',
}
"""A record of each kind, as it is written in a records file."""


@dataclass(frozen=True, slots=True)
class KindOfRecords:
    """A kind of records in a month: how many, and the clauses that read it or wait for it."""

    array: str
    title: Said
    number: int
    href: str
    read_by: tuple[tuple[str, str], ...]
    waiting: tuple[tuple[str, str], ...]
    example: str


def kinds_of_records(contract_id: str, month: Month) -> list[KindOfRecords]:
    """The kinds that the contract reads, and others of which records are there."""
    try:
        basis = basis_of(contract_id, month)
    except Refused:
        return []
    ours = basis.records.of_month(month, basis.terms.zone)
    kinds = (_kind(contract_id, month, basis.terms, ours, array) for array in ARRAYS)
    return [kind for kind in kinds if kind.read_by or kind.number]


def _kind(
    contract_id: str, month: Month, terms: Contract, records: Records, array: str
) -> KindOfRecords:
    read_by = dict.fromkeys(clause for clause, _ in _readers(terms, array))
    waiting = dict.fromkeys(
        clause
        for clause, rule in _readers(terms, array)
        if isinstance(rule, PerEvent | Duty) and rule.events.is_waiting(records)
    )
    return KindOfRecords(
        array,
        ARRAYS[array],
        len(getattr(records, array)),
        reverse("month_records", args=[contract_id, str(month), array]),
        tuple((c, reverse("line", args=[contract_id, str(month), c])) for c in read_by),
        tuple((c, reverse("line", args=[contract_id, str(month), c])) for c in waiting),
        EXAMPLES[array],
    )


def _readers(terms: Contract, array: str) -> Iterator[tuple[str, Rule | None]]:
    """The clauses that read a kind of records, with the rule that does, or their figure."""
    for clause in terms.clauses:
        for rule in clause.rules:
            if _reads(rule, array):
                yield clause.id, rule
    for use in terms.figures:
        measures = terms.definition(use).measures
        if array == "complaint" and any(m.relation == COMPLAINTS for m in measures):
            yield use.clause, None
        if array == "exclusion" and terms.excludes(use):
            yield use.clause, None


def _reads(rule: Rule, array: str) -> bool:
    if isinstance(rule, PerEvent | Duty):
        return rule.events.array == array
    if isinstance(rule, MinimumCount):
        return array == "training"
    return isinstance(rule, Sample) and array == "evaluation"
