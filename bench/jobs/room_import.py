"""Imports a csv as the page does it, while the product is served from the home: seconds as JSON."""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

CONTRACT = "ningde-12123"


def main() -> None:
    """Uploads, waits for the trial, has it kept by the worker, and undoes it again."""
    from jieting.cli.application import ready

    ready()
    from jieting.apps.base.actor import system
    from jieting.apps.calls import actions

    by, path = system("bench"), Path(sys.argv[1])
    start = time.perf_counter()
    came = actions.import_file(
        by=by, at=datetime.now(UTC), contract_id=CONTRACT, file_name=path.name, path=path
    )
    actions.ask_check(by=by, at=datetime.now(UTC), import_id=came.pk)
    _wait(came.pk, "checked")
    checked = time.perf_counter()
    actions.ask_commit(by=by, at=datetime.now(UTC), import_id=came.pk)
    row = _wait(came.pk, "committed")
    done = time.perf_counter()
    found = {"trial": checked - start, "all": done - start, "kept": row.kept, "import": row.pk}
    print(json.dumps(found))


def _wait(pk: int, state: str) -> object:
    from jieting.apps.calls.models import Import

    while True:
        row = Import.objects.get(pk=pk)
        if row.state == state:
            return row
        if row.state == Import.State.FAILED:
            raise SystemExit(f"room_import: {row.failure}")
        time.sleep(0.05)


if __name__ == "__main__":
    main()
