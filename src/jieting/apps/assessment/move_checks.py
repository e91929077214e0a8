"""What the records and the contract's dates say against a move that is about to be opened."""

from __future__ import annotations

from collections.abc import Iterator

from jieting.apps.assessment.basis import latest_records, records_in_force
from jieting.apps.contracts.queries import latest_terms, version_of_month
from jieting.domain.books.bounds import in_future
from jieting.domain.books.kind import Kind
from jieting.domain.books.move import Act, Facts, Move
from jieting.domain.contracts.board.standing import Side
from jieting.domain.contracts.model import Contract
from jieting.domain.errors import Finding, Place, Refused
from jieting.domain.periods import Instant
from jieting.domain.said import say

HAPPENED = ("complaint", "confidentiality", "violation", "spot_check")
"""Kinds that tell what has happened."""
COUNTED = (*HAPPENED, "exclusion")
"""Kinds whose records a month counts."""


def against_opening(contract_id: str, kind: Kind, facts: Facts, at: Instant) -> Iterator[Finding]:
    """Everything that speaks against a move of these facts."""
    terms = latest_terms(contract_id)
    if kind.name in HAPPENED:
        yield from in_future(kind, facts, terms, at)
    if kind.name in COUNTED:
        yield from _outside_the_contract(contract_id, kind, facts, at, terms)
    if kind.name == "complaint":
        yield from _registered_already(contract_id, facts, terms)


def _outside_the_contract(
    contract_id: str, kind: Kind, facts: Facts, at: Instant, terms: Contract
) -> Iterator[Finding]:
    """Months that it touches in which no version of the contract was in force."""
    opened = Act(1, "open", kind.start(facts), Side.BOTH, "", at, facts)
    for month in kind.months(Move(0, kind.name, opened.state, facts, (opened,)), terms):
        try:
            version_of_month(contract_id, month)
        except Refused as refused:
            yield from refused.findings


def _registered_already(contract_id: str, facts: Facts, terms: Contract) -> Iterator[Finding]:
    """The same complaint a second time would count twice, or under two verdicts."""
    records, _ = records_in_force(contract_id, latest_records(contract_id), terms)
    for complaint in records.complaint:
        same = (complaint.call_id, complaint.received_at)
        if same == (facts["call_id"], facts["received_at"]):
            yield Finding(
                "complaint_registered_already",
                say("This complaint is in the books already: {ref}.", ref=complaint.ref or "-"),
                say("Same call, same time: it would count twice."),
                say("Add what you know to the complaint that is there."),
                Place(column="call_id"),
            )
            return
