"""Checks of recordings: room on the disk where they lie, and none left in the open."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from jieting.domain.errors import Finding, Place, Severity
from jieting.domain.said import say
from jieting.installation.checks.looked import Check, Looked
from jieting.installation.switch import SwitchPlace, switch_place

LEAST_FREE = 10 << 30
"""Bytes: some 90 hours of sound."""
LONGEST_IN_THE_OPEN = timedelta(hours=6)
"""Longer than any call: what lies in the spool for so long, nobody takes in."""
_SOUNDS = (".wav", ".raw")


def check_room(looked: Looked) -> Iterator[Finding]:
    """There is room for recordings, in the home and in the switch's spool."""
    place = _switch(looked)
    if place is None:
        return
    for folder in (looked.home.root / "recordings", place.spool):
        if folder.is_dir() and (free := shutil.disk_usage(folder).free) < LEAST_FREE:
            yield Finding(
                "recordings_disk",
                say("Only {mib} MiB of disk are free for recordings.", mib=free >> 20),
                say("On a full disk calls go on, and nobody records them."),
                say("Free some space, delete what is due, or move the folder to a larger disk."),
                Place(str(folder)),
                Severity.ERROR if free < LEAST_FREE // 8 else Severity.WARNING,
            )


def check_spool(looked: Looked) -> Iterator[Finding]:
    """The switch's spool can be read, and no sound lies in it for long."""
    place = _switch(looked)
    if place is None:
        return
    if not place.spool.is_dir() or not os.access(place.spool, os.R_OK | os.W_OK | os.X_OK):
        yield Finding(
            "recordings_spool",
            say("The switch's spool cannot be read or cleared."),
            say("Recordings are not taken in, and stay in the open."),
            say("Name it rightly in switch.toml, and let the product's user read and clear it."),
            Place(str(place.spool)),
        )
        return
    before = (looked.now - LONGEST_IN_THE_OPEN).timestamp()
    left = [path for path in _sounds(place.spool) if path.lstat().st_mtime < before]
    if left:
        yield Finding(
            "recordings_in_the_open",
            say("{n} recordings lie in the switch's spool for hours.", n=len(left)),
            say("Nobody has taken them in: they are not sealed, and anybody there may hear them."),
            say("See that jieting serve runs, and look at the line's findings."),
            Place(str(left[0])),
            Severity.WARNING,
        )


def _sounds(spool: Path) -> Iterator[Path]:
    return (p for p in sorted(spool.rglob("*")) if p.suffix in _SOUNDS and p.is_file())


def _switch(looked: Looked) -> SwitchPlace | None:
    try:
        return switch_place(looked.home)
    except ValueError:
        return None  # what is wrong with switch.toml another check tells


RECORDING_CHECKS: tuple[Check, ...] = (check_room, check_spool)
