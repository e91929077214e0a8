"""Statements and evidence written for the command line: to standard output or to files."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import click

from jieting.analytics.assessed import Assessed
from jieting.analytics.evidence import EvidenceTable
from jieting.cli.writing import writable
from jieting.documents.call_list import harmless
from jieting.documents.given import given, in_language
from jieting.documents.write import write_statement
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.settlement import Settlement
from jieting.domain.said import say
from jieting.language import Language

TO_STANDARD_OUTPUT = ("text", "json")


def write_month(assessed: Assessed, form: str, lang: str, out: Path | None) -> None:
    """The month's statement in a format, to ``out`` or to standard output."""
    result = assessed.month
    contract = result.assessment.contract
    path = out or _own_name(f"{contract.id}-{result.assessment.month}", form)
    statement = given(assessed, form, lang, _now(contract))
    with writable(path):
        content = write_statement(statement, form, lang, path)
    _tell(content, path, lang)


def write_settlement(settlement: Settlement, form: str, lang: str, out: Path | None) -> None:
    """The settlement's statement in a format."""
    from jieting.documents.write_settlement import write_settlement as write

    path = out or _own_name(f"{settlement.contract.id}-settlement", form)
    with writable(path):
        content = write(settlement, form, lang, path, prepared_at=_now(settlement.contract))
    _tell(content, path, lang)


def write_evidence(tables: Iterable[EvidenceTable], folder: Path, lang: str) -> None:
    """One csv file per list, in UTF-8 with a mark so that Excel opens it without garbling."""
    with writable(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for table in in_language(tables, lang):
            path = folder / f"{table.name}.csv"
            with path.open("w", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(table.columns)
                writer.writerows(harmless(row) for row in table.rows)
    told = say("evidence: {folder}", folder=folder)
    click.echo(Language(lang).render(told), err=True)


def _now(contract: Contract) -> str:
    """The minute at which a statement is made, in the contract's time zone."""
    return datetime.now(contract.zone).strftime("%Y-%m-%d %H:%M")


def _own_name(stem: str, form: str) -> Path | None:
    """A name in this folder for a binary format that a terminal cannot show; else None."""
    binary = form not in TO_STANDARD_OUTPUT
    return Path(f"{stem}.{form}") if binary and sys.stdout.isatty() else None


def _tell(content: bytes | str, path: Path | None, lang: str) -> None:
    """Without a file the content goes to standard output; of a file its name is told."""
    if path is None:
        click.echo(content, nl=False)
        return
    told = say("written: {file}", file=path)
    click.echo(Language(lang).render(told), err=True)
