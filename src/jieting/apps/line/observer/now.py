"""What the switch runs now: who sits in which queue, what each telephone does, who waits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from jieting.apps.line.agent_key import agent_key
from jieting.domain.periods import SECOND, Instant
from jieting.switches.asterisk.channels import agent_extension
from jieting.switches.asterisk.milestone import instant

Message = Mapping[str, str]
IN, PAUSED, OUT = "in", "paused", "out"

_DEVICE = {
    "1": "free",
    "2": "talking",
    "3": "talking",
    "6": "ringing",
    "7": "ringing",
    "8": "talking",
}
"""Asterisk's device states, to ours; every other one cannot be reached."""
_UNREACHABLE = "unreachable"
_BUSY = ("talking", "ringing", _UNREACHABLE)


@dataclass(slots=True)
class Member:
    """An agent in a queue, as the switch has it."""

    queue: str
    interface: str
    name: str
    paused: bool = False
    reason: str = ""
    device: str = _UNREACHABLE
    last_call: int = 0
    wrap_up: int = 0

    @property
    def seat(self) -> str:
        """In, or paused."""
        return PAUSED if self.paused else IN


@dataclass(slots=True)
class Now:
    """Kept up to date by events; asked anew (``begin``) after each connection and now and then.

    ``dirty`` is set when something that a page shows has changed, ``whole`` once the switch told
    everything since it was connected: before, who is not named here may sit there all the same.
    """

    members: dict[tuple[str, str], Member] = field(default_factory=dict)
    waiting: dict[str, dict[str, Instant]] = field(default_factory=dict)
    since: dict[str, tuple[str, Instant]] = field(default_factory=dict)
    calls: int = 0
    dirty: bool = True
    whole: bool = False

    def begin(self, listed: Iterable[Message], at: Instant) -> None:
        """Take over the whole state, as ``QueueStatus`` lists it."""
        self.members.clear()
        self.waiting.clear()
        for event in listed:
            if event.get("Event") == "QueueMember":
                self._member(event, event.get("Name", ""), event.get("Location", ""))
            elif event.get("Event") == "QueueEntry":
                waited = _whole(event.get("Wait", ""))
                queue = self.waiting.setdefault(event.get("Queue", ""), {})
                queue[event.get("Uniqueid", "")] = at - waited * SECOND
        self.dirty = self.whole = True

    def hear(self, event: Message) -> None:
        """Take in an event; most change nothing here."""
        taker = _TAKERS.get(event.get("Event", ""))
        if taker is not None:
            taker(self, event)
            self.dirty = True

    def told(self, event: Message) -> None:
        """A member came, changed or paused."""
        self._member(event, event.get("MemberName", ""), event.get("Interface", ""))

    def gone(self, event: Message) -> None:
        """A member left a queue."""
        self.members.pop((event.get("Queue", ""), event.get("Interface", "")), None)

    def joined(self, event: Message) -> None:
        """A caller waits."""
        at = instant(event.get("Timestamp", "")) or 0
        self.waiting.setdefault(event.get("Queue", ""), {})[event.get("Uniqueid", "")] = at

    def left(self, event: Message) -> None:
        """A caller waits no more."""
        self.waiting.get(event.get("Queue", ""), {}).pop(event.get("Uniqueid", ""), None)

    def seat(self, queue: str, interface: str) -> str:
        """In, paused or out: what the switch says of a telephone in a queue."""
        member = self.members.get((queue, interface))
        return member.seat if member is not None else OUT

    def queues(self) -> list[str]:
        """Every queue in which somebody sits or waits."""
        return sorted({*self.waiting, *(member.queue for member in self.members.values())})

    def told_state(self, at: Instant) -> dict[str, Any]:
        """Agents, queues and calls as JSON; times are instants."""
        agents: dict[str, list[Member]] = {}
        for member in self.members.values():
            contract = member.queue.partition(".")[0]
            agents.setdefault(agent_key(contract, member.name), []).append(member)
        return {
            "at": at,
            "calls": self.calls,
            "agents": {name: self._agent(name, own, at) for name, own in sorted(agents.items())},
            "queues": {
                queue: {
                    "waiting": len(self.waiting.get(queue, {})),
                    "longest_since": min(self.waiting.get(queue, {}).values(), default=None),
                    "agents": sum(1 for member in self.members.values() if member.queue == queue),
                }
                for queue in self.queues()
            },
        }

    def _agent(self, name: str, own: list[Member], at: Instant) -> dict[str, Any]:
        doing = _doing(own, at)
        before = self.since.get(name)
        if before is None or before[0] != doing:
            self.since[name] = (doing, at)
        return {
            "state": doing,
            "since": self.since[name][1],
            "extension": agent_extension(own[0].interface),
            "queues": sorted(member.queue for member in own),
            "reason": next((member.reason for member in own if member.paused), ""),
        }

    def _member(self, event: Message, name: str, interface: str) -> None:
        key = (event.get("Queue", ""), interface)
        self.members[key] = Member(
            queue=key[0],
            interface=interface,
            name=name,
            paused=event.get("Paused") == "1",
            reason=event.get("PausedReason", ""),
            device=_DEVICE.get(event.get("Status", ""), _UNREACHABLE),
            last_call=_whole(event.get("LastCall", "")),
            wrap_up=_whole(event.get("Wrapuptime", "")),
        )


def _doing(own: list[Member], at: Instant) -> str:
    """What an agent does: the telephone first, then pauses, then the work after a call."""
    device = own[0].device
    if device in _BUSY:
        return device
    if all(member.paused for member in own):
        return PAUSED
    after = any(at < (one.last_call + one.wrap_up) * SECOND for one in own if one.last_call)
    return "wrap_up" if after else device


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


_TAKERS: dict[str, Callable[[Now, Message], None]] = {
    "QueueMemberAdded": Now.told,
    "QueueMemberStatus": Now.told,
    "QueueMemberPause": Now.told,
    "QueueMemberRemoved": Now.gone,
    "QueueCallerJoin": Now.joined,
    "QueueCallerLeave": Now.left,
}
