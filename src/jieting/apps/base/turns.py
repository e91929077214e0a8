"""Taking turns: of those who would do the same at once, one goes first and the others wait."""

from __future__ import annotations

from django.db import connection


def one_at_a_time(what: str) -> None:
    """Wait until nobody else is at ``what``; until this transaction ends nobody else will be.

    ``what`` is the kind of work and whose it is, as in ``moves/ningde-12123``.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [what])
