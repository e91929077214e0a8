"""``python -m bench.jobs.pandas_csv FILE``: a csv file of calls read by pandas, times included."""

from __future__ import annotations

import sys

import pandas as pd

_TIMES = ["arrived_at", "queued_at", "answered_at", "ended_at"]


def main(file: str) -> None:
    """Reads, turns times into instants and prints the number of rows."""
    frame = pd.read_csv(file, dtype={"call_id": str, "queue": str}, keep_default_na=False)
    for name in _TIMES:
        frame[name] = pd.to_datetime(frame[name], utc=True, format="ISO8601")
    print(len(frame))


if __name__ == "__main__":
    main(*sys.argv[1:])
