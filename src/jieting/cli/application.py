"""Making Django ready for a command: its database running, its settings read, its schema right."""

from __future__ import annotations

import os
from functools import cache

from jieting.domain.errors import Refused
from jieting.installation.database import URL_VARIABLE, Urls, database_urls, place_of
from jieting.installation.home import home
from jieting.installation.keys_of_data import note_keys
from jieting.installation.logs import configure
from jieting.installation.schema import grant, migrating

SETTINGS = "jieting.config.settings"


@cache
def ready() -> Urls:
    """Start the database and set Django up as the application; apps are imported after this.

    Asked again it answers the same: from then on the environment names the application's own url.
    Errors: Refused where the database cannot be used.
    """
    urls = database_urls(home())
    set_up(urls.application)
    return urls


def set_up(url: str) -> None:
    """Set Django up with the database at ``url``."""
    import django
    import structlog

    if not structlog.is_configured():
        # Else it would write among what the command prints.
        configure("command")
    os.environ[URL_VARIABLE] = url
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    django.setup()


def point_at(url: str) -> None:
    """Have Django use another database from now on."""
    from django.db import connections

    connections.close_all()
    connections["default"].settings_dict.update(place_of(url))


def migrate(urls: Urls, *, check_keys: bool = True) -> int:
    """Bring the schema up to the code, as the owner; how many migrations were applied.

    Only one process does it at a time. Errors: Refused where the keys are not those of the data.
    """
    from django.core.management import call_command
    from django.db import connections

    with migrating(urls.owner):
        # The owner's own connection, beside the application's.
        databases = connections.settings
        databases["owner"] = {**databases["default"], **place_of(urls.owner)}
        try:
            waiting = _waiting(connections["owner"])
            if waiting:
                call_command("migrate", database="owner", interactive=False, verbosity=0)
        finally:
            connections["owner"].close()
            del connections["owner"], databases["owner"]
        foreign = note_keys(urls.owner, home()) if check_keys else []
        grant(urls.owner, urls.role())
    if foreign:
        raise Refused(foreign)
    return waiting


def _waiting(connection: object) -> int:
    """How many migrations the database does not have yet."""
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
