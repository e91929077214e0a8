"""What the live stream tells of calls: milestones, and what the switch itself knows."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from jieting.domain.line.facts import Fact, FactKind, Source
from jieting.switches.asterisk.ami import BARE
from jieting.switches.asterisk.cel import Name, Target, attended, rang
from jieting.switches.asterisk.channels import Consulted, agent_extension, dialled
from jieting.switches.asterisk.milestone import (
    NAME,
    Strange,
    Told,
    instant,
    read_milestone,
    stranger,
)

_MOST_LEGS = 20_000
_THIRD = 3

Message = Mapping[str, str]


@dataclass(slots=True)
class AmiReader:
    """Reads events; it remembers which legs a queue rang, and whose they are."""

    system: str
    name: Name = field(default=str)
    _ringing: OrderedDict[str, str] = field(default_factory=OrderedDict)
    _consulted: Consulted = field(default_factory=Consulted)

    def facts(self, event: Message) -> Iterator[Fact | Strange]:
        """What one event tells of a call; most tell nothing."""
        reader = _READERS.get(event.get("Event", ""))
        if reader is None or (event["Event"] == "UserEvent" and event.get("UserEvent") != NAME):
            return
        told = Told(self.system, event.get("Linkedid", ""), event.get("Uniqueid", ""), Source.AMI)
        yield from reader(self, event, told)

    def milestone(self, event: Message, told: Told) -> Iterator[Fact | Strange]:
        """A milestone of our dialplan; its text may have been split at its commas."""
        if (strange := stranger(told)) is not None:
            yield strange
            return
        split = event.get(BARE)
        text = event.get("Text", "")
        yield read_milestone(f"{text},{split}" if split else text, told)

    def began(self, event: Message, told: Told) -> Iterator[Fact | Strange]:
        """A channel began: perhaps an agent asks somebody."""
        self._consulted.began(told.call, event.get("Channel", ""), told.leg)
        return iter(())

    def agent_called(self, event: Message, told: Told) -> Iterator[Fact | Strange]:
        """A queue rings an agent: remembered until that leg ends."""
        self._ringing[event.get("DestUniqueid", "")] = event.get("MemberName", "")
        while len(self._ringing) > _MOST_LEGS:
            self._ringing.popitem(last=False)
        return iter(())

    def dial_end(self, event: Message, told: Told) -> Iterator[Fact | Strange]:
        """The ringing of a leg ended; without an answer it is told."""
        leg = event.get("DestUniqueid", "")
        agent, at = self._ringing.pop(leg, ""), instant(event.get("Timestamp", ""))
        if not agent or at is None or event.get("DialStatus") == "ANSWER":
            return
        call = event.get("DestLinkedid") or told.call
        yield rang(Told(self.system, call, leg, Source.AMI), at, agent)

    def hold(self, event: Message, told: Told) -> Iterator[Fact | Strange]:
        """An agent put the caller on hold, or took the caller back."""
        at = instant(event.get("Timestamp", ""))
        if at is None or not agent_extension(event.get("Channel", "")):
            return
        kind = FactKind.HELD if event["Event"] == "Hold" else FactKind.RESUMED
        yield _fact(told, at, kind, f"{kind}:{told.leg}:{at}", {"leg": told.leg})

    def transferred(self, event: Message, told: Told) -> Iterator[Fact | Strange]:
        """An agent joined the caller with somebody: the agent left, or all three stay."""
        at = instant(event.get("Timestamp", ""))
        if at is None or event.get("Result") != "Success":
            return
        call, leg = event.get("OrigTransfererLinkedid", ""), event.get("OrigTransfererUniqueid", "")
        here = Told(self.system, call, leg, Source.AMI)
        channel, target_leg = self._consulted.target(
            call, event.get("TransferTargetChannel", ""), event.get("TransferTargetUniqueid", "")
        )
        to = dialled(channel)
        target = Target(to, self.name(to), target_leg)
        if event.get("DestType") == "Threeway":
            yield conference(here, at, target.leg, target.name)
            return
        by = self.name(agent_extension(event.get("OrigTransfererChannel", "")))
        yield from attended(here, at, by, target)

    def joined(self, event: Message, told: Told) -> Iterator[Fact | Strange]:
        """A third party came into a talk; one that takes another's place is none."""
        count, at = event.get("BridgeNumChannels", ""), instant(event.get("Timestamp", ""))
        if not count.isdigit() or int(count) < _THIRD or event.get("SwapUniqueid") or at is None:
            return
        extension = agent_extension(event.get("Channel", ""))
        yield conference(told, at, told.leg, self.name(extension) if extension else "")


def conference(told: Told, at: int, leg: str, to: str) -> Fact:
    """A third party, by name where it is an agent, joined on a leg."""
    return _fact(told, at, FactKind.CONFERENCE, f"conference:{leg}", {"to": to})


def _fact(told: Told, at: int, kind: FactKind, key: str, data: dict[str, str]) -> Fact:
    return Fact(
        system=told.system, call=told.call, key=key, at=at, kind=kind, data=data, source=told.source
    )


_READERS: dict[str, Callable[[AmiReader, Message, Told], Iterator[Fact | Strange]]] = {
    "UserEvent": AmiReader.milestone,
    "Newchannel": AmiReader.began,
    "AgentCalled": AmiReader.agent_called,
    "DialEnd": AmiReader.dial_end,
    "Hold": AmiReader.hold,
    "Unhold": AmiReader.hold,
    "AttendedTransfer": AmiReader.transferred,
    "BridgeEnter": AmiReader.joined,
}
