"""Old facts, some at a time: those of closed calls go, those of a contract that came are used."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import connection

from jieting.apps.contracts.queries import contract_ids
from jieting.domain.line.facts import FactKind
from jieting.domain.periods import DAY, Instant

FACTS_KEPT = 3 * DAY
"""After so long a call is closed for good: its row and its events say what its facts said."""
ORPHANS_KEPT = 7 * DAY
"""Facts of a talk that never arrived on a line: agents among themselves."""
TIDY_EVERY_S = 6 * 3600.0
CHUNK = 2000
"""So many facts are looked at in one step, so that calls that come in meanwhile never wait."""

# A call's facts go all at once or not at all, and only what was seen long ago too: after a long
# absence of the observer the rest of a call may stand in a part of the log that is not read yet.
_CLOSED = """
DELETE FROM line_fact f USING line_linecall c
WHERE f.system = %s AND f.call = ANY(%s)
    AND c.system = f.system AND c.call = f.call AND c.over AND c.kept IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM line_fact y WHERE y.system = f.system AND y.call = f.call
        AND (y.at >= %s OR y.seen_at >= %s))
"""
_ORPHANS = """
DELETE FROM line_fact f
WHERE f.system = %s AND f.call = ANY(%s)
    AND NOT EXISTS (SELECT 1 FROM line_linecall c WHERE c.system = f.system AND c.call = f.call)
    AND NOT EXISTS (SELECT 1 FROM line_fact y WHERE y.system = f.system AND y.call = f.call
        AND (y.at >= %s OR y.kind = %s))
"""
_BETWEEN = """
SELECT at, call, kind, data->>'contract' FROM line_fact
WHERE system = %s AND at >= %s AND at < %s ORDER BY at LIMIT %s
"""
_ON_THE_LINE = "SELECT call FROM line_linecall WHERE system = %s AND call = ANY(%s)"

Seen = tuple[Instant, str, str, str | None]
"""When a fact was, its call, its kind, and the contract that it names."""


@dataclass(slots=True)
class Walk:
    """Facts of a switch by time, a chunk at each step; ``at`` is None where no walk goes on."""

    system: str
    at: Instant | None = None

    def begin(self) -> None:
        """Start from the oldest fact."""
        self.at = 0

    def step(self, before: Instant) -> list[Seen]:
        """The next facts that are older than ``before``; none once the walk is at its end."""
        if self.at is None:
            return []
        with connection.cursor() as cursor:
            cursor.execute(_BETWEEN, [self.system, self.at, before, CHUNK])
            seen: list[Seen] = cursor.fetchall()
        # The last moment is read again: more facts may be of it.
        self.at = max(seen[-1][0], self.at + 1) if len(seen) == CHUNK else None
        return seen


@dataclass(slots=True)
class Tidying:
    """What is to be done with old facts of a switch, a little in each second."""

    system: str
    _closed: Walk = field(init=False)
    _strange: Walk = field(init=False)
    _begun_at: float = float("-inf")
    _contracts: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self._closed, self._strange = Walk(self.system), Walk(self.system)

    def forget(self, now: Instant) -> int:
        """Take away some facts that nothing needs any more; how many."""
        if time.monotonic() - self._begun_at > TIDY_EVERY_S:
            self._begun_at = time.monotonic()
            self._closed.begin()
        seen = self._closed.step(now - FACTS_KEPT)
        return forget(self.system, sorted({one[1] for one in seen}), now) if seen else 0

    def look_again(self) -> None:
        """Look for calls to fold from the oldest fact again."""
        self._strange.begin()

    def to_fold(self, now: Instant) -> list[str]:
        """Some calls of a contract that is here now and was not when they were told."""
        contracts = frozenset(contract_ids())
        if contracts != self._contracts:
            self._contracts = contracts
            self.look_again()
        offered = {
            call
            for _, call, kind, contract in self._strange.step(now)
            if kind == FactKind.OFFERED and contract in contracts
        }
        return sorted(offered - _on_the_line(self.system, sorted(offered)))


def forget(system: str, calls: Sequence[str], now: Instant) -> int:
    """Take away the facts of these calls where nothing needs them any more; how many."""
    closed, orphaned = now - FACTS_KEPT, now - ORPHANS_KEPT
    with connection.cursor() as cursor:
        cursor.execute(_CLOSED, [system, list(calls), closed, closed])
        gone = cursor.rowcount
        cursor.execute(_ORPHANS, [system, list(calls), orphaned, str(FactKind.OFFERED)])
        return gone + cursor.rowcount


def _on_the_line(system: str, calls: Sequence[str]) -> set[str]:
    if not calls:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(_ON_THE_LINE, [system, list(calls)])
        return {call for (call,) in cursor.fetchall()}
