"""Undoes an import of the home: ``room_undo IMPORT``; seconds as JSON."""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime


def main() -> None:
    """Undoes it as the page does."""
    from jieting.cli.application import ready

    ready()
    from jieting.apps.base.actor import system
    from jieting.apps.calls import actions

    start = time.perf_counter()
    actions.undo_import(
        by=system("bench"), at=datetime.now(UTC), import_id=int(sys.argv[1]), reason="bench"
    )
    print(json.dumps({"seconds": time.perf_counter() - start}))


if __name__ == "__main__":
    main()
