"""Giving the newest plan of a line to the switch, or saying who must do it by which command."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jieting.apps.base.actor import Actor
from jieting.apps.line.giving import Given, give_plan
from jieting.apps.line.planning import refusals
from jieting.domain.errors import Refused
from jieting.installation.home import home
from jieting.installation.switch_setup import SwitchSetup, kept_setup

COMMAND = "jieting switch render --apply"
"""What an administrator runs where the web process may not write the switch's files."""
FIRST_COMMAND = "jieting switch render /srv/line"
"""The same where no switch is set up yet: it is told the folder of the switch's files."""


@dataclass(frozen=True, slots=True)
class Applying:
    """How a plan comes to the switch here: ``setup`` None where no switch is set up."""

    setup: SwitchSetup | None
    writable: bool

    @property
    def command(self) -> str:
        """The administrator's command."""
        return FIRST_COMMAND if self.setup is None else COMMAND


def applying() -> Applying:
    """Whether this process itself can give a plan to the switch."""
    setup = kept_setup(home())
    if setup is None:
        return Applying(None, False)
    folders = [Path(folder) for folder in (setup.etc, setup.sounds)]
    return Applying(setup, all(f.is_dir() and os.access(f, os.W_OK) for f in folders))


def apply_plan(*, by: Actor, at: datetime, contract_id: str) -> Given:
    """Have the switch run the newest plan of a line; other lines and all calls go on as they are.

    Errors: Refused where this process may not write them, or the switch does not take them over.
    """
    now = applying()
    if now.setup is None or not now.writable:
        raise Refused(refusals.not_writable(now.command))
    return give_plan(by=by, at=at, setup=now.setup, contract_id=contract_id)
