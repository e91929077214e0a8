"""``jieting demo run``: a simulated month of every shipped contract, assessed; for newcomers."""

from __future__ import annotations

from contextlib import redirect_stderr
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import click

from jieting.cli.files import read_contract
from jieting.cli.months import read_month
from jieting.cli.options import PATH, language_option
from jieting.cli.writing import writable
from jieting.domain.contracts.settlement import MonthResult
from jieting.domain.errors import BadInput, Finding, Place
from jieting.domain.quantities import plain
from jieting.domain.said import Said, say
from jieting.language import Language

SEED = "12123"


@dataclass(frozen=True)
class DemoMonth:
    """Where the files of one demonstration month lie."""

    contract: Path
    month: str
    folder: Path

    @property
    def calls(self) -> Path:
        """The simulated call list."""
        return self.folder / f"{self.month}-calls.csv"

    @property
    def records(self) -> Path:
        """The simulated records."""
        return self.folder / f"{self.month}-records.toml"

    def statement(self, form: str) -> Path:
        """The statement in one format."""
        return self.folder / f"{self.month}.{form}"


@click.command()
@click.option("--contracts", type=PATH, default=Path("contracts"), help="Folder of contracts.")
@click.option("--month", default="2026-10", help="The month to simulate.")
@click.option("--out", type=PATH, default=Path("build/demo"), help="Folder for everything made.")
@language_option
def run(contracts: Path, month: str, out: Path, lang: str) -> None:
    """Simulate and assess a month of every contract; say where the statements lie."""
    language = Language(lang)
    click.echo(language.render(say("All calls and records below are simulated.")))
    for file in _contracts(contracts):
        demo = DemoMonth(file, month, out / file.stem)
        with writable(demo.folder):
            demo.folder.mkdir(parents=True, exist_ok=True)
        _make(demo, lang)
        click.echo()
        for line in _told(demo):
            click.echo(language.render(line))


def _contracts(folder: Path) -> list[Path]:
    """The contract files of a folder. Errors: BadInput where there is none."""
    if files := sorted(folder.glob("*.toml")):
        return files
    raise BadInput(
        Finding(
            "no_contracts",
            say("There is no contract file in this folder."),
            say("Nothing can be simulated without a contract."),
            say("Give the folder of contracts with --contracts."),
            Place(str(folder)),
        )
    )


def _make(demo: DemoMonth, lang: str) -> None:
    """Every step by the same commands that a user types."""
    made = ("--contract", str(demo.contract), "--month", demo.month)
    _jieting("demo", "calls", *made, "--seed", SEED, "--out", str(demo.calls))
    _jieting(
        "demo",
        "records",
        *made,
        "--calls",
        str(demo.calls),
        "--seed",
        SEED,
        "--out",
        str(demo.records),
    )
    files = ("--calls", str(demo.calls), "--records", str(demo.records), "--lang", lang)
    for form in ("json", "pdf"):
        _jieting("assess", *made, *files, "--format", form, "--out", str(demo.statement(form)))


def _jieting(*arguments: str) -> None:
    """One command as a user would type it, without its notes; an error ends the run."""
    from jieting.cli.main import cli

    with redirect_stderr(StringIO()):
        cli.main(list(arguments), standalone_mode=False)


def _told(demo: DemoMonth) -> list[Said]:
    contract = read_contract(demo.contract)
    result = read_month(demo.statement("json"))
    return [
        say("{title} ({id}), {month}", title=contract.title, id=contract.id, month=demo.month),
        _result(result),
        say("  statement: {file}", file=demo.statement("pdf")),
        say("  calls and records: {folder}", folder=demo.folder),
    ]


def _result(result: MonthResult) -> Said:
    if result.score is not None:
        return say(
            "  {arrived} calls, score {score}", arrived=result.arrived, score=plain(result.score, 2)
        )
    if result.waiting:
        return say(
            "  {arrived} calls, waiting: {clauses}",
            arrived=result.arrived,
            clauses=", ".join(result.waiting),
        )
    broken = [limit.clause for limit in result.limits if limit.met is False]
    if broken:
        return say(
            "  {arrived} calls, limits broken: {clauses}",
            arrived=result.arrived,
            clauses=", ".join(broken),
        )
    return say("  {arrived} calls, all limits kept", arrived=result.arrived)
