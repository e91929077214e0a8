"""``python -m bench.jobs.peer FILE EXCLUSIONS WAY``: half hours to months by hand-written SQL."""

from __future__ import annotations

import sys

import duckdb

from bench import peers
from bench.jobs.digest import digest


def main(calls: str, exclusions: str, way: str) -> None:
    """Counts and prints the digest of the months of all contracts."""
    connection = duckdb.connect()
    connection.execute("SET preserve_insertion_order = false")
    connection.execute(f"CREATE VIEW calls AS FROM read_parquet('{calls}')")
    connection.execute(f"CREATE VIEW exclusions AS FROM read_parquet('{exclusions}')")
    connection.execute(peers.MERGED)
    connection.execute(peers.SLOTS)
    connection.execute(f"CREATE TEMP TABLE half_hours AS {peers.HALF_HOURS[way]}")
    connection.execute(f"CREATE TEMP TABLE days AS {peers.DAYS}")
    names = ", ".join(peers.NAMES)
    months = connection.execute(f"SELECT contract, month, {names} FROM ({peers.MONTHS})").fetchall()
    print(digest(row for row in months if row[2]))


if __name__ == "__main__":
    main(*sys.argv[1:])
