"""``jieting demo room``: the whole product with simulated months, to try everything in."""

from __future__ import annotations

import os
from pathlib import Path

import click

from jieting.cli.options import PATH, language_option
from jieting.cli.room_people import CONTRACTS, OFFICES, PASSWORD, username
from jieting.domain.said import Said, say
from jieting.installation.home import HOME_VARIABLE, Home
from jieting.installation.logs import LEVEL
from jieting.language import Language

TOTP = "JIETING_TOTP_ROLES"


@click.command()
@click.option("--home", "folder", type=PATH, default=Path("build/room"), help="Where it is kept.")
@click.option("--contracts", type=PATH, default=Path("contracts"), help="Folder of contracts.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64))
@click.option("--prepare-only", is_flag=True, help="Make everything, serve nothing.")
@click.option(
    "--line/--no-line",
    default=None,
    help="A simulated switch that brings calls of today; with it unless only prepared.",
)
@language_option
def room(
    folder: Path,
    contracts: Path,
    port: int,
    workers: int,
    prepare_only: bool,
    line: bool | None,
    lang: str,
) -> None:
    """Make the demonstration where it is missing, then serve it on this machine."""
    language = Language(lang)
    os.environ[HOME_VARIABLE] = str(folder.resolve())
    os.environ.pop("DATABASE_URL", None)
    # So that every account can be tried at once; printed below.
    os.environ.setdefault(TOTP, "none")
    os.environ.setdefault(LEVEL, "warning")
    told = _Told(language)
    told(say("Simulated data only. Home: {folder}", folder=folder))
    with_line = not prepare_only if line is None else line
    _prepare(folder.resolve(), contracts, told, counted=prepare_only, with_line=with_line)
    if prepare_only:
        return
    from jieting.cli.serve import run

    run("127.0.0.1", port, None, workers, announce=lambda address: _announce(address, language))


class _Told:
    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, said: Said) -> None:
        click.echo(self.language.render(said))


def _prepare(home: Path, contracts: Path, tell: _Told, *, counted: bool, with_line: bool) -> None:
    from jieting.cli.application import migrate, ready
    from jieting.cli.room_line import make_line
    from jieting.cli.room_make import make_room

    urls = ready()
    migrate(urls)
    make_room(home, contracts, tell, counted=counted)
    if with_line:
        tell(say("A simulated switch brings calls from now on."))
        make_line(Home(home))
    from django.db import connections

    connections.close_all()


def _announce(address: str, language: Language) -> None:
    """The address, the password, and one account for each role."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    from jieting.apps.accounts.words import role_word

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    heads = (say("Role"), *(say("Account in {contract}", contract=one.id) for one in CONTRACTS))
    for head in heads:
        table.add_column(language.render(head))
    for role in CONTRACTS[0].names:
        accounts = [username(one, role) for one in CONTRACTS]
        table.add_row(language.render(role_word(role)), *accounts)
    for office, (name, _) in OFFICES.items():
        table.add_row(language.render(role_word(office)), name, "")
    totp = os.environ[TOTP]
    lines = [
        say("Open {address}", address=address),
        say("Password of every account: {password}", password=PASSWORD),
        say("No second factor is asked for here: {variable} is none.", variable=TOTP)
        if totp == "none"
        else say("A second factor is asked of: {roles} ({variable})", roles=totp, variable=TOTP),
        say("Ctrl-C stops it."),
    ]
    console = Console(highlight=False)
    console.print()
    for line in lines[:2]:
        console.print(language.render(line), soft_wrap=True)
    console.print(table)
    for line in lines[2:]:
        console.print(language.render(line), soft_wrap=True)
