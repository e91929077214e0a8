"""``jieting roster make``: the best roster of a problem, or why there is none and what cures it."""

from __future__ import annotations

import threading
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jieting.cli.main import EXIT_REFUSED
from jieting.cli.options import PATH, language_option
from jieting.cli.output import print_findings
from jieting.cli.roster_files import problem_from
from jieting.cli.stopping import stopped
from jieting.cli.writing import keep_inputs, writable
from jieting.domain.errors import BadInput, Finding, Place
from jieting.domain.rostering.problem import Problem
from jieting.domain.rostering.roster_file import roster_csv
from jieting.domain.said import say
from jieting.language import Language

if TYPE_CHECKING:
    from jieting.cli.roster_points import Month
    from jieting.solvers.roster.search import Found, Progress

COVER, POINTS = "cover", "points"


@click.command()
@click.option("--problem", "problem_file", type=PATH, required=True, help="Problem file (TOML).")
@click.option("--aim", type=click.Choice((COVER, POINTS)), default=COVER, show_default=True)
@click.option("--contract", "contract_file", type=PATH, help="Contract file, for --aim points.")
@click.option("--forecast", "forecast_file", type=PATH, help="Forecast file, for --aim points.")
@click.option(
    "--patience",
    "patience_s",
    type=click.FloatRange(min=1),
    default=90.0,
    show_default=True,
    help="Mean patience of callers in seconds, for --aim points.",
)
@click.option(
    "--point-value",
    type=click.IntRange(min=0),
    help="Worth of a point in the contract's currency; a hundredth of the month's fee without it.",
)
@click.option(
    "--seconds", type=click.FloatRange(min=0.1), default=30.0, show_default=True, help="Time."
)
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True)
@click.option("--out", type=PATH, help="Roster file to write: person,date,shift.")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text")
@language_option
@click.pass_context
def make(
    ctx: click.Context,
    problem_file: Path,
    aim: str,
    contract_file: Path | None,
    forecast_file: Path | None,
    patience_s: float,
    point_value: int | None,
    seconds: float,
    seed: int,
    out: Path | None,
    form: str,
    lang: str,
) -> None:
    """Make a roster that keeps every rule and costs as little as can be found in the time.

    Ctrl-C or SIGTERM ends it early with the best roster so far. Exit codes: 0 with a roster, 3
    where the rules clash or none was found; then the clash is told, and what would cure it.
    """
    keep_inputs(out, [problem_file, contract_file, forecast_file])
    problem, warnings = problem_from(problem_file)
    month = None
    if aim == POINTS:
        from jieting.cli.roster_points import month_from

        value = None if point_value is None else Fraction(point_value)
        files = _needed(contract_file, "--contract"), _needed(forecast_file, "--forecast")
        month = month_from(problem, *files, patience_s, value)
    print_findings(warnings, lang)
    language = Language(lang)
    with stopped() as stop:
        found = _made(problem, month, seconds, seed, language, stop)
        if not found.rows:
            _explain(problem, found, form, language, stop)
            ctx.exit(EXIT_REFUSED)
    if out is not None:
        with writable(out):
            out.write_text(roster_csv(problem, found.rows), encoding="utf-8")
    _tell(problem, found, month, form, language)


def _needed(path: Path | None, option: str) -> Path:
    if path is None:
        raise BadInput(
            Finding(
                "file_needed",
                say("{option} is missing.", option=option),
                say("The contract's points are worked out from a contract and a forecast."),
                say("Give both files, or ask for --aim cover."),
                Place(option),
            )
        )
    return path


def _made(
    problem: Problem,
    month: Month | None,
    seconds: float,
    seed: int,
    language: Language,
    stop: threading.Event,
) -> Found:
    from jieting.solvers.roster.search import Effort
    from jieting.solvers.roster.ways import best_roster

    def told(now: Progress) -> None:
        words = say(
            "{seconds} s: cost {cost}, proven to be at least {bound}",
            seconds=f"{now.seconds:.1f}",
            cost=now.cost,
            bound=now.bound,
        )
        click.echo(language.render(words), err=True)

    effort = Effort(seconds, seed=seed)
    aim = None if month is None else month.points
    return best_roster(problem, effort, aim=aim, told=told, stop=stop)


def _tell(
    problem: Problem, found: Found, month: Month | None, form: str, language: Language
) -> None:
    from jieting.cli.roster_page import made_json, made_text

    lines, data = [], {}
    if month is not None:
        from jieting.cli.roster_points import judged_points, points_data, points_told

        judged = judged_points(problem, found.rows, month)
        lines, data = list(points_told(month, judged)), points_data(judged)
    tell = made_json(problem, found, data, language)
    text = tell if form == "json" else made_text(problem, found, lines, language)
    click.echo(text, nl=False)


def _explain(
    problem: Problem, found: Found, form: str, language: Language, stop: threading.Event
) -> None:
    from jieting.cli.roster_clash import clash_json, clash_text, explained

    why = explained(problem, found, stop)
    tell = clash_json if form == "json" else clash_text
    click.echo(tell(problem, why, language), nl=False)
