"""A settlement as JSON (see the reference); decimals are strings, times ISO 8601 with offset."""

from __future__ import annotations

from typing import Any

from jieting.documents.build import plain_text, points_text
from jieting.documents.json_out import dumps
from jieting.documents.settlement_booked import booked_json
from jieting.domain.books.statement import OnTheBooks
from jieting.domain.contracts.clauses.renewal import RenewalState
from jieting.domain.contracts.rectification import Rectification
from jieting.domain.contracts.settlement import (
    MONEY_PLACES,
    Breach,
    MonthResult,
    Quarter,
    Settlement,
)
from jieting.domain.errors import Finding
from jieting.domain.periods import Instant, iso
from jieting.domain.quantities import plain
from jieting.language import Language


def settlement_to_json(settlement: Settlement, lang: str, books: OnTheBooks | None = None) -> str:
    """The JSON text in ``lang``, with a line feed at the end.

    ``score``, ``coefficient`` and ``payable`` are those of the quarter, where there is just one;
    ``books`` stands only in a statement of the books.
    """
    language, contract = Language(lang), settlement.contract
    quarters = [_quarter(quarter, language) for quarter in settlement.quarters]
    only = quarters[0] if len(quarters) == 1 else {}
    return dumps(
        {
            "contract": contract.id,
            "version": contract.version,
            "currency": contract.fee.currency,
            "provisional": contract.fee.provisional,
            "months": [_month(result) for result in settlement.months],
            "score": only.get("score"),
            "coefficient": only.get("coefficient"),
            "payable": only.get("payable"),
            "quarters": quarters,
            "renewal": _renewal(settlement.renewal),
            "breaches": [_breach(breach) for breach in settlement.breaches],
            "rectifications": [_clock(r, settlement) for r in settlement.rectifications],
            "findings": [_finding(finding, language) for finding in settlement.findings],
            **({"books": booked_json(books, contract)} if books is not None else {}),
        }
    )


def _month(result: MonthResult) -> dict[str, Any]:
    return {
        "month": str(result.month),
        "version": result.version,
        "arrived": result.arrived,
        "score": points_text(result.score),
    }


def _quarter(quarter: Quarter, language: Language) -> dict[str, Any]:
    return {
        "months": [str(month) for month in quarter.months],
        "score": points_text(quarter.score),
        "coefficient": plain_text(quarter.coefficient),
        "fee": plain(quarter.fee, MONEY_PLACES),
        "payable": plain(quarter.payable, MONEY_PLACES),
        "why": language.render(quarter.why),
    }


def _renewal(state: RenewalState | None) -> dict[str, Any] | None:
    if state is None:
        return None
    return {
        "good": state.good,
        "given": state.given,
        "needed": state.needed,
        "of": state.of,
        "still_needed": state.still_needed,
        "still_possible": state.still_possible,
    }


def _breach(breach: Breach) -> dict[str, Any]:
    return {
        "month": str(breach.month),
        "clause": breach.clause,
        "findings": list(breach.findings),
        "remedy": breach.remedy,
    }


def _clock(clock: Rectification, settlement: Settlement) -> dict[str, Any]:
    def moment(at: Instant | None) -> str | None:
        return None if at is None else iso(at, settlement.contract.zone)

    return {
        "clause": clock.clause,
        "level": clock.violation.level,
        "received_at": moment(clock.violation.received_at),
        "due_at": moment(clock.due_at),
        "rectified_at": moment(clock.violation.rectified_at),
        "state": clock.state.value if clock.state else None,
    }


def _finding(finding: Finding, language: Language) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "place": str(finding.place),
        "what": language.render(finding.what),
        "why": language.render(finding.why),
        "remedy": language.render(finding.remedy),
    }
