"""``jieting roster check``: a roster from any source against the rules in force."""

from __future__ import annotations

from pathlib import Path

import click

from jieting.cli.main import EXIT_REFUSED
from jieting.cli.options import PATH, language_option
from jieting.cli.output import print_findings
from jieting.cli.roster_files import problem_from, rows_from
from jieting.cli.roster_told import as_json, told
from jieting.cli.writing import keep_inputs, writable
from jieting.domain.rostering.check import check as checked_by_rules
from jieting.domain.rostering.check import tidied
from jieting.domain.rostering.ledger import year_so_far
from jieting.domain.rostering.problem_file import ledger_text
from jieting.language import Language


@click.command()
@click.option("--problem", "problem_file", type=PATH, required=True, help="Problem file (TOML).")
@click.option(
    "--roster", "roster_file", type=PATH, required=True, help="Roster file: person,date,shift."
)
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text")
@click.option("--out", type=PATH, help="File to write; standard output without it.")
@click.option(
    "--ledger", "ledger_file", type=PATH, help="File for the year's ledger with this roster added."
)
@language_option
@click.pass_context
def check(
    ctx: click.Context,
    problem_file: Path,
    roster_file: Path,
    form: str,
    out: Path | None,
    ledger_file: Path | None,
    lang: str,
) -> None:
    """Tell every rule that a roster breaks, and what it costs.

    Exit codes: 0 where no rule is broken, 3 where one is.
    """
    for written in (out, ledger_file):
        keep_inputs(written, [problem_file, roster_file])
    problem, warnings = problem_from(problem_file)
    rows = rows_from(roster_file, problem)
    print_findings(warnings, lang)
    checked = checked_by_rules(problem, rows)
    tell = as_json if form == "json" else told
    text = tell(problem, tidied(problem, rows), checked, Language(lang))
    with writable(out):
        if out is None:
            click.echo(text, nl=False)
        else:
            out.write_text(text, encoding="utf-8")
    if ledger_file is not None:
        with writable(ledger_file):
            year = year_so_far(problem, tidied(problem, rows))
            ledger_file.write_text(ledger_text(year), encoding="utf-8")
    if not checked.feasible:
        ctx.exit(EXIT_REFUSED)
