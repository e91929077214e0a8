"""A golden case of a settlement: months with their scores, and what is paid."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from typing import Any

from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.rectification import Rectification
from jieting.domain.contracts.settle import settle
from jieting.domain.contracts.settlement import MonthLimit, MonthResult, Quarter, Settlement
from jieting.domain.errors import Refused
from jieting.domain.periods import Month, instant, iso
from jieting.domain.quantities import plain
from tests.golden.case_file import Case


def settled(case: Case) -> dict[str, Any]:
    """What the months of a case lead to, as far as the case expects anything."""
    contract = case.contract()
    months = [_month(row, contract) for row in case.data["months"]]
    now: datetime = case.data.get("at", datetime(2026, 12, 31))  # noqa: DTZ001 (local)
    try:
        settlement = settle(
            contract, months, case.records(), instant(now.replace(tzinfo=contract.zone))
        )
    except Refused as refusal:
        return {"refused": [finding.code for finding in refusal.findings]}
    every = _told(settlement, contract)
    return {key: every[key] for key in case.expect if key in every}


def _month(row: dict[str, Any], contract: Contract) -> MonthResult:
    score = row.get("score", "none")
    return MonthResult(
        contract=row.get("contract", contract.id),
        version=row.get("version", contract.version),
        month=Month.parse(row["month"]),
        score=None if score == "none" else Fraction(score),
        arrived=row.get("arrived", 1000),
        waiting=tuple(row.get("waiting", ())),
        limits=tuple(MonthLimit(clause, False, ("…",)) for clause in row.get("broken", ())),
    )


def _told(settlement: Settlement, contract: Contract) -> dict[str, Any]:
    state = settlement.renewal
    return {
        "quarters": [_quarter(quarter) for quarter in settlement.quarters],
        "renewal": None
        if state is None
        else {
            "good": state.good,
            "given": state.given,
            "still_needed": state.still_needed,
            "still_possible": state.still_possible,
        },
        "breaches": [[str(breach.month), breach.clause] for breach in settlement.breaches],
        "clocks": [_clock(r, contract) for r in settlement.rectifications],
        "told": [finding.code for finding in settlement.findings],
    }


def _quarter(quarter: Quarter) -> dict[str, Any]:
    assert (quarter.payable * 100).denominator == 1, "money has whole cents"
    return {
        "months": [str(month) for month in quarter.months],
        "score": "none" if quarter.score is None else plain(quarter.score, 2),
        "coefficient": "none" if quarter.coefficient is None else plain(quarter.coefficient),
        "payable": plain(quarter.payable, 2),
    }


def _clock(found: Rectification, contract: Contract) -> dict[str, Any]:
    due = "none" if found.due_at is None else iso(found.due_at, contract.zone)
    state = "none" if found.state is None else found.state.value
    return {"clause": found.clause, "due": due[:19], "state": state}
