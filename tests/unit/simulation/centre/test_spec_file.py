from __future__ import annotations

from pathlib import Path

import pytest

from jieting.domain.errors import BadInput
from jieting.domain.periods import DAY, SECOND
from jieting.domain.simulation.centre.distribution import Exponential
from jieting.domain.simulation.centre.layout import expected_calls, plan_of, staffed_seconds
from jieting.domain.simulation.centre.spec_file import read_spec
from tests.unit.simulation.centre.cases import SEVERAL

EXAMPLE = (Path(__file__).parents[4] / "centres/ssj-call-centre.toml").read_text(encoding="utf-8")
HOUR = 3_600 * SECOND


def codes(text):
    with pytest.raises(BadInput) as raised:
        read_spec(text, "centre.toml")
    return {finding.code: finding for finding in raised.value.findings}


def test_the_example_is_what_it_says():
    spec, findings = read_spec(EXAMPLE, "centre.toml")
    assert not findings
    assert (spec.periods, spec.period_minutes, spec.opening, spec.days) == (13, 60, 480, 1)
    assert spec.queues[0].patience == Exponential(1000.0, 0.1)
    assert expected_calls(spec).sum() == 1660
    plan = plan_of(spec)
    assert plan.begin[0] == 8 * HOUR
    assert plan.staff.tolist() == [4]
    assert plan.change_at[:2].tolist() == [9 * HOUR, 10 * HOUR]
    assert plan.change_by[:2].tolist() == [2, 2]
    assert staffed_seconds(spec) == [81 * 3_600]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("mean_s = 100 }", "mean_s = 0 }", "wrong_value"),
        ('zero_share = "0.1"', "zero_share = 2", "wrong_value"),
        (
            'kind = "exponential", mean_s = 1000',
            'kind = "exponent", mean_s = 1000',
            "unknown_value",
        ),
        ("staff = [4, 6,", "staff = [6,", "wrong_length"),
        ("skills = { calls = 1 }", "skills = { call = 1 }", "unknown_queue"),
        ("skills = { calls = 1 }", "skills = {}", "no_skill"),
        ("threshold_s = 20", "threshold_s = 20\noverflow_to = 'b'", "unknown_queue"),
        ("threshold_s = 20", "threshold_s = 20\noverflow_to = 'calls'", "overflow_in_a_circle"),
        ("threshold_s = 20", "threshold_s = 20\noverflow_to = 'calls'", "no_timeout"),
        ("period_minutes = 60", "period_minutes = 90", "day_too_long"),
        ("[100,", "['many',", "wrong_value"),
        ("busyness = 10", "busyness = 10\nbusy = 1", "unknown_key"),
        ("threshold_s = 20", "threshold_s = 20\nivr_served = 1\nivr_lost = '0.5'", "wrong_value"),
        ('confidence = "0.9"', "confidence = 1", "wrong_value"),
        ('name = "calls"', "", "missing_key"),
        ("[[group]]", "[[team]]", "unknown_key"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(old, new, code):
    assert old in EXAMPLE
    found = codes(EXAMPLE.replace(old, new))
    assert code in found
    assert found[code].place.line is not None


def test_everything_wrong_is_told_at_once():
    text = EXAMPLE.replace("mean_s = 100 }", "mean_s = -1 }").replace("days = 1", "days = 0")
    assert {finding.place.column for finding in codes(text).values()} >= {"days", "mean_s"} - {
        "days"
    }
    with pytest.raises(BadInput) as raised:
        read_spec(text, "centre.toml")
    assert len(raised.value.findings) >= 2


def test_shifts_have_breaks_and_run_through_the_night():
    plan = plan_of(SEVERAL)
    own = [
        (at / HOUR, by)
        for at, group, by in zip(
            plan.change_at.tolist(),
            plan.change_group.tolist(),
            plan.change_by.tolist(),
            strict=True,
        )
        if group == 2 and at < DAY
    ]
    assert plan.staff[2] == 1
    assert own == [(6.0, -1), (8.0, 1), (12.0, -1), (12.5, 1), (17.0, -1), (22.0, 1)]
    assert staffed_seconds(SEVERAL)[2] == 3 * (8.5 + 8) * 3_600


def test_a_list_of_every_day_is_taken_as_such():
    text = EXAMPLE.replace("days = 1", "days = 2")
    text = text.replace("70, 60]", "70, 60, " + "7, " * 12 + "7]")
    spec, _ = read_spec(text, "centre.toml")
    assert spec.periods == 13
    assert expected_calls(spec).sum() == 1660 + 13 * 7


def test_weekdays_have_their_factors():
    text = EXAMPLE.replace("days = 1", "days = 7\nfirst_day = 2026-01-05")
    text = text.replace("threshold_s", "weekday_factors = [1, 1, 1, 1, 1, 0, '0.5']\nthreshold_s")
    spec, _ = read_spec(text, "centre.toml")
    assert expected_calls(spec).sum() == pytest.approx(1660 * 5.5)
