"""The plan of a line: trunks, agents, queues, menus, prompts, survey and recording, as data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from jieting.domain.calls.call import Rating

WAITING_MUSIC = "default"
"""The music that comes with the switch."""


class Dtmf(StrEnum):
    """How a carrier sends the keys that a caller presses."""

    RFC4733 = "rfc4733"
    INFO = "info"
    INBAND = "inband"
    AUTO = "auto"


class Strategy(StrEnum):
    """Which free agent of a queue a call rings at, in the switch's own words."""

    ROUND_ROBIN = "rrmemory"
    LONGEST_IDLE = "leastrecent"
    FEWEST_CALLS = "fewestcalls"
    ALL = "ringall"
    RANDOM = "random"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trunk:
    """A way to the carrier; its password, where it has one, is kept apart and sealed.

    ``match`` are the addresses from which the carrier's calls come; ``caller_id`` is the number
    that calls out show. ``registers`` tells whether the switch signs in at the carrier.
    """

    name: str
    host: str
    port: int = 5060
    match: tuple[str, ...] = ()
    user: str = ""
    registers: bool = False
    codecs: tuple[str, ...] = ("alaw", "ulaw")
    dtmf: Dtmf = Dtmf.RFC4733
    caller_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """Somebody who answers: the name as calls carry it, and the telephone.

    ``person`` is the sign-in name of the account, empty where the agent has none. ``skills`` is
    skill to level, 1 the best. ``languages`` is empty where any will do. ``contact`` is the fixed
    address of a telephone that does not sign in (``sip:8001@192.0.2.7:5060``).
    """

    name: str
    extension: str
    person: str = ""
    skills: dict[str, int] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    contact: str = ""
    in_browser: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """Where callers wait for an agent of a skill and a language.

    ``ring_s`` is how long one telephone rings, ``timeout_s`` the longest wait, after which the
    call goes to the node ``overflow``; so it does where ``leave_when_empty`` and nobody is signed
    in. A higher ``priority`` is served first. ``position`` tells callers their place and wait,
    ``announcement`` is a prompt played every ``announce_every_s`` seconds (0: never).
    ``call_back_after_s`` is the wait after which a call back is offered (None: never).
    """

    name: str
    skill: str = ""
    language: str = ""
    strategy: Strategy = Strategy.ROUND_ROBIN
    ring_s: int = 20
    timeout_s: int = 120
    overflow: str = ""
    leave_when_empty: bool = False
    priority: int = 0
    wrap_up_s: int = 0
    position: bool = True
    announcement: str = ""
    announce_every_s: int = 30
    music: str = WAITING_MUSIC
    call_back_after_s: int | None = None
    call_back_prompt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A step of the menu tree; nodes name each other."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu(Node):
    """Plays ``prompt`` and takes one key; ``keys`` is key to node.

    After ``tries`` without a key it knows it goes to ``otherwise``.
    """

    prompt: str
    keys: dict[str, str]
    otherwise: str
    wrong_key_prompt: str = ""
    wait_s: int = 4
    tries: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Information(Node):
    """A self-service answer: a caller who reached it and asks for nobody is served by the IVR.

    Then the call ends, or goes on at ``then``.
    """

    prompt: str
    then: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver(Node):
    """Hands the call over to a queue, after ``prompt`` where there is one."""

    queue: str
    prompt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message(Node):
    """Plays ``prompt`` and ends the call; nobody was served by it."""

    prompt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """The question after an answered call: ``keys`` is key to rating."""

    prompt: str
    keys: dict[str, Rating]
    thanks_prompt: str = ""
    wait_s: int = 5
    tries: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """Whether talks are recorded, after which announcement, and how many days they are kept."""

    announcement: str = ""
    keep_days: int = 180


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything the switch must know of one contract's line.

    ``numbers`` are the called numbers that lead here. A call begins at ``start`` in service hours
    and at ``closed`` (a Message) outside of them; ``full`` is the Message played where more than
    ``most_calls`` are on the line at once. ``prompts`` is name to the text that is spoken where
    nobody has uploaded a recording of that name.
    """

    contract: str
    numbers: tuple[str, ...]
    start: str
    closed: str
    nodes: dict[str, Node]
    queues: dict[str, Queue]
    agents: dict[str, Agent]
    trunks: dict[str, Trunk]
    prompts: dict[str, str]
    survey: Survey | None = None
    recording: Recording | None = None
    full: str = ""
    most_calls: int | None = None
    emergency_prompt: str = ""

    def may_serve(self, agent: Agent, queue: Queue) -> int | None:
        """The agent's level at the queue, 1 the best; None where skill or language is missing."""
        if queue.language and agent.languages and queue.language not in agent.languages:
            return None
        return agent.skills.get(queue.skill) if queue.skill else 1

    def agents_of(self, queue: Queue) -> Iterator[tuple[Agent, int]]:
        """The agents who may serve a queue, with their level."""
        for agent in self.agents.values():
            if (level := self.may_serve(agent, queue)) is not None:
                yield agent, level
