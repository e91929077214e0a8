"""Calls that records name: which of them are in the call table, and which lie in a base."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from jieting.domain.figures.measure import Measure
from jieting.domain.said import say

NAMED_COLUMNS: dict[str, str] = {"record": "string", "line": "int64", "call_id": "string"}
"""A record that names a call: its array, its line in the records file, the call."""


def named_table() -> ir.Table:
    """The relation of records that name calls."""
    return ibis.table(NAMED_COLUMNS, name="named_calls")


def not_there(calls: ir.Table) -> ir.Table:
    """Records that name a call which the call table does not have."""
    named = named_table()
    return named.anti_join(calls, "call_id").order_by(["line", "record"])


NAMED = Measure("named", say("calls that records name"), lambda t: t.call_id != "")


def named_in_base(rows: ir.Table, base: Measure, array: str) -> ir.Table:
    """The numbers of calls in a measure's base that records of ``array`` name, each once.

    Edge: one number that calls of two sources bear is one call here, as in the record.
    """
    named = named_table()
    numbers = named.filter(named.record == array).select("call_id").distinct()
    return numbers.semi_join(base.behind(rows), "call_id")
