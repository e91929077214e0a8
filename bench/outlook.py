"""The outlook of a month of 9,000 calls, beside assessing every replication one by one."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from bench.goals import Goal
from bench.lines import Options
from bench.measured import ROOT
from jieting.analytics.duck import DuckEngine
from jieting.analytics.gather import gather
from jieting.analytics.outlook import known_at
from jieting.documents.call_list import write_calls
from jieting.domain.contracts.assess import Counted, assess
from jieting.domain.contracts.load import load_contract
from jieting.domain.contracts.model import Contract
from jieting.domain.figures import Figure
from jieting.domain.forecasting.forecast import Forecast, Slot
from jieting.domain.outlook.ahead import plan_ahead
from jieting.domain.outlook.known import Known
from jieting.domain.outlook.outlook import Assumed, Outlook, look_ahead
from jieting.domain.outlook.simulated import simulated_rest
from jieting.domain.outlook.staff import always
from jieting.domain.outlook.still_open import Open, settled
from jieting.domain.periods import HALF_HOUR, Instant, Month, instant_of_local
from jieting.domain.simulation.profiles import HOTLINE
from jieting.switches.open import open_calls
from jieting.switches.simulated import simulated_calls, simulated_records

MONTH = Month(2026, 10)
REPLICATIONS = 2_000
PEER_REPLICATIONS = 200
SECONDS = 3.0
T = TypeVar("T")


@dataclass(frozen=True)
class _Timed:
    """What a function gave, and its processor seconds."""

    seconds: float
    wall: float


def _timed(work: Callable[[], T]) -> tuple[T, _Timed]:
    start, wall = time.process_time(), time.perf_counter()
    found = work()
    return found, _Timed(time.process_time() - start, time.perf_counter() - wall)


def run(options: Options) -> list[Goal]:
    """Counting, simulating and judging, each once warm; then the peer."""
    contract = _contract()
    with tempfile.TemporaryDirectory() as name:
        engine, first = _engine(contract, Path(name))
        records = simulated_records(
            contract, HOTLINE, MONTH, simulated_calls(contract, HOTLINE, MONTH, 7), 7
        )
        now = instant_of_local(datetime(2026, 10, 16, 9), contract.zone)  # noqa: DTZ001

        def counted() -> Known:
            return known_at(engine, contract, MONTH, records, now, first)

        def looked(known: Known) -> Outlook:
            ahead, _ = plan_ahead(known, _forecast(known), always(2))
            rest = simulated_rest(contract, ahead, known.history, REPLICATIONS, 1)
            return look_ahead(known, rest, Assumed())

        looked(counted())  # kernels are compiled, files are warm
        known, counting = _timed(counted)
        outlook, looking = _timed(lambda: looked(known))
    same, peer = _timed(lambda: _one_by_one(outlook))
    if not same:
        raise SystemExit("outlook: a replication is judged otherwise than by assess")
    each = peer.seconds / PEER_REPLICATIONS
    calls = outlook.known.counted.counts["arrived"]
    whole = counting.seconds + looking.seconds
    return [
        Goal("outlook", "month so far counted", counting.seconds, "CPU s", note=f"{calls} calls"),
        Goal(
            "outlook",
            f"outlook with {REPLICATIONS} replications",
            whole,
            "CPU s",
            SECONDS,
            ratio=looking.seconds / (each * REPLICATIONS),
            note="peer: assess for each replication; the same scores",
        ),
    ]


def _contract() -> Contract:
    path = ROOT / "contracts/ningde-12123.toml"
    return load_contract(path.read_text(encoding="utf-8"), path.name)[0]


def _engine(contract: Contract, folder: Path) -> tuple[DuckEngine, Instant | None]:
    file = folder / "made.parquet"
    write_calls(simulated_calls(contract, HOTLINE, MONTH, 7), file, contract.zone)
    gathered = gather([open_calls(file, zone=contract.zone, mapping=None, progress=None)], folder)
    engine = DuckEngine(gathered.path, folder)
    return engine, engine.span()[0]


def _forecast(known: Known) -> Forecast:
    period = known.period
    starts = range(period.start, period.end, HALF_HOUR)
    return Forecast(tuple(Slot("hotline", s, 4.4, 1.7, 7.1, 155.0) for s in starts), 0.8)


def _one_by_one(outlook: Outlook) -> bool:
    """Whether ``assess`` gives each of the first replications the outlook's score."""
    known, drawn, score = outlook.known, outlook.drawn, outlook.possible.score
    records = settled(known, Open.DONE).records
    quiet = {
        place
        for place in range(REPLICATIONS)
        if not any(events[place] for events in drawn.events.values())
    }
    same = True
    for place in range(PEER_REPLICATIONS):
        figures = {}
        for clause, figure in known.counted.figures.items():
            above, below = outlook.possible.months.totals(clause)
            figures[clause] = Figure(figure.definition, int(above[place]), int(below[place]))
        base = known.counted.sample_base + int(drawn.sample_base[place])
        counted = Counted({}, figures, {}, base, base)
        found = assess(known.contract, MONTH, counted, records)
        if place in quiet and score is not None:
            same = same and found.score == score.of(place)
    return same
