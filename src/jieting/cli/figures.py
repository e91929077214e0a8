"""``jieting figures``: how each figure is defined; or figures counted from call files."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path

import click

from jieting.cli.options import PATH, language_option
from jieting.domain.errors import BadInput, Finding, Place
from jieting.domain.said import say

DIMENSIONS = ("day", "half_hour", "queue", "agent")


@click.command()
@click.argument("names", nargs=-1)
@click.option("--format", "form", type=click.Choice(("text", "markdown", "json")), default="text")
@click.option(
    "--calls",
    "call_files",
    type=PATH,
    multiple=True,
    help="Count the figures from these files instead of describing them.",
)
@click.option("--contract", "contract_file", type=PATH, help="Contract whose scope is counted.")
@click.option("--mapping", type=PATH, help="Mapping file for foreign columns and codes.")
@click.option("--records", "records_file", type=PATH, help="Records file, for complaints.")
@click.option("--month", "month_text", help="The month, such as 2026-10.")
@click.option(
    "--by",
    "keys",
    type=click.Choice(DIMENSIONS),
    multiple=True,
    help="Count per day, half hour, queue or agent; may be given more than once.",
)
@language_option
def figures(
    names: tuple[str, ...],
    form: str,
    call_files: tuple[Path, ...],
    contract_file: Path | None,
    mapping: Path | None,
    records_file: Path | None,
    month_text: str | None,
    keys: tuple[str, ...],
    lang: str,
) -> None:
    """Describe the figures NAMES (all by default): formula, base, exclusions, unit, SQL, example.

    With --calls, --contract and --month they are counted instead, by the keys given.
    """
    from jieting.cli import figure_pages as pages

    chosen = pages.chosen(names)
    if not call_files:
        _refuse_counting_options((contract_file, mapping, records_file, month_text, *keys))
        click.echo(pages.describe(chosen, form, lang), nl=False)
        return
    if contract_file is None or month_text is None:
        raise _needs("--contract, --month")
    from jieting.cli.figure_counts import count_files

    with tempfile.TemporaryDirectory(prefix="jieting-") as folder:
        table = count_files(
            chosen,
            call_files,
            contract_file,
            mapping,
            records_file,
            month_text,
            tuple(dict.fromkeys(keys)),
            Path(folder),
            lang,
        )
        click.echo(pages.counted(table, form, lang), nl=False)


def _refuse_counting_options(given: Iterable[object]) -> None:
    """Without calls nothing is counted; an option that asks for it must not pass in silence."""
    if any(given):
        raise _needs("--calls")


def _needs(options: str) -> BadInput:
    return BadInput(
        Finding(
            "usage",
            say("To count figures, these are missing: {options}.", options=options),
            say("The command did not start."),
            say("See {command} --help.", command="jieting figures"),
            Place("jieting figures"),
        )
    )
