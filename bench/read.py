"""Reading a csv file of calls: parsed, checked, deduplicated; pandas beside it only parses."""

from __future__ import annotations

import tempfile

from bench.calls import month_csv
from bench.lines import Line, Options, line
from bench.measured import Measured, job

USUAL = 200_000


def run(options: Options) -> list[Line]:
    """pandas.read_csv, then the reader beside it."""
    file = month_csv(options.calls or USUAL)
    peer = job("pandas_csv", file)
    with tempfile.TemporaryDirectory() as folder:
        found = job("read_csv", file, folder)
    calls = int(found.out)
    if calls != int(peer.out):
        raise SystemExit(f"read: {calls} calls were read, pandas read {peer.out}")
    return [
        line("read", "pandas.read_csv and times", calls, peer, note=_speed(calls, peer)),
        line("read", "read, checked, gathered", calls, found, peer, _speed(calls, found)),
    ]


def _speed(calls: int, found: Measured) -> str:
    return f"{calls / found.cpu_s:,.0f} rows a processor second"
