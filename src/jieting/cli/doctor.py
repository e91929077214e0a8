"""``jieting doctor``: what is missing or wrong in this installation, and what to do."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime

import click

from jieting.cli.options import language_option
from jieting.cli.output import print_findings
from jieting.domain.errors import Finding, Refused
from jieting.domain.said import say
from jieting.installation.checks import Looked, examine
from jieting.installation.database import Urls, database_urls, named_urls
from jieting.installation.embedded import Embedded
from jieting.installation.home import home
from jieting.language import Language


@click.command()
@language_option
def doctor(lang: str) -> None:
    """List what is missing or wrong. Exit codes: 0 nothing that hinders, 2 errors."""
    urls, none = _database()
    looked = Looked(
        home=home(),
        now=datetime.now(UTC),
        environment=dict(os.environ),
        known=_known(urls),
        urls=urls,
        no_database=none,
    )
    findings = examine(looked)
    print_findings(findings, lang)
    errors = sum(finding.is_error for finding in findings)
    if not findings:
        click.echo(Language(lang).render(say("Everything is as it should be.")))
    if errors:
        sys.exit(2)


def _database() -> tuple[Urls | None, tuple[Finding, ...]]:
    """The database, or why there is none; looking makes none where there is no home yet."""
    if named_urls() is None and not Embedded(home()).made():
        return None, ()
    try:
        return database_urls(home()), ()
    except Refused as error:
        return None, error.findings


def _known(urls: Urls | None) -> frozenset[str]:
    """The migrations of this version; reading them asks for a home, which is not made for it."""
    from jieting.cli.application import set_up

    if urls is None or not home().root.is_dir():
        return frozenset()
    set_up(urls.application)
    from jieting.apps.base.schema import known_migrations

    return known_migrations()
