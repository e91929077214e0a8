"""Facts: what a switch told of a call, each once, whichever of its ways told it first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from jieting.domain.periods import Instant


class FactKind(StrEnum):
    """What can be told of a call on the line; beside each, the words of its ``data``."""

    OFFERED = "offered"
    """The call arrived. contract, direction, caller (sealed, as hex), number (that was called)"""
    IVR_KEY = "ivr_key"
    """The caller pressed a key in a menu. node, key (empty: none in time)"""
    INFORMATION = "information"
    """The caller reached a self-service answer. node"""
    REJECTED = "rejected"
    """The call was not let in. reason (closed, full, emergency, blocked)"""
    QUEUED = "queued"
    """The call began to wait. queue"""
    RANG = "rang"
    """An agent's telephone rang and nobody answered. agent, leg"""
    ANSWERED = "answered"
    """An agent answered. agent, queue (empty: not out of a queue), leg"""
    HELD = "held"
    """The agent put the caller on hold. leg"""
    RESUMED = "resumed"
    """The agent took the caller back. leg"""
    TRANSFERRED = "transferred"
    """The agent handed the call on. agent, way (blind, attended), to, leg"""
    CONFERENCE = "conference"
    """A third party joined. to"""
    TALK_ENDED = "talk_ended"
    """The talk with an agent ended and the caller stayed. agent, leg"""
    QUEUE_LEFT = "queue_left"
    """A rule took the call out of the queue. queue, rule (timeout, key, empty, incompatible)"""
    CALL_BACK_ASKED = "call_back_asked"
    """The caller asked to be called back. queue, number (sealed, as hex)"""
    INVITED = "invited"
    """The survey's question was put."""
    RATED = "rated"
    """A key was pressed in the survey. key, rating (empty: the key means nothing)"""
    RECORDING = "recording"
    """A recording began. file (name below the switch's spool)"""
    RECORDING_PAUSED = "recording_paused"
    """The recording is silent from here on."""
    RECORDING_RESUMED = "recording_resumed"
    """The recording goes on."""
    ENDED = "ended"
    """The caller is gone. stage (where the call was), by (caller, agent, switch)"""


class Source(StrEnum):
    """The way a fact came."""

    AMI = "ami"
    CEL = "cel"
    SIMULATED = "simulated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that the switch ``system`` told of a call.

    ``call`` is the same for all legs (Asterisk: Linkedid). ``key`` names the fact within its call:
    the same fact told by two ways has one key, so it counts once.
    """

    system: str
    call: str
    key: str
    at: Instant
    kind: FactKind
    data: Mapping[str, str] = field(default_factory=dict)
    source: Source = Source.AMI
