"""Commands that wait: taken from the database, each sent at most once, and answered there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from jieting.apps.base.live import changed
from jieting.apps.calls.callers import BrokenSeal, unseal
from jieting.apps.line.models import CallBack, Command
from jieting.apps.line.observer.orders import (
    UNSENDABLE,
    Cannot,
    Order,
    Sent,
    is_so_already,
    needs_channels,
    orders_of,
)
from jieting.apps.line.observer.sealing import masked_words
from jieting.apps.line.observer.sink import TOPIC
from jieting.domain.line.facts import Fact, Source
from jieting.domain.periods import Instant
from jieting.switches.asterisk.ami import Ami, AmiError

TOO_OLD = timedelta(seconds=30)
"""What was asked so long ago is not done any more: whoever asked has gone on."""
MOST_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Taken:
    """A command to be sent, with its row's number, 0 where the observer itself asks.

    ``asked_at`` is when a person asked; what waited too long since is not sent.
    """

    pk: int
    order: Order
    asked_at: datetime | None = None

    def is_too_old(self, at: datetime) -> bool:
        """Whether whoever asked has gone on."""
        return self.asked_at is not None and self.asked_at < at - TOO_OLD


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a command; ``facts`` are what it made of the call."""

    pk: int
    contract: str
    state: str
    words: str
    facts: tuple[Fact, ...] = ()


def take(*, at: datetime, connected: bool) -> list[Taken]:
    """Commands that wait, in order; those that are too old are lost.

    A command is marked lost before it is sent and takes its answer afterwards: where the observer
    dies between the two, it is not sent a second time.
    """
    if not Command.objects.filter(state=Command.State.ASKED).exists():
        return []
    with transaction.atomic():
        waiting = Command.objects.select_for_update(skip_locked=True).filter(
            state=Command.State.ASKED
        )
        old = list(waiting.filter(asked_at__lt=at - TOO_OLD))
        fresh = list(waiting.filter(asked_at__gte=at - TOO_OLD).order_by("pk")[:MOST_AT_ONCE])
        chosen = [*old, *(fresh if connected else [])]
        Command.objects.filter(pk__in=[one.pk for one in chosen]).update(
            state=Command.State.LOST, done_at=at
        )
        _mask(chosen)
        for contract in {one.contract_id for one in old}:
            changed(contract, TOPIC)
    return [Taken(one.pk, _order(one), one.asked_at) for one in fresh] if connected else []


def answer(answers: Sequence[Answer], *, at: datetime) -> None:
    """Write what the switch said."""
    if not answers:
        return
    with transaction.atomic():
        for one in answers:
            Command.objects.filter(pk=one.pk).update(
                state=one.state, done_at=at, answer=one.words[:2000]
            )
        for contract in {one.contract for one in answers}:
            changed(contract, TOPIC)


async def send(taken: Taken, ami: Ami, system: str, now: Instant) -> Answer:
    """Send one command; what the switch answers to its last action is the answer."""
    order = taken.order
    try:
        channels = await ami.ask_list("CoreShowChannels") if needs_channels(order.kind) else []
        sent = orders_of(order, channels)
        words, facts = await _send_all(sent, ami, order, system, now)
    except Cannot as error:
        return Answer(taken.pk, order.contract, Command.State.REFUSED, str(error))
    except ValueError:
        return Answer(taken.pk, order.contract, Command.State.REFUSED, UNSENDABLE)
    except AmiError as error:
        state = Command.State.LOST if _unanswered(error) else Command.State.REFUSED
        return Answer(taken.pk, order.contract, state, str(error))
    return Answer(taken.pk, order.contract, Command.State.DONE, words, tuple(facts))


async def _send_all(
    sent: Sequence[Sent], ami: Ami, order: Order, system: str, now: Instant
) -> tuple[str, list[Fact]]:
    words, facts = "", []
    for one in sent:
        try:
            response = await ami.send(one.action, **one.words)
        except AmiError as error:
            if not is_so_already(str(error)):
                raise
            response = {"Message": str(error)}
        words = response.get("Message", "")
        if one.fact is not None:
            facts.append(
                Fact(
                    system=system,
                    call=order.word("call"),
                    key=f"{one.fact}:{one.leg}:{now}",
                    at=now,
                    kind=one.fact,
                    data={"leg": one.leg},
                    source=Source.AMI,
                )
            )
    return words, facts


def _unanswered(error: AmiError) -> bool:
    return "no answer" in str(error) or "connection" in str(error)


def _mask(rows: Sequence[Command]) -> None:
    """Keep no number that was dialled: from here on only memory has it, until it is sent."""
    for row in rows:
        if (words := masked_words(row.arguments)) != row.arguments:
            Command.objects.filter(pk=row.pk).update(arguments=words)


def _order(row: Command) -> Order:
    number = ""
    if row.kind == "originate_call_back":
        number = _number(row)
    return Order(row.contract_id, row.kind, row.arguments, number)


def _number(row: Command) -> str:
    found = CallBack.objects.filter(
        contract_id=row.contract_id, pk=row.arguments.get("call_back")
    ).first()
    if found is None or found.number_sealed is None:
        return ""
    try:
        return unseal(bytes(found.number_sealed))
    except BrokenSeal:
        return ""
