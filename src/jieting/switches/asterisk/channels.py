"""Names of channels: ``PJSIP/8001-0000001a`` is the telephone of extension 8001."""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass, field

_CHANNEL = re.compile(r"PJSIP/([0-9]+)(?:-[0-9a-f]+)?(?:;\d)?")
_MOST_CALLS = 5_000
_LOCAL = re.compile(r"Local/(\+?[0-9]+)@")


def agent_extension(channel: str) -> str:
    """The extension of an agent's channel or interface; empty for a trunk or anything else."""
    found = _CHANNEL.fullmatch(channel)
    return found[1] if found else ""


def dialled(channel: str) -> str:
    """Who is behind a channel: an extension, or what a ``Local/8002@CONTEXT`` dialled."""
    found = _LOCAL.match(channel)
    return found[1] if found else agent_extension(channel)


@dataclass(slots=True)
class Consulted:
    """Whom agents of each call asked last, by the channel that was made for it.

    A transfer that ends while the switch shortens that channel does not name its target.
    """

    _asked: OrderedDict[str, tuple[str, str]] = field(default_factory=OrderedDict)

    def began(self, call: str, channel: str, leg: str) -> None:
        """A channel began; only the near end of one that consults counts."""
        if channel.startswith("Local/") and channel.endswith(";1"):
            self._asked[call] = (channel, leg)
            while len(self._asked) > _MOST_CALLS:
                self._asked.popitem(last=False)

    def target(self, call: str, channel: str, leg: str) -> tuple[str, str]:
        """The channel and leg of a transfer's target; that of the last one asked if not told.

        The switch says ``N/A`` for a channel that it has shortened away.
        """
        return (channel, leg) if dialled(channel) else self._asked.get(call, ("", ""))
