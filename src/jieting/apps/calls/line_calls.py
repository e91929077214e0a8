"""Keeping calls that come over the line: one row each, whatever is told twice or raced."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.db import transaction

from jieting.apps.base.actor import Actor
from jieting.apps.base.live import changed
from jieting.apps.base.turns import one_at_a_time
from jieting.apps.calls.imports import refusals
from jieting.apps.calls.line_months import LineMonths, tell_months
from jieting.apps.calls.line_rows import Key, Stored, insert, rewrite, stored_calls
from jieting.apps.calls.models import Import
from jieting.apps.calls.months import zone_of
from jieting.domain.calls.call import Call
from jieting.domain.errors import Finding, Refused
from jieting.domain.periods import Instant, local

__all__ = ["LineCallToKeep", "LineCallsRefused", "keep_line_calls", "line_turn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineCallToKeep:
    """A call whose caller is sealed already; ``call.caller`` is empty."""

    contract_id: str
    call: Call
    caller_sealed: bytes | None = None
    caller_index: bytes | None = None

    @property
    def key(self) -> Key:
        """What names the call within its contract."""
        return self.call.source, self.call.call_id


class LineCallsRefused(Refused):
    """Some calls are stored otherwise and vouched for; nothing of the batch was kept.

    ``calls`` are (contract, source, call_id) of those, so that the others can be kept.
    """

    def __init__(self, findings: Iterable[Finding], calls: Iterable[tuple[str, str, str]]) -> None:
        super().__init__(findings)
        self.calls = tuple(calls)


def keep_line_calls(*, by: Actor, at: datetime, calls: Sequence[LineCallToKeep]) -> list[int]:
    """Keep calls that came over the line; the numbers of their rows, in the order of ``calls``.

    What is kept already in the same words is left alone; what is told otherwise is rewritten as
    long as its day runs. Of two in one batch that name one call, the later counts. All or none.
    Errors: LineCallsRefused where a call of a closed day, or of a file, is told otherwise.
    """
    of_contract: dict[str, dict[Key, LineCallToKeep]] = defaultdict(dict)
    for one in calls:
        of_contract[one.contract_id][one.key] = one
    numbers: dict[tuple[str, Key], int] = {}
    with transaction.atomic():
        for contract_id in sorted(of_contract):
            line_turn(contract_id)
            batch = _Batch(contract_id, zone_of(contract_id), by, at)
            found = batch.keep(of_contract[contract_id])
            numbers |= {(contract_id, key): number for key, number in found.items()}
    return [numbers[one.contract_id, one.key] for one in calls]


def line_turn(contract_id: str) -> None:
    """Wait until nobody else keeps or closes calls of the contract's line."""
    one_at_a_time(f"line-calls/{contract_id}")


@dataclass(slots=True)
class _Batch:
    """Calls of one contract on their way into the books, in a transaction that has its turn."""

    contract_id: str
    zone: ZoneInfo
    by: Actor
    at: datetime

    def keep(self, wanted: dict[Key, LineCallToKeep]) -> dict[Key, int]:
        """The numbers of the rows by key."""
        stored = stored_calls(self.contract_id, wanted)
        new = [one for key, one in wanted.items() if key not in stored]
        numbers = self._insert(new) if new else {}
        if raced := [one for one in new if one.key not in numbers]:
            # An import brought them between our look and our insert.
            stored |= stored_calls(self.contract_id, [one.key for one in raced])
            new = [one for one in new if one.key in numbers]
        other = [(one, stored[key]) for key, one in wanted.items() if self._differs(stored, one)]
        self._refuse_vouched(other)
        for one, before in other:
            rewrite(before.pk, one.call, one.caller_sealed, one.caller_index)
        if new or other:
            self._count([one.call for one in new], [(b, one.call) for one, b in other])
        return {**{key: row.pk for key, row in stored.items()}, **numbers}

    def _differs(self, stored: dict[Key, Stored], one: LineCallToKeep) -> bool:
        before = stored.get(one.key)
        return before is not None and bool(before.differing(one.call, one.caller_index))

    def _refuse_vouched(self, other: list[tuple[LineCallToKeep, Stored]]) -> None:
        against = [(one, before) for one, before in other if not before.running]
        if against:
            raise LineCallsRefused(
                [
                    refusals.line_contradicts(
                        one.call.call_id,
                        before.differing(one.call, one.caller_index),
                        before.brought_by,
                    )
                    for one, before in against
                ],
                [(self.contract_id, *one.key) for one, _ in against],
            )

    def _insert(self, new: list[LineCallToKeep]) -> dict[Key, int]:
        days: dict[str, list[LineCallToKeep]] = defaultdict(list)
        for one in new:
            days[self._day(one.call.arrived_at)].append(one)
        numbers: dict[Key, int] = {}
        for day, ones in sorted(days.items()):
            batch = self._running(day)
            rows = [(one.call, one.caller_sealed, one.caller_index) for one in ones]
            came = insert(self.contract_id, batch.pk, rows)
            numbers |= came
            self._tally(batch, [one.call for one in ones if one.key in came])
        return numbers

    def _day(self, at: Instant) -> str:
        return f"{local(at, self.zone):%Y-%m-%d}"

    def _running(self, day: str) -> Import:
        """The open batch of a day; a further one where all of that day's were closed."""
        mine = Import.objects.filter(contract_id=self.contract_id, kind=Import.LINE)
        found = mine.filter(state=Import.State.RUNNING, file_name=day).first()
        if found is not None:
            return found
        changed(self.contract_id, "imports")
        return Import.objects.create(
            contract_id=self.contract_id,
            state=Import.State.RUNNING,
            kind=Import.LINE,
            file_name=day,
            file_digest="",
            file_bytes=0,
            file_there=False,
            folder=f"line-{uuid4().hex}",
            made_by_name=self.by.name,
            made_at=self.at,
            changed_at=self.at,
        )

    def _tally(self, batch: Import, came: Sequence[Call]) -> None:
        """What the history shows of an open day; a close counts it all anew."""
        if not came:
            return
        times = [call.arrived_at for call in came]
        first, last = batch.first_arrived_at, batch.last_arrived_at
        outcomes = Counter(batch.outcomes) + Counter(call.outcome.value for call in came)
        batch.kept += len(came)
        batch.rows = batch.done = batch.total = batch.kept
        batch.outcomes = dict(outcomes)
        batch.first_arrived_at = min(times if first is None else [first, *times])
        batch.last_arrived_at = max(times if last is None else [last, *times])
        batch.months = sorted({*batch.months, *(self._day(at)[:7] for at in times)})
        batch.changed_at = self.at
        batch.save()

    def _count(self, new: Sequence[Call], other: Sequence[tuple[Stored, Call]]) -> None:
        months = LineMonths(self.zone)
        for call in new:
            months.add(call.arrived_at, call.ended_at, call.source, 1)
        for before, call in other:
            months.add(before.arrived_at, before.ended_at, call.source, -1)
            months.add(call.arrived_at, call.ended_at, call.source, 1)
        tell_months(self.contract_id, months, self.at)
