"""One line of the list of months: its result where it is counted, else that it is not yet."""

from __future__ import annotations

from typing import Any

from jieting.apps.assessment.links import Links
from jieting.apps.assessment.month_rows import state_of_met
from jieting.apps.assessment.queries import assessed_month, calls_shown, is_fresh
from jieting.apps.calls.columns import KeptMonth
from jieting.domain.errors import JietingError


def month_overview(contract_id: str, kept: KeptMonth, sees_calls: bool) -> dict[str, Any]:
    """The month with its calls, and score, coefficient or limits where they need no counting."""
    links = Links(contract_id, kept.month, sees_calls)
    row: dict[str, Any] = {
        "month": str(kept.month),
        "href": links.page("month"),
        "calls": f"{kept.calls:,}",
        "simulated": kept.simulated > 0,
        "counted": False,
    }
    try:
        if not is_fresh(contract_id, kept.month):
            return row
        found = assessed_month(contract_id, kept.month)
    except JietingError as error:
        return {**row, "findings": error.findings}
    shown = found.statement.month
    return {
        **row,
        "calls": f"{calls_shown(contract_id, kept):,}",
        "sealed": found.sealed is not None,
        "counted": True,
        "version": found.version,
        "score": shown.score,
        "coefficient": shown.coefficient,
        "waiting": shown.waiting if shown.lines else (),
        "limits": [(limit.clause, state_of_met(limit.met)) for limit in shown.limits],
        "figures": shown.figures,
    }
