"""``python -m bench.jobs.read_csv FILE FOLDER``: a csv file of calls read, checked and gathered."""

from __future__ import annotations

import sys
from pathlib import Path
from zoneinfo import ZoneInfo

from jieting.analytics.gather import gather
from jieting.switches.open import open_calls


def main(file: str, folder: str) -> None:
    """Reads into a call table and prints the number of calls."""
    reading = open_calls(Path(file), zone=ZoneInfo("Asia/Shanghai"))
    print(gather([reading], Path(folder)).calls)


if __name__ == "__main__":
    main(*sys.argv[1:])
