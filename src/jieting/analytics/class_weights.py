"""Which measures count which calls: every measure asked of each of a few example calls."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

from jieting.analytics.duck import DuckEngine
from jieting.analytics.gather import SCHEMA, record_batch
from jieting.domain.calls.call import Call
from jieting.domain.figures.count import ask
from jieting.domain.figures.measure import CALLS, Measure
from jieting.domain.figures.tables import calls_table


def class_weights(calls: Sequence[Call], measures: Iterable[Measure]) -> dict[str, tuple[int, ...]]:
    """Name of each measure of calls to what it counts of each call, in their order."""
    wanted = {m.name: m for m in measures if m.relation == CALLS}
    if not wanted:
        return {}
    question = ask(calls_table(), wanted.values(), keys=("call_id",))
    with tempfile.TemporaryDirectory(prefix="jieting-") as name:
        path = Path(name) / "classes.parquet"
        parquet.write_table(pa.Table.from_batches([record_batch(calls)], SCHEMA), path)
        engine = DuckEngine(path, Path(name))
        found = engine.answer(question)
        engine.connection.close()
    return {m: tuple(found[(call.call_id,)][m] for call in calls) for m in wanted}
