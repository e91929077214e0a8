"""``jieting restore``: bring a backup back, and check its audit log before it counts."""

from __future__ import annotations

import os
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import click

from jieting.cli.options import PATH, language_option
from jieting.cli.output import print_findings
from jieting.cli.serve import claim
from jieting.domain.errors import BadInput
from jieting.domain.said import say
from jieting.installation.database import Urls, database_urls
from jieting.installation.home import home
from jieting.installation.manifest import Manifest
from jieting.language import Language


@click.command()
@click.argument("file", type=PATH)
@click.option("--replace", is_flag=True, help="Replace the data that are there.")
@click.option("--keys-lost", is_flag=True, help="Restore although the keys are gone for good.")
@language_option
def restore(file: Path, replace: bool, keys_lost: bool, lang: str) -> None:
    """Bring the data of the backup FILE back into this installation.

    Every byte is checked first; then the data go into a new database beside the one in use, their
    audit log is verified, and only then they take its place.
    """
    from jieting.cli.application import set_up
    from jieting.installation.archive import checked
    from jieting.installation.restore import Wanted
    from jieting.installation.restore import restore as bring_back

    place = home()
    with ExitStack() as held:
        claim(place, None, f"{os.getpid()} (restore)", held)
        told = checked(file)
        urls = database_urls(place)
        set_up(urls.application)
        from jieting.apps.base.schema import known_migrations

        wanted = Wanted(file, known_migrations(), replace=replace, keys_lost=keys_lost)
        bring_back(urls, place, wanted, lambda fresh: _check(fresh, told, lang))
    language = Language(lang)
    for line in (
        say("Restored the backup of {at}.", at=told.made_at),
        say("The audit log is whole up to {number}.", number=told.audit_number),
    ):
        click.echo(language.render(line))


def _check(fresh: Urls, told: Manifest, lang: str) -> None:
    """The new database brought up to this version, and its audit log verified."""
    from jieting.cli.application import migrate, point_at

    point_at(fresh.application)
    migrate(fresh, check_keys=False)
    from django.db import connections

    from jieting.apps.audit.actions import audited
    from jieting.apps.audit.queries import verify
    from jieting.apps.audit.walk import Head
    from jieting.apps.base.actor import system

    heads = [Head(told.audit_number, told.audit_hash)] if told.audit_number else []
    done = verify(heads)
    if done.errors:
        raise BadInput(done.findings)
    with audited(
        "system.backup.restored",
        by=system("restore"),
        at=datetime.now(UTC),
        made_at=told.made_at,
        head=f"{told.audit_number}:{told.audit_hash}",
    ):
        pass
    connections.close_all()
    print_findings(done.findings, lang)
