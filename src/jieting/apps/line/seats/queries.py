"""Reading seats: an agent's queues with what the switch says of each, and the call in hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from jieting.apps.line.models import Command, Fact, LineCall, Seat
from jieting.apps.line.observer.orders import answer_words
from jieting.apps.line.seats.call_actions import STEERING
from jieting.apps.line.seats.words import OUT
from jieting.apps.line.words import WITH_AGENT
from jieting.domain.line.facts import FactKind
from jieting.domain.line.plan import Agent, Plan, Queue
from jieting.domain.said import Said, say

_ANSWERS_SHOWN = 3
ANSWERS_WITHIN = timedelta(seconds=10)
"""So long a command that was sent is not yet told as lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An agent's place in a queue: the row, where there is one, and why the switch said no.

    ``is_asked`` tells that the switch has not yet confirmed what is wanted.
    """

    queue: Queue
    seat: Seat | None
    is_asked: bool
    said_no: Said | None

    @property
    def wanted(self) -> str:
        """What the agent wants: in, paused or out."""
        return self.seat.wanted if self.seat is not None else OUT


@dataclass(frozen=True, slots=True, kw_only=True)
class CallInHand:
    """The call that an agent has now, whether it is held, and whether its recording pauses."""

    call: LineCall
    is_held: bool
    recording_paused: bool
    answers: tuple[Command, ...]


def queues_of(plan: Plan, agent: Agent) -> list[Queue]:
    """The queues that an agent may serve by the plan."""
    return [queue for queue in plan.queues.values() if plan.may_serve(agent, queue) is not None]


def places_of(plan: Plan, agent: Agent) -> list[Place]:
    """The agent's places: in every queue of the plan, and where the agent still sits otherwise."""
    rows = Seat.objects.filter(contract_id=plan.contract, agent=agent.name)
    seats = {seat.queue: seat for seat in rows}
    refused = said_no(seats.values())
    names = [queue.name for queue in queues_of(plan, agent)]
    names += [name for name, seat in sorted(seats.items()) if name not in names and _sits(seat)]
    return [
        Place(
            queue=plan.queues.get(name, Queue(name=name)),
            seat=seats.get(name),
            is_asked=name in seats and is_asked(seats[name]) and seats[name].pk not in refused,
            said_no=refused.get(seats[name].pk) if name in seats else None,
        )
        for name in names
    ]


def is_asked(seat: Seat) -> bool:
    """Whether the switch has not confirmed what is wanted."""
    return seat.wanted != seat.confirmed


def said_no(seats: Iterable[Seat]) -> Mapping[int, Said]:
    """Why the switch did not do what was last asked for a seat, by the seat's number."""
    open_ones = [seat.pk for seat in seats if is_asked(seat)]
    if not open_ones:
        return {}
    last: dict[int, Command] = {}
    asked = Command.objects.filter(kind__startswith="queue_", arguments__seat__in=open_ones)
    for command in asked.order_by("pk"):
        last[command.arguments["seat"]] = command
    found = {pk: why_not(command) for pk, command in last.items()}
    return {pk: words for pk, words in found.items() if words is not None}


def why_not(command: Command) -> Said | None:
    """Why a command was not done; None where it was, or may still be."""
    if command.state == Command.State.REFUSED:
        return say("The switch refused: {answer}", answer=answer_words(command.answer))
    if command.state == Command.State.LOST and not _is_on_its_way(command):
        return say("The switch did not answer; ask again.")
    return None


def waits(command: Command) -> bool:
    """Whether the switch may still answer."""
    return command.state == Command.State.ASKED or _is_on_its_way(command)


def _is_on_its_way(command: Command) -> bool:
    """The observer marks a command lost while it sends it, so that it is never sent twice."""
    if command.state != Command.State.LOST or command.answer or command.done_at is None:
        return False
    return timezone.now() - command.done_at < ANSWERS_WITHIN


def call_in_hand(contract_id: str, agent: str) -> CallInHand | None:
    """The call that the agent has now; the latest where the switch tells of several."""
    found = LineCall.objects.filter(
        contract_id=contract_id, over=False, agent=agent, stage__in=WITH_AGENT
    )
    call = found.order_by("-stage_at").first()
    return in_hand(call) if call is not None else None


def in_hand(call: LineCall) -> CallInHand:
    """A call with what its facts say of hold and recording, and what was last asked of it."""
    last = _last_facts(call)
    asked = Command.objects.filter(
        contract_id=call.contract_id, kind__in=STEERING,
        arguments__call=call.call, arguments__system=call.system,
    )  # fmt: skip
    return CallInHand(
        call=call,
        is_held=last.get("hold") == FactKind.HELD,
        recording_paused=last.get("recording") == FactKind.RECORDING_PAUSED,
        answers=tuple(asked.order_by("-pk")[:_ANSWERS_SHOWN]),
    )


_PAIRS = {
    FactKind.HELD: "hold",
    FactKind.RESUMED: "hold",
    # Whoever answers anew takes the caller off hold.
    FactKind.ANSWERED: "hold",
    FactKind.RECORDING_PAUSED: "recording",
    FactKind.RECORDING_RESUMED: "recording",
}


def _last_facts(call: LineCall) -> dict[str, str]:
    facts = Fact.objects.filter(system=call.system, call=call.call, kind__in=list(_PAIRS))
    kinds = facts.order_by("at", "pk").values_list("kind", flat=True)
    return {_PAIRS[FactKind(kind)]: kind for kind in kinds}


def _sits(seat: Seat) -> bool:
    return seat.wanted != OUT or seat.confirmed != OUT
