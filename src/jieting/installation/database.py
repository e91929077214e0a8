"""The database of an installation: a server that is named, or PostgreSQL embedded in the home."""

from __future__ import annotations

import atexit
import os
from dataclasses import dataclass, replace
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from jieting.installation.embedded import Embedded, password
from jieting.installation.home import Home
from jieting.installation.locks import FileLock

URL_VARIABLE = "DATABASE_URL"
OWNER_VARIABLE = "DATABASE_OWNER_URL"
DATABASE = "jieting"
OWNER = "jieting_owner"
APPLICATION = "jieting_app"

Connection = psycopg.Connection[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Urls:
    """Where the database is: for the application, and for its owner, who migrates it.

    ``server`` is the embedded server where the database is its; ``maker`` may make databases.
    """

    application: str
    owner: str
    maker: str
    server: Embedded | None = None

    def role(self) -> str:
        """The role of the application in the database."""
        return str(conninfo_to_dict(self.application).get("user", APPLICATION))

    def name(self) -> str:
        """The name of the database."""
        return str(conninfo_to_dict(self.owner).get("dbname", DATABASE))

    def in_database(self, name: str) -> Urls:
        """The same roles in another database of the same server."""
        return replace(
            self,
            application=make_conninfo(self.application, dbname=name),
            owner=make_conninfo(self.owner, dbname=name),
        )


def place_of(url: str) -> dict[str, Any]:
    """Where a database is, in the words of Django's settings."""
    place = {name: str(value) for name, value in conninfo_to_dict(url).items()}
    names = {"dbname": DATABASE, "user": "", "password": "", "host": "", "port": ""}
    found = {name: place.pop(name, default) for name, default in names.items()}
    words = {name.upper(): value for name, value in found.items() if name != "dbname"}
    return {"NAME": found["dbname"], **words, "OPTIONS": place}


_HELD: dict[Embedded, FileLock] = {}


def database_urls(home: Home) -> Urls:
    """The database that DATABASE_URL names, else the embedded one, which is started and made."""
    if named := named_urls():
        return named
    return embedded(home)


def named_urls() -> Urls | None:
    """The database that DATABASE_URL names; None where there is no such variable."""
    if named := os.environ.get(URL_VARIABLE):
        owner = os.environ.get(OWNER_VARIABLE) or named
        return Urls(named, owner, owner)
    return None


def embedded(home: Home) -> Urls:
    """The embedded database; started where it does not run, made where it does not exist.

    It runs at least as long as this process; the last of those that use it stops it.
    """
    server = Embedded(home)
    if server not in _HELD:
        _HELD[server] = server.use()
        atexit.register(let_go, server)
    application, owner = (password(f"database-{name}", home) for name in ("application", "owner"))
    with psycopg.connect(server.superuser_url(), autocommit=True) as connection:
        _make_role(connection, OWNER, owner)
        _make_role(connection, APPLICATION, application)
        _make_database(connection)
    return Urls(
        server.url(APPLICATION, application, DATABASE),
        server.url(OWNER, owner, DATABASE),
        server.superuser_url(),
        server,
    )


def let_go(server: Embedded) -> None:
    """This process needs the embedded database no more."""
    held = _HELD.pop(server, None)
    if held is not None:
        server.leave(held)


def _make_role(connection: Connection, role: str, word: str) -> None:
    found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone()
    if found is None:
        statement = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}")
        connection.execute(statement.format(sql.Identifier(role), sql.Literal(word)))


def _make_database(connection: Connection) -> None:
    found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,))
    if found.fetchone() is None:
        make_database(connection, DATABASE, OWNER)
        statement = sql.SQL("GRANT CONNECT ON DATABASE {} TO {}")
        connection.execute(statement.format(sql.Identifier(DATABASE), sql.Identifier(APPLICATION)))


def make_database(connection: Connection, name: str, owner: str) -> None:
    """A new, empty database, into which only those may connect who have a right in it."""
    statements = (
        "CREATE DATABASE {name} OWNER {owner} TEMPLATE template0 ENCODING 'UTF8'",
        "REVOKE CONNECT ON DATABASE {name} FROM PUBLIC",
    )
    for statement in statements:
        connection.execute(
            sql.SQL(statement).format(name=sql.Identifier(name), owner=sql.Identifier(owner))
        )
