"""``jieting draw``: the draw of an inspection once more, from a population file and its seed."""

from __future__ import annotations

from pathlib import Path

import click

from jieting.cli.files import read_text
from jieting.cli.options import PATH
from jieting.domain.sampling.draw import draw as draw_from
from jieting.domain.sampling.draw import population_in


@click.command()
@click.option(
    "--population", type=PATH, required=True, help="Text file with one id in a line, in UTF-8."
)
@click.option("--seed", required=True, help="The seed that was published with the draw.")
@click.option("--number", type=click.IntRange(min=1), required=True, help="How many were drawn.")
def draw(population: Path, seed: str, number: int) -> None:
    """Repeat the draw of an inspection; print the population's digest, then the drawn ids."""
    found = draw_from(population_in(read_text(population)), seed, number)
    click.echo(f"population {found.size} {found.digest}", err=True)
    for one in found.drawn:
        click.echo(one)
