"""``jieting switch``: the switch of an installation, real or simulated."""

from __future__ import annotations

import click

from jieting.cli.switch_render import check, render
from jieting.cli.switch_simulate import simulate
from jieting.cli.switch_watch import watch


@click.group()
def switch() -> None:
    """Set up the switch, listen to it, or simulate one."""


switch.add_command(render)
switch.add_command(check)
switch.add_command(simulate)
switch.add_command(watch)
