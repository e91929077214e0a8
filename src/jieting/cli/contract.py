"""``jieting contract``: everything that can be said against a contract file."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from jieting.cli.files import read_text
from jieting.cli.main import EXIT_BAD_INPUT
from jieting.cli.options import language_option
from jieting.cli.output import finding_text
from jieting.domain.contracts.load import contract_findings
from jieting.domain.errors import BadInput, Finding
from jieting.domain.said import say
from jieting.language import Language


@click.group()
def contract() -> None:
    """Check contract files."""


@contract.command()
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(readable=False, path_type=Path),
)
@language_option
def check(files: tuple[Path, ...], lang: str) -> None:
    """List every error and warning of contract files, each with its line and what to do.

    Findings go to standard error; the exit code is 2 where any is an error.
    """
    language = Language(lang)
    found = {file: _findings(file) for file in files}
    for file, findings in found.items():
        for finding in sorted(findings, key=lambda f: f.place.line or 0):
            click.echo(finding_text(finding, language), err=True)
        click.echo(
            language.render(
                say(
                    "{file}: {errors} errors, {warnings} warnings",
                    file=file,
                    errors=sum(f.is_error for f in findings),
                    warnings=sum(not f.is_error for f in findings),
                )
            )
        )
    if any(finding.is_error for findings in found.values() for finding in findings):
        sys.exit(EXIT_BAD_INPUT)


def _findings(file: Path) -> list[Finding]:
    try:
        return contract_findings(read_text(file), str(file))
    except BadInput as error:
        return list(error.findings)
