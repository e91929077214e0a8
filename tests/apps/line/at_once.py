"""Acts that begin at the same moment, each on a connection of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from jieting.domain.errors import Refused


def at_once(acts: list[Callable[[], object]]) -> list[object]:
    """What became of acts that begin at the same moment."""
    ready = Barrier(len(acts))

    def run(act):
        try:
            ready.wait(timeout=30)
            return act()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))
