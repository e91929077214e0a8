"""Calls that records name: which of them are in the call table, and which lie in a base."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from jieting.domain.figures.measure import Measure
from jieting.domain.said import say

NAMED_COLUMNS: dict[str, str] = {"record": "string", "line": "int64", "call_id": "string"}
"""A record that names a call: its array, its line in the records file, the call."""

CALL_NOT_THERE = "call_not_there"
"""The code of the finding that a record names a call which the call table lacks."""

SAMPLE_COLUMNS = (
    "call_id",
    "source",
    "arrived_at",
    "queue",
    "agent",
    "talk_s",
    "recording",
    "sampled",
)
"""The columns of a sample's list: every call of its base, and whether it was drawn."""


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


def sample_list(rows: ir.Table, base: Measure, array: str) -> ir.Table:
    """The calls of a measure's base with ``sampled`` 1 where a record of ``array`` names them."""
    named = named_table()
    numbers = named.filter(named.record == array).select("call_id").distinct()
    calls = base.behind(rows)
    drawn = calls.semi_join(numbers, "call_id").mutate(sampled=ibis.literal(1, "int64"))
    others = calls.anti_join(numbers, "call_id").mutate(sampled=ibis.literal(0, "int64"))
    listed = drawn.union(others).select(*SAMPLE_COLUMNS)
    return listed.order_by(["arrived_at", "source", "call_id"])
