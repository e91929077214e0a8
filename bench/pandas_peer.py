"""The same figures with pandas, which holds all calls in memory."""

from __future__ import annotations

import tempfile

from bench.calls import call_file, exclusion_file
from bench.lines import Line, Options, line
from bench.measured import CACHE, job

USUAL = 10_000_000


def run(options: Options) -> list[Line]:
    """pandas, then the cube beside it."""
    calls = options.calls or USUAL
    file, exclusions = call_file(calls), exclusion_file()
    peer = job("pandas_months", file, exclusions)
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        cube = job("cube", file, exclusions, folder)
    if peer.out != cube.out:
        raise SystemExit("pandas: pandas and the cube count differently")
    return [
        line("pandas", "pandas", calls, peer),
        line("pandas", "cube, built and stored", calls, cube, peer, "counts equal"),
    ]
