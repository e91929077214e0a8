"""``jieting roster``: make a roster, check one, and measure the solvers on public instances."""

from __future__ import annotations

from importlib import import_module

import click

COMMANDS = {
    "make": ("jieting.cli.roster_make", "Make a roster for a problem file."),
    "check": ("jieting.cli.roster_check", "Check a roster against the rules, and cost it."),
    "benchmark": ("jieting.cli.roster_benchmark", "Solve an instance of the public format."),
}
"""Name of a command to its module and the line that help shows; the solvers load when called."""


class RosterGroup(click.Group):
    """A group that imports a command's module only when that command runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in the order in which a roster is worked."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command ``cmd_name``; None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(COMMANDS[cmd_name][0]), cmd_name)
        if not isinstance(command, click.Command):
            raise TypeError(f"{cmd_name} is not a command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands with one line each, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in COMMANDS.items()])


@click.group(cls=RosterGroup)
def roster() -> None:
    """Make rosters, and check them against the rules."""
