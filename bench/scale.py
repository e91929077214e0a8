"""Figures over a year of 400 contracts: the cube beside the best of several hand-written SQLs."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

from bench.calls import call_file, exclusion_file
from bench.lines import Line, Options, line
from bench.measured import CACHE, Measured, job
from bench.peers import HALF_HOURS, HEAVY

FULL = 100_000_000
USUAL = 10_000_000


def run(options: Options) -> list[Line]:
    """Every way by hand, then the cube; all must count the same."""
    calls = options.calls or (FULL if options.full else USUAL)
    file, exclusions = call_file(calls), exclusion_file()
    ways = [way for way in HALF_HOURS if calls <= USUAL or way not in HEAVY]
    found = {way: job("peer", file, exclusions, way) for way in ways}
    folder = Path(tempfile.mkdtemp(prefix="cube-", dir=CACHE))
    light = job("cube", file, exclusions, folder, "dropped")
    cube = job("cube", file, exclusions, folder)
    for way, measured in found.items():
        if not measured.out == light.out == cube.out:
            raise SystemExit(f"scale: {way} and the cube count differently")
    best = min(found, key=lambda way: found[way].cpu_s)
    lines = [line("scale", f"SQL: {way}", calls, one) for way, one in found.items()]
    note = f"counts equal; peer: {best}"
    lines.append(line("scale", "days and months, as the peers", calls, light, found[best], note))
    lines.append(line("scale", "half hours stored on disk too", calls, cube, found[best], note))
    lines += _asked(calls, job("ask_cube", folder))
    shutil.rmtree(folder)
    return lines


def _asked(calls: int, asked: Measured) -> list[Line]:
    return [
        Line("scale", f"cube asked: {question}", calls, seconds, seconds, asked.peak_mib, None, "")
        for question, seconds in json.loads(asked.out).items()
    ]
