"""A month of 10,000 calls: from csv file to assessment, the program's start included."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from bench.calls import month_csv
from bench.lines import Line, Options, line
from bench.measured import ROOT, job, measure

USUAL = 10_000
_JIETING = "from jieting.cli.main import main; main()"
_CONTRACT = ROOT / "contracts" / "ningde-12123.toml"


def run(options: Options) -> list[Line]:
    """What merely starting the engine costs, what pandas takes to read the file, and the month."""
    file = month_csv(options.calls or USUAL)
    imports = measure([sys.executable, "-c", "import duckdb, ibis"])
    pandas = job("pandas_csv", file)
    with tempfile.TemporaryDirectory() as folder:
        records = Path(folder) / "records.toml"
        records.write_text("", encoding="utf-8")
        assess = [
            "assess",
            "--contract",
            str(_CONTRACT),
            "--calls",
            str(file),
            "--records",
            str(records),
            "--month",
            "2026-10",
            "--format",
            "json",
        ]
        found = measure([sys.executable, "-c", _JIETING, *assess])
    calls = int(pandas.out)
    arrived = json.loads(found.out)["counts"]["arrived"]
    return [
        line("month", "python -c 'import duckdb, ibis'", calls, imports),
        line("month", "pandas.read_csv and times", calls, pandas),
        line(
            "month", "jieting assess", calls, found, pandas, f"{arrived:,} inbound calls assessed"
        ),
    ]
