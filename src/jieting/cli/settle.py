"""``jieting settle``: assessed months become a quarter's payable amount, or a list of breaches."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path

import click

from jieting.cli.files import read_contract, read_records
from jieting.cli.months import read_months
from jieting.cli.options import PATH, language_option
from jieting.cli.output import print_findings
from jieting.cli.writing import keep_inputs
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.settle import settle as settle_months
from jieting.domain.errors import BadInput, Finding, Place
from jieting.domain.periods import Instant, instant, instant_of_local
from jieting.domain.said import say

FORMATS = ("text", "json", "pdf", "docx", "xlsx")


@click.command()
@click.argument("months", nargs=-1, required=True, type=PATH)
@click.option("--contract", "contract_file", type=PATH, required=True, help="Contract file.")
@click.option(
    "--records",
    "records_file",
    type=PATH,
    help="Records file with the violations whose clocks are shown.",
)
@click.option("--at", "at_text", help="When open clocks are looked at; the present by default.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text")
@click.option("--out", type=PATH, help="File to write; standard output without it.")
@language_option
def settle(
    months: tuple[Path, ...],
    contract_file: Path,
    records_file: Path | None,
    at_text: str | None,
    form: str,
    out: Path | None,
    lang: str,
) -> None:
    """Settle MONTHS (JSON files of jieting assess) to a quarter: score, coefficient, payable."""
    from jieting.cli.statement import write_settlement

    keep_inputs(out, [*months, contract_file, records_file])
    contract = read_contract(contract_file)
    records, warnings = read_records(records_file, contract)
    now = _now(contract, at_text)
    settlement = settle_months(contract, read_months(months), records, now)
    print_findings([*warnings, *settlement.findings], lang)
    write_settlement(settlement, form, lang, out)


def _now(contract: Contract, text: str | None) -> Instant:
    """The moment given, in the contract's zone where it has none; else the clock's."""
    if text is None:
        return time.time_ns() // 1_000
    try:
        moment = datetime.fromisoformat(text)
        if not 1970 <= moment.year < 2100:
            raise ValueError("a year of no contract")
        return instant(moment) if moment.tzinfo else instant_of_local(moment, contract.zone)
    except ValueError:
        raise BadInput(
            Finding(
                "not_a_time",
                say("at is {value}.", value=repr(text)),
                say("It says where open rectification clocks stand."),
                say("Write it like 2026-10-01T09:00:00."),
                Place("--at"),
            )
        ) from None
