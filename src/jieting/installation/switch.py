"""Which switch an installation has: ``switch.toml`` in its home, written by ``switch render``."""

from __future__ import annotations

import hmac
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jieting.installation.home import Home, home
from jieting.installation.keys import key

FILE = "switch.toml"
AMI_USER = "jieting"
SIMULATED = "simulated"
"""What ``kind`` says in the file where the switch is simulated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchPlace:
    """Where the switch is: its name, its folders as this machine sees them, its AMI.

    ``system`` begins every call's id. ``etc`` has its configuration, ``logs`` CEL and queue_log,
    ``spool`` the recordings on their way in, ``sounds`` the prompts.
    """

    system: str
    etc: Path
    logs: Path
    spool: Path
    sounds: Path
    ami_host: str = "127.0.0.1"
    ami_port: int = 5038


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedPlace:
    """A simulated switch that the server keeps: how many calls an hour, None as the profile has it.

    The same ``seed`` gives the same calls where it begins at the same time.
    """

    calls_an_hour: float | None = None
    seed: int = 1


def simulated_place(place: Home | None = None) -> SimulatedPlace | None:
    """The simulated switch of this installation; None where it has none. Errors: ValueError."""
    told = _told(place)
    if told is None or told.get("kind") != SIMULATED:
        return None
    rate = told.get("calls_an_hour")
    return SimulatedPlace(
        calls_an_hour=float(rate) if rate is not None else None, seed=int(told.get("seed", 1))
    )


def write_simulated(place: Home, calls_an_hour: int, seed: int) -> None:
    """Have the server of a home keep a simulated switch, where no switch is named yet."""
    path = place.root / FILE
    if not path.exists():
        text = f'kind = "{SIMULATED}"\ncalls_an_hour = {calls_an_hour}\nseed = {seed}\n'
        path.write_text(text, encoding="utf-8")


def _told(place: Home | None) -> dict[str, Any] | None:
    path = (place or home()).root / FILE
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else None


def switch_place(place: Home | None = None) -> SwitchPlace | None:
    """The real switch of this installation; None where it has none. Errors: ValueError."""
    told = _told(place)
    if told is None or told.get("kind") == SIMULATED:
        return None
    try:
        return SwitchPlace(
            system=str(told["system"]),
            etc=Path(told["etc"]),
            logs=Path(told["logs"]),
            spool=Path(told["spool"]),
            sounds=Path(told["sounds"]),
            ami_host=str(told["ami_host"]),
            ami_port=int(told["ami_port"]),
        )
    except KeyError as error:
        raise ValueError(f"{FILE} lacks {error}; write it again: switch render") from error


def made_secret(purpose: str) -> str:
    """A password that this installation makes and never ships: for AMI or a telephone.

    Formula: 32 hex digits of HMAC-SHA256(key ``switch``, purpose); the same whenever it is asked.
    """
    return hmac.digest(key("switch"), purpose.encode(), "sha256").hex()[:32]
