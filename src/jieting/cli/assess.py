"""``jieting assess``: a month of calls becomes an explained score."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from jieting.analytics.assessed import assessed
from jieting.analytics.counted import count_month
from jieting.analytics.duck import DuckEngine
from jieting.analytics.evidence import evidence_tables
from jieting.analytics.month import MonthCounter
from jieting.cli.call_files import gather_files
from jieting.cli.files import parse_month, read_contract, read_records
from jieting.cli.options import PATH, language_option
from jieting.cli.output import print_findings
from jieting.cli.statement import write_evidence, write_month
from jieting.cli.writing import keep_inputs
from jieting.domain.contracts.fit import fit_findings
from jieting.domain.errors import BadInput

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
        counter = MonthCounter(engine, month, records)
        counted = count_month(engine, counter, contract, gathered.calls, with_what_if)
        result = assessed(
            contract,
            month,
            records,
            counted,
            (*gathered.findings, *findings),
            tuple(evidence_tables(engine, contract, month, records)),
        )
        print_findings(result.findings, lang)
        write_month(result, form, lang, out)
        if evidence_folder is not None:
            write_evidence(result.evidence, evidence_folder, lang)
