"""Seats and the switch's queues: what is wanted is asked for again, what is so is written down."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from django.db import transaction

from jieting.apps.base.live import changed
from jieting.apps.line.models import Command, Seat
from jieting.apps.line.observer.now import IN, OUT, PAUSED, Now
from jieting.apps.line.observer.orders import Order
from jieting.apps.line.observer.sink import TOPIC
from jieting.apps.line.plan_now import plan_now
from jieting.domain.errors import BadInput
from jieting.domain.line.plan import Plan

SETTLES = timedelta(seconds=10)
"""A seat that was changed since is left to the command that is on its way."""


def confirm(now: Now, *, at: datetime) -> int:
    """Write down what the switch says of each seat; how many changed."""
    plans: dict[str, Plan | None] = {}
    so: dict[str, list[Seat]] = defaultdict(list)
    for seat in Seat.objects.exclude(wanted=OUT, confirmed=OUT):
        extension = _extension(seat, plans)
        is_so = now.seat(_queue(seat), f"PJSIP/{extension}") if extension else OUT
        if is_so != seat.confirmed:
            so[is_so].append(seat)
    seats = [seat for ones in so.values() for seat in ones]
    if seats:
        # All at once: a commit for each of hundreds would hold up the calls for seconds.
        with transaction.atomic():
            for state, ones in so.items():
                pks = [seat.pk for seat in ones]
                Seat.objects.filter(pk__in=pks).update(confirmed=state, confirmed_at=at)
            for contract in sorted({seat.contract_id for seat in seats}):
                changed(contract, TOPIC)
    return len(seats)


def to_mend(now: Now, *, at: datetime) -> list[Order]:
    """What to send so that the queues are as the seats want them.

    After a restart of the switch, or where somebody changed a queue by hand. A seat that was
    changed a moment ago, or whose last command the switch refused, is left alone.
    """
    plans: dict[str, Plan | None] = {}
    found = []
    seats = Seat.objects.exclude(wanted=OUT, confirmed=OUT).filter(since__lt=at - SETTLES)
    for seat in seats.order_by("pk"):
        extension = _extension(seat, plans)
        if not extension or _was_refused(seat):
            continue
        is_so = now.seat(_queue(seat), f"PJSIP/{extension}")
        if is_so != seat.wanted:
            found.append(_order(seat, extension, is_so, plans[seat.contract_id]))
    return found


def _order(seat: Seat, extension: str, is_so: str, plan: Plan | None) -> Order:
    words: dict[str, object] = {
        "agent": seat.agent,
        "extension": extension,
        "queue": seat.queue,
        "paused": seat.wanted == PAUSED,
        "reason": seat.reason,
    }
    if seat.wanted == OUT:
        kind = "queue_remove"
    elif is_so in (IN, PAUSED):
        kind = "queue_pause"
    else:
        kind = "queue_add"
        words["penalty"] = _penalty(seat, plan)
    return Order(seat.contract_id, kind, words)


def _penalty(seat: Seat, plan: Plan | None) -> int:
    """0 for the best level, as signing in asks for it."""
    if plan is None or seat.agent not in plan.agents or seat.queue not in plan.queues:
        return 0
    return (plan.may_serve(plan.agents[seat.agent], plan.queues[seat.queue]) or 1) - 1


def _was_refused(seat: Seat) -> bool:
    last = Command.objects.filter(kind__startswith="queue_", arguments__seat=seat.pk).order_by("pk")
    found = last.last()
    return found is not None and found.state in (Command.State.ASKED, Command.State.REFUSED)


def _queue(seat: Seat) -> str:
    return f"{seat.contract_id}.{seat.queue}"


def _extension(seat: Seat, plans: dict[str, Plan | None]) -> str:
    if seat.contract_id not in plans:
        try:
            plans[seat.contract_id] = plan_now(seat.contract_id)
        except BadInput:
            plans[seat.contract_id] = None
    plan = plans[seat.contract_id]
    agent = plan.agents.get(seat.agent) if plan is not None else None
    return agent.extension if agent is not None else ""
