"""The rest of a month simulated: calls add up, days stand apart, more agents answer more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from jieting.domain.contracts.records import Exclusion, Records
from jieting.domain.figures import define
from jieting.domain.figures.service_level import VARIANTS
from jieting.domain.forecasting.forecast import Forecast, Slot
from jieting.domain.outlook.ahead import Ahead, busyness_of, plan_ahead
from jieting.domain.outlook.known import History, Known
from jieting.domain.outlook.simulated import handle, ivr_shares, simulated_rest
from jieting.domain.outlook.staff import always, as_required, as_rostered
from jieting.domain.periods import HALF_HOUR, Period
from jieting.domain.rostering.problem import Person, Problem, Shift
from jieting.domain.simulation.centre.distribution import Quantiles, mean_s
from jieting.domain.staffing.requirement import Required
from tests.unit.outlook.months import at, contract, counted, known

HISTORY = History(
    counts={
        "arrived": 1000,
        "rejected": 20,
        "served_by_ivr": 245,
        "abandoned_in_ivr": 49,
        "answered": 650,
    },
    span=Period(at(1), at(29)),
    handle=Quantiles((20.0, 100.0, 180.0, 400.0)),
    patience=Quantiles((0.0, 100.0, 300.0, 600.0)),
)


def forecast(queue: str, first: int, days: int, calls: float = 8.0) -> Forecast:
    """The same calls in every half hour, with intervals as wide as Poisson's."""
    starts = range(at(first), at(first) + days * 48 * HALF_HOUR, HALF_HOUR)
    half = 1.28 * calls**0.5
    slots = (Slot(queue, s, calls, calls - half, calls + half, 150.0) for s in starts)
    return Forecast(tuple(slots), 0.8)


def end_of_october(name: str = "ningde-12123", records: Records | None = None) -> Known:
    """Two days before the month ends."""
    month = known(contract(name), counted(contract(name), {}), records, at(30))
    return replace(month, history=HISTORY)


def planned(month: Known, agents: int = 2, calls: float = 8.0) -> Ahead:
    """The plan for those two days."""
    queue = month.contract.population.queue or "hotline"
    ahead, findings = plan_ahead(month, forecast(queue, 30, 2, calls), always(agents))
    assert not findings
    return ahead


def test_every_call_has_one_outcome() -> None:
    month = end_of_october()
    counts = simulated_rest(month.contract, planned(month), HISTORY, 50, 1).counts
    outcomes = ("served_by_ivr", "abandoned_in_ivr", "answered", "abandoned", "overflowed")
    total = sum(counts[name] for name in (*outcomes, "rejected"))
    assert (counts["arrived"] == total).all()
    # the forecast is of offered calls: 96 half hours of 8, and a quarter of arrivals never queue
    assert counts["offered"].mean() == pytest.approx(768, rel=0.03)
    assert ivr_shares(HISTORY) == (0.25, 0.05)
    assert counts["served_by_ivr"].mean() == pytest.approx(768 / 0.7 * 0.25, rel=0.05)
    assert counts["rejected"].mean() == pytest.approx(768 / 0.7 * 20 / 980, rel=0.15)


def test_same_seed_same_calls_and_more_agents_answer_more() -> None:
    month = end_of_october()
    one, two = (
        simulated_rest(month.contract, planned(month, agents), HISTORY, 30, 3).counts
        for agents in (1, 2)
    )
    again = simulated_rest(month.contract, planned(month, 2), HISTORY, 30, 3).counts
    assert all((two[name] == again[name]).all() for name in two)
    assert (one["arrived"] == two["arrived"]).all()
    assert one["answered"].mean() < two["answered"].mean()


def test_days_stand_apart_where_a_clause_looks_at_them() -> None:
    month = end_of_october("post-loan")
    rest = simulated_rest(month.contract, planned(month, calls=2.0), HISTORY, 40, 1)
    assert rest.days == (date(2026, 10, 30), date(2026, 10, 31))
    # eight open hours a day
    assert rest.counts["offered"].mean(axis=0) == pytest.approx([32, 32], rel=0.15)


def test_closed_and_excluded_half_hours_have_no_calls() -> None:
    excluded = Exclusion(
        period=Period(at(31), at(31) + 48 * HALF_HOUR),
        day=date(2026, 10, 31),
        reason="",
        agreed=True,
    )
    month = end_of_october("post-loan", Records(exclusion=(excluded,)))
    ahead = planned(month)
    assert np.count_nonzero(ahead.calls) == 16
    assert ahead.expected == pytest.approx(128)


def test_the_half_hour_of_the_outlook_counts_for_what_is_left_of_it() -> None:
    month = replace(end_of_october(), now=at(31, 23) + HALF_HOUR + HALF_HOUR // 3)
    ahead = planned(month)
    assert ahead.calls.tolist() == [pytest.approx(8 * 2 / 3)]


def test_a_forecast_that_ends_early_is_refused() -> None:
    month = end_of_october()
    _, findings = plan_ahead(month, forecast("hotline", 30, 1), always(0))
    assert [finding.code for finding in findings] == ["forecast_gap", "nobody_there"]
    assert findings[0].what.params["number"] == 48


def test_busyness_makes_intervals_as_wide_as_the_forecast() -> None:
    # the variance of a half hour with 100 calls and shape 50 is 100 + 200
    half = 1.2815515655446004 * 300**0.5
    slot = Slot("q", 0, 100.0, 100 - half, 100 + half, 0.0)
    assert busyness_of([slot]) == pytest.approx(50)
    narrow = Slot("q", 0, 100.0, 99.0, 101.0, 0.0)
    assert busyness_of([narrow]) == 0


def test_handle_times_are_stretched_to_the_forecast() -> None:
    found = handle(HISTORY, 300.0)
    assert isinstance(found, Quantiles)
    assert mean_s(found) == pytest.approx(300)


def test_staff_of_a_requirement_and_of_a_roster() -> None:
    required = [Required("a", at(30), 1, 1, 2, 3), Required("b", at(30), 1, 1, 4, 5)]
    assert as_required(required, "a")(at(30)) == 2
    assert as_required(required, "")(at(30)) == 6
    assert as_required(required, "")(at(31)) == 0
    night = Shift("N", 22 * 60, 4 * 60)
    problem = Problem("p", date(2026, 10, 30), 2, (night,), (Person("1"), Person("2")))
    staff = as_rostered(problem, {"1": ("N", ""), "2": ("N", "N")}, "", contract().zone)
    assert [staff(at(30, 21)), staff(at(30, 22)), staff(at(31, 1)), staff(at(31, 22))] == [
        0,
        2,
        2,
        1,
    ]
    assert staff(at(1)) == 0


def test_every_reading_of_a_rate_follows_the_staff() -> None:
    # what is not simulated is drawn as a share of it, and would not know who was there
    counts = simulated_rest(contract(), planned(end_of_october()), HISTORY, 20, 1).counts
    for name, variants in (
        ("connection_rate", [{"total_requests": one} for one in ("arrived", "offered")]),
        ("abandon_rate", [{}]),
        ("service_level", [{"abandon_variant": one} for one in VARIANTS]),
        ("asa", [{}]),
    ):
        for parameters in variants:
            for measure in define(name, **parameters).measures:
                assert all(leaf.name in counts for leaf in measure.leaves) or measure.name in counts
