"""Names of channels: ``PJSIP/8001-0000001a`` is the telephone of extension 8001."""

from __future__ import annotations

import re

_CHANNEL = re.compile(r"PJSIP/([0-9]+)(?:-[0-9a-f]+)?(?:;\d)?")
_LOCAL = re.compile(r"Local/(\+?[0-9]+)@")


def agent_extension(channel: str) -> str:
    """The extension of an agent's channel or interface; empty for a trunk or anything else."""
    found = _CHANNEL.fullmatch(channel)
    return found[1] if found else ""


def dialled(channel: str) -> str:
    """Who is behind a channel: an extension, or what a ``Local/8002@CONTEXT`` dialled."""
    found = _LOCAL.match(channel)
    return found[1] if found else agent_extension(channel)
