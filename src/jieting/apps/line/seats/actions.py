"""Signing in to queues, pausing, signing out: what is wanted, and the asking of the switch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from jieting.apps.accounts.access import may_act
from jieting.apps.accounts.roles import Right
from jieting.apps.audit.actions import audited
from jieting.apps.base.actor import Actor
from jieting.apps.base.live import changed
from jieting.apps.base.turns import one_at_a_time
from jieting.apps.contracts.queries import latest_terms
from jieting.apps.line.asking import TOPIC, ask_switch
from jieting.apps.line.gate.gate import Asked, refusals
from jieting.apps.line.models import Command, Seat
from jieting.apps.line.plan_now import agents_of_person, plan_or_refused
from jieting.apps.line.seats import refusals as why
from jieting.apps.line.seats.words import IN, OUT, PAUSED, REASONS
from jieting.domain.errors import BadInput, Finding, Refused
from jieting.domain.line.plan import Agent, Plan, Queue

LONGEST_REASON = 200
_TURN = "line seats"


def sign_in(*, by: Actor, at: datetime, contract_id: str, queues: Sequence[str]) -> None:
    """Sign in to queues, all of them or none. Errors: Refused with all that the gate has to say."""
    plan, agent, chosen = _mine(contract_id, by, queues)
    terms = latest_terms(contract_id)
    with audited(
        "line.seat.signed_in",
        by=by,
        at=at,
        contract=contract_id,
        agent=agent.name,
        queues=_names(chosen),
    ):
        # Two people at one telephone would each find it free.
        one_at_a_time(_TURN)
        against: list[Finding] = []
        for queue in chosen:
            asked = Asked(agent=agent, queue=queue, plan=plan, terms=terms, at=at)
            # What is against all queues is told once.
            against += [one for one in refusals(asked) if not _is_told(one, against)]
        if against:
            raise Refused(against)
        for queue in chosen:
            _seat(by, at, plan, agent, queue, IN, "")


def pause(*, by: Actor, at: datetime, contract_id: str, queues: Sequence[str], reason: str) -> None:
    """Pause in queues for one of REASONS. Errors: BadInput, Refused where not signed in."""
    if reason not in REASONS:
        raise BadInput(why.unknown_reason(reason))
    plan, agent, chosen = _mine(contract_id, by, queues)
    with audited(
        "line.seat.paused", by=by, at=at, contract=contract_id, reason=reason,
        agent=agent.name, queues=_names(chosen),
    ):  # fmt: skip
        one_at_a_time(_TURN)
        _must_be_in(contract_id, agent, chosen)
        for queue in chosen:
            _seat(by, at, plan, agent, queue, PAUSED, reason)


def come_back(*, by: Actor, at: datetime, contract_id: str, queues: Sequence[str]) -> None:
    """End the pause in queues. Whoever paused was let in before, so the gate is not asked again.

    Errors: Refused where not signed in.
    """
    plan, agent, chosen = _mine(contract_id, by, queues)
    with audited(
        "line.seat.came_back",
        by=by,
        at=at,
        contract=contract_id,
        agent=agent.name,
        queues=_names(chosen),
    ):
        one_at_a_time(_TURN)
        _must_be_in(contract_id, agent, chosen)
        for queue in chosen:
            _seat(by, at, plan, agent, queue, IN, "")


def sign_out(*, by: Actor, at: datetime, contract_id: str, queues: Sequence[str]) -> None:
    """Sign out of queues; a talk that goes on is not touched."""
    plan, agent, chosen = _mine(contract_id, by, queues)
    with audited(
        "line.seat.signed_out",
        by=by,
        at=at,
        contract=contract_id,
        agent=agent.name,
        queues=_names(chosen),
    ):
        one_at_a_time(_TURN)
        for queue in chosen:
            _seat(by, at, plan, agent, queue, OUT, "")


def sign_somebody_out(
    *, by: Actor, at: datetime, contract_id: str, seat_id: int, reason: str
) -> Seat:
    """Take somebody out of a queue, for a reason that the agent reads.

    Errors: BadInput without a reason, Refused for who does not run the line.
    """
    said = _worded(reason)
    with audited("line.seat.taken_out", by=by, at=at, contract=contract_id, reason=said) as entry:
        if not may_act(by, Right.RUN_LINE):
            raise Refused(why.not_yours())
        one_at_a_time(_TURN)
        seat = _seat_in(contract_id, seat_id)
        plan = plan_or_refused(contract_id)
        agent = plan.agents.get(seat.agent)
        entry.detail.update(agent=seat.agent, queues=[seat.queue])
        _want(by, at, seat, OUT, said)
        extension = agent.extension if agent is not None else ""
        _ask(by, at, seat, "queue_remove", extension)
    return seat


def _mine(
    contract_id: str, by: Actor, queues: Sequence[str]
) -> tuple[Plan, Agent, tuple[Queue, ...]]:
    plan = plan_or_refused(contract_id)
    mine = agents_of_person(plan, by.name)
    if not mine:
        raise Refused(why.no_telephone(by.name))
    if not queues:
        raise BadInput(why.no_queue_chosen())
    unknown = [why.unknown_queue(name) for name in queues if name not in plan.queues]
    if unknown:
        raise Refused(unknown)
    return plan, mine[0], tuple(plan.queues[name] for name in dict.fromkeys(queues))


def _names(queues: Iterable[Queue]) -> list[str]:
    return [queue.name for queue in queues]


def _is_told(one: Finding, told: Iterable[Finding]) -> bool:
    return any((other.code, other.what) == (one.code, one.what) for other in told)


def _must_be_in(contract_id: str, agent: Agent, queues: Iterable[Queue]) -> None:
    inside = set(
        Seat.objects.filter(contract_id=contract_id, agent=agent.name)
        .exclude(wanted=OUT)
        .values_list("queue", flat=True)
    )
    against = [why.not_signed_in(queue.name) for queue in queues if queue.name not in inside]
    if against:
        raise Refused(against)


def _seat(
    by: Actor, at: datetime, plan: Plan, agent: Agent, queue: Queue, wanted: str, reason: str
) -> None:
    """Bring one seat to what is wanted, and ask the switch for it unless it is so already."""
    seat, is_new = Seat.objects.get_or_create(
        contract_id=plan.contract, agent=agent.name, queue=queue.name, defaults={"since": at}
    )
    # Who never sat there need not be taken out.
    is_so = (seat.wanted, seat.confirmed, seat.reason) == (wanted, wanted, reason)
    if is_so if not is_new else wanted == OUT:
        return
    was = seat.wanted
    _want(by, at, seat, wanted, reason)
    level = plan.may_serve(agent, queue) or 1
    if wanted == OUT:
        _ask(by, at, seat, "queue_remove", agent.extension)
    elif was == OUT or _was_not_let_in(seat):
        _ask(by, at, seat, "queue_add", agent.extension, penalty=level - 1, paused=wanted == PAUSED)
    else:
        _ask(by, at, seat, "queue_pause", agent.extension, paused=wanted == PAUSED, reason=reason)


def _was_not_let_in(seat: Seat) -> bool:
    """Whether the switch never took the agent into the queue, so that there is nothing to pause."""
    if seat.confirmed != OUT:
        return False
    added = Command.objects.filter(kind="queue_add", arguments__seat=seat.pk).order_by("-pk")
    last = added.first()
    return last is None or last.state in (Command.State.REFUSED, Command.State.LOST)


def _want(by: Actor, at: datetime, seat: Seat, wanted: str, reason: str) -> None:
    seat.wanted, seat.reason, seat.since = wanted, reason, at
    seat.save()
    changed(seat.contract_id, TOPIC)


def _ask(by: Actor, at: datetime, seat: Seat, kind: str, extension: str, **more: object) -> None:
    arguments = {
        "seat": seat.pk, "agent": seat.agent, "extension": extension, "queue": seat.queue, **more,
    }  # fmt: skip
    ask_switch(by=by, at=at, contract_id=seat.contract_id, kind=kind, arguments=arguments)


def _seat_in(contract_id: str, seat_id: int) -> Seat:
    found = Seat.objects.select_for_update().filter(contract_id=contract_id, pk=seat_id).first()
    if found is None or found.wanted == OUT:
        raise Refused(why.unknown_seat())
    return found


def _worded(reason: str) -> str:
    said = reason.strip()
    if not said:
        raise BadInput(why.no_reason())
    if len(said) > LONGEST_REASON:
        raise BadInput(why.reason_too_long(LONGEST_REASON))
    return said
