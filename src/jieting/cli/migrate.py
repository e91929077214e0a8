"""``jieting migrate``: bring the database up to this version of the product."""

from __future__ import annotations

import click

from jieting.cli.options import language_option
from jieting.domain.said import say
from jieting.language import Language


@click.command()
@language_option
def migrate(lang: str) -> None:
    """Bring the database up to this version, and give the application its rights in it."""
    from jieting.cli.application import migrate as bring_up
    from jieting.cli.application import ready

    applied = bring_up(ready())
    click.echo(Language(lang).render(say("{count} migrations were applied.", count=applied)))
