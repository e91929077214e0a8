"""``jieting backup``: everything that is kept, in one file."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path

import click

from jieting.cli.options import PATH, language_option
from jieting.domain.said import say
from jieting.installation.home import Home, home
from jieting.language import Language


@click.command()
@click.argument("file", type=PATH, required=False)
@click.option("--with-keys", is_flag=True, help="Put the keys of the data into the file too.")
@click.option(
    "--keep",
    type=click.IntRange(min=1),
    help="Without FILE: keep so many of the home's backups, remove older ones.",
)
@click.option(
    "--without-recordings", is_flag=True, help="Leave the recordings out; they are large."
)
@language_option
def backup(
    file: Path | None, with_keys: bool, keep: int | None, without_recordings: bool, lang: str
) -> None:
    """Write the database and the files into FILE, else into the home's folder of backups.

    The keys are left out unless asked for: whoever has them and a backup reads every caller's
    number. Keep them elsewhere; without them no number and no second factor is read again.
    """
    from jieting.cli.application import ready
    from jieting.installation.backup import write_backup

    place = home()
    name = f"jieting-{datetime.now(UTC):%Y%m%d-%H%M%S}.tar"
    path = file or place.backups / name
    manifest = write_backup(
        ready(), place, path, with_keys=with_keys, with_recordings=not without_recordings
    )
    _note(path, with_keys)
    if keep and file is None:
        _remove_older(place, keep)
    language = Language(lang)
    for line in (
        say("Backup: {path} ({size} bytes)", path=path, size=path.stat().st_size),
        say(
            "Audit log up to {number}: {hash}",
            number=manifest.audit_number,
            hash=manifest.audit_hash,
        ),
        say("With the keys: keep it as you would keep the keys.")
        if with_keys
        else say("Without the keys: keep {folder} elsewhere.", folder=place.keys),
    ):
        click.echo(language.render(line))


def _note(path: Path, with_keys: bool) -> None:
    """A line in the audit log: all data have left for a file."""
    from jieting.apps.audit.actions import looked
    from jieting.apps.base.actor import system

    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    looked(
        "system.backup.made",
        by=system("backup"),
        at=datetime.now(UTC),
        object=path.name,
        digest=digest,
        with_keys=with_keys,
    )


def _remove_older(place: Home, keep: int) -> None:
    found = sorted(place.backups.glob("jieting-*.tar"), key=lambda path: path.name)
    for path in found[:-keep]:
        path.unlink()
