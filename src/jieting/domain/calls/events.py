"""Switch events: what a switch says about one call at one instant, in the domain's own words."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from jieting.domain.calls.call import Direction, Rating
from jieting.domain.errors import Place
from jieting.domain.periods import Instant

_TELLING = ("queue", "agent", "rating", "caller", "reference", "reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something said about a call: the call's key, when, and where it stands in the source.

    The key is the same for all legs of a call (Asterisk: system name and Linkedid, or the
    caller's channel in queue_log). Two events that differ in their place alone are one event.
    """

    call: str
    at: Instant
    place: Place = field(default=Place(), compare=False)

    @property
    def order(self) -> tuple[Instant, int, str]:
        """Sorts events: by time, then by line, then by what they say; never by when they came."""
        return (self.at, self.place.line or 0, self.detail)

    @property
    def detail(self) -> str:
        """What tells two events of one instant apart."""
        said = (str(getattr(self, name, "")) for name in _TELLING)
        return " ".join((type(self).__name__, *said, self.place.file))


class TransferKind(StrEnum):
    """How an agent handed a call on: without or after speaking to the target."""

    BLIND = "blind"
    ATTENDED = "attended"


class LeaveRule(StrEnum):
    """Which rule took a waiting call out of its queue."""

    TIMEOUT = "timeout"
    KEY = "key"
    EMPTY = "empty"
    INCOMPATIBLE = "incompatible"
    """The switch could not join the two channels and dropped the call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived(Event):
    """The call reached the switch; ``caller`` is as the call shall have it, masked or whole."""

    direction: Direction = Direction.INBOUND
    caller: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedByIvr(Event):
    """The caller reached a self-service answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected(Event):
    """The call was not let in: closed, full, blocked."""

    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnteredQueue(Event):
    """The call began to wait in ``queue``."""

    queue: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftQueue(Event):
    """A rule took the call out of the queue after ``waited`` (None: not told)."""

    queue: str
    rule: LeaveRule
    waited: Instant | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HungUpInQueue(Event):
    """The caller hung up while queued, after ``waited`` (None: not told)."""

    queue: str
    waited: Instant | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RangUnanswered(Event):
    """An agent's telephone rang and the agent did not answer; the call waits on."""

    agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentAnswered(Event):
    """The call was bridged to an agent, out of ``queue`` (None: not out of a queue)."""

    agent: str
    queue: str | None = None
    waited: Instant | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldStarted(Event):
    """The agent put the caller on hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldEnded(Event):
    """The agent took the caller back from hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentLeft(Event):
    """The talk with an agent ended; ``talked`` where the switch says how long it was."""

    agent: str
    talked: Instant | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transferred(AgentLeft):
    """An agent handed the call on and left it; it is still the same call."""

    kind: TransferKind
    to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrappedUp(Event):
    """An agent finished the work after the call, which took ``seconds``."""

    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated(Event):
    """The caller rated the service."""

    rating: Rating


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded(Event):
    """The call has a recording."""

    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HungUp(Event):
    """The call ended."""
