"""Where a call stands by its facts: its stage now, and once it is over its row and findings."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from jieting.apps.line.observer.cleaning import UNTOLD, Span, cleaned, in_gap
from jieting.domain.calls.call import Call, Direction, Outcome
from jieting.domain.errors import Finding
from jieting.domain.line.facts import Fact, FactKind
from jieting.domain.line.told import AfterCall, after_call, contract_of, folded, is_over
from jieting.domain.periods import Instant

NUMBER_INDEX = "index"
"""The word of ``offered`` and ``call_back_asked`` that has the number's blind index, as hex."""
_PRIVATE = ("caller", NUMBER_INDEX)


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a call is, since when, in which queue and with which agent."""

    stage: str = "ivr"
    at: Instant = 0
    queue: str = ""
    agent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is known of a call; ``call`` is None until it is over, or where it has no outcome.

    ``sealed`` and ``index`` are the number of the citizen, ``back`` that to be called back.
    """

    name: str
    contract: str
    direction: Direction = Direction.INBOUND
    arrived_at: Instant = 0
    stage: Stage = field(default_factory=Stage)
    over: bool = False
    call: Call | None = None
    after: AfterCall = field(default_factory=AfterCall)
    findings: tuple[Finding, ...] = ()
    events: tuple[dict[str, object], ...] = ()
    sealed: bytes | None = None
    index: bytes | None = None
    back: tuple[bytes, bytes] | None = None
    recorded: bool = False
    untold: bool = False

    @property
    def is_missed(self) -> bool:
        """Whether somebody who called in is to be called back."""
        if self.direction is not Direction.INBOUND:
            return False
        lost = self.call is not None and self.call.outcome in (
            Outcome.ABANDONED,
            Outcome.OVERFLOWED,
        )
        return lost or self.after.call_back_asked

    @property
    def digest(self) -> str:
        """Names what the books would keep: the same digest, the same row."""
        return hashlib.sha256(repr((self.call, self.sealed)).encode()).hexdigest()


def standing(facts: Sequence[Fact], source: str, gaps: Sequence[Span] = ()) -> Standing:
    """Where one call stands by its facts; ``source`` is that of its row."""
    told = cleaned(facts, gaps)
    offered = next((fact for fact in told if fact.kind is FactKind.OFFERED), None)
    over = is_over(told)
    done = folded(told, source) if over else None
    call = done.calls[0] if done is not None and done.calls else None
    sealed, index = _number(offered)
    return Standing(
        name=told[0].call,
        contract=contract_of(told),
        direction=_direction(offered),
        arrived_at=offered.at if offered is not None else told[0].at,
        stage=_stage(told),
        over=over,
        call=_with_holds(call, in_gap(told, gaps)),
        after=after_call(told),
        findings=done.findings if done is not None else (),
        events=tuple(_event(fact) for fact in told) if over else (),
        sealed=sealed,
        index=index,
        back=_call_back(told, sealed, index),
        recorded=any(fact.kind is FactKind.RECORDING for fact in told),
        untold=any(fact.key == UNTOLD for fact in told),
    )


def _with_holds(call: Call | None, gap: bool) -> Call | None:
    """An answered call that was heard all the time and told no hold had none."""
    if call is None or gap or call.outcome is not Outcome.ANSWERED or call.hold_s is not None:
        return call
    return replace(call, hold_s=0)


def _direction(offered: Fact | None) -> Direction:
    told = offered.data.get("direction", "") if offered is not None else ""
    return Direction(told) if told else Direction.INBOUND


def _number(offered: Fact | None) -> tuple[bytes | None, bytes | None]:
    if offered is None:
        return None, None
    return _bytes(offered.data.get("caller", "")), _bytes(offered.data.get(NUMBER_INDEX, ""))


def _call_back(
    told: Sequence[Fact], sealed: bytes | None, index: bytes | None
) -> tuple[bytes, bytes] | None:
    """The number to call back: the one that was keyed in, else the one that called."""
    for fact in reversed(told):
        if fact.kind is FactKind.CALL_BACK_ASKED:
            named = _bytes(fact.data.get("number", "")), _bytes(fact.data.get(NUMBER_INDEX, ""))
            if named[0] is not None and named[1] is not None:
                return named[0], named[1]
    return (sealed, index) if sealed is not None and index is not None else None


def _bytes(told: str) -> bytes | None:
    try:
        return bytes.fromhex(told) or None
    except ValueError:
        return None


def _event(fact: Fact) -> dict[str, object]:
    """A fact as its call keeps it; the number stays with the call alone."""
    data = {name: value for name, value in fact.data.items() if name not in _PRIVATE}
    if fact.kind is FactKind.CALL_BACK_ASKED:
        data.pop("number", None)
    return {"at": fact.at, "kind": fact.kind.value, "data": data, "source": fact.source.value}


Step = Callable[[Stage, Fact], Stage]


def _stage(told: Sequence[Fact]) -> Stage:
    stage = Stage(at=told[0].at)
    for fact in told:
        if (step := _STEPS.get(fact.kind)) is not None:
            stage = replace(step(stage, fact), at=fact.at)
    return stage


def _goes_to(name: str, *, leaves_agent: bool = True) -> Step:
    return lambda stage, _fact: replace(
        stage, stage=name, agent="" if leaves_agent else stage.agent
    )


def _queued(stage: Stage, fact: Fact) -> Stage:
    return Stage("queue", fact.at, fact.data.get("queue", "")[:64])


def _answered(stage: Stage, fact: Fact) -> Stage:
    return replace(stage, stage="talk", agent=fact.data.get("agent", "")[:64])


_STEPS: dict[FactKind, Step] = {
    FactKind.IVR_KEY: _goes_to("ivr"),
    FactKind.INFORMATION: _goes_to("information"),
    FactKind.REJECTED: _goes_to("rejected"),
    FactKind.QUEUED: _queued,
    FactKind.ANSWERED: _answered,
    FactKind.HELD: _goes_to("held", leaves_agent=False),
    FactKind.RESUMED: _goes_to("talk", leaves_agent=False),
    FactKind.TRANSFERRED: _goes_to("ringing"),
    FactKind.TALK_ENDED: _goes_to("survey", leaves_agent=False),
    FactKind.QUEUE_LEFT: _goes_to("ivr"),
    FactKind.INVITED: _goes_to("survey", leaves_agent=False),
    FactKind.RATED: _goes_to("survey", leaves_agent=False),
    FactKind.ENDED: _goes_to("ended", leaves_agent=False),
}
"""What each kind of fact makes of the stage; the others leave it."""
