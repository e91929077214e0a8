"""Fixtures for tests of apps: the database, and a small world of contracts and people."""

from __future__ import annotations

import pytest

from tests.apps.world import World, make_world
from tests.database import point_django_at_server


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    point_django_at_server()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        make_world()


@pytest.fixture
def world(db) -> World:
    return World()
