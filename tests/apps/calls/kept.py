"""Calls put straight into the table, for tests that read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import F

from jieting.apps.calls.callers import stored
from jieting.apps.calls.models import Call, Import, MonthOfCalls
from jieting.domain.calls.call import Call as PlainCall
from jieting.domain.calls.call import Direction, Outcome, Rating
from jieting.domain.periods import SECOND, instant_of_local, local
from tests.apps.world import AT

ZONE = ZoneInfo("Asia/Shanghai")
NUMBERS = ("13805931234", "059312345678", "")


def at(text: str) -> int:
    """``2026-10-05 09:00:00`` in Shanghai as an instant."""
    return instant_of_local(datetime.fromisoformat(text), ZONE)


def keep(contract: str, calls: Iterable[PlainCall], file_name: str = "calls.csv") -> Import:
    """The calls as one committed import; ``caller`` of a call is the whole number here."""
    calls = list(calls)
    times = [call.arrived_at for call in calls]
    came = Import.objects.create(
        contract_id=contract, state=Import.State.COMMITTED, file_name=file_name, file_digest="",
        file_bytes=0, folder=f"test-{Import.objects.count()}", made_by_name="tests", made_at=AT,
        changed_at=AT, kept=len(calls),
        first_arrived_at=min(times, default=None), last_arrived_at=max(times, default=None),
    )  # fmt: skip
    Call.objects.bulk_create([_row(contract, came, call) for call in calls])
    for call in calls:
        month, _ = MonthOfCalls.objects.get_or_create(
            contract_id=contract, month=f"{local(call.arrived_at, ZONE):%Y-%m}"
        )
        MonthOfCalls.objects.filter(pk=month.pk).update(
            calls=F("calls") + 1, revision=F("revision") + 1
        )
    return came


def _row(contract: str, came: Import, call: PlainCall) -> Call:
    values = asdict(call)
    caller = stored(values.pop("caller"))
    values["rating"] = values["rating"] or ""
    return Call(
        contract_id=contract, brought_by=came,
        caller_sealed=caller.sealed, caller_index=caller.index, **values,
    )  # fmt: skip


def some_calls() -> list[PlainCall]:
    """Ninety calls over three months of every outcome, many of them at the same instant."""
    outcomes, ratings = list(Outcome), [None, *Rating]
    return [_call(n, outcomes[n % 6], ratings[n % 7 if n % 7 < 6 else 0]) for n in range(90)]


def _call(n: int, outcome: Outcome, rating: Rating | None) -> PlainCall:
    # Ten instants, each nine times, over the edges of months.
    arrived = at(_INSTANTS[n % 10])
    offered = outcome in (Outcome.ANSWERED, Outcome.ABANDONED, Outcome.OVERFLOWED)
    queued = arrived + 5 * SECOND if offered else None
    answered = arrived + (5 + n % 40) * SECOND if outcome is Outcome.ANSWERED else None
    return PlainCall(
        call_id=f"c{n % 80:03}", direction=Direction.OUTBOUND if n % 11 == 0 else Direction.INBOUND,
        arrived_at=arrived, queued_at=queued, answered_at=answered,
        ended_at=arrived + (60 + n) * SECOND, outcome=outcome,
        queue=("hotline", "post-loan", "=1+1")[n % 3] if offered else "",
        caller=NUMBERS[n % 5 % 3], agent=f"80{n % 5:02}" if answered else "",
        talk_s=n * 3 if answered else None, rating=rating if answered else None,
        recording="y" if answered else "", source=("switch", "other")[n // 80],
    )  # fmt: skip


_INSTANTS = (
    "2026-08-31 23:59:59", "2026-09-01 00:00:00", "2026-09-01 00:00:01", "2026-09-15 12:00:00",
    "2026-09-30 23:59:59", "2026-10-01 00:00:00", "2026-10-05 09:00:00", "2026-10-05 09:00:01",
    "2026-10-31 23:59:59", "2026-10-20 18:30:00",
)  # fmt: skip
