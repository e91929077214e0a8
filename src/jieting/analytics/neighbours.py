"""The small relations beside the calls, as rows: complaints, and calls that records name."""

from __future__ import annotations

from jieting.analytics.engine import Row
from jieting.domain.contracts.records import Records


def complaint_rows(records: Records) -> list[Row]:
    """Complaints in the order of COMPLAINT_COLUMNS; queue and agent still empty."""
    return [
        (str(number), c.call_id, c.received_at, c.verdict, "", "")
        for number, c in enumerate(records.complaint, start=1)
    ]


def named_rows(records: Records) -> list[Row]:
    """Records that name a call, in the order of NAMED_COLUMNS; unsampled evaluations apart."""
    rows: list[Row] = [("complaint", c.line, c.call_id) for c in records.complaint]
    rows += [
        ("evaluation" if e.sampled else "evaluation_not_sampled", e.line, e.call_id)
        for e in records.evaluation
    ]
    rows += [("spot_check", s.line, s.call_id) for s in records.spot_check]
    return rows
