"""The calls of a golden case: groups, each repeated and spread as its words say, as Parquet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
from pyarrow import parquet

from jieting.domain.calls.call import COLUMNS, OFFERED
from jieting.domain.periods import Month

SCHEMA = pa.schema([pa.field(name, pa.type_for_alias(kind)) for name, kind in COLUMNS.items()])
SECOND = 1_000_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

ORDINARY: dict[str, Any] = {
    "count": 1,
    "day": 15,
    "clock": time(10, 0),
    "every_s": 0,
    "direction": "inbound",
    "ivr_s": 1,
    "wait_s": 5,
    "talk_s": 60,
    "rating": "",
    "source": "switch",
}
"""What a group of calls is unless it says otherwise: at ten in the morning of the 15th."""

OPTIONAL = {"outcome", "arrived_at", "ended_at", "queue", "recording", "name"}
"""What a group may say beside: the first name is the number 1 after ``name``."""


def write_calls(
    groups: Sequence[Mapping[str, Any]], month: Month, zone: ZoneInfo, queue: str, path: Path
) -> None:
    """All groups as one call table in ``path``."""
    tables, first = [], 1
    for group in groups:
        unknown = set(group) - set(ORDINARY) - OPTIONAL
        assert not unknown, f"a group of calls says {unknown}"
        own_queue = queue if group["outcome"] in OFFERED else ""
        filled = {**ORDINARY, "queue": own_queue, "recording": "y", **group}
        tables.append(_table(filled, month, zone, first))
        first += filled["count"]
    parquet.write_table(pa.concat_tables(tables) if tables else SCHEMA.empty_table(), path)


def _table(group: dict[str, Any], month: Month, zone: ZoneInfo, first: int) -> pa.Table:
    count, outcome = group["count"], group["outcome"]
    queued, answered = outcome in OFFERED, outcome == "answered"
    arrived = _arrived(group, month, zone)
    queued_at = arrived + group["ivr_s"] * SECOND
    decided_at = queued_at + group["wait_s"] * SECOND if queued else queued_at
    ended = decided_at + group["talk_s"] * SECOND if answered else decided_at
    if "ended_at" in group:
        ended = _instant(group["ended_at"], zone)
    numbers = range(1, count + 1) if "name" in group else range(first, first + count)
    constant: dict[str, Any] = {
        "direction": group["direction"],
        "queue": group["queue"],
        "caller": "138****0000",
        "outcome": outcome,
        "agent": "A01" if answered else "",
        "talk_s": group["talk_s"] if answered else None,
        "rating": group["rating"],
        "recording": {"n": ""}.get(group["recording"], group["recording"]) if answered else "",
        "source": group["source"],
        "source_ref": "",
    }
    moving = {
        "call_id": [f"{group.get('name', '')}{number}" for number in numbers],
        "arrived_at": _spread(arrived, group),
        "queued_at": _spread(queued_at if queued else None, group),
        "answered_at": _spread(decided_at if answered else None, group),
        "ended_at": _spread(ended, group),
    }
    cells = {name: moving.get(name, [constant.get(name)] * count) for name in COLUMNS}
    return pa.table({n: pa.array(v, SCHEMA.field(n).type) for n, v in cells.items()}, SCHEMA)


def _arrived(group: dict[str, Any], month: Month, zone: ZoneInfo) -> int:
    if "arrived_at" in group:
        return _instant(group["arrived_at"], zone)
    day = month.first_day.replace(day=group["day"])
    return _instant(datetime.combine(day, group["clock"]), zone)


def _instant(moment: datetime, zone: ZoneInfo) -> int:
    """Microseconds since 1970 of a local time; worked out here, not by the code under test."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    return (aware - EPOCH) // timedelta(microseconds=1)


def _spread(at: int | None, group: dict[str, Any]) -> list[int | None]:
    step = group["every_s"] * SECOND
    return [None if at is None else at + number * step for number in range(group["count"])]
