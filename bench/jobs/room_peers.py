"""The peers of the room, straight on its database: SQL by hand, OFFSET, COPY. Seconds as JSON."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

CONTRACT = "ningde-12123"
TIMES = 10
_PAGE = """
SELECT * FROM calls_call WHERE contract_id = %s AND arrived_at >= 1790000000000000
AND outcome IN ('abandoned', 'abandoned_in_ivr') ORDER BY arrived_at DESC, id DESC LIMIT 50
"""
_OFFSET = """
SELECT * FROM calls_call WHERE contract_id = %s ORDER BY arrived_at DESC, id DESC
LIMIT 50 OFFSET %s
"""


def main() -> None:
    """Prints what each peer took."""
    from jieting.cli.application import ready

    urls = ready()
    with psycopg.connect(urls.owner, autocommit=True) as connection:
        (calls,) = connection.execute(
            "SELECT count(*) FROM calls_call WHERE contract_id = %s", (CONTRACT,)
        ).fetchone() or (0,)
        deep = int(calls * 0.7)
        found = {
            "calls": calls,
            "page": _best(lambda: connection.execute(_PAGE, (CONTRACT,)).fetchall(), TIMES),
            "offset": _best(lambda: connection.execute(_OFFSET, (CONTRACT, deep)).fetchall(), 2),
            "copy": _copy(connection, Path(sys.argv[1])),
        }
    print(json.dumps(found))


def _best(work: Callable[[], object], times: int) -> float:
    took = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        took.append(time.perf_counter() - start)
    return min(took)


def _copy(connection: psycopg.Connection[Any], path: Path) -> float:
    """The file's own columns as text into a bare table: the least that storing them costs."""
    with path.open("rb") as file:
        heads = file.readline().decode().strip().split(",")
        columns = ", ".join(f"{head} text" for head in heads)
        connection.execute(f"CREATE TABLE pg_temp.bare ({columns})")
        start = time.perf_counter()
        with connection.cursor().copy("COPY pg_temp.bare FROM STDIN (FORMAT csv)") as copy:
            while block := file.read(1 << 20):
                copy.write(block)
        return time.perf_counter() - start


if __name__ == "__main__":
    main()
