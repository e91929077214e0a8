from datetime import time
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from jieting.documents.records_file import records_toml
from jieting.domain.calls.call import Outcome
from jieting.domain.contracts.calendar import WEEKDAYS, Hours, ServiceCalendar
from jieting.domain.contracts.load_records import load_records
from jieting.domain.contracts.records import (
    ConfidentialityFinding,
    Exclusion,
    Records,
    Report,
)
from jieting.domain.periods import DAY, SECOND, Month, Period, local
from jieting.domain.simulation.disturbances import draw_disturbances
from jieting.domain.simulation.month import simulate_month
from jieting.domain.simulation.profiles import HOTLINE, POST_LOAN
from jieting.domain.simulation.records import simulate_records

SHANGHAI = ZoneInfo("Asia/Shanghai")
OCTOBER = Month(2026, 10)
ALWAYS = ServiceCalendar()
OFFICE = ServiceCalendar((Hours(WEEKDAYS, time(9), time(12)), Hours(WEEKDAYS, time(13), time(18))))
HOUR = 3_600 * SECOND


def dice(seed):
    return np.random.Generator(np.random.PCG64(seed))


def records_of(profile, calendar, seed):
    hours = calendar.open_periods(OCTOBER, SHANGHAI)
    calls = simulate_month(profile, OCTOBER, SHANGHAI, hours, dice(seed))
    disturbances = draw_disturbances(profile.planned, OCTOBER, SHANGHAI, hours, dice(seed))
    return calls, simulate_records(profile, OCTOBER, SHANGHAI, calls, disturbances, dice(seed + 1))


@pytest.fixture(scope="module")
def hotline():
    return records_of(HOTLINE, ALWAYS, 1)


@pytest.fixture(scope="module")
def post_loan():
    return records_of(POST_LOAN, OFFICE, 1)


def test_one_outage_is_agreed_and_one_is_not(hotline):
    _, records = hotline
    assert [(e.agreed, e.period.length // (60 * SECOND)) for e in records.exclusion] == [
        (True, 50),
        (False, 20),
    ]


def test_complaints_name_answered_calls_and_come_after_them_in_the_month(hotline):
    calls, records = hotline
    answered = {c.call_id: c for c in calls if c.outcome is Outcome.ANSWERED}
    assert sorted(c.verdict for c in records.complaint) == ["justified", "open", "unjustified"]
    for complaint in records.complaint:
        assert 0 < complaint.received_at - answered[complaint.call_id].ended_at <= 2 * DAY
        assert complaint.received_at in OCTOBER.period(SHANGHAI)


def test_three_special_trainings_one_of_them_without_sign_in(hotline):
    _, records = hotline
    assert [training.kind for training in records.training] == ["special"] * 3
    assert sorted(bool(training.attendees) for training in records.training) == [False, True, True]
    assert all(Month.of(training.date) == OCTOBER for training in records.training)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_evaluations_are_about_one_percent_of_the_recorded_calls(seed):
    calls, records = records_of(HOTLINE, ALWAYS, seed)
    recorded = {c.call_id for c in calls if c.recording}
    drawn = [evaluation.call_id for evaluation in records.evaluation]
    wanted = -(-len(recorded) // 100)
    assert wanted - 14 <= len(drawn) <= wanted + 6
    assert len(set(drawn)) == len(drawn)
    assert recorded.issuperset(drawn)
    assert all(e.sampled and 78 <= e.score <= 100 for e in records.evaluation)


def test_the_sample_is_spread_over_the_month(hotline):
    calls, records = hotline
    place = {call.call_id: n / len(calls) for n, call in enumerate(calls)}
    thirds = [int(place[evaluation.call_id] * 3) for evaluation in records.evaluation]
    assert min(thirds.count(third) for third in range(3)) > 8


def test_the_spot_check_found_an_error_in_an_evaluated_call(hotline):
    _, records = hotline
    (check,) = records.spot_check
    assert check.scoring_error
    assert check.call_id in {evaluation.call_id for evaluation in records.evaluation}


def test_reports_are_in_time_and_one_item_is_missing(hotline):
    _, records = hotline
    operations, personnel = records.report
    (assessment,) = records.self_assessment
    assert (operations.kind, personnel.kind) == ("operations", "personnel")
    assert len(operations.missing) == 1
    assert not personnel.missing
    assert not assessment.untrue_items
    for due in (operations, personnel, assessment):
        assert OCTOBER.period(SHANGHAI).end <= due.submitted_at < due.due_at
        assert due.month == OCTOBER
        assert local(due.due_at, SHANGHAI).isoformat() == "2026-11-05T18:00:00+08:00"


def test_a_hotline_leaks_nothing_and_violates_nothing(hotline):
    _, records = hotline
    assert records.confidentiality_finding == records.violation == ()


def test_a_post_loan_month_has_one_agreed_day_and_two_violations(post_loan):
    _, records = post_loan
    (exclusion,) = records.exclusion
    assert exclusion.agreed
    assert exclusion.day is not None
    hours = [(v.rectified_at - v.received_at) // HOUR for v in records.violation]
    assert hours == [19, 31]
    assert {violation.level for violation in records.violation} == {2}
    assert records.evaluation == records.training == records.report == ()


@pytest.mark.parametrize("month", ["hotline", "post_loan"])
def test_the_file_is_read_back_without_a_finding(month, request):
    _, records = request.getfixturevalue(month)
    text = records_toml(records, SHANGHAI, ("simulated",))
    read, findings = load_records(text, "", SHANGHAI)
    assert findings == []
    assert records_toml(read, SHANGHAI, ("simulated",)) == text
    assert text.startswith("# simulated\n")
    assert len(read.evaluation) == len(records.evaluation)


def test_every_kind_of_value_is_written():
    records = Records(
        exclusion=(Exclusion(period=Period(0, SECOND), day=None, reason='a "b"\n', agreed=False),),
        report=(
            Report(kind="operations", due_at=0, submitted_at=None, missing=("a", "b"), month=None),
        ),
        confidentiality_finding=(
            ConfidentialityFinding(date=OCTOBER.first_day, consequence="harm"),
        ),
    )
    assert records_toml(records, ZoneInfo("UTC")) == (
        "\n[[exclusion]]\nfrom = 1970-01-01T00:00:00+00:00\nto = 1970-01-01T00:00:01+00:00\n"
        'reason = "a \\"b\\"\\n"\nagreed = false\n'
        '\n[[report]]\nkind = "operations"\ndue_at = 1970-01-01T00:00:00+00:00\n'
        'missing = ["a", "b"]\n'
        '\n[[confidentiality_finding]]\ndate = 2026-10-01\nconsequence = "harm"\n'
    )
