"""``jieting outlook calibration``: kept outlooks judged by what came of them."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from jieting.cli.files import read_text
from jieting.cli.months import read_months
from jieting.cli.options import PATH, language_option
from jieting.cli.output import print_findings
from jieting.cli.writing import keep_inputs, writable
from jieting.domain.errors import BadInput, Finding, Place
from jieting.domain.outlook.calibration import Bin, Calibration, calibrate
from jieting.domain.outlook.kept import read_kept
from jieting.domain.said import Said, say
from jieting.language import Language

FORMATS = ("text", "json")
PLACES = 4


@click.command()
@click.argument("file", type=PATH)
@click.option(
    "--results",
    "results",
    type=PATH,
    required=True,
    multiple=True,
    help="Assessed month (JSON), or a folder of them; may be given more than once.",
)
@click.option("--format", "form", type=click.Choice(FORMATS), default="text")
@click.option("--out", type=PATH, help="File to write; standard output without it.")
@language_option
def calibration(
    file: Path, results: tuple[Path, ...], form: str, out: Path | None, lang: str
) -> None:
    """Judge the outlooks kept in FILE by the months that came of them."""
    paths = _files(results)
    keep_inputs(out, (file, *paths))
    kept, findings = read_kept(read_text(file), str(file))
    if not kept:
        raise BadInput(findings)
    found = calibrate(kept, read_months(paths))
    print_findings(findings, lang)
    language = Language(lang)
    text = _json(found) if form == "json" else "".join(_lines(found, language))
    if out is None:
        click.echo(text, nl=False)
        return
    with writable(out):
        out.write_text(text, encoding="utf-8")
    click.echo(language.render(say("written: {file}", file=out)), err=True)


def _files(results: tuple[Path, ...]) -> tuple[Path, ...]:
    """The files given, and the JSON files of the folders given. Errors: BadInput without any."""
    found = [
        path
        for given in results
        for path in (sorted(given.glob("*.json")) if given.is_dir() else [given])
    ]
    if not found:
        raise BadInput(
            Finding(
                "no_results",
                say("The folder holds no assessed month."),
                say("Without results an outlook cannot be judged."),
                say("Write months there with jieting assess --format json."),
                Place(str(results[0])),
            )
        )
    return tuple(found)


def _json(found: Calibration) -> str:
    def short(value: object) -> object:
        return round(value, PLACES) if isinstance(value, float) else value

    told = {name: short(value) for name, value in asdict(found).items() if name != "bins"}
    told["coverage"] = short(found.coverage)
    told["bins"] = [{n: short(v) for n, v in asdict(one).items()} for one in found.bins]
    return json.dumps(told, indent=2) + "\n"


def _lines(found: Calibration, language: Language) -> list[str]:
    said = [
        say("Outlooks judged: {judged}; without a result yet: {pending}", **_counts(found)),
        *_scores(found),
        *(_bin(one) for one in found.bins if one.number),
    ]
    return [language.render(one) + "\n" for one in said]


def _counts(found: Calibration) -> dict[str, object]:
    return {"judged": found.judged, "pending": found.pending}


def _scores(found: Calibration) -> list[Said]:
    said: list[Said] = []
    if found.brier is not None and found.base_rate is not None:
        said.append(
            say(
                "Brier score of the brackets: {brier} (0 is perfect; {base} for always telling "
                "the shares that came)",
                brier=f"{found.brier:.3f}",
                base=f"{found.base_rate:.3f}",
            )
        )
    if found.brier_limits is not None:
        said.append(say("Brier score of the limits: {brier}", brier=f"{found.brier_limits:.3f}"))
    if found.coverage is not None and found.bias is not None:
        said.append(
            say(
                "Scores within their interval: {covered} of {scored}; 8 of 10 are meant. Expected "
                "scores were {bias} points too high on average",
                covered=found.covered,
                scored=found.scored,
                bias=f"{found.bias:+.2f}",
            )
        )
    return said


def _bin(one: Bin) -> Said:
    return say(
        "told {low} to {high}: {number} times, {told} on average, came {came}",
        low=f"{one.low:.0%}",
        high=f"{one.high:.0%}",
        number=one.number,
        told=f"{one.told or 0.0:.0%}",
        came=f"{one.came or 0.0:.0%}",
    )
