"""``python -m bench.jobs.cube FILE EXCLUSIONS FOLDER [kept|dropped]``: builds the cube."""

from __future__ import annotations

import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb

from bench.jobs.digest import digest
from bench.jobs.measures import measures
from bench.peers import NAMES
from jieting.analytics.cube_build import CubePlan, build
from jieting.domain.periods import Period


def main(calls: str, exclusions: str, folder: str, half_hours: str = "kept") -> None:
    """Builds and prints the digest of the months of all contracts, without excluded calls."""
    wanted = CubePlan(
        measures(),
        ZoneInfo("Asia/Shanghai"),
        _exclusions(exclusions),
        keeps_half_hours=half_hours == "kept",
    )
    cube = build(calls, Path(folder), wanted)
    months = cube.tallies(wanted.measures, ("contract", "month"))
    rows = [(*key, *(tally[name] for name in NAMES)) for key, tally in months.items()]
    print(digest(row for row in rows if row[2]))


def _exclusions(file: str) -> dict[str, list[Period]]:
    found: dict[str, list[Period]] = {}
    for contract, start, end in duckdb.execute(f"FROM read_parquet('{file}')").fetchall():
        found.setdefault(contract, []).append(Period(start, end))
    return found


if __name__ == "__main__":
    main(*sys.argv[1:])
