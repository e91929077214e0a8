"""The relations that figures are counted on, as unbound Ibis tables."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from jieting.domain.calls.call import COLUMNS
from jieting.domain.figures.measure import CALLS, COMPLAINTS

COMPLAINT_COLUMNS: dict[str, str] = {
    "complaint_id": "string",
    "call_id": "string",
    "received_at": "int64",
    "verdict": "string",
    "queue": "string",
    "agent": "string",
}
"""The complaint table; queue and agent are those of the call complained of, '' if unknown."""


def calls_table(extra: dict[str, str] | None = None) -> ir.Table:
    """The call table; ``extra`` columns first, such as the contract of each call."""
    return ibis.table({**(extra or {}), **COLUMNS}, name=CALLS)


def complaints_table() -> ir.Table:
    """The complaint table."""
    return ibis.table(COMPLAINT_COLUMNS, name=COMPLAINTS)
