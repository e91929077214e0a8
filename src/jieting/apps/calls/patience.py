"""How long a search may take: a slow one is stopped by the database, and the person is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction
from psycopg.errors import QueryCanceled

from jieting.domain.errors import Finding, Place, Refused
from jieting.domain.said import say


@contextmanager
def at_most_seconds(seconds: int) -> Iterator[None]:
    """Each statement within may take so long. Errors: Refused where one would take longer."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('statement_timeout', %s, true)", [f"{seconds}s"])
            yield
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise Refused(_too_slow(seconds)) from error
        raise


def _too_slow(seconds: int) -> Finding:
    return Finding(
        "search_too_slow",
        say("The search was stopped after {seconds} seconds.", seconds=seconds),
        say("So long a search keeps the database from answering others."),
        say("Ask for fewer days, or for an outcome, an agent or a call number too."),
        Place("calls"),
    )
