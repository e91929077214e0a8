"""``jieting outlook month``: calls, records, a forecast and staff become the month's outlook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from jieting.cli.files import parse_month, read_contract
from jieting.cli.months import read_months
from jieting.cli.options import PATH, language_option
from jieting.cli.outlook_inputs import (
    CallFiles,
    PlanFiles,
    digests,
    find,
    forecast_from,
    parse_at,
    staff_from,
)
from jieting.cli.output import print_findings
from jieting.cli.replications import most_done
from jieting.cli.writing import keep_inputs, writable
from jieting.documents.outlook_json import outlook_object, outlook_to_json
from jieting.documents.outlook_text import outlook_to_text
from jieting.domain.contracts.settle_findings import not_ours
from jieting.domain.errors import BadInput, Finding, Refused
from jieting.domain.outlook.ahead import plan_ahead
from jieting.domain.outlook.drawn import Coming
from jieting.domain.outlook.kept import kept_line
from jieting.domain.outlook.known import Known
from jieting.domain.outlook.outlook import Assumed, Outlook, look_ahead
from jieting.domain.outlook.rest import Rest, nothing_left
from jieting.domain.outlook.still_open import Open
from jieting.domain.said import say
from jieting.language import Language

FORMATS = ("text", "json")
MOST = 100_000
_OPEN = [one.value for one in Open]
_EVENTS = [one.value for one in Coming]


@click.command()
@click.option("--contract", "contract_file", type=PATH, required=True, help="Contract file.")
@click.option(
    "--calls",
    "call_files",
    type=PATH,
    required=True,
    multiple=True,
    help="Call file; may be given more than once. Earlier months are learned from.",
)
@click.option("--mapping", type=PATH, help="Mapping file for foreign columns and codes.")
@click.option("--records", "records_file", type=PATH, help="Records file (TOML).")
@click.option("--month", "month_text", required=True, help="The month, such as 2026-10.")
@click.option("--at", "at_text", required=True, help="The moment: 2026-10-16T09:00.")
@click.option("--forecast", type=PATH, help="Forecast (csv) up to the end of the month.")
@click.option("--agents", type=click.IntRange(0, 100_000), help="So many agents all the time.")
@click.option("--requirement", type=PATH, help="Requirement (csv) whose agents are there.")
@click.option("--roster", "roster_file", type=PATH, help="Roster (csv); --problem goes with it.")
@click.option("--problem", "problem_file", type=PATH, help="Problem file of the roster (TOML).")
@click.option(
    "--result",
    "results",
    type=PATH,
    multiple=True,
    help="Earlier month of the contract year, as jieting assess wrote it (JSON).",
)
@click.option(
    "--open",
    "way",
    type=click.Choice(_OPEN),
    default=_OPEN[0],
    show_default=True,
    help="What is due and not done: done in time, or missed.",
)
@click.option(
    "--events",
    type=click.Choice(_EVENTS),
    default=_EVENTS[0],
    show_default=True,
    help="Complaints, findings, violations: as often as so far, or none more.",
)
@click.option("--replications", type=click.IntRange(1, MOST), default=2000, show_default=True)
@click.option("--seed", type=click.IntRange(0, MOST), default=1, show_default=True)
@click.option("--keep", type=PATH, help="File to which the outlook is added, one JSON line.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text")
@click.option("--out", type=PATH, help="File to write; standard output without it.")
@language_option
def month(
    contract_file: Path,
    call_files: tuple[Path, ...],
    mapping: Path | None,
    records_file: Path | None,
    month_text: str,
    at_text: str,
    forecast: Path | None,
    agents: int | None,
    requirement: Path | None,
    roster_file: Path | None,
    problem_file: Path | None,
    results: tuple[Path, ...],
    way: str,
    events: str,
    replications: int,
    seed: int,
    keep: Path | None,
    form: str,
    out: Path | None,
    lang: str,
) -> None:
    """Tell what a month may still come to, and what each line still needs."""
    happened = CallFiles(call_files, mapping, records_file)
    planned = PlanFiles(forecast, agents, requirement, roster_file, problem_file)
    inputs = (contract_file, *happened.paths, *planned.paths, *results)
    keep_inputs(out, (*inputs, keep))
    keep_inputs(keep, inputs)
    contract, wanted = read_contract(contract_file), parse_month(month_text)
    now, given = parse_at(at_text, contract), read_months(results)
    if others := list(not_ours(contract, tuple(given))):
        raise Refused(others)
    found = find(happened, contract, wanted, now)
    rest, findings = _rest(found.known, planned, seed)
    print_findings((*found.findings, *findings), lang)
    assumed = Assumed(Open(way), Coming(events), seed)
    made = most_done(
        lambda number: look_ahead(found.known, rest(number), assumed, given),
        replications,
        Language(lang),
    )
    _write(made, found.simulated, form, lang, out)
    if keep is not None:
        _keep(made, keep, inputs, lang)


def _rest(
    known: Known, planned: PlanFiles, seed: int
) -> tuple[Callable[[int], Rest], list[Finding]]:
    """What simulates the rest of the month so often; of a month that is over nothing is left."""
    if known.is_over:
        return nothing_left, []
    from jieting.domain.outlook.simulated import simulated_rest

    staff = staff_from(planned, known.contract)
    ahead, findings = plan_ahead(known, forecast_from(planned), staff)
    if any(finding.is_error for finding in findings):
        raise BadInput(findings)

    def rest(replications: int) -> Rest:
        return simulated_rest(known.contract, ahead, known.history, replications, seed)

    return rest, findings


def _write(made: Outlook, simulated: bool, form: str, lang: str, out: Path | None) -> None:
    text = outlook_to_json(made, lang) if form == "json" else outlook_to_text(made, simulated, lang)
    if out is None:
        click.echo(text, nl=False)
        return
    with writable(out):
        out.write_text(text, encoding="utf-8")
    click.echo(Language(lang).render(say("written: {file}", file=out)), err=True)


def _keep(made: Outlook, keep: Path, inputs: tuple[Path | None, ...], lang: str) -> None:
    line = kept_line(outlook_object(made, lang), digests(inputs))
    with writable(keep), keep.open("a", encoding="utf-8") as file:
        file.write(line)
    click.echo(Language(lang).render(say("kept in: {file}", file=keep)), err=True)
