"""``jieting audit``: whether the audit log is what was written, and the log as a file."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jieting.cli.application import ready
from jieting.cli.main import EXIT_REFUSED
from jieting.cli.options import PATH, language_option
from jieting.cli.output import print_findings
from jieting.cli.writing import writable
from jieting.domain.errors import BadInput, Finding, Place
from jieting.domain.reasons import reason_of
from jieting.domain.said import say
from jieting.language import Language

if TYPE_CHECKING:
    from jieting.apps.audit.walk import Head, Walk


@click.group()
def audit() -> None:
    """Check the audit log, and take it away."""


@audit.command()
@click.option(
    "--head",
    "heads",
    multiple=True,
    metavar="NUMBER:HASH",
    help="An entry noted outside, by which a cut tail is found; may be given more than once.",
)
@click.option("--file", "file", type=PATH, help="Check an export instead of the database.")
@click.option(
    "--log-only", is_flag=True, help="Do not compare calls, contracts and records with the log."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json")),
    default="text",
    help="Form of the result.",
)
@language_option
def verify(heads: tuple[str, ...], file: Path | None, log_only: bool, form: str, lang: str) -> None:
    """Walk the chain from its first entry and compute every hash again.

    Exit code 3 where anything was changed, cut, or put in past the application.
    """
    check = _of_file(file, heads) if file else _of_database(heads, not log_only)
    done = check()
    if form == "json":
        click.echo(json.dumps(_as_json(done, lang), ensure_ascii=False, indent=2))
    else:
        print_findings(done.findings, lang)
        click.echo(Language(lang).render(_summary(done)))
    if done.errors:
        sys.exit(EXIT_REFUSED)


@audit.command()
def head() -> None:
    """Print number and hash of the newest entry, to be noted outside."""
    ready()
    from jieting.apps.audit import queries

    newest = queries.head()
    if newest is not None:
        click.echo(str(newest))


@audit.command()
@click.argument("out", type=PATH, metavar="FILE")
@language_option
def export(out: Path, lang: str) -> None:
    """Write the whole log to FILE: an entry as JSON on each line, checked without a database."""
    ready()
    from jieting.apps.audit.export import write_lines
    from jieting.apps.audit.queries import kept_entries

    with writable(out), out.open("x", encoding="utf-8", newline="\n") as file:
        count = write_lines(kept_entries(), file)
    click.echo(
        Language(lang).render(say("{count} entries written to {file}.", count=count, file=out))
    )


def _of_database(texts: tuple[str, ...], rows: bool) -> Callable[[], Walk]:
    ready()
    from jieting.apps.audit.queries import verify as verify_log

    heads = _heads(texts)
    return lambda: verify_log(heads, rows=rows)


def _of_file(path: Path, texts: tuple[str, ...]) -> Callable[[], Walk]:
    from jieting.apps.audit.export import read_lines
    from jieting.apps.audit.walk import walk

    heads = _heads(texts)

    def check() -> Walk:
        try:
            with path.open(encoding="utf-8") as file:
                return walk(read_lines(file, str(path)), heads)
        except UnicodeDecodeError as error:
            reason = say("it is not UTF-8 at byte {byte}", byte=error.start)
            raise BadInput(_unreadable(path, reason)) from error
        except OSError as error:
            raise BadInput(_unreadable(path, reason_of(error))) from error

    return check


def _heads(texts: tuple[str, ...]) -> list[Head]:
    from jieting.apps.audit.walk import Head

    try:
        return [Head.parse(text) for text in texts]
    except ValueError:
        raise BadInput(
            Finding(
                "not_a_head",
                say("A head is {value}.", value=repr(texts)),
                say("It is what the log is compared with."),
                say("Write it as jieting audit head prints it: number, colon, 64 hex digits."),
                Place("--head"),
            )
        ) from None


def _unreadable(path: Path, reason: object) -> Finding:
    return Finding(
        "unreadable",
        say("The file cannot be read: {reason}.", reason=reason),
        say("Nothing can be checked without it."),
        say("Check the name, and that it is an export of the audit log."),
        Place(str(path)),
    )


def _summary(done: Walk) -> Any:
    if done.errors:
        return say(
            "{entries} entries, {errors} errors: the audit log is not what was written.",
            entries=done.entries,
            errors=done.errors,
        )
    return say(
        "{entries} entries, none changed, none missing. Head: {head}",
        entries=done.entries,
        head=done.head or "-",
    )


def _as_json(done: Walk, lang: str) -> dict[str, Any]:
    language = Language(lang)
    return {
        "entries": done.entries,
        "head": str(done.head) if done.head else None,
        "errors": done.errors,
        "found": done.found,
        "findings": [
            {
                "code": finding.code,
                "severity": str(finding.severity),
                "place": str(finding.place),
                "what": language.render(finding.what),
                "why": language.render(finding.why),
                "remedy": language.render(finding.remedy),
            }
            for finding in done.findings
        ],
    }
