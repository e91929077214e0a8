"""Months made by hand: what is known of them, and a rest that is drawn already."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path

import numpy as np

from jieting.domain.contracts.assess import Counted
from jieting.domain.contracts.load import load_contract
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.records import Records, Report, SelfAssessment, Training
from jieting.domain.figures import Figure
from jieting.domain.outlook.drawn import Drawn, Pair
from jieting.domain.outlook.known import History, Known
from jieting.domain.outlook.looked import Months
from jieting.domain.outlook.possible import Judge
from jieting.domain.outlook.rest import Rest
from jieting.domain.outlook.still_open import Open
from jieting.domain.periods import Instant, Month, Period, instant_of_local

ROOT = Path(__file__).parents[3]
OCTOBER = Month(2026, 10)
Numbers = tuple[int, int]


@cache
def contract(name: str = "ningde-12123") -> Contract:
    """A shipped contract."""
    path = ROOT / "contracts" / f"{name}.toml"
    return load_contract(path.read_text(encoding="utf-8"), path.name)[0]


def at(day: int, hour: int = 0, month: int = 10) -> Instant:
    """A moment of 2026 in the contracts' zone."""
    return instant_of_local(datetime(2026, month, day, hour), contract().zone)  # noqa: DTZ001


def figure(of: Contract, clause: str, numbers: Numbers) -> Figure:
    """A figure of a contract with its two numbers."""
    return Figure(of.definition(of.figure_use(clause)), *numbers)


def counted(
    of: Contract,
    figures: Mapping[str, Numbers],
    days: Mapping[int, Numbers] | None = None,
    base: int = 0,
    sampled: int = 0,
) -> Counted:
    """What was counted: figures by clause; days, by day of October, are of every figure."""
    daily = {
        use.clause: {
            date(2026, 10, day): figure(of, use.clause, numbers)
            for day, numbers in (days or {}).items()
        }
        for use in of.figures
    }
    found = {
        use.clause: figure(of, use.clause, figures.get(use.clause, (0, 0))) for use in of.figures
    }
    return Counted({"arrived": 0}, found, daily, base, sampled)


def complete() -> Records:
    """Records of October with everything done."""
    return Records(
        training=tuple(
            Training(date=date(2026, 10, day), kind="special", attendees=("8001",))
            for day in (5, 6)
        ),
        report=(
            Report(
                kind="operations",
                due_at=at(5, 18, 11),
                submitted_at=at(4, 9, 11),
                missing=(),
                month=OCTOBER,
            ),
        ),
        self_assessment=(
            SelfAssessment(
                due_at=at(5, 18, 11), submitted_at=at(4, 9, 11), untrue_items=(), month=OCTOBER
            ),
        ),
    )


def known(
    of: Contract, so_far: Counted, records: Records | None = None, now: Instant | None = None
) -> Known:
    """What is known of October; in the middle of it unless told otherwise."""
    moment = at(16) if now is None else now
    history = History(span=Period(at(1), max(at(1), moment)))
    return Known(of, OCTOBER, moment, so_far, records or Records(), history)


def drawn(
    of: Known,
    figures: Mapping[str, list[Numbers]],
    grown: int = 0,
    days: tuple[date | None, ...] = (None,),
    daily: Mapping[str, list[list[Numbers]]] | None = None,
) -> Drawn:
    """A rest in which each figure gets these numbers, one pair a replication; no events."""
    size = max((len(pairs) for pairs in figures.values()), default=1)
    rest = Rest({}, days, size)
    pairs = {}
    for use in of.contract.figures:
        given = figures.get(use.clause, [(0, 0)] * size)
        table = daily[use.clause] if daily else [[pair] for pair in given]
        array = np.array(table, dtype=np.int64)
        pairs[use.clause] = Pair(array[:, :, 0], array[:, :, 1])
    events = {
        (clause.id, place): np.zeros(size, dtype=np.int64)
        for clause in of.contract.clauses
        for place, _ in enumerate(clause.rules)
    }
    return Drawn(size, rest, pairs, np.full(size, grown, dtype=np.int64), events)


def months(of: Known, rest: Drawn, way: Open = Open.DONE) -> Months:
    """The months that come of it."""
    return Judge.of(of, way).judged(rest).months
