"""``jieting demo``: simulated months, clearly marked, to try everything with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from jieting.cli.demo_run import run
from jieting.cli.files import parse_month, read_contract
from jieting.cli.options import PATH, language_option
from jieting.cli.output import print_findings
from jieting.cli.room import room
from jieting.cli.writing import keep_inputs, writable
from jieting.domain.calls.call import Call
from jieting.domain.contracts.model import Contract
from jieting.domain.errors import BadInput
from jieting.domain.periods import Month
from jieting.domain.simulation.profile import Profile
from jieting.domain.simulation.profiles import PROFILES

F = TypeVar("F", bound=Callable[..., object])


def _common(command: F) -> F:
    """The options that both commands share; the same ones belong to calls and their records."""
    profile = click.option(
        "--profile",
        "profile_name",
        type=click.Choice(tuple(PROFILES)),
        help="What kind of hotline; chosen by the contract unless given.",
    )
    seed = click.option(
        "--seed",
        type=click.IntRange(min=0),
        default=1,
        show_default=True,
        help="The same seed gives the same month, byte for byte.",
    )
    month = click.option("--month", "month_text", required=True, help="The month: 2026-10.")
    contract = click.option(
        "--contract", "contract_file", type=PATH, required=True, help="Contract file."
    )
    return contract(month(seed(profile(command))))


@click.group()
def demo() -> None:
    """Make simulated months, clearly marked as such."""


demo.add_command(run)
demo.add_command(room)


@demo.command()
@_common
@click.option(
    "--out", type=PATH, help="File to write: .csv, .xlsx or .parquet; else csv is printed."
)
@language_option
def calls(
    contract_file: Path,
    month_text: str,
    seed: int,
    profile_name: str | None,
    out: Path | None,
    lang: str,
) -> None:
    """Write a simulated month of calls."""
    from jieting.documents.call_list import calls_csv, write_calls
    from jieting.switches.simulated import simulated_calls

    keep_inputs(out, [contract_file])
    contract, month = read_contract(contract_file), parse_month(month_text)
    made = simulated_calls(contract, _profile(contract, profile_name), month, seed)
    if out is None:
        click.echo(calls_csv(made, contract.zone), nl=False)
    else:
        _write(lambda path: write_calls(made, path, contract.zone), out)


@demo.command()
@_common
@click.option(
    "--calls",
    "calls_file",
    type=PATH,
    required=True,
    help="The file that demo calls wrote with the same contract, month and seed.",
)
@click.option("--out", type=PATH, help="File to write (TOML); else it is printed.")
@language_option
def records(
    contract_file: Path,
    month_text: str,
    seed: int,
    profile_name: str | None,
    calls_file: Path,
    out: Path | None,
    lang: str,
) -> None:
    """Write the records that go with a simulated month of calls."""
    from jieting.documents.records_file import records_toml
    from jieting.switches.simulated import simulated_records

    keep_inputs(out, [contract_file, calls_file])
    contract, month = read_contract(contract_file), parse_month(month_text)
    profile = _profile(contract, profile_name)
    made = simulated_records(contract, profile, month, _read(calls_file, contract, lang), seed)
    comment = _comment(contract, profile, month, seed)
    text = records_toml(made, contract.zone, comment).encode()
    if out is None:
        click.echo(text, nl=False)
    else:
        _write(lambda path: path.write_bytes(text), out)


def _profile(contract: Contract, name: str | None) -> Profile:
    from jieting.switches.simulated import profile_of

    return PROFILES[name] if name else profile_of(contract)


def _comment(contract: Contract, profile: Profile, month: Month, seed: int) -> tuple[str, ...]:
    return (
        "SIMULATED 模拟数据: nothing in this file happened.",
        f"Made by: jieting demo records --contract <{contract.id}> --month {month} "
        f"--profile {profile.name} --seed {seed}",
    )


def _read(path: Path, contract: Contract, lang: str) -> list[Call]:
    """The calls of a file. Errors: BadInput where any row is wrong; simulated files have none."""
    from jieting.switches.open import open_calls

    reading = open_calls(path, zone=contract.zone)
    found = [call for batch in reading.batches for call in batch]
    if reading.report.errors:
        raise BadInput(reading.report.findings)
    if reading.report.findings:
        print_findings(reading.report.findings, lang)
    return found


def _write(write: Callable[[Path], object], path: Path) -> None:
    with writable(path):
        write(path)
