from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from jieting.domain.contracts.calendar import ServiceCalendar
from jieting.domain.forecasting.backtest import BackTest, backtest
from jieting.domain.forecasting.features import features_of
from jieting.domain.forecasting.gather import Line, gather
from jieting.domain.forecasting.history import Count
from jieting.domain.simulation.profiles import HOTLINE
from tests.shared_data import shared
from tests.unit.forecasting.made import LINE, PLAIN, day, made


def tried(counts: Sequence[Count], until: date, horizon: int, line: Line = LINE) -> BackTest | None:
    (history,) = gather(counts, line, until, {}).histories
    features = features_of(history.dates, line.holidays)
    return backtest(history, features, HOTLINE, horizon, 0.8)


@pytest.mark.parametrize("seed", range(3))
def test_the_model_beats_last_week_and_its_interval_holds(seed: int) -> None:
    found = tried(made(120, 600, seed=seed), day(120), 7)
    assert found is not None
    assert found.origins == 6
    assert found.horizon == 7
    assert found.half_hours == 6 * 7 * 48
    assert (found.model.wape or 1) < 0.85 * (found.naive.wape or 0)
    assert 0.75 < (found.coverage or 0) < 0.9
    assert not found.naive_is_better


def test_a_line_that_repeats_itself_is_foretold_exactly_by_last_week() -> None:
    week = made(7)
    counts = [
        Count(c.queue, day(7 * n + (c.day - day(0)).days), c.half_hour, c.calls)
        for n in range(6)
        for c in week
    ]
    found = tried(counts, day(42), 7)
    assert found is not None
    assert found.naive.wape == 0
    assert found.naive_is_better
    assert found.naive_is_better_by_day


def test_only_what_came_before_is_learned() -> None:
    counts = made(60)
    late = [c for c in counts if c.day >= day(53)]
    changed = [c for c in counts if c.day < day(53)]
    changed += [Count(c.queue, c.day, c.half_hour, 50 * c.calls) for c in late]
    first, second = tried(counts, day(60), 7), tried(changed, day(60), 7)
    assert first is not None
    assert second is not None
    assert (second.model.wape or 0) > 0.8
    assert (second.naive.wape or 0) > 0.8


def test_too_short_a_history_has_no_back_test() -> None:
    assert tried(made(14), day(14), 7) is None
    assert tried(made(16), day(16), 7) is not None


def test_days_that_are_unknown_are_not_judged() -> None:
    found = tried(made(60, left_out=[day(56)]), day(60), 7)
    assert found is not None
    assert found.half_hours % 48 == 0
    assert found.half_hours < 6 * 7 * 48


@pytest.mark.parametrize("horizon", [1, 7, 14, 28])
def test_a_real_bank_is_foretold_better_than_by_last_week(horizon: int) -> None:
    path = shared("bank_calls_5min") / "bank_calls.csv"
    sums: defaultdict[tuple[date, int], int] = defaultdict(int)
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            at = datetime.fromisoformat(row["DateTime"].removesuffix("Z"))
            sums[at.date(), at.hour * 2 + at.minute // 30] += int(row["Calls"])
    counts = [Count("bank", on, half_hour, calls) for (on, half_hour), calls in sums.items()]
    line = Line(ServiceCalendar(), ZoneInfo("America/New_York"), PLAIN)
    found = tried(counts, date(2003, 10, 25), horizon, line)
    assert found is not None
    assert (found.model.wape or 1) < 0.85 * (found.naive.wape or 0)
    assert 0.74 < (found.coverage or 0) < 0.87


def test_a_real_month_is_foretold_better_than_by_last_week() -> None:
    path = shared("anonymous_bank_1999") / "february_1999_mtpa.txt"
    sums: defaultdict[tuple[date, int], int] = defaultdict(int)
    with path.open(encoding="utf-8", newline=None) as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if row["outcome"] != "PHANTOM":
                at = datetime.strptime(f"{row['date']} {row['vru_exit']}", "%y%m%d %H:%M:%S")  # noqa: DTZ007
                sums[at.date(), at.hour * 2 + at.minute // 30] += 1
    counts = [Count("bank", on, half_hour, calls) for (on, half_hour), calls in sums.items()]
    line = Line(ServiceCalendar(), ZoneInfo("Asia/Jerusalem"), PLAIN)
    found = tried(counts, date(1999, 3, 1), 7, line)
    assert found is not None
    assert (found.model.wape or 1) < 0.9 * (found.naive.wape or 0)
    assert 0.72 < (found.coverage or 0) < 0.88
