"""Which switch an installation has: ``switch.toml`` in its home, written by ``switch render``."""

from __future__ import annotations

import hmac
import tomllib
from dataclasses import dataclass
from pathlib import Path

from jieting.installation.home import Home, home
from jieting.installation.keys import key

FILE = "switch.toml"
AMI_USER = "jieting"


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


def switch_place(place: Home | None = None) -> SwitchPlace | None:
    """The switch of this installation; None where it has none. Errors: ValueError."""
    path = (place or home()).root / FILE
    if not path.is_file():
        return None
    told = tomllib.loads(path.read_text(encoding="utf-8"))
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
        raise ValueError(f"{path.name} lacks {error}; write it again: switch render") from error


def made_secret(purpose: str) -> str:
    """A password that this installation makes and never ships: for AMI or a telephone.

    Formula: 32 hex digits of HMAC-SHA256(key ``switch``, purpose); the same whenever it is asked.
    """
    return hmac.digest(key("switch"), purpose.encode(), "sha256").hex()[:32]
