"""A database of its own for tests that commit, or that need the application's real role."""

from __future__ import annotations

import os

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from tests.database import server_place


@pytest.fixture(scope="module")
def own_database(django_db_setup, django_db_blocker):
    """A copy of the test database under Django's connection; gone after the module's tests."""
    name = f"{connection.settings_dict['NAME']}_{os.getpid()}_audit"
    before = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        connection.close()
        _server(sql.SQL("CREATE DATABASE {} TEMPLATE {}"), name, before)
        connection.settings_dict["NAME"] = name
        try:
            yield name
        finally:
            connection.close()
            connection.settings_dict["NAME"] = before
            _server(sql.SQL("DROP DATABASE {} WITH (FORCE)"), name)


def _server(statement: sql.SQL, *names: str) -> None:
    place = server_place()
    with psycopg.connect(host=place["host"], user=place["user"], autocommit=True) as server:
        server.execute(statement.format(*(sql.Identifier(name) for name in names)))
