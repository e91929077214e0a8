"""Entries for tests, and a hand behind the application's back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db import connection

from jieting.apps.audit.actions import audited
from jieting.apps.base.actor import Actor

AT = datetime(2026, 10, 1, 2, 0, tzinfo=UTC)
BY = Actor("w.li", 7, "supervisor", "supplier", "10.0.0.7", "r1")


def write(count: int, event: str = "calls.filter.saved", **more: object) -> None:
    """So many entries, a second apart."""
    for number in range(count):
        with audited(event, by=BY, at=AT + timedelta(seconds=number), part=number, **more):
            pass


def behind_its_back(statement: str, *params: object) -> None:
    """What somebody with the server's own superuser can do: no trigger stops it."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, params)
        cursor.execute("SET LOCAL session_replication_role = origin")
