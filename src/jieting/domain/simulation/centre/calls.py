"""Simulated calls as rows of the call table, so that every figure counts them unchanged."""

from __future__ import annotations

import heapq
from collections.abc import Iterator

from jieting.domain.calls.call import OFFERED, SIMULATED, Call, Direction, Outcome
from jieting.domain.periods import SECOND, start_of_day
from jieting.domain.simulation.centre.layout import plan_of
from jieting.domain.simulation.centre.measure import M
from jieting.domain.simulation.centre.plan import R
from jieting.domain.simulation.centre.run import run_rows
from jieting.domain.simulation.centre.spec import Spec
from jieting.domain.simulation.rows import numbered

_OUTCOMES = {
    int(M.SERVED_BY_IVR): Outcome.SERVED_BY_IVR,
    int(M.ABANDONED_IN_IVR): Outcome.ABANDONED_IN_IVR,
    int(M.ANSWERED): Outcome.ANSWERED,
    int(M.ABANDONED): Outcome.ABANDONED,
    int(M.OVERFLOWED): Outcome.OVERFLOWED,
}
Row = list[int]


def simulated_calls(spec: Spec, *, seed: int | None = None, replication: int = 0) -> list[Call]:
    """The calls of one replication, the same as the counts of that replication are made of.

    The talk is the handle time in whole seconds, and the call ends with it. A call that went on to
    another queue stands under the queue that it entered first. Agents are named by their group.
    """
    seed = spec.seed if seed is None else seed
    rows = run_rows(plan_of(spec), seed, replication)[1].tolist()
    agents = _agents(spec, rows)
    start = start_of_day(spec.first_day, spec.zone)
    calls = (_call(spec, start, row, agents[n]) for n, row in enumerate(rows))
    return numbered(calls, spec.zone, f"seed {seed} replication {replication}")


def _call(spec: Spec, start: int, row: Row, agent: str) -> Call:
    outcome = _OUTCOMES[row[R.code]]
    decided = start + row[R.decided]
    answered = outcome is Outcome.ANSWERED
    talk = (row[R.handle] + SECOND // 2) // SECOND
    queued = outcome in OFFERED
    return Call(
        call_id="",
        direction=Direction.INBOUND,
        arrived_at=start + row[R.arrived],
        queued_at=start + row[R.queued] if queued else None,
        answered_at=decided if answered else None,
        ended_at=decided + talk * SECOND if answered else decided,
        outcome=outcome,
        queue=spec.queues[row[R.queue]].name if queued else "",
        agent=agent,
        talk_s=talk if answered else None,
        wrap_up_s=0 if answered else None,
        source=SIMULATED,
    )


def _agents(spec: Spec, rows: list[Row]) -> list[str]:
    """Who took each call: of the group's agents who are free, the one of the lowest number."""
    names = [""] * len(rows)
    free: list[list[int]] = [[] for _ in spec.groups]
    talking: list[list[tuple[int, int]]] = [[] for _ in spec.groups]
    known = [0] * len(spec.groups)
    for n in _by_answer(rows):
        row = rows[n]
        group = row[R.group]
        while talking[group] and talking[group][0][0] <= row[R.decided]:
            heapq.heappush(free[group], heapq.heappop(talking[group])[1])
        if not free[group]:
            known[group] += 1
            heapq.heappush(free[group], known[group])
        number = heapq.heappop(free[group])
        heapq.heappush(talking[group], (row[R.decided] + row[R.handle], number))
        names[n] = f"{spec.groups[group].name}-{number:02d}"
    return names


def _by_answer(rows: list[Row]) -> Iterator[int]:
    """The places of the answered calls, in order of their answers."""
    answered = [n for n, row in enumerate(rows) if row[R.code] == M.ANSWERED]
    return iter(sorted(answered, key=lambda n: rows[n][R.decided]))
