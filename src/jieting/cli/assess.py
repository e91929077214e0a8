"""``jieting assess``: a month of calls becomes an explained score."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path

import click

from jieting.analytics.duck import DuckEngine
from jieting.analytics.evidence import evidence_tables
from jieting.analytics.gather import Gathered
from jieting.analytics.month import MonthCounter
from jieting.analytics.named_calls import missing_calls, no_calls
from jieting.cli.assessed import Assessed
from jieting.cli.call_files import gather_files
from jieting.cli.files import parse_month, read_contract, read_records
from jieting.cli.options import PATH, language_option
from jieting.cli.output import print_findings
from jieting.cli.statement import write_evidence, write_month
from jieting.cli.writing import keep_inputs
from jieting.domain.calls.call import SIMULATED
from jieting.domain.contracts.fit import fit_findings
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.records import Records
from jieting.domain.errors import BadInput, Finding
from jieting.domain.periods import Month, iso

FORMATS = ("text", "json", "xlsx", "pdf", "docx")


@click.command()
@click.option("--contract", "contract_file", type=PATH, required=True, help="Contract file.")
@click.option(
    "--calls",
    "call_files",
    type=PATH,
    required=True,
    multiple=True,
    help="Call file; may be given more than once.",
)
@click.option("--mapping", type=PATH, help="Mapping file for foreign columns and codes.")
@click.option("--records", "records_file", type=PATH, help="Records file (TOML).")
@click.option("--month", "month_text", required=True, help="The month, such as 2026-10.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text")
@click.option("--out", type=PATH, help="File to write; standard output without it.")
@click.option(
    "--evidence",
    "evidence_folder",
    type=PATH,
    help="Folder for the lists of calls counted and not counted.",
)
@click.option(
    "--what-if",
    "with_what_if",
    is_flag=True,
    help="Also the month under every value of every choice.",
)
@click.option("--strict", is_flag=True, help="Refuse files with any bad row.")
@language_option
def assess(
    contract_file: Path,
    call_files: tuple[Path, ...],
    mapping: Path | None,
    records_file: Path | None,
    month_text: str,
    form: str,
    out: Path | None,
    evidence_folder: Path | None,
    with_what_if: bool,
    strict: bool,
    lang: str,
) -> None:
    """Assess a month of calls under a contract, every line with its reason."""
    keep_inputs(out, [contract_file, *call_files, mapping, records_file])
    contract, month = read_contract(contract_file), parse_month(month_text)
    records, warnings = read_records(records_file, contract)
    findings = [*warnings, *fit_findings(contract, month, records)]
    if any(finding.is_error for finding in findings):
        raise BadInput(findings)
    with tempfile.TemporaryDirectory(prefix="jieting-") as name:
        folder = Path(name)
        gathered = gather_files(call_files, mapping, contract.zone, folder, strict)
        engine = DuckEngine(gathered.path, folder)
        assessed = _assess(engine, contract, month, records, gathered, findings, with_what_if)
        print_findings(assessed.findings, lang)
        write_month(assessed, form, lang, out)
        if evidence_folder is not None:
            write_evidence(assessed.evidence, evidence_folder, lang)


def _assess(
    engine: DuckEngine,
    contract: Contract,
    month: Month,
    records: Records,
    gathered: Gathered,
    findings: Iterable[Finding],
    with_what_if: bool,
) -> Assessed:
    counter = MonthCounter(engine, month, records)
    result = counter.assess(contract)
    counts = result.assessment.counted.counts
    found = [*gathered.findings, *findings, *missing_calls(engine, records)]
    if not counts["arrived"] + counts["excluded"]:
        found += _no_calls(engine, contract, month, gathered.calls)
    alternatives = tuple(counter.what_if(result.assessment)) if with_what_if else None
    return Assessed(
        result,
        alternatives,
        tuple(found),
        tuple(evidence_tables(engine, contract, month, records)),
        records.of_month(month, contract.zone).exclusion,
        engine.has_source(SIMULATED),
    )


def _no_calls(engine: DuckEngine, contract: Contract, month: Month, calls: int) -> list[Finding]:
    first, last = engine.span()
    shown = [iso(at, contract.zone) if at is not None else "-" for at in (first, last)]
    return no_calls(calls, shown[0], shown[1], str(month))
