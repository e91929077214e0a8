"""The rights of the application in the database, given by the owner of its tables."""

from __future__ import annotations

import psycopg
from psycopg import sql

from jieting.installation.database import APPLICATION

AUDIT_TABLE = "audit_entry"
"""The table to which the application may only add."""


def grant(owner_url: str, role: str = APPLICATION) -> None:
    """Give ``role`` the rights of the application: all rows, but the audit log only to add to.

    Edge: nothing is granted where the server has no such role, or the role owns the tables.
    """
    with psycopg.connect(owner_url, autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,))
        if known.fetchone() is None:
            return
        for statement in _STATEMENTS:
            connection.execute(
                sql.SQL(statement).format(
                    role=sql.Identifier(role), audit=sql.Identifier(AUDIT_TABLE)
                )
            )


_STATEMENTS = (
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
    "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {role}",
    "REVOKE UPDATE, DELETE, TRUNCATE ON {audit} FROM {role}",
    "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}",
)
