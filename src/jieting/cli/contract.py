"""``jieting contract``: check and audit contract files, and add one to the installation."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from jieting.cli.application import ready
from jieting.cli.contract_audit import audit
from jieting.cli.files import read_text
from jieting.cli.main import EXIT_BAD_INPUT
from jieting.cli.options import PATH, language_option
from jieting.cli.output import finding_text
from jieting.domain.contracts.load import contract_findings
from jieting.domain.errors import BadInput, Finding, Place
from jieting.domain.said import Said, say
from jieting.language import Language


@click.group()
def contract() -> None:
    """Check contract files and what they invite, and add one to the installation."""


contract.add_command(audit)


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


@contract.command()
@click.argument("file", metavar="FILE", type=PATH)
@click.option("--supplier", help="The party that runs the hotline, for a new contract.")
@click.option("--purchaser", help="The party that buys it, for a new contract.")
@language_option
def add(file: Path, supplier: str | None, purchaser: str | None, lang: str) -> None:
    """Add FILE to the installation: a new contract of two parties, or a later version of one.

    With --supplier and --purchaser it is a new contract; without them, a version of the contract
    that the file names. Exit code 3 where a rule speaks against it.
    """
    if (supplier is None) != (purchaser is None):
        raise BadInput(_half_of_the_parties())
    text = read_text(file)
    errors = [finding for finding in _findings(file) if finding.is_error]
    if errors:
        raise BadInput(errors)
    said = _add(text, supplier or "", purchaser or "")
    click.echo(Language(lang).render(said))


def _add(text: str, supplier: str, purchaser: str) -> Said:
    ready()
    from jieting.apps.base.actor import Actor
    from jieting.apps.contracts.actions import add_contract, add_version

    by, at = Actor(name="jieting contract add", role="system", way="cli"), datetime.now(UTC)
    if supplier:
        made = add_contract(by=by, at=at, text=text, supplier=supplier, purchaser=purchaser)
        return say("{contract} is added.", contract=made.pk)
    version = add_version(by=by, at=at, text=text)
    return say(
        "Version {version} of {contract} is added; it takes effect on {day}.",
        version=version.name,
        contract=version.contract_id,
        day=version.effective_from,
    )


def _half_of_the_parties() -> Finding:
    return Finding(
        "half_of_the_parties",
        say("Only one of --supplier and --purchaser is given."),
        say("A contract has both."),
        say("Give both for a new contract, or none for a later version."),
        Place("--supplier"),
    )


def _findings(file: Path) -> list[Finding]:
    try:
        return contract_findings(read_text(file), str(file))
    except BadInput as error:
        return list(error.findings)
