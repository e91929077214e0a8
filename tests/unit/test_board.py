"""The clause board: every kind has its function, and what holds of every month."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jieting.domain.contracts.assess import Assessment, Counted, assess
from jieting.domain.contracts.board.kinds import KINDS
from jieting.domain.contracts.board.look import look_at
from jieting.domain.contracts.board.moves import moves_of
from jieting.domain.contracts.board.rates import distance, first_number, steps_of
from jieting.domain.contracts.board.standing import Move, Side, Standing, State
from jieting.domain.contracts.board.standings import by_urgency, standings
from jieting.domain.contracts.board.uncounted import uncounted
from jieting.domain.contracts.clauses import READERS
from jieting.domain.contracts.model import CLAUSE_KINDS, Contract
from jieting.domain.contracts.records import (
    Complaint,
    ConfidentialityFinding,
    Records,
    Report,
    SelfAssessment,
    Training,
    Violation,
)
from jieting.domain.contracts.rule import Verdict
from jieting.domain.contracts.rule_words import KINDS_WITH_WORDS, rule_words
from jieting.domain.figures import Figure, define
from jieting.domain.periods import DAY, SECOND, Instant, Month
from jieting.domain.said import say
from tests.golden.case_file import shipped

MONTH = Month(2026, 10)
HOTLINE, POST_LOAN = shipped("ningde-12123"), shipped("post-loan")
WHOLE = MONTH.period(HOTLINE.zone)
LAST_DEADLINE = WHOLE.end + 5 * DAY

moments = st.integers(WHOLE.start, WHOLE.end - SECOND)
dues = st.one_of(st.none(), st.integers(WHOLE.start, LAST_DEADLINE))
looks = st.one_of(st.integers(WHOLE.start - DAY, LAST_DEADLINE + DAY), st.just(WHOLE.end))


@st.composite
def shares(draw: st.DrawFn) -> tuple[int, int]:
    """A numerator within its denominator, most often near the edges of the contracts."""
    base = draw(st.integers(0, 3000))
    part = draw(st.sampled_from([0, 5, 10, 30, 89, 90, 91, 95, 96, 100]))
    near = base * part // 100 + draw(st.integers(-2, 2))
    return min(base, max(0, near)), base


@st.composite
def many_records(draw: st.DrawFn) -> Records:
    """Records of October in any state."""
    days = st.integers(1, 31).map(lambda day: date(2026, 10, day))
    return Records(
        complaint=tuple(
            Complaint(call_id="1", received_at=at, verdict=verdict)
            for at, verdict in draw(
                st.lists(st.tuples(moments, st.sampled_from(["justified", "open"])), max_size=2)
            )
        ),
        training=tuple(
            Training(date=day, kind="special", attendees=who)
            for day, who in draw(
                st.lists(st.tuples(days, st.sampled_from([(), ("A01",)])), max_size=3)
            )
        ),
        report=tuple(
            Report(kind="operations", due_at=due, submitted_at=at, missing=(), month=MONTH)
            for due, at in draw(
                st.lists(st.tuples(st.integers(WHOLE.start, LAST_DEADLINE), dues), max_size=2)
            )
        ),
        self_assessment=tuple(
            SelfAssessment(due_at=due, submitted_at=at, untrue_items=(), month=MONTH)
            for due, at in draw(
                st.lists(st.tuples(st.integers(WHOLE.start, LAST_DEADLINE), dues), max_size=1)
            )
        ),
        confidentiality_finding=tuple(
            ConfidentialityFinding(date=day, consequence="harm")
            for day in draw(st.lists(days, max_size=1))
        ),
        violation=tuple(
            Violation(level=level, received_at=at, rectified_at=done)
            for level, at, done in draw(
                st.lists(st.tuples(st.sampled_from([1, 2]), moments, dues), max_size=2)
            )
        ),
    )


@st.composite
def months(draw: st.DrawFn) -> tuple[Assessment, Records]:
    """An assessed October of either contract."""
    contract = draw(st.sampled_from([HOTLINE, POST_LOAN]))
    records = draw(many_records())
    figures = {
        use.clause: _figure(contract, use.clause, draw(shares())) for use in contract.figures
    }
    days = {
        day: _figure(contract, "P-3.1", share)
        for day, share in draw(
            st.dictionaries(
                st.integers(1, 31).map(lambda n: date(2026, 10, n)),
                st.sampled_from([(31, 100), (30, 100), (1, 100)]),
                max_size=6,
            )
        ).items()
        if contract is POST_LOAN
    }
    base = draw(st.integers(0, 2000))
    counted = Counted(
        {}, figures, {use.clause: days for use in contract.figures}, base, min(base, draw(sampled))
    )
    return assess(contract, MONTH, counted, records), records


sampled = st.integers(0, 25)


def _figure(contract: Contract, clause: str, share: tuple[int, int]) -> Figure:
    return Figure(contract.definition(contract.figure_use(clause)), *share)


@given(months(), looks)
def test_every_clause_stands_once_in_the_order_of_the_contract(
    month: tuple[Assessment, Records], now: Instant
) -> None:
    found = standings(*month, now)
    assert [s.clause for s in found] == list(month[0].contract.clauses)
    assert all(s.why for s in found)


@given(months(), st.integers(WHOLE.end, LAST_DEADLINE + DAY))
def test_a_month_that_is_over_has_no_risk(month: tuple[Assessment, Records], now: Instant) -> None:
    states = {s.state for s in standings(*month, now) if s.is_counted}
    assert states <= {State.MET, State.BREACHED, State.WAITING}


@given(months())
def test_after_every_deadline_breached_is_what_the_assessment_takes_away(
    month: tuple[Assessment, Records],
) -> None:
    assessment, records = month
    found = {s.clause.id: s for s in standings(assessment, records, LAST_DEADLINE + DAY)}
    facts = look_at(assessment, records, 0).facts
    for line in assessment.lines:
        clause = assessment.contract.clause(line.clause)
        lost = sum(rule.judge(clause, facts).lost for rule in clause.rules)
        assert (found[line.clause].state is State.BREACHED) == (lost > 0)
        assert lost or line.earned is not None or found[line.clause].state is State.WAITING
    for limit in assessment.limits:
        assert (found[limit.clause].state is State.BREACHED) == (limit.met is False)


@given(months(), looks)
def test_points_are_those_of_the_assessment_and_the_reach_is_never_less(
    month: tuple[Assessment, Records], now: Instant
) -> None:
    points = {s.clause.id: s.points for s in standings(*month, now) if s.points}
    assert {c: p.earned for c, p in points.items()} == {
        line.clause: line.earned for line in month[0].lines
    }
    assert all(p.earned is None or p.reachable >= p.earned for p in points.values())


@given(months(), st.integers(LAST_DEADLINE + SECOND, LAST_DEADLINE + 9 * DAY))
def test_after_every_deadline_nothing_more_can_be_reached(
    month: tuple[Assessment, Records], now: Instant
) -> None:
    for standing in standings(*month, now):
        if standing.points and standing.points.earned is not None:
            assert standing.points.reachable == standing.points.earned


@given(months(), looks)
def test_the_next_date_is_ahead(month: tuple[Assessment, Records], now: Instant) -> None:
    assert all(s.next_at is None or s.next_at >= now for s in standings(*month, now))


@given(months(), looks, st.sampled_from(list(Side)))
def test_urgency_keeps_every_clause_and_puts_the_counted_first(
    month: tuple[Assessment, Records], now: Instant, side: Side
) -> None:
    found = standings(*month, now)
    ordered = by_urgency(found, side)
    assert sorted(s.clause.id for s in ordered) == sorted(s.clause.id for s in found)
    counted = [s.is_counted for s in ordered]
    assert counted == sorted(counted, reverse=True)


@given(months(), looks)
def test_no_move_is_told_twice_to_a_side(month: tuple[Assessment, Records], now: Instant) -> None:
    assessment, records = month
    look = look_at(assessment, records, now)
    for side in (Side.SUPPLIER, Side.PURCHASER):
        mine = [m.move for m in moves_of(side, look, standings(assessment, records, now))]
        assert len(set(mine)) == len(mine)
        assert all(move.side in (side, Side.BOTH) for move in mine)


@pytest.mark.parametrize("clause", ["N-5.2.3", "N-5.2.4", "N-5.2.5"])
@given(share=shares())
def test_the_distance_is_the_first_call_that_costs_more(
    clause: str, share: tuple[int, int]
) -> None:
    row = HOTLINE.clause(clause)
    (rule,) = row.rules
    figure = _figure(HOTLINE, rule.figure, share)
    if figure.exact is None:
        return
    figures = {use.clause: figure for use in HOTLINE.figures}
    assessment = assess(HOTLINE, MONTH, Counted({}, figures), Records())
    facts = look_at(assessment, Records(), 0).facts
    changes = steps_of(figure, rule.is_floor)
    assert changes is not None
    now = rule.judge(row, facts).lost
    found = distance(row, rule, facts, figure, changes, now)

    def lost(number: int, change: tuple[int, int]) -> Fraction:
        moved = Figure(
            figure.definition,
            figure.numerator + number * change[0],
            figure.denominator + number * change[1],
        )
        verdict: Verdict = rule.judge(row, replace(facts, figures={rule.figure: moved}))
        return verdict.lost

    breaks = found.breaks_after
    if breaks is None:  # nothing is below 0 %
        assert (figure.numerator, rule.is_floor) == (0, True)
        return
    assert lost(breaks, changes.bad) > now
    assert all(lost(n, changes.bad) <= now for n in {0, 1, breaks // 2, breaks - 1} if n < breaks)
    if now:
        recovers = found.recovers_after
        assert recovers is not None
        assert lost(recovers, changes.good) == 0
        assert all(lost(n, changes.good) for n in {0, recovers // 2, recovers - 1})


def test_every_kind_of_rule_stands_on_the_board() -> None:
    assert set(KINDS) == set(READERS)


def test_every_kind_of_rule_has_words() -> None:
    assert set(READERS) == KINDS_WITH_WORDS
    for contract in (HOTLINE, POST_LOAN):
        for clause in contract.clauses:
            assert all(rule_words(contract, rule) for rule in clause.rules)


def test_every_kind_of_clause_says_where_it_is_looked_at() -> None:
    for kind in CLAUSE_KINDS:
        standing = uncounted(replace(HOTLINE.clauses[0], kind=kind))
        assert standing.why
        assert not standing.is_counted


@pytest.mark.parametrize("edge", [1, 2, 3, 7, 8, 9, 1000])
def test_the_first_number_is_found(edge: int) -> None:
    assert first_number(lambda number: number >= edge) == edge


def test_a_number_that_is_never_reached_is_not_found() -> None:
    assert first_number(lambda number: False) is None


def test_a_figure_that_is_no_share_of_calls_has_no_distance() -> None:
    assert steps_of(Figure(define("asa"), 100, 10), is_floor=False) is None


def test_waiting_on_me_comes_before_risk_and_waiting_on_the_other_after() -> None:
    one, two, three = HOTLINE.clauses[:3]
    mine = Standing(one, State.WAITING, (), True, moves=(Move(Side.SUPPLIER, say("x")),))
    risk = Standing(two, State.AT_RISK, (), True)
    other = Standing(three, State.WAITING, (), True, moves=(Move(Side.PURCHASER, say("x")),))
    assert by_urgency([other, risk, mine], Side.SUPPLIER) == (mine, risk, other)
    assert by_urgency([mine, risk, other], Side.PURCHASER) == (other, risk, mine)


def test_readings_not_agreed_are_a_move_of_both() -> None:
    assessment = assess(HOTLINE, MONTH, _nothing(HOTLINE), Records())
    look = look_at(assessment, Records(), WHOLE.start)
    for side in (Side.SUPPLIER, Side.PURCHASER):
        words = [str(m.move.what) for m in moves_of(side, look, ())]
        assert words == ["Agree on the readings of open points: 18 are not agreed"]


def test_a_report_that_no_duty_counts_is_a_move_of_the_supplier() -> None:
    report = Report(kind="personnel", due_at=WHOLE.end, submitted_at=None, missing=(), month=MONTH)
    records = Records(report=(report,))
    look = look_at(assess(HOTLINE, MONTH, _nothing(HOTLINE), records), records, WHOLE.start)
    first = moves_of(Side.SUPPLIER, look, ())[0]
    assert str(first.move.what) == "Submit: reports (personnel), by 2026-11-01 00:00"
    assert first.clauses == ()


def _nothing(contract: Contract) -> Counted:
    return Counted(
        {}, {use.clause: _figure(contract, use.clause, (0, 0)) for use in contract.figures}
    )
