"""A worker at an import: who works on it is known to all, and its progress is seen at once."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.db import DatabaseError, connection, connections

from jieting.apps.base.live import CHANNEL

_IMPORTS = 0x494D50  # the letters IMP: locks of imports
_CONTRACTS = 0x434154  # the letters CAT: locks of a contract's calls
_EVERY_S = 0.4
_PATIENCE_S = 10.0


class Work:
    """One worker's hold on an import; ``tell`` writes progress outside of its transaction."""

    def __init__(self, own: Any, contract_id: str, import_id: int) -> None:
        self._own = own
        self._contract_id = contract_id
        self._import_id = import_id
        self._told_at = 0.0

    def tell(self, done: int, total: int) -> None:
        """How far the work is; written now and then, and seen by open pages."""
        now = time.monotonic()
        if now - self._told_at < _EVERY_S:
            return
        self._told_at = now
        with self._own.cursor() as cursor:
            cursor.execute(
                "UPDATE calls_import SET done = %s, total = %s WHERE id = %s",
                [done, total, self._import_id],
            )
            cursor.execute(
                "SELECT pg_notify(%s, %s)",
                [CHANNEL, f"{self._contract_id}/import:{self._import_id}"],
            )


@contextmanager
def at_work(contract_id: str, import_id: int) -> Iterator[Work | None]:
    """The hold on an import, None where another worker has it; it ends with the process, too.

    It lies on a connection of its own, so that progress is seen while a long transaction runs.
    """
    own = connections.create_connection("default")
    try:
        if not _gained(own, import_id):
            yield None
            return
        try:
            yield Work(own, contract_id, import_id)
        finally:
            # Where the connection is lost, the lock went with it.
            with suppress(DatabaseError), own.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", _lock(import_id))
    finally:
        own.close()


def _gained(own: Any, import_id: int) -> bool:
    """Try for some seconds: the database may not know yet that a worker before has died."""
    give_up_at = time.monotonic() + _PATIENCE_S
    with own.cursor() as cursor:
        while True:
            cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", _lock(import_id))
            if cursor.fetchone()[0]:
                return True
            if time.monotonic() > give_up_at:
                return False
            time.sleep(0.2)


def is_at_work(import_id: int) -> bool:
    """Whether a worker that lives holds the import now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted "
            "AND classid = %s AND objid = %s AND objsubid = 2 AND database = "
            "(SELECT oid FROM pg_database WHERE datname = current_database()))",
            _lock(import_id),
        )
        return bool(cursor.fetchone()[0])


def lock_calls_of(contract_id: str) -> None:
    """Wait until nobody else adds or removes calls of a contract; holds until the commit."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_CONTRACTS, contract_id])


def _lock(import_id: int) -> list[int]:
    return [_IMPORTS, import_id % (1 << 31)]
