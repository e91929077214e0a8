"""``jieting roster benchmark``: an instance of the public format, solved and checked."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jieting.cli.files import read_text
from jieting.cli.options import PATH, language_option
from jieting.cli.stopping import stopped
from jieting.cli.writing import keep_inputs, writable
from jieting.domain.errors import Finding, Place, Refused
from jieting.domain.rostering.check import check
from jieting.domain.rostering.problem import Problem
from jieting.domain.rostering.public_format import read_public
from jieting.domain.rostering.solution import Roster
from jieting.domain.said import Said, say
from jieting.language import Language

if TYPE_CHECKING:
    from jieting.solvers.columns.portfolio import Progress


@click.command()
@click.argument("instance", type=PATH)
@click.option(
    "--seconds", type=click.FloatRange(min=0.1), default=60.0, show_default=True, help="Time."
)
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of the random search.")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text")
@click.option("--out", type=PATH, help="File to write; standard output without it.")
@click.option(
    "--log", "logged", is_flag=True, help="Tell each better roster and bound as it comes."
)
@language_option
def benchmark(
    instance: Path, seconds: float, seed: int, form: str, out: Path | None, logged: bool, lang: str
) -> None:
    """Solve an instance of the public shift-scheduling format, with a proven bound.

    Ctrl-C or SIGTERM ends it early with the best roster so far.
    """
    keep_inputs(out, [instance])
    problem = read_public(read_text(instance), str(instance))
    language = Language(lang)
    with stopped() as stop:
        roster = _solved(problem, seconds, seed, stop, language if logged else None)
    if roster is None:
        raise Refused(_nothing(instance))
    text = _json(problem, roster, seed) if form == "json" else _text(problem, roster, language)
    with writable(out):
        if out is None:
            click.echo(text, nl=False)
        else:
            out.write_text(text, encoding="utf-8")


def _solved(
    problem: Problem, seconds: float, seed: int, stop: threading.Event, told_in: Language | None
) -> Roster | None:
    from jieting.solvers.columns.portfolio import solve_columns

    def told(now: Progress) -> None:
        if told_in is not None:
            click.echo(told_in.render(_progress(now)), err=True)

    return solve_columns(problem, seconds, seed, told, stop)


def _progress(now: Progress) -> Said:
    seconds = f"{now.seconds:.1f}"
    if now.cost is None:
        return say("{seconds} s: bound {bound}", seconds=seconds, bound=now.bound)
    if now.bound is None:
        return say("{seconds} s: cost {cost} by {way}", seconds=seconds, cost=now.cost, way=now.way)
    return say(
        "{seconds} s: cost {cost} by {way}, bound {bound}",
        seconds=seconds,
        cost=now.cost,
        way=now.way,
        bound=now.bound,
    )


def _json(problem: Problem, roster: Roster, seed: int) -> str:
    checked = check(problem, roster.rows)
    data = {
        "instance": Path(problem.id).stem,
        "objective": checked.cost.total,
        "bound": roster.bound,
        "proven": roster.bound == checked.cost.total,
        "feasible": checked.feasible,
        "seconds": round(roster.seconds, 2),
        "seed": seed,
        "made_by": roster.made_by,
        "cost": {
            "under": checked.cost.under,
            "over": checked.cost.over,
            "wishes": checked.cost.wishes,
        },
        "roster": {person: list(row) for person, row in roster.rows.items()},
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _text(problem: Problem, roster: Roster, language: Language) -> str:
    checked = check(problem, roster.rows)
    parts = [
        say(
            "{name}: cost {cost}, bound {bound}, {seconds} s.",
            name=Path(problem.id).stem,
            cost=checked.cost.total,
            bound="-" if roster.bound is None else roster.bound,
            seconds=f"{roster.seconds:.1f}",
        ),
        say("No rule is broken.")
        if checked.feasible
        else say("{count} breaches:", count=len(checked.breaches)),
    ]
    if roster.bound == checked.cost.total:
        parts.append(say("No roster can cost less."))
    lines = [language.render(part) for part in parts]
    width = max((len(shift.id) for shift in problem.shifts), default=1)
    names = max(len(person) for person in roster.rows)
    lines += [
        f"{person:<{names}} " + " ".join(f"{shift or '.':<{width}}" for shift in row)
        for person, row in roster.rows.items()
    ]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _nothing(instance: Path) -> Finding:
    return Finding(
        "no_roster",
        say("No roster that keeps every rule was found in the time."),
        say("There is none to show."),
        say("Give more --seconds; where that does not help, the limits contradict each other."),
        Place(str(instance)),
    )
