"""What the line told of a call, as steps on the timeline of the call's page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol

from jieting.apps.accounts.access import Standing
from jieting.apps.calls.call_parts import CallStep, register_steps
from jieting.apps.calls.words import rating_words
from jieting.apps.line.models import LineCall
from jieting.domain.line.facts import FactKind
from jieting.domain.said import Said, say, verbatim

Data = Mapping[str, str]
Shown = tuple[Said, str, Said | str]
"""Title, icon and text of a step."""


class Kept(Protocol):
    """A call, as far as its timeline needs to know it."""

    pk: int
    brought_by: Any


def register() -> None:
    """Called once the apps are ready."""
    register_steps(steps)


def steps(contract_id: str, call: Kept, _viewer: Standing) -> Iterator[CallStep]:
    """Every step that the call's row does not tell; none for a call that came in a file."""
    if not call.brought_by.is_line:
        return
    found = LineCall.objects.filter(contract_id=contract_id, kept=call.pk).first()
    once = set(_ONCE)
    for event in found.events if found is not None else ():
        kind = event["kind"]
        if kind in once:
            once.discard(kind)  # the row tells of the first queue and the first answer
        elif (shown := _STEPS.get(kind)) is not None:
            title, icon, text = shown(event.get("data", {}))
            yield CallStep(int(event["at"]), title, icon, text)


def _key(data: Data) -> Shown:
    node, key = data.get("node", ""), data.get("key", "")
    if not key:
        return say("No key in time"), "hourglass-split", _menu(node)
    return say("Pressed {key}", key=key), "grid-3x3-gap", _menu(node)


def _menu(node: str) -> Said:
    return say("in the menu {node}", node=node)


def _information(data: Data) -> Shown:
    return say("Heard information"), "info-circle", verbatim(data.get("node", ""))


def _rejected(data: Data) -> Shown:
    reason = data.get("reason", "")
    return say("Turned away"), "dash-circle", _REASONS.get(reason, verbatim(reason))


def _queued(data: Data) -> Shown:
    return say("Entered another queue"), "people", verbatim(data.get("queue", ""))


def _rang(data: Data) -> Shown:
    return say("Rang unanswered"), "bell-slash", verbatim(data.get("agent", ""))


def _answered(data: Data) -> Shown:
    return say("Answered by another agent"), "headset", verbatim(data.get("agent", ""))


def _transferred(data: Data) -> Shown:
    way = _WAYS.get(data.get("way", ""), verbatim(data.get("way", "")))
    agent, to = data.get("agent", ""), data.get("to", "")
    text = say("{agent} to {to}, {way}", agent=agent or "-", to=to or "-", way=way)
    return say("Handed on"), "arrow-left-right", text


def _conference(data: Data) -> Shown:
    return say("A third party joined"), "people-fill", verbatim(data.get("to", ""))


def _talk_ended(data: Data) -> Shown:
    return say("The agent hung up"), "telephone-minus", verbatim(data.get("agent", ""))


def _queue_left(data: Data) -> Shown:
    rule = data.get("rule", "")
    return say("Left the queue"), "box-arrow-right", _RULES.get(rule, verbatim(rule))


def _rated(data: Data) -> Shown:
    key, rating = data.get("key", ""), data.get("rating", "")
    if rating:
        text = say("{rating}, key {key}", rating=rating_words(rating), key=key or "-")
        return say("Rated"), "star", text
    return say("Pressed {key}", key=key), "star-half", say("the key means no rating")


def _plain(title: Said, icon: str) -> Callable[[Data], Shown]:
    return lambda _data: (title, icon, "")


_ONCE = (FactKind.QUEUED.value, FactKind.ANSWERED.value)
_REASONS = {
    "closed": say("outside the service hours"),
    "full": say("all lines are taken"),
    "emergency": say("by the emergency announcement"),
    "blocked": say("blocked number"),
}
_RULES = {
    "timeout": say("the longest wait was over"),
    "key": say("the caller pressed a key"),
    "empty": say("nobody was signed in"),
    "incompatible": say("the two telephones could not be joined"),
}
_WAYS = {"blind": say("without speaking first"), "attended": say("after speaking first")}
_STEPS: dict[str, Callable[[Data], Shown]] = {
    FactKind.IVR_KEY: _key,
    FactKind.INFORMATION: _information,
    FactKind.REJECTED: _rejected,
    FactKind.QUEUED: _queued,
    FactKind.RANG: _rang,
    FactKind.ANSWERED: _answered,
    FactKind.HELD: _plain(say("Put on hold"), "pause-circle"),
    FactKind.RESUMED: _plain(say("Taken back"), "play-circle"),
    FactKind.TRANSFERRED: _transferred,
    FactKind.CONFERENCE: _conference,
    FactKind.TALK_ENDED: _talk_ended,
    FactKind.QUEUE_LEFT: _queue_left,
    FactKind.CALL_BACK_ASKED: _plain(say("Asked to be called back"), "telephone-outbound"),
    FactKind.INVITED: _plain(say("Was asked for a rating"), "chat-square-text"),
    FactKind.RATED: _rated,
    FactKind.RECORDING: _plain(say("The recording began"), "record-circle"),
    FactKind.RECORDING_PAUSED: _plain(say("The recording was paused"), "mic-mute"),
    FactKind.RECORDING_RESUMED: _plain(say("The recording went on"), "mic"),
}
"""How each kind of fact looks; arrival and end are told by the row."""
