"""The schema that this version of the code expects of its database."""

from __future__ import annotations

from functools import cache

from django.db.migrations.loader import MigrationLoader


@cache
def known_migrations() -> frozenset[str]:
    """Every migration of this version, as backups and the doctor name them: ``calls.0001_initial``.

    Read from files; the database is not asked.
    """
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return frozenset(f"{app}.{name}" for app, name in loader.disk_migrations)
