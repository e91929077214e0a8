"""``jieting records``: the records of the time before the product, kept by who runs it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from jieting.cli.application import ready
from jieting.cli.files import read_text
from jieting.cli.options import PATH, language_option
from jieting.domain.errors import BadInput, Finding, Place
from jieting.domain.said import say
from jieting.language import Language


@click.group()
def records() -> None:
    """Bring in what both parties wrote down before the product came."""


@records.command()
@click.argument("file", metavar="FILE", type=PATH)
@click.option("--contract", "contract_id", required=True, help="The contract's id.")
@click.option("--note", default="", help="What it is and who agreed to it; both sides see it.")
@language_option
def keep(file: Path, contract_id: str, note: str, lang: str) -> None:
    """Keep FILE as the records of a contract, decided ones included.

    For months before the product came: later, people keep trainings and evaluations on the page,
    and everything else comes of moves. Both sides see the file in the history of records. It takes
    the place of the records kept before. Exit code 2 where it has errors.
    """
    text = read_text(file)
    ready()
    from jieting.apps.assessment.actions import keep_records
    from jieting.apps.base.actor import Actor
    from jieting.apps.contracts.queries import contract_ids

    if contract_id not in contract_ids():
        raise BadInput(_no_contract(contract_id))
    by = Actor(name="jieting records keep", role="system", way="cli")
    kept = keep_records(by=by, at=datetime.now(UTC), contract_id=contract_id, text=text, note=note)
    click.echo(Language(lang).render(say("Records {number} are kept.", number=kept.number)))


def _no_contract(contract_id: str) -> Finding:
    return Finding(
        "no_such_contract",
        say("There is no contract {contract}.", contract=contract_id),
        say("Records belong to a contract."),
        say("Add it with jieting contract add, or correct the id."),
        Place("--contract"),
    )
