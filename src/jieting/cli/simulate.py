"""``jieting simulate``: a centre simulated from its specification."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jieting.cli.files import read_text
from jieting.cli.options import PATH, language_option
from jieting.cli.output import print_findings
from jieting.cli.replications import tell_done, tell_stopped
from jieting.cli.stopping import stopped
from jieting.cli.writing import keep_inputs, writable
from jieting.language import Language

if TYPE_CHECKING:
    from jieting.domain.simulation.centre.spec import Spec
    from jieting.domain.simulation.centre.summary import Sums

EVERY_S = 2.0
"""Seconds between two lines of progress."""


@click.command()
@click.option("--spec", "spec_file", type=PATH, required=True, help="Specification file (TOML).")
@click.option(
    "--replications", type=click.IntRange(min=1), help="How often, instead of the file's."
)
@click.option("--seed", type=click.IntRange(min=0), help="Seed, instead of the file's.")
@click.option("--threads", type=click.IntRange(min=1, max=64), default=2, show_default=True)
@click.option("--calls", "calls_out", type=PATH, help="File for the calls of one replication.")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text")
@click.option("--out", type=PATH, help="File to write; standard output without it.")
@language_option
def simulate(
    spec_file: Path,
    replications: int | None,
    seed: int | None,
    threads: int,
    calls_out: Path | None,
    form: str,
    out: Path | None,
    lang: str,
) -> None:
    """Simulate a centre: means with confidence intervals, by queue and by period.

    The result does not depend on the number of threads. Stopped early (Ctrl-C), it tells what was
    simulated until then.
    """
    from jieting.cli.simulate_shown import as_data, as_text
    from jieting.domain.simulation.centre.spec_file import read_spec

    for target in (out, calls_out):
        keep_inputs(target, [spec_file])
    spec, findings = read_spec(read_text(spec_file), str(spec_file))
    print_findings(findings, lang)
    spec = replace(
        spec,
        replications=replications or spec.replications,
        seed=spec.seed if seed is None else seed,
    )
    if calls_out is not None:
        _write_calls(spec, calls_out)
    sums = _simulated(spec, threads, Language(lang))
    if form == "json":
        text = json.dumps(as_data(spec, sums), ensure_ascii=False, indent=2) + "\n"
    else:
        text = as_text(spec, sums, Language(lang))
    with writable(out):
        if out is None:
            click.echo(text, nl=False)
        else:
            out.write_text(text, encoding="utf-8")


def _simulated(spec: Spec, threads: int, language: Language) -> Sums:
    """The replications, batch after batch, until the last one or until told to stop."""
    from jieting.domain.simulation.centre.layout import plan_of
    from jieting.domain.simulation.centre.run import run
    from jieting.domain.simulation.centre.summary import BATCH, Sums

    plan, sums = plan_of(spec), Sums()
    told = time.monotonic()
    with stopped() as stop:
        while sums.replications < spec.replications:
            batch = min(BATCH, spec.replications - sums.replications)
            sums.add(run(plan, batch, spec.seed, first=sums.replications, threads=threads))
            if stop.is_set():
                break
            if time.monotonic() - told >= EVERY_S:
                told = time.monotonic()
                tell_done(sums.replications, spec.replications, language)
    if sums.replications < spec.replications:
        tell_stopped(sums.replications, spec.replications, language)
    return sums


def _write_calls(spec: Spec, path: Path) -> None:
    """The calls of the first replication."""
    from jieting.documents.call_list import write_calls
    from jieting.domain.simulation.centre.calls import simulated_calls

    with writable(path):
        write_calls(simulated_calls(spec), path, spec.zone)
