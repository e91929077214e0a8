"""The rights of the application in the database, given by the owner of its tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

from jieting.installation.database import APPLICATION

AUDIT_TABLE = "audit_entry"
"""The table to which the application may only add."""
_LOCK = 0x5343484D  # the letters SCHM


@contextmanager
def migrating(owner_url: str) -> Iterator[None]:
    """The body runs in one process at a time, of all machines that use this database."""
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))
        yield


def grant(owner_url: str, role: str = APPLICATION) -> None:
    """Give ``role`` the rights of the application: all rows, but the audit log only to add to.

    Edge: nothing is granted where the server has no such role, or the role owns the tables.
    """
    with psycopg.connect(owner_url, autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,))
        if known.fetchone() is None or role == connection.info.user:
            return
        names = {
            "role": sql.Identifier(role),
            "audit": sql.Identifier(AUDIT_TABLE),
            "database": sql.Identifier(connection.info.dbname),
        }
        for statement in _STATEMENTS:
            connection.execute(sql.SQL(statement).format(**names))


_STATEMENTS = (
    "GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {role}",
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
    "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {role}",
    "REVOKE UPDATE, DELETE, TRUNCATE ON {audit} FROM {role}",
    "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}",
)
