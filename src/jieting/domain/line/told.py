"""From facts to the call: its events for the fold, and what the survey and the legs add."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from jieting.domain.calls.call import Direction, Rating
from jieting.domain.calls.events import (
    AgentAnswered,
    AgentLeft,
    Arrived,
    EnteredQueue,
    Event,
    HoldEnded,
    HoldStarted,
    HungUp,
    LeaveRule,
    LeftQueue,
    RangUnanswered,
    Rated,
    Recorded,
    Rejected,
    ServedByIvr,
    TransferKind,
    Transferred,
)
from jieting.domain.calls.fold import Folded, fold
from jieting.domain.line.facts import Fact, FactKind
from jieting.domain.periods import Instant

Maker = Callable[[Fact], Event | None]


@dataclass(frozen=True, slots=True)
class AfterCall:
    """What is kept of a call beside its row.

    ``invited_at`` is when the survey's question was put (None: never), ``survey_key`` what was
    pressed, ``counted`` whether that is a rating. ``ended_by`` is caller, agent or switch.
    """

    invited_at: Instant | None = None
    survey_key: str = ""
    counted: bool = False
    ended_by: str = ""
    rang_unanswered: int = 0
    holds: int = 0
    transfers: int = 0
    conferences: int = 0
    call_back_asked: bool = False


def in_order(facts: Iterable[Fact]) -> list[Fact]:
    """Facts by time, each key once; of two with one key the earlier counts."""
    found: dict[str, Fact] = {}
    for fact in sorted(facts, key=lambda fact: (fact.at, fact.key)):
        found.setdefault(fact.key, fact)
    return list(found.values())


def contract_of(facts: Iterable[Fact]) -> str:
    """The contract whose line the call came in on; empty where its arrival is not told (yet)."""
    offered = (fact for fact in facts if fact.kind is FactKind.OFFERED)
    return next((fact.data.get("contract", "") for fact in offered), "")


def is_over(facts: Iterable[Fact]) -> bool:
    """True where the caller is gone."""
    return any(fact.kind is FactKind.ENDED for fact in facts)


def events_of(facts: Iterable[Fact]) -> list[Event]:
    """The events that the fold knows, of facts of any number of calls."""
    made = (_MAKERS[fact.kind](fact) for fact in in_order(facts) if fact.kind in _MAKERS)
    return [event for event in made if event is not None]


def folded(facts: Iterable[Fact], source: str) -> Folded:
    """The call of these facts, with the findings about it; all facts are of one call."""
    return fold(events_of(facts), source=source)


def after_call(facts: Iterable[Fact]) -> AfterCall:
    """What the facts of one call say beside its row."""
    told = in_order(facts)
    of = {kind: [fact for fact in told if fact.kind is kind] for kind in FactKind}
    rated = of[FactKind.RATED]
    ended = of[FactKind.ENDED]
    return AfterCall(
        invited_at=of[FactKind.INVITED][0].at if of[FactKind.INVITED] else None,
        survey_key=rated[-1].data.get("key", "") if rated else "",
        counted=bool(rated and rated[-1].data.get("rating")),
        ended_by=ended[0].data.get("by", "") if ended else "",
        rang_unanswered=len(of[FactKind.RANG]),
        holds=len(of[FactKind.HELD]),
        transfers=len(of[FactKind.TRANSFERRED]),
        conferences=len(of[FactKind.CONFERENCE]),
        call_back_asked=bool(of[FactKind.CALL_BACK_ASKED]),
    )


def _arrived(fact: Fact) -> Event:
    direction = Direction(fact.data.get("direction", Direction.INBOUND))
    # The number stays sealed: whoever stores the call takes it from the fact.
    return Arrived(call=fact.call, at=fact.at, direction=direction)


def _left(fact: Fact) -> Event:
    rule = LeaveRule(fact.data["rule"])
    return LeftQueue(call=fact.call, at=fact.at, queue=fact.data["queue"], rule=rule)


def _answered(fact: Fact) -> Event:
    queue = fact.data.get("queue") or None
    return AgentAnswered(call=fact.call, at=fact.at, agent=fact.data["agent"], queue=queue)


def _transferred(fact: Fact) -> Event:
    data = fact.data
    kind = TransferKind(data["way"])
    return Transferred(
        call=fact.call, at=fact.at, agent=data["agent"], kind=kind, to=data.get("to", "")
    )


def _rated(fact: Fact) -> Event | None:
    rating = fact.data.get("rating")
    return Rated(call=fact.call, at=fact.at, rating=Rating(rating)) if rating else None


_MAKERS: dict[FactKind, Maker] = {
    FactKind.OFFERED: _arrived,
    FactKind.INFORMATION: lambda f: ServedByIvr(call=f.call, at=f.at),
    FactKind.REJECTED: lambda f: Rejected(call=f.call, at=f.at, reason=f.data.get("reason", "")),
    FactKind.QUEUED: lambda f: EnteredQueue(call=f.call, at=f.at, queue=f.data["queue"]),
    FactKind.RANG: lambda f: RangUnanswered(call=f.call, at=f.at, agent=f.data["agent"]),
    FactKind.ANSWERED: _answered,
    FactKind.HELD: lambda f: HoldStarted(call=f.call, at=f.at),
    FactKind.RESUMED: lambda f: HoldEnded(call=f.call, at=f.at),
    FactKind.TRANSFERRED: _transferred,
    FactKind.TALK_ENDED: lambda f: AgentLeft(call=f.call, at=f.at, agent=f.data["agent"]),
    FactKind.QUEUE_LEFT: _left,
    FactKind.RATED: _rated,
    FactKind.RECORDING: lambda f: Recorded(call=f.call, at=f.at, reference=f.data["file"]),
    FactKind.ENDED: lambda f: HungUp(call=f.call, at=f.at),
}
"""Facts that the fold does not know (keys, offers, pauses) are kept as events of the call."""
