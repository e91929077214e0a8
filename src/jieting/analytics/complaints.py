"""Complaints with the queue and the agent of the call complained of, for any engine."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from jieting.domain.figures.tables import COMPLAINT_COLUMNS, calls_table

RECEIVED = "received_complaints"
"""The relation of complaints as the records give them; queue and agent are still empty."""

_OF_CALL = ("queue", "agent")


def with_calls() -> ir.Table:
    """Every complaint once, with queue and agent of its call; '' where no call has that number.

    Edge: of calls of several sources with one number, the one of the first source by name.
    """
    received = ibis.table(COMPLAINT_COLUMNS, name=RECEIVED)
    calls = calls_table().semi_join(received, "call_id").select("call_id", "source", *_OF_CALL)
    order = ibis.window(group_by="call_id", order_by=["source", *_OF_CALL])
    first = calls.mutate(nth=ibis.row_number().over(order)).filter(lambda t: t.nth == 0)
    called = first.select(called="call_id", of_queue="queue", of_agent="agent")
    joined = received.left_join(called, received.call_id == called.called)
    found = joined.mutate(queue=joined.of_queue.fill_null(""), agent=joined.of_agent.fill_null(""))
    return found.select(*COMPLAINT_COLUMNS)
