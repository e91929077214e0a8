"""``python -m bench.jobs.ask_cube FOLDER``: how long a cube takes to answer, once it is open."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from bench.jobs.measures import measures
from jieting.analytics.cube import Cube
from jieting.domain.periods import Month

_OCTOBER = Month(2026, 10)


def main(folder: str) -> None:
    """Prints the seconds of each question, the best of five."""
    cube = Cube(Path(folder))
    wanted = measures()
    questions = {
        "every contract by month": lambda: cube.tallies(wanted, ("contract", "month")),
        "one contract by day": lambda: cube.tallies(
            wanted, ("day", "queue"), contract="c007", month=_OCTOBER
        ),
        "one month, exclusions counted too": lambda: cube.tallies(
            wanted, ("contract",), excluded=True, month=_OCTOBER
        ),
    }
    print(
        json.dumps({name: min(_seconds(ask) for _ in range(5)) for name, ask in questions.items()})
    )


def _seconds(ask: object) -> float:
    start = time.perf_counter()
    ask()  # type: ignore[operator]
    return time.perf_counter() - start


if __name__ == "__main__":
    main(*sys.argv[1:])
