"""``jieting roster``: make a roster, check one, and measure the solvers on public instances."""

from __future__ import annotations

import click

from jieting.cli.main import LazyGroup

COMMANDS = {
    "make": ("jieting.cli.roster_make", "Make a roster for a problem file."),
    "check": ("jieting.cli.roster_check", "Check a roster against the rules, and cost it."),
    "benchmark": ("jieting.cli.roster_benchmark", "Solve an instance of the public format."),
}
"""Name of a command to its module and the line that help shows; the solvers load when called."""


class RosterGroup(LazyGroup):
    """The group of these commands; each module is imported only when its command runs."""

    lazy = COMMANDS


@click.group(cls=RosterGroup)
def roster() -> None:
    """Make rosters, and check them against the rules."""
