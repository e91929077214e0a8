"""Checks of the database: reachable, new enough, up to date, and the application's rights in it."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg

from jieting.domain.errors import Finding, Place, Severity
from jieting.domain.said import say, verbatim
from jieting.installation.backup import migrations
from jieting.installation.checks.looked import Looked
from jieting.installation.database import Connection
from jieting.installation.keys_of_data import foreign_keys
from jieting.installation.schema import AUDIT_TABLE

LEAST_VERSION = 14
STUCK_AFTER = "10 minutes"
_OWNS = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user"
_MAY = "SELECT has_table_privilege(%s, %s)"
_STUCK = f"""
SELECT task_name, count(*) FROM procrastinate_jobs job WHERE status = 'todo' AND NOT EXISTS (
    SELECT 1 FROM procrastinate_jobs ahead WHERE ahead.lock = job.lock AND ahead.status = 'doing')
AND coalesce(scheduled_at, (SELECT max(at) FROM procrastinate_events WHERE job_id = job.id))
    < now() - interval '{STUCK_AFTER}' GROUP BY task_name ORDER BY task_name
"""  # noqa: S608 - our own constant
_ADMINISTRATOR = """
SELECT 1 FROM accounts_user WHERE office = 'security_administrator' AND is_active LIMIT 1
"""
_FAILED = """
SELECT task_name, count(*) FROM procrastinate_jobs WHERE status = 'failed'
GROUP BY task_name ORDER BY task_name
"""


def check_database(looked: Looked) -> Iterator[Finding]:
    """Everything about the database that can be seen from here."""
    yield from looked.no_database
    if looked.urls is None:
        return
    try:
        with psycopg.connect(
            looked.urls.application, autocommit=True, connect_timeout=10
        ) as connection:
            yield from _version(connection)
            if _has(connection, "django_migrations"):
                yield from _all(connection, looked)
            else:
                yield _empty()
    except psycopg.Error as error:
        yield _unreachable(str(error))


def _all(connection: Connection, looked: Looked) -> Iterator[Finding]:
    yield from _migrations(connection, looked)
    yield from _rights(connection)
    yield from _administrator(connection)
    yield from _jobs(connection)
    if looked.urls is not None:
        yield from foreign_keys(looked.urls.application, looked.home)


def _has(connection: Connection, table: str) -> bool:
    return connection.execute("SELECT to_regclass(%s)", (table,)).fetchone() != (None,)


def _version(connection: Connection) -> Iterator[Finding]:
    major = connection.info.server_version // 10_000
    if major < LEAST_VERSION:
        yield Finding(
            "database_version",
            say("The server is PostgreSQL {major}.", major=major),
            say("The product needs PostgreSQL {least} or newer.", least=LEAST_VERSION),
            say("Move the data to a newer server."),
        )


def _migrations(connection: Connection, looked: Looked) -> Iterator[Finding]:
    there = set(migrations(connection))
    if waiting := sorted(looked.known - there):
        yield Finding(
            "migrations_waiting",
            say("{count} migrations have not been applied.", count=len(waiting)),
            say("The database does not fit this version of the product."),
            say("Run jieting migrate, or jieting serve, which does it."),
            Place(waiting[0]),
        )
    if newer := sorted(there - looked.known) if looked.known else []:
        yield Finding(
            "migrations_newer",
            say("The database has {count} migrations unknown here.", count=len(newer)),
            say("A newer version of the product has worked on it."),
            say("Run that version, or restore a backup made by this one."),
            Place(newer[0]),
            Severity.WARNING,
        )


def _rights(connection: Connection) -> Iterator[Finding]:
    role = connection.info.user
    if connection.execute(f"{_OWNS} LIMIT 1").fetchone() is not None:
        yield Finding(
            "role_owns_tables",
            say("The application's role {role} owns the tables.", role=verbatim(role)),
            say("It could change the audit log and remove what guards it."),
            say("Give the tables to another role, and name it in DATABASE_OWNER_URL."),
            severity=Severity.WARNING,
        )
    for right in ("UPDATE", "DELETE", "TRUNCATE"):
        if connection.execute(_MAY, (AUDIT_TABLE, right)).fetchone() == (True,):
            yield Finding(
                "audit_rights",
                say("The application's role has {right} on the audit log.", right=right),
                say("The log is to be added to, never changed."),
                say("Run jieting migrate, which takes the right away, with an owner of its own."),
                Place(AUDIT_TABLE),
                Severity.WARNING,
            )
    for right in ("SELECT", "INSERT"):
        if connection.execute(_MAY, (AUDIT_TABLE, right)).fetchone() != (True,):
            yield Finding(
                "rights_missing",
                say("The application's role lacks {right} on the audit log.", right=right),
                say("Nothing can be done that must be logged, which is everything."),
                say("Run jieting migrate, which gives the rights."),
                Place(AUDIT_TABLE),
            )


def _administrator(connection: Connection) -> Iterator[Finding]:
    if _has(connection, "accounts_user") and connection.execute(_ADMINISTRATOR).fetchone() is None:
        yield Finding(
            "no_security_administrator",
            say("There is no security administrator."),
            say("Nobody can be added, and nobody who is locked out comes in again."),
            say("Run jieting administrator USERNAME --name NAME, which makes one."),
        )


def _jobs(connection: Connection) -> Iterator[Finding]:
    for name, count in connection.execute(_STUCK.encode()).fetchall():
        yield Finding(
            "jobs_stuck",
            say(
                "{count} jobs {name} have waited for more than 10 minutes.", count=count, name=name
            ),
            say("Imports and counts do not come to an end."),
            say("See that jieting serve runs, with its part work, and read its log."),
            severity=Severity.WARNING,
        )
    for name, count in connection.execute(_FAILED).fetchall():
        yield Finding(
            "jobs_failed",
            say("{count} jobs {name} have failed for good.", count=count, name=name),
            say("What they were to do is not done."),
            say("Read the log for the cause; do it again from its page."),
            severity=Severity.WARNING,
        )


def _empty() -> Finding:
    return Finding(
        "database_empty",
        say("The database is empty."),
        say("Nothing can be kept in it yet."),
        say("Run jieting migrate, or jieting serve, which does it."),
    )


def _unreachable(words: str) -> Finding:
    return Finding(
        "database_unreachable",
        say("The database cannot be reached: {words}", words=verbatim(words.strip())),
        say("Nothing can be read or kept without it."),
        say("See that the server runs, and that DATABASE_URL names it rightly."),
    )
