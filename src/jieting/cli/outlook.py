"""``jieting outlook``: what a running month may still come to, and how good past outlooks were."""

from __future__ import annotations

from importlib import import_module

import click

COMMANDS = {
    "month": ("jieting.cli.outlook_month", "The outlook of a month; what is done without a name."),
    "calibration": ("jieting.cli.outlook_calibration", "Judge kept outlooks by what came of them."),
}
"""Name of a command to its module and the line that help shows; modules load when called."""
DEFAULT = "month"
_HELP = ("-h", "--help")


class OutlookGroup(click.Group):
    """A group whose first command needs no name; modules load when their command runs."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The arguments, with the name of the first command where they begin with an option."""
        if args and args[0].startswith("-") and args[0] not in _HELP:
            args = [DEFAULT, *args]
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, the one without a name first."""
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


@click.group(cls=OutlookGroup)
def outlook() -> None:
    """Tell what a running month may still come to; options as in: jieting outlook month --help."""
