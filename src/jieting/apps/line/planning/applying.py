"""Giving the newest plan to the switch, or saying who must do it by which command."""

from __future__ import annotations

import os
from dataclasses import dataclass

from jieting.installation.switch import SwitchPlace, switch_place

COMMAND = "jieting switch render --apply"
"""What an administrator runs where the web process may not write the switch's files."""


@dataclass(frozen=True, slots=True)
class Applying:
    """How a plan comes to the switch here: ``place`` None where no switch is configured."""

    place: SwitchPlace | None
    writable: bool

    @property
    def command(self) -> str:
        """The administrator's command."""
        return COMMAND


def applying() -> Applying:
    """Whether this process itself can give a plan to the switch."""
    try:
        place = switch_place()
    except ValueError:  # its file lacks something: the doctor tells what
        return Applying(None, False)
    if place is None:
        return Applying(None, False)
    folders = (place.etc, place.sounds)
    return Applying(place, all(f.is_dir() and os.access(f, os.W_OK) for f in folders))
