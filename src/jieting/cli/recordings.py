"""``jieting recordings``: what is due for deletion, why the rest is kept, and deleting it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from jieting.cli.application import ready
from jieting.cli.options import language_option
from jieting.domain.errors import BadInput, Finding, Place
from jieting.domain.said import Said, say
from jieting.language import Language

if TYPE_CHECKING:
    from jieting.apps.recordings.retention import DryRun, Look


@click.group()
def recordings() -> None:
    """Look at how long recordings of calls are kept."""


@recordings.command()
@click.option("--contract", "contract_id", required=True, help="The contract's id.")
@click.option("--delete", is_flag=True, help="Delete what is due; asks who you are.")
@click.option("--by", "username", help="With --delete: your sign-in name.")
@click.option("--reason", default="", help="With --delete: why; it stands on the certificate.")
@language_option
def due(contract_id: str, delete: bool, username: str | None, reason: str, lang: str) -> None:
    """List what would be deleted today and what is held and why; nothing is deleted by that.

    With --delete, who may delete recordings confirms with the password and, where there is one,
    the code; a certificate is kept. Exit codes: 0 done, 2 bad input, 3 refused by a rule.
    """
    ready()
    from jieting.apps.contracts.queries import contract_ids
    from jieting.apps.recordings.retention import dry_run

    if contract_id not in contract_ids():
        raise BadInput(_no_contract(contract_id))
    at = datetime.now(UTC)
    found = dry_run(contract_id, at)
    language = Language(lang)
    for line in (*_lines(found.due, language), *_held(found, language)):
        click.echo(line)
    n, held = len(found.due), len(found.held)
    click.echo(language.render(say("{n} are due for deletion, {held} are held.", n=n, held=held)))
    if delete and found.due:
        if not username:
            raise BadInput(_nobody())
        done = _delete(contract_id, at, found.digest, username, reason, language)
        click.echo(language.render(done))


def _lines(looks: tuple[Look, ...], language: Language) -> list[str]:
    from jieting.apps.recordings.classes import WORDS

    return [
        f"- {look.row.call}\t{_began(look)}\t{language.render(WORDS[look.kept.retention])}"
        for look in looks
    ]


def _held(found: DryRun, language: Language) -> list[str]:
    return [
        f"+ {look.row.call}\t{_began(look)}\t"
        + "; ".join(language.render(why) for why in look.kept.why)
        for look in found.held
    ]


def _began(look: Look) -> str:
    from jieting.apps.base.instants import to_datetime

    return to_datetime(look.row.began_at).isoformat(timespec="seconds")


def _delete(
    contract_id: str, at: datetime, seen: str, username: str, reason: str, language: Language
) -> Said:
    """Ask for password and code, and delete what was listed."""
    from jieting.apps.accounts.command_line import confirmed_at_terminal
    from jieting.apps.recordings.actions import delete_due

    password = click.prompt(language.render(say("Your password")), hide_input=True)
    code = click.prompt(
        language.render(say("Code of your authenticator, empty where you have none")),
        default="",
        show_default=False,
    )
    by, confirmed = confirmed_at_terminal(
        username=username, contract_id=contract_id, password=password, code=code, at=at
    )
    row = delete_due(
        by=by, at=at, contract_id=contract_id, seen=seen, reason=reason, confirmed=confirmed
    )
    return say(
        "{n} recordings are deleted; certificate {number}, SHA-256 of its list {digest}.",
        n=row.recordings,
        number=row.number,
        digest=row.digest,
    )


def _no_contract(contract_id: str) -> Finding:
    return Finding(
        "no_such_contract",
        say("There is no contract {contract}.", contract=contract_id),
        say("Recordings belong to a contract."),
        say("Add it with jieting contract add, or correct the id."),
        Place("--contract"),
    )


def _nobody() -> Finding:
    return Finding(
        "nobody_named",
        say("It is not said who deletes."),
        say("Who deletes recordings answers for it with their own name."),
        say("Name yourself with --by, and give the password when you are asked."),
        Place("--by"),
    )
