"""Reading call-backs: the list with one caller's calls together, counters, who called again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Case, Count, IntegerField, Min, Q, QuerySet, Value, When

from jieting.apps.base.instants import to_datetime
from jieting.apps.calls.filters import Filter, matching
from jieting.apps.contracts.queries import latest_terms
from jieting.apps.line.call_backs.words import UNDONE, WAITING
from jieting.apps.line.models import CallBack, Command
from jieting.domain.calls.call import Direction, Outcome
from jieting.domain.periods import Instant, start_of_day

SHOWN = 200
"""So many calls to be called back are listed, and so many that are done; all are counted."""
State = CallBack.State


@dataclass(slots=True)
class Caller:
    """One caller to be called back: the call-back that comes first, and others of the number."""

    first: CallBack
    others: list[CallBack] = field(default_factory=list)

    @property
    def calls(self) -> int:
        """How many calls of the caller were missed."""
        return 1 + len(self.others)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many call-backs there are: to be done, and what came of those of today."""

    open: int
    asked: int
    taken: int
    not_reached: int
    oldest: Instant | None
    reached_today: int
    called_again_today: int
    given_up_today: int


def call_back(contract_id: str, number: int) -> CallBack | None:
    """The contract's call-back of that number; None where it has none."""
    return CallBack.objects.filter(contract_id=contract_id, pk=number).first()


def same_number(row: CallBack) -> QuerySet[CallBack]:
    """Every call-back of the contract with the same caller; itself alone where none is known."""
    rows = CallBack.objects.filter(contract_id=row.contract_id)
    if row.number_index is None:
        return rows.filter(pk=row.pk)
    return rows.filter(number_index=bytes(row.number_index))


def undone(contract_id: str) -> list[Caller]:
    """Who is to be called, one caller's calls together at the first of them.

    Open ones before those at work and not reached, who asked before who was missed, the oldest
    first; at most SHOWN calls, and none of who called again and was answered.
    """
    rank = Case(
        When(state=State.OPEN, then=Value(0)),
        When(state=State.TAKEN, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    rows = CallBack.objects.filter(contract_id=contract_id, state__in=UNDONE)
    rows = rows.exclude(pk__in=answered_since(contract_id))
    return together(rows.annotate(rank=rank).order_by("rank", "-asked", "missed_at", "pk")[:SHOWN])


def done(contract_id: str) -> list[CallBack]:
    """Call-backs that are done, the latest first, at most SHOWN."""
    rows = CallBack.objects.filter(contract_id=contract_id).exclude(state__in=UNDONE)
    return list(rows.order_by("-changed_at", "-pk")[:SHOWN])


def together(rows: Iterable[CallBack]) -> list[Caller]:
    """Rows of one caller as one, at the place of the first of them."""
    callers: list[Caller] = []
    known: dict[bytes, Caller] = {}
    for row in rows:
        index = bytes(row.number_index) if row.number_index is not None else None
        if index is not None and index in known:
            known[index].others.append(row)
            continue
        caller = Caller(row)
        callers.append(caller)
        if index is not None:
            known[index] = caller
    return callers


def counted(contract_id: str, now: datetime | None = None) -> Counted:
    """The counters; those of today only where ``now`` says which day it is."""
    today = _since_midnight(contract_id, now) if now is not None else Q(pk__in=())
    # Years of those that are done are passed over by their states and times, not read.
    rows = CallBack.objects.filter(Q(state__in=UNDONE) | today, contract_id=contract_id)
    found = rows.aggregate(
        open=Count("pk", filter=Q(state=State.OPEN)),
        asked=Count("pk", filter=Q(state=State.OPEN, asked=True)),
        taken=Count("pk", filter=Q(state=State.TAKEN)),
        not_reached=Count("pk", filter=Q(state=State.NOT_REACHED)),
        oldest=Min("missed_at", filter=Q(state__in=WAITING)),
        reached_today=Count("pk", filter=Q(state=State.REACHED) & today),
        called_again_today=Count("pk", filter=Q(state=State.CALLED_AGAIN) & today),
        given_up_today=Count("pk", filter=Q(state=State.GIVEN_UP) & today),
    )
    return Counted(**found)


def answered_since(contract_id: str) -> list[int]:
    """Call-backs that wait although their caller called again and was answered since."""
    waiting = CallBack.objects.filter(
        contract_id=contract_id, state__in=WAITING, number_index__isnull=False
    )
    missed = [
        (pk, bytes(index), at)
        for pk, index, at in waiting.values_list("pk", "number_index", "missed_at")
    ]
    if not missed:
        return []
    wanted = Filter(direction=Direction.INBOUND.value, outcome=(Outcome.ANSWERED.value,))
    calls = matching(contract_id, wanted, latest_terms(contract_id).zone).filter(
        caller_index__in=[index for _, index, _ in missed],
        arrived_at__gt=min(at for _, _, at in missed),
    )
    answered: dict[bytes, Instant] = {}
    for index, arrived in calls.values_list("caller_index", "arrived_at"):
        key = bytes(index)
        answered[key] = max(answered.get(key, arrived), arrived)
    return [pk for pk, index, at in missed if answered.get(index, at) > at]


def dialled(row: CallBack) -> Command | None:
    """The last asking of the switch to dial for a call-back."""
    asked = Command.objects.filter(kind="originate_call_back", arguments__call_back=row.pk)
    return asked.order_by("-pk").first()


def refused_tries(row: CallBack) -> set[int]:
    """The tries that the switch refused, by the numbers of their commands: nobody was called."""
    made = [one.get("command") for one in row.tries]
    found = Command.objects.filter(pk__in=[pk for pk in made if isinstance(pk, int)])
    return set(found.filter(state=Command.State.REFUSED).values_list("pk", flat=True))


def was_dialled(row: CallBack) -> bool:
    """Whether the switch was asked to call and did not refuse."""
    refused = refused_tries(row)
    return any(one.get("command") not in refused for one in row.tries)


def _since_midnight(contract_id: str, now: datetime) -> Q:
    zone = latest_terms(contract_id).zone
    midnight = start_of_day(now.astimezone(zone).date(), zone)
    return Q(changed_at__gte=to_datetime(midnight))
