"""Calls that are hard to count: ties, gaps, edges of half hours and months, odd texts."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
from pyarrow import parquet

from jieting.analytics.gather import SCHEMA, record_batch
from jieting.domain.calls.call import OFFERED, Call, Direction, Outcome, Rating
from jieting.domain.contracts.records import Complaint, Records
from jieting.domain.periods import DAY, HALF_HOUR, SECOND, Instant, Month, offsets

WAITS = (
    0,
    1,
    3 * SECOND,
    15 * SECOND,
    20 * SECOND - 1,
    20 * SECOND,
    20 * SECOND + 1,
    30 * SECOND,
    90 * SECOND + 7,
)
SECONDS = (None, 0, 1, 61, 3600)
QUEUES = ("hotline", "post-loan", "热线", 'it\'s "one"')
AGENTS = ("A1", "a1", "Ä1", "坐席 7", "back\\slash", "")
RECORDINGS = ("", "y", "2026/10/a,b.wav")
ODD_IDS = ("7,1", 'quote"d', "it's", "back\\slash", "two\nlines", "电话", "a", "B", "Z-1", "é")
VERDICTS = ("justified", "unjustified", "open")


def hard_calls(seed: int, month: Month, zone: ZoneInfo, count: int = 400) -> list[Call]:
    """Calls in and around ``month``; the same for the same seed."""
    dice = random.Random(seed)
    return [_call(dice, number, _instant(dice, month, zone)) for number in range(count)]


def hard_complaints(seed: int, calls: Sequence[Call], month: Month, zone: ZoneInfo) -> Records:
    """Complaints about some of the calls, one of them about no call that there is."""
    dice = random.Random(seed)
    named = [*dice.choices([call.call_id for call in calls], k=12), "no such call"]
    complaints = tuple(
        Complaint(
            line=1,
            call_id=name,
            received_at=_instant(dice, month, zone),
            verdict=dice.choice(VERDICTS),
        )
        for name in named
    )
    return Records(complaint=complaints)


def write_calls(calls: Sequence[Call], path: Path) -> Path:
    """The calls as a Parquet file of the call table."""
    table = pa.Table.from_batches([record_batch(calls)] if calls else [], SCHEMA)
    parquet.write_table(table, path)
    return path


def _instant(dice: random.Random, month: Month, zone: ZoneInfo) -> Instant:
    """Anywhere in the month, on an edge of it, of a half hour, or of its change of clocks."""
    whole = month.period(zone)
    if dice.random() < 0.3:
        return dice.choice(list(_edges(month, zone))) + dice.choice((-1, 0, 1))
    at = dice.randrange(whole.start - DAY, whole.end + DAY)
    return at - at % HALF_HOUR + dice.choice((-1, 0, 1)) if dice.random() < 0.4 else at


def _edges(month: Month, zone: ZoneInfo) -> Iterator[Instant]:
    whole = month.period(zone)
    for part, _ in offsets(zone, whole):
        for shift in (-HALF_HOUR, 0, HALF_HOUR, 2 * HALF_HOUR):
            yield part.start + shift
            yield part.end + shift


def _call(dice: random.Random, number: int, arrived: Instant) -> Call:
    outcome = dice.choice([Outcome.ANSWERED, Outcome.ANSWERED, *Outcome])
    queued = arrived + dice.choice((0, 1, SECOND)) if outcome in OFFERED else None
    decided = (arrived if queued is None else queued) + dice.choice(WAITS)
    answered = outcome is Outcome.ANSWERED
    odd = ODD_IDS[number] if number < len(ODD_IDS) else str(number // 2)
    return Call(
        call_id=odd,
        direction=dice.choice([Direction.INBOUND] * 5 + [Direction.OUTBOUND]),
        arrived_at=arrived,
        queued_at=queued,
        answered_at=decided if answered else None,
        ended_at=decided + dice.choice((0, 1, HALF_HOUR)),
        outcome=outcome,
        queue=dice.choice(QUEUES) if queued is not None else "",
        agent=dice.choice(AGENTS) if answered else "",
        talk_s=dice.choice(SECONDS) if answered else None,
        hold_s=dice.choice(SECONDS) if answered else None,
        wrap_up_s=dice.choice(SECONDS) if answered else None,
        rating=dice.choice([None, *Rating]),
        recording=dice.choice(RECORDINGS) if answered else "",
        source=f"switch {number % 2}",
    )
