"""Names of channels: ``PJSIP/8001-0000001a`` is the telephone of extension 8001."""

from __future__ import annotations

import re

_CHANNEL = re.compile(r"PJSIP/([0-9]+)(?:-[0-9a-f]+)?(?:;\d)?")


def agent_extension(channel: str) -> str:
    """The extension of an agent's channel or interface; empty for a trunk or anything else."""
    found = _CHANNEL.fullmatch(channel)
    return found[1] if found else ""
