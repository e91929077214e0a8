"""The outlook as a whole: probabilities, quarter, renewal, what binds, what is open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import numpy as np
import pytest

from jieting.domain.contracts.records import Complaint, Records, Report, Training, Violation
from jieting.domain.contracts.settlement import MonthResult
from jieting.domain.outlook.binding import binding, gains
from jieting.domain.outlook.chances import Ints
from jieting.domain.outlook.drawn import Coming
from jieting.domain.outlook.known import History, Known, records_until
from jieting.domain.outlook.outlook import Assumed, Outlook, look_ahead
from jieting.domain.outlook.possible import Judge
from jieting.domain.outlook.quarter import quarter_ahead, renewal_ahead
from jieting.domain.outlook.rest import Rest, nothing_left
from jieting.domain.outlook.still_open import Open
from jieting.domain.outlook.tasks import Kind, tasks
from jieting.domain.periods import Month, Period
from tests.unit.outlook.months import (
    OCTOBER,
    at,
    complete,
    contract,
    counted,
    drawn,
    known,
    months,
)

SO_FAR = {"N-4.1": (4400, 5000), "N-4.2": (1420, 1500), "N-4.3": (2, 3000)}
HISTORY = History(
    counts={
        "arrived": 5000,
        "answered": 3000,
        "recorded": 2990,
        "rated": 1500,
        "rated_very_satisfied_or_basically_satisfied": 1420,
    },
    span=Period(at(1), at(16)),
)


def running(records: Records | None = None) -> Known:
    """October at its middle, with some of everything."""
    so_far = counted(contract(), SO_FAR, None, 2990, 10)
    return replace(known(contract(), so_far, records or Records()), history=HISTORY)


def rest(replications: int = 300) -> Rest:
    """A rest whose calls vary."""
    rng = np.random.default_rng(5)
    answered: Ints = rng.integers(2400, 3000, (replications, 1))
    served = np.full_like(answered, 1200)
    return Rest(
        {"arrived": answered + 1700, "answered": answered, "served_by_ivr": served},
        (None,),
        replications,
    )


@pytest.fixture(scope="module")
def outlook() -> Outlook:
    """The outlook of it."""
    return look_ahead(running(), rest(), Assumed())


def test_probabilities_sum_to_one(outlook: Outlook) -> None:
    assert sum(share for _, share in outlook.brackets) == pytest.approx(1)
    for column in (*outlook.possible.lines.values(), outlook.possible.score):
        assert column is not None
        assert column.weights.sum() == 300


def test_same_seed_same_outlook(outlook: Outlook) -> None:
    again = look_ahead(running(), rest(), Assumed())
    assert again.brackets == outlook.brackets
    assert again.gains == outlook.gains
    assert again.possible.score is not None
    assert outlook.possible.score is not None
    assert again.possible.score.values == outlook.possible.score.values
    other = look_ahead(running(), rest(), Assumed(seed=2))
    assert other.gains != outlook.gains


def test_nothing_open_done_costs_points(outlook: Outlook) -> None:
    assert outlook.possible.score is not None
    assert outlook.otherwise.score is not None
    # report 1, self-assessment 5, two trainings 10, samples
    for place in range(20):
        ours, other = outlook.possible.score.of(place), outlook.otherwise.score.of(place)
        assert ours is not None
        assert other is not None
        assert ours - other >= 10


def test_ratings_stay_within_the_answered_calls(outlook: Outlook) -> None:
    pair = outlook.drawn.figures["N-4.2"]
    answered = outlook.drawn.rest.counts["answered"].sum(axis=1)
    assert (pair.numerator <= pair.denominator).all()
    assert (pair.denominator <= answered).all()
    # half of the answered calls rate
    assert pair.denominator.mean() == pytest.approx(answered.mean() / 2, rel=0.05)


def test_no_more_events_means_none() -> None:
    complaints = (Complaint(call_id="1", received_at=at(9), verdict="open"),)
    found = look_ahead(
        running(Records(complaint=complaints)), rest(50), Assumed(coming=Coming.NONE)
    )
    assert not found.drawn.figures["N-4.3"].numerator.any()
    assert not any(events.any() for events in found.drawn.events.values())


def test_open_complaints_may_turn_out_to_be_justified() -> None:
    verdicts = ("justified", "justified", "justified", "open", "open")
    complaints = tuple(
        Complaint(call_id=str(n), received_at=at(9), verdict=verdict)
        for n, verdict in enumerate(verdicts)
    )
    month = replace(running(Records(complaint=complaints)), history=History())
    found = look_ahead(month, nothing_left(400), Assumed())
    turned = found.drawn.figures["N-4.3"].numerator
    assert set(turned.tolist()) <= {0, 1, 2}
    assert turned.mean() == pytest.approx(2 * 3.5 / 4, abs=0.15)


def test_the_line_that_binds_moves_the_coefficient() -> None:
    records = replace(complete(), training=())
    month = known(contract(), counted(contract(), {"N-4.1": (900, 1000)}), records, at(16))
    # 4400 of 5000 are 88.00 %: two points lost, two trainings missed: 88; at 89 % there is one more
    figures = {"N-4.1": [(3500, 4000)] * 4, "N-4.2": [(96, 100)] * 4, "N-4.3": [(0, 3000)] * 4}
    judge = Judge.of(month, Open.MISSED)
    base = judge.judged(drawn(month, figures))
    found = gains(judge, base)
    by_clause = {gain.clause: gain for gain in found}
    assert by_clause["N-5.2.3"].expected_score == pytest.approx(1)
    # two half points of satisfaction are 0.4 points: less than one of the connection rate
    assert by_clause["N-5.2.4"].expected_score == pytest.approx(0.4)
    # no complaint is left to spare
    assert by_clause["N-5.2.5"].expected_score == 0
    first = binding(found)
    assert first is not None
    assert first.clause == "N-5.2.3"


def result(month: int, score: str) -> MonthResult:
    """A month that was assessed."""
    return MonthResult("ningde-12123", "1", Month(2026, month), Fraction(score), 9000)


def constant(score_lost: int) -> Judge:
    """October on its last instant with so many half-point findings: nothing is left."""
    report = replace(complete().report[0], missing=("x",) * score_lost)
    records = replace(complete(), report=(report,))
    month = known(contract(), counted(contract(), {}), records, at(1, 0, 11))
    return Judge.of(month, Open.DONE)


def test_quarter_of_three_months_is_settled() -> None:
    # October to December is the contract's quarter; November and December come out alike
    judge = constant(4)
    possible = judge.judged(drawn(judge.known, {"N-4.1": [(0, 0)] * 3}))
    found = quarter_ahead(possible, [], 1)
    assert found is not None
    assert found.quarters is not None
    assert [str(month) for month in found.assumed] == ["2026-11", "2026-12"]
    quarter = found.quarters.of(0)
    assert quarter is not None
    assert quarter.score == 98
    assert quarter.payable == 300000


def test_quarter_with_earlier_months_missing_is_not_told() -> None:
    judge = constant(0)
    moved = replace(judge.known, month=Month(2026, 12))
    possible = Judge.of(moved, Open.DONE).judged(drawn(moved, {}))
    found = quarter_ahead(possible, [result(10, "80")], 1)
    assert found is not None
    assert found.quarters is None
    assert found.missing == (Month(2026, 11),)


def test_quarter_takes_earlier_results() -> None:
    judge = constant(0)
    moved = replace(judge.known, month=Month(2026, 12))
    possible = Judge.of(moved, Open.MISSED).judged(drawn(moved, {}))
    assert possible.score is not None
    own = possible.score.of(0)
    assert own is not None
    found = quarter_ahead(possible, [result(10, "80"), result(11, "85")], 1)
    assert found is not None
    assert found.quarters is not None
    quarter = found.quarters.of(0)
    assert quarter is not None
    assert quarter.score == (80 + 85 + own) / 3


def test_renewal_is_certain_once_enough_months_were_good() -> None:
    judge = constant(0)
    possible = judge.judged(drawn(judge.known, {}))
    found = renewal_ahead(possible, [result(month, "95") for month in range(1, 10)], 1)
    assert found is not None
    assert (found.good, found.known, found.unknown, found.ungiven) == (9, 9, 2, 0)
    assert found.probability == 1


def test_renewal_is_impossible_once_too_many_were_bad() -> None:
    judge = constant(0)
    possible = judge.judged(drawn(judge.known, {}))
    found = renewal_ahead(possible, [result(month, "89.99") for month in range(1, 5)], 1)
    assert found is not None
    assert found.probability == 0
    assert found.ungiven == 5


def test_tasks_tell_numbers_and_dates() -> None:
    month = running(
        Records(training=(Training(date=at_date(5), kind="special", attendees=("1",)),))
    )
    found = {task.kind: task for task in tasks(months(month, drawn(month, SO_FAR_REST, 2000)))}
    # one percent of 2990 + 2000 recordings are 49.9: 50, ten of which are sampled
    assert (found[Kind.SAMPLE].number, found[Kind.SAMPLE].of) == (40, 50)
    assert found[Kind.TRAINING].number == 1
    assert found[Kind.SUBMIT].due_at == at(5, 18, 11)


def test_a_violation_not_put_right_is_a_task_with_its_clock() -> None:
    of = contract("post-loan")
    violation = Violation(level=2, received_at=at(15, 12), rectified_at=None)
    month = known(of, counted(of, {}), Records(violation=(violation,)))
    found = [t for t in tasks(months(month, drawn(month, {}))) if t.kind is Kind.PUT_RIGHT]
    assert [task.due_at for task in found] == [at(16, 12)]


def test_what_is_dated_later_is_not_known_yet() -> None:
    report = Report(
        kind="operations", due_at=at(10), submitted_at=at(20), missing=("x",), month=None
    )
    records = Records(
        complaint=tuple(
            Complaint(call_id=str(day), received_at=at(day), verdict="justified")
            for day in (3, 16, 17)
        ),
        training=tuple(
            Training(date=at_date(day), kind="special", attendees=()) for day in (16, 17)
        ),
        report=(report,),
        violation=(Violation(level=2, received_at=at(15), rectified_at=at(17)),),
    )
    found = records_until(records, at(16), contract())
    assert [c.call_id for c in found.complaint] == ["3", "16"]
    assert len(found.training) == 1
    assert found.report[0].submitted_at is None
    assert found.report[0].missing == ()
    assert found.violation[0].rectified_at is None


def at_date(day: int) -> date:
    """A day of October."""
    return OCTOBER.first_day.replace(day=day)


SO_FAR_REST = {"N-4.1": [(3500, 4000)], "N-4.2": [(96, 100)], "N-4.3": [(0, 3000)]}
