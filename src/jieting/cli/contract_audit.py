"""``jieting contract audit``: what a contract's own arithmetic invites, before it is signed."""

from __future__ import annotations

import json
import sys
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path

import click

from jieting.cli.files import read_contract
from jieting.cli.main import EXIT_REFUSED
from jieting.cli.options import PATH, language_option
from jieting.cli.writing import keep_inputs, writable
from jieting.domain.errors import BadInput, Finding, Place
from jieting.domain.said import say
from jieting.language import Language

FORMATS = ("text", "json")
VOLUMES = "500,2000,9000,30000"
MOST_VOLUMES, MOST_CALLS = 8, 1_000_000


@click.command()
@click.argument("file", metavar="FILE", type=PATH)
@click.option(
    "--calls-a-month",
    "volumes_text",
    default=VOLUMES,
    show_default=True,
    help="Numbers of calls to assume, with commas between them.",
)
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True)
@click.option(
    "--cliff",
    "cliff_text",
    default="1",
    show_default=True,
    help="Per cent of a quarter's fee from which a jump is reported.",
)
@click.option("--strict", is_flag=True, help="Exit with 3 where anything severe is found.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text")
@click.option("--out", type=PATH, help="File to write; standard output without it.")
@language_option
def audit(
    file: Path,
    volumes_text: str,
    seed: int,
    cliff_text: str,
    strict: bool,
    form: str,
    out: Path | None,
    lang: str,
) -> None:
    """Find lines of a contract FILE that are worth nothing, cliffs, traps and clashes.

    Nothing is assumed of the supplier but the numbers of calls; every point is reckoned by the
    same clauses as in an assessment.
    """
    from jieting.analytics.class_weights import class_weights
    from jieting.domain.incentive.audit import audit as incentives_of
    from jieting.domain.incentive.told import as_data, as_text

    keep_inputs(out, [file])
    volumes, least = _volumes(volumes_text), _percent(cliff_text)
    found = incentives_of(read_contract(file), class_weights, volumes, seed, least)
    render = Language(lang).render
    if form == "json":
        text = json.dumps(as_data(found, render), ensure_ascii=False, indent=2) + "\n"
    else:
        text = as_text(found, render)
    with writable(out):
        if out is None:
            click.echo(text, nl=False)
        else:
            out.write_text(text, encoding="utf-8")
            click.echo(render(say("written: {file}", file=out)), err=True)
    if strict and found.is_severe:
        sys.exit(EXIT_REFUSED)


def _volumes(text: str) -> tuple[int, ...]:
    """The numbers of calls, each once. Errors: BadInput."""
    parts = [part.strip() for part in text.split(",")]
    numbers = {int(p) for p in parts if p.isascii() and p.isdecimal() and len(p) < 9}
    fits = all(p.isascii() and p.isdecimal() and len(p) < 9 for p in parts)
    if not fits or len(numbers) > MOST_VOLUMES or not all(0 < n <= MOST_CALLS for n in numbers):
        raise BadInput(
            Finding(
                "not_volumes",
                say("calls-a-month is {value}.", value=repr(text)),
                say("It says for how many calls a month the contract is tried."),
                say(
                    "Write up to {most} whole numbers from 1 to {calls}, such as {example}.",
                    most=MOST_VOLUMES,
                    calls=MOST_CALLS,
                    example=VOLUMES,
                ),
                Place("--calls-a-month"),
            )
        )
    return tuple(sorted(numbers))


def _percent(text: str) -> Fraction:
    """A percentage as a part. Errors: BadInput."""
    try:
        value = Decimal(text)
        if value.is_finite() and 0 <= value <= 100:
            return Fraction(value) / 100
    except InvalidOperation:
        pass
    raise BadInput(
        Finding(
            "not_a_percentage",
            say("cliff is {value}.", value=repr(text)),
            say("It is the part of a quarter's fee from which a jump is reported."),
            say("Write a number from 0 to 100, such as 1."),
            Place("--cliff"),
        )
    )
