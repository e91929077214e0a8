"""Running deferred jobs in a test, in the order in which a worker would take them."""

from __future__ import annotations

import json

from django.db import connection

from jieting.apps.base.jobs import JOBS


def run_jobs() -> list[str]:
    """Run every waiting job, and those that it defers; their names. Errors come through."""
    names = []
    while row := _next():
        number, name, ids = row
        names.append(name)
        JOBS[name].function(**ids)
        _finish(number)
    return names


def waiting_jobs() -> list[tuple[str, dict]]:
    """Name and arguments of every waiting job, the next one first."""
    return [(name, ids) for _, name, ids in _waiting()]


def _next():
    return next(iter(_waiting()), None)


def _waiting():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, task_name, args FROM procrastinate_jobs WHERE status = 'todo'"
            " ORDER BY priority DESC, id"
        )
        # Django leaves jsonb as text.
        return [(number, name, json.loads(args)) for number, name, args in cursor.fetchall()]


def _finish(number):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [number])
