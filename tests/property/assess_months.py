"""Small random months, and what a patient clerk with a pencil would count of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
from hypothesis import strategies as st
from pyarrow import parquet

from jieting.analytics.gather import record_batch
from jieting.analytics.month import MonthCounter
from jieting.domain.calls.call import OFFERED, Call, Direction, Outcome, Rating
from jieting.domain.contracts.load import load_contract
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.records import Complaint, Evaluation, Exclusion, Records, Training
from jieting.domain.periods import DAY, SECOND, Instant, Month, Period, local
from tests.golden.case_calls import SCHEMA
from tests.golden.month_case import OneSqlPerQuestion

MONTH = Month(2026, 10)
CONTRACTS = Path(__file__).parents[2] / "contracts"
VERDICTS = ("justified", "unjustified", "open")


@cache
def contract(name: str) -> Contract:
    """A shipped contract."""
    file = CONTRACTS / f"{name}.toml"
    return load_contract(file.read_text(encoding="utf-8"), file.name)[0]


HOTLINE, POST_LOAN = contract("ningde-12123"), contract("post-loan")
ZONE = HOTLINE.zone
WHOLE = MONTH.period(ZONE)
EDGES = [at + shift for at in (WHOLE.start, WHOLE.end) for shift in (-SECOND, -1, 0, 1)]

instants = st.one_of(
    st.integers(WHOLE.start - DAY, WHOLE.end + DAY),
    st.integers(WHOLE.start, WHOLE.start + 3 * DAY),
    st.sampled_from(EDGES),
    st.integers(0, 63).map(lambda n: WHOLE.start + n * DAY // 2 + 9 * 3600 * SECOND),
)


@st.composite
def calls(draw: st.DrawFn, number: int) -> Call:
    """Any call, most often an answered or abandoned one of the hotline."""
    outcome = draw(st.sampled_from([Outcome.ANSWERED, Outcome.ABANDONED, *Outcome]))
    arrived = draw(instants)
    queued = arrived + draw(st.sampled_from([0, 1, SECOND])) if outcome in OFFERED else None
    decided = arrived + SECOND + draw(st.sampled_from([1, 20 * SECOND, 3600 * SECOND]))
    answered = decided if outcome is Outcome.ANSWERED else None
    queue = draw(st.sampled_from(["post-loan", "post-loan", "sales"])) if queued else ""
    return Call(
        call_id=f"c{number}",
        direction=draw(st.sampled_from([*[Direction.INBOUND] * 5, Direction.OUTBOUND])),
        arrived_at=arrived,
        queued_at=queued,
        answered_at=answered,
        ended_at=decided,
        outcome=outcome,
        queue=queue,
        agent="A01" if answered else "",
        rating=draw(st.sampled_from([None, *Rating])),
        recording=draw(st.sampled_from(["", "y", "a.wav"])) if answered else "",
        source="switch",
    )


@st.composite
def many_calls(draw: st.DrawFn, most: int = 25) -> list[Call]:
    """So many calls at most, each with a number of its own."""
    return [draw(calls(number)) for number in range(draw(st.integers(0, most)))]


@st.composite
def exclusions(draw: st.DrawFn) -> Exclusion:
    """A window of up to ten days, or a whole local day, agreed or not."""
    agreed = draw(st.booleans())
    start = draw(instants)
    period = Period(start, start + draw(st.integers(1, 10 * DAY)))
    return Exclusion(period=period, day=None, reason="outage", agreed=agreed)


@st.composite
def many_records(draw: st.DrawFn) -> Records:
    """Exclusions, complaints and evaluations of calls that may or may not be there."""
    numbers = st.integers(0, 30).map(lambda n: f"c{n}")
    complaints = draw(st.lists(st.tuples(numbers, instants, st.sampled_from(VERDICTS)), max_size=6))
    evaluations = draw(st.lists(st.tuples(numbers, st.booleans()), max_size=12))
    return Records(
        exclusion=tuple(draw(st.lists(exclusions(), max_size=3))),
        complaint=tuple(
            Complaint(call_id=c, received_at=at, verdict=verdict) for c, at, verdict in complaints
        ),
        evaluation=tuple(
            Evaluation(call_id=c, sampled=sampled, score=None) for c, sampled in evaluations
        ),
        training=(Training(date=date(2026, 10, 8), kind="special", attendees=("A01",)),),
    )


@st.composite
def readings(draw: st.DrawFn, shipped: Contract) -> Contract:
    """The contract under any readings of its open points."""
    chosen = shipped
    for choice, value in draw(st.permutations(list(shipped.alternatives())))[:6]:
        ours = next(c for c in chosen.choices if (c.name, c.clause) == (choice.name, choice.clause))
        chosen = chosen.with_reading(ours, value)
    return chosen


def counter(rows: Sequence[Call], records: Records, folder: Path) -> MonthCounter:
    """A month of calls, ready to be counted."""
    path = folder / "calls.parquet"
    table = pa.Table.from_batches([record_batch(rows)] if rows else [], SCHEMA)
    parquet.write_table(table, path)
    return MonthCounter(OneSqlPerQuestion(path), MONTH, records)


@dataclass(frozen=True)
class Pencil:
    """A month counted call by call, in plain Python, without the product's figures."""

    contract: Contract
    rows: tuple[Call, ...]
    records: Records

    def at(self, call: Call) -> Instant:
        """When a call happened."""
        by_arrival = self.contract.reading("period_of_call") == "arrival"
        return call.arrived_at if by_arrival else call.ended_at

    def _local(self, call: Call) -> datetime:
        return local(self.at(call), self.contract.zone)

    def _ours(self, call: Call) -> bool:
        population, moment = self.contract.population, self._local(call)
        return (
            call.direction is Direction.INBOUND
            and (moment.year, moment.month) == (MONTH.year, MONTH.month)
            and population.queue in ("", call.queue)
            and (not population.service_hours_only or self._open(moment))
        )

    def _open(self, moment: datetime) -> bool:
        counted = self.contract.reading("outside_service_hours") == "counted"
        return counted or 9 <= moment.hour < 12 or 13 <= moment.hour < 18

    def excluded(self, call: Call) -> bool:
        """True in an agreed window, cut to the month."""
        at = self.at(call)
        return any(e.agreed and e.period.start <= at < e.period.end for e in self.records.exclusion)

    def all_ours(self) -> list[Call]:
        """The calls that the contract looks at, those in an exclusion included."""
        return [call for call in self.rows if self._ours(call)]

    def kept(self) -> list[Call]:
        """Those that no exclusion takes."""
        return [call for call in self.all_ours() if not self.excluded(call)]

    def of_figure(self, clause: str) -> list[Call]:
        """The calls that a figure is counted from."""
        use = self.contract.figure_use(clause)
        every = self.contract.reading("exclusion_scope") == "all"
        return self.kept() if use.excludable or every else self.all_ours()

    def counts(self) -> dict[str, int]:
        """The counts of a statement."""
        kept = self.kept()
        found = {outcome.value: _number(kept, outcome) for outcome in Outcome}
        return {
            **found,
            "arrived": len(kept),
            "offered": _number(kept, *OFFERED),
            "excluded": len(self.all_ours()) - len(kept),
        }

    def figures(self) -> dict[str, tuple[int, int]]:
        """The two numbers of every figure."""
        if self.contract.population.queue:
            rows = self.of_figure("P-3.1")
            offered = _number(rows, *OFFERED)
            return {"P-3.1": (offered - _number(rows, Outcome.ANSWERED), offered)}
        return {
            "N-4.1": self._connection(self.of_figure("N-4.1")),
            "N-4.2": self._satisfaction(self.of_figure("N-4.2")),
            "N-4.3": (self._justified(), _number(self.of_figure("N-4.3"), Outcome.ANSWERED)),
        }

    def _connection(self, rows: list[Call]) -> tuple[int, int]:
        if self.contract.reading("total_requests") == "offered":
            rows = [call for call in rows if call.outcome in OFFERED]
        return sum(self._connected(call) for call in rows), len(rows)

    def _connected(self, call: Call) -> bool:
        if call.outcome in (Outcome.ANSWERED, Outcome.SERVED_BY_IVR):
            return True
        if self.contract.reading("ivr_answered") == "reached_answer":
            return False
        in_menu = call.queued_at is not None and call.queued_at > call.arrived_at
        return call.outcome is Outcome.ABANDONED_IN_IVR or in_menu

    def _satisfaction(self, rows: list[Call]) -> tuple[int, int]:
        positive = self.contract.reading("positive_ratings").split("+")
        rated = [call.rating.value for call in rows if call.rating]
        return sum(rating in positive for rating in rated), len(rated)

    def _justified(self) -> int:
        whole = MONTH.period(self.contract.zone)
        return sum(
            c.verdict == "justified" and whole.start <= c.received_at < whole.end
            for c in self.records.complaint
        )

    def sample(self) -> tuple[int, int]:
        """Size of the quality sample's base, and how many calls of it were sampled."""
        every = self.contract.reading("exclusion_scope") == "all"
        base = {
            call.call_id
            for call in (self.kept() if every else self.all_ours())
            if call.outcome is Outcome.ANSWERED
            and (call.recording or self.contract.reading("qa_base") == "answered")
        }
        named = {e.call_id for e in self.records.evaluation if e.sampled}
        return len(base), len(base & named)

    def bad_days(self, over: int) -> dict[date, bool]:
        """Each day with offered calls: was its exact rate above so many percent?"""
        days: dict[date, list[Call]] = {}
        for call in self.of_figure("P-3.1"):
            if call.outcome in OFFERED:
                days.setdefault(self._local(call).date(), []).append(call)
        return {
            day: 100 * (len(rows) - _number(rows, Outcome.ANSWERED)) > over * len(rows)
            for day, rows in days.items()
        }


def _number(rows: Iterable[Call], *outcomes: Outcome) -> int:
    return sum(call.outcome in outcomes for call in rows)


def numbers(figures: dict[str, Any] | Any) -> dict[str, tuple[int, int]]:
    """The two numbers of each counted figure."""
    return {clause: (f.numerator, f.denominator) for clause, f in figures.items()}
