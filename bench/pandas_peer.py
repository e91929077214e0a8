"""The same figures with pandas, which holds all calls in memory."""

from __future__ import annotations

import shutil

from bench.calls import call_file, exclusion_file
from bench.lines import Line, Options, line
from bench.measured import CACHE, job

USUAL = 10_000_000


def run(options: Options) -> list[Line]:
    """pandas, then the cube beside it."""
    calls = options.calls or USUAL
    file, exclusions, folder = call_file(calls), exclusion_file(), CACHE / "cube"
    peer = job("pandas_months", file, exclusions)
    cube = job("cube", file, exclusions, folder)
    shutil.rmtree(folder)
    if peer.out != cube.out:
        raise SystemExit("pandas: pandas and the cube count differently")
    return [
        line("pandas", "pandas", calls, peer),
        line("pandas", "cube, built and stored", calls, cube, peer, "counts equal"),
    ]
