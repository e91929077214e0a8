"""Commands in the switch's words: what is sent over AMI for each kind, and to which channel."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from jieting.domain.line.facts import FactKind
from jieting.domain.said import Said, say, verbatim
from jieting.switches.asterisk.channels import agent_extension

EMERGENCY_FAMILY = "jt"
"""In the switch's own database; the dialplan reads ``emergency-CONTRACT`` there."""
RELOADED = ("acl", "app_queue.so", "pbx_config.so", "res_musiconhold.so", "res_pjsip.so")
_RING_MS = "30000"
_THERE_ALREADY = re.compile("already there|not there|entry not found", re.IGNORECASE)
_DIALLED = re.compile(r"\+?[0-9*#]{2,20}")

Message = Mapping[str, str]
Words = Mapping[str, str]


UNSENDABLE = "unsendable"
"""The word of CANNOT for an argument that is no word of the switch's own language."""
CANNOT: Mapping[str, Said] = {
    "no_telephone": say("the agent has no telephone in the plan"),
    "unknown": say("nobody knows this command"),
    "no_number": say("the number to call back is not known"),
    "not_dialled": say("nobody can be dialled so"),
    "call_over": say("the call is over"),
    "agent_gone": say("the agent is not in this call any more"),
    UNSENDABLE: say("the switch cannot be told such a word"),
}
"""Why a command was not sent, as it is kept in the answer, and in words."""


class Cannot(Exception):
    """A command that cannot be sent, with the word of CANNOT that tells why."""


def answer_words(answer: str) -> Said:
    """The answer to a command in words: ours, or the switch's own."""
    return CANNOT.get(answer, verbatim(answer or "-"))


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked, in the words of ``line.asking``, with what only the database knows.

    ``number`` is whom to call back, in the clear and never kept.
    """

    contract: str
    kind: str
    arguments: Mapping[str, object]
    number: str = field(default="", repr=False)

    def word(self, name: str) -> str:
        """An argument as text; empty where it is not there."""
        told = self.arguments.get(name, "")
        return "" if told is None or told is False else str(told)

    @property
    def telephone(self) -> str:
        """The agent's endpoint as the switch dials it."""
        extension = self.word("extension")
        if not extension.isascii() or not extension.isdigit():
            raise Cannot("no_telephone")
        return f"PJSIP/{extension}"

    @property
    def queue(self) -> str:
        """The queue's name in the switch."""
        return f"{self.contract}.{self.word('queue')}"


@dataclass(frozen=True, slots=True)
class Sent:
    """An action to send, one after the other; the fact that it makes, where it makes one."""

    action: str
    words: Words
    fact: FactKind | None = None
    leg: str = ""


def orders_of(order: Order, channels: Sequence[Message]) -> list[Sent]:
    """What to send for a command; ``channels`` are those that are up now. Errors: Cannot."""
    maker = _MAKERS.get(order.kind)
    if maker is None:
        raise Cannot("unknown")
    return maker(order, channels)


def needs_channels(kind: str) -> bool:
    """Whether a command is about a call that is on the line."""
    return kind in _ABOUT_CALLS


def is_so_already(answer: str) -> bool:
    """Whether the switch refused only because it is so already."""
    return _THERE_ALREADY.search(answer) is not None


def _queue_add(order: Order, _: Sequence[Message]) -> list[Sent]:
    words = {
        "Queue": order.queue,
        "Interface": order.telephone,
        "StateInterface": order.telephone,
        "MemberName": order.word("agent"),
        "Penalty": order.word("penalty") or "0",
    }
    paused = "true" if order.arguments.get("paused") else "false"
    # Where the agent sits there already, the pause must still be as it is wanted.
    pause = {"Queue": order.queue, "Interface": order.telephone, "Paused": paused}
    return [Sent("QueueAdd", {**words, "Paused": paused}), Sent("QueuePause", pause)]


def _queue_remove(order: Order, _: Sequence[Message]) -> list[Sent]:
    return [Sent("QueueRemove", {"Queue": order.queue, "Interface": order.telephone})]


def _queue_pause(order: Order, _: Sequence[Message]) -> list[Sent]:
    words = {
        "Queue": order.queue,
        "Interface": order.telephone,
        "Paused": "true" if order.arguments.get("paused") else "false",
        "Reason": order.word("reason"),
    }
    return [Sent("QueuePause", words)]


def _call_back(order: Order, _: Sequence[Message]) -> list[Sent]:
    """Ring the agent first; then the dialplan calls out, as if the agent had dialled."""
    if not _DIALLED.fullmatch(order.number):
        raise Cannot("no_number")
    words = {
        "Channel": order.telephone,
        "Context": f"jt-{order.contract}.out",
        "Exten": order.number,
        "Priority": "1",
        "Timeout": _RING_MS,
        "Async": "true",
    }
    return [Sent("Originate", words)]


def _emergency(order: Order, _: Sequence[Message]) -> list[Sent]:
    place = {"Family": EMERGENCY_FAMILY, "Key": f"emergency-{order.contract}"}
    if order.arguments.get("on"):
        return [Sent("DBPut", {**place, "Val": order.word("prompt") or "on"})]
    return [Sent("DBDel", place)]


def _blind(order: Order, channels: Sequence[Message]) -> list[Sent]:
    return [Sent("BlindTransfer", _to(order, channels))]


def _attended(order: Order, channels: Sequence[Message]) -> list[Sent]:
    words = dict(_to(order, channels))
    if words["Exten"].isdigit():
        # As pressed on the telephone: the switch waits for more digits until it is told the end.
        words["Exten"] += "#"
    return [Sent("Atxfer", words)]


def _to(order: Order, channels: Sequence[Message]) -> Words:
    if not _DIALLED.fullmatch(order.word("to")):
        raise Cannot("not_dialled")
    context = f"jt-{order.contract}.transfer"
    leg = _agents_leg(order, channels)
    return {"Channel": leg["Channel"], "Context": context, "Exten": order.word("to")}


def _hold(order: Order, channels: Sequence[Message]) -> list[Sent]:
    return _silence(order, channels, FactKind.HELD, "on")


def _resume(order: Order, channels: Sequence[Message]) -> list[Sent]:
    return _silence(order, channels, FactKind.RESUMED, "off")


def _silence(order: Order, channels: Sequence[Message], kind: FactKind, state: str) -> list[Sent]:
    """The switch cannot press a telephone's hold key: neither side hears the other instead."""
    leg = _agents_leg(order, channels)
    words = {"Channel": leg["Channel"], "Direction": "all", "State": state}
    return [Sent("MuteAudio", words, kind, leg.get("Uniqueid", ""))]


def _hang_up(order: Order, channels: Sequence[Message]) -> list[Sent]:
    legs = _legs(order, channels)
    own = next((leg for leg in legs if leg.get("Uniqueid") == order.word("call")), legs[0])
    return [Sent("Hangup", {"Channel": own["Channel"], "Cause": "16"})]


def _record_pause(order: Order, channels: Sequence[Message]) -> list[Sent]:
    return _record(order, channels, FactKind.RECORDING_PAUSED, "1")


def _record_resume(order: Order, channels: Sequence[Message]) -> list[Sent]:
    return _record(order, channels, FactKind.RECORDING_RESUMED, "0")


def _record(order: Order, channels: Sequence[Message], kind: FactKind, state: str) -> list[Sent]:
    """On the caller's channel, which is recorded; of a call out it is the one that was called."""
    legs = _legs(order, channels)
    own = next((leg for leg in legs if not agent_extension(leg.get("Channel", ""))), legs[0])
    words = {"Channel": own["Channel"], "Direction": "both", "State": state}
    return [Sent("MixMonitorMute", words, kind, own.get("Uniqueid", ""))]


def _reload(_order: Order, _: Sequence[Message]) -> list[Sent]:
    return [Sent("Reload", {"Module": module}) for module in RELOADED]


def _legs(order: Order, channels: Sequence[Message]) -> list[Message]:
    legs = [one for one in channels if one.get("Linkedid") == order.word("call")]
    if not legs:
        raise Cannot("call_over")
    return legs


def _agents_leg(order: Order, channels: Sequence[Message]) -> Message:
    extension = agent_extension(order.telephone)
    for leg in _legs(order, channels):
        if agent_extension(leg.get("Channel", "")) == extension:
            return leg
    raise Cannot("agent_gone")


_MAKERS: dict[str, Callable[[Order, Sequence[Message]], list[Sent]]] = {
    "queue_add": _queue_add,
    "queue_remove": _queue_remove,
    "queue_pause": _queue_pause,
    "originate_call_back": _call_back,
    "emergency_set": _emergency,
    "transfer_blind": _blind,
    "transfer_attended": _attended,
    "hold": _hold,
    "resume": _resume,
    "hang_up": _hang_up,
    "record_pause": _record_pause,
    "record_resume": _record_resume,
    "reload": _reload,
}
_ABOUT_CALLS = frozenset(
    {
        "transfer_blind",
        "transfer_attended",
        "hold",
        "resume",
        "hang_up",
        "record_pause",
        "record_resume",
    }
)
