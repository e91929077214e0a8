from __future__ import annotations

import pytest

from jieting.domain.books.kind import steps_open_to
from jieting.domain.books.kinds.complaint import COMPLAINT
from jieting.domain.books.kinds.violation import VIOLATION
from jieting.domain.books.move import Move
from jieting.domain.contracts.board.standing import Side
from tests.unit.books.moves import at, opened, taken, terms

NINGDE, POST_LOAN = terms("ningde-12123"), terms("post-loan")
RECEIVED = at("2026-10-12T10:00")


def complaint(category: str = "attitude", side: Side = Side.SUPPLIER) -> Move:
    facts = {"call_id": "c1", "received_at": RECEIVED, "category": category, "what": "rude"}
    return opened("complaint", RECEIVED, facts, side)


def verdict_of(move: Move) -> str:
    [(array, record)] = COMPLAINT.records(move, NINGDE)
    assert array == "complaint"
    return record.verdict


def test_it_counts_only_once_it_is_judged_justified() -> None:
    move = complaint()
    assert verdict_of(move) == "open"
    heard = taken(move, "investigate", RECEIVED, {"findings": "f", "opinion": "justified"})
    assert verdict_of(heard) == "open"
    assert verdict_of(taken(heard, "judge_justified", RECEIVED)) == "justified"
    assert verdict_of(taken(move, "judge_unjustified", RECEIVED)) == "unjustified"
    assert list(COMPLAINT.records(taken(move, "withdraw", RECEIVED), NINGDE)) == []


def test_the_purchaser_need_not_wait_for_the_investigation() -> None:
    move = complaint()
    assert COMPLAINT.waits_for(move) is Side.SUPPLIER
    names = [step.name for step in steps_open_to(COMPLAINT, move, Side.PURCHASER, "p")]
    assert names == ["judge_justified", "judge_unjustified"]
    [said] = COMPLAINT.remarks(move, [], NINGDE, RECEIVED)
    assert "not investigated yet" in str(said)


def test_a_verdict_needs_the_purchaser_and_a_reason() -> None:
    for name in ("judge_justified", "judge_unjustified"):
        step = COMPLAINT.step(name)
        assert step.decides
        assert step.needs_reason
    names = {step.name for step in steps_open_to(COMPLAINT, complaint(), Side.SUPPLIER, "s")}
    assert names == {"investigate", "withdraw"}


@pytest.mark.parametrize(
    ("category", "opens"), [("attitude", True), ("wrong_answer", True), ("other", False)]
)
def test_a_confirmed_one_starts_the_clock_of_a_violation(category: str, opens: bool) -> None:
    judged = at("2026-10-31T23:30")
    move = taken(complaint(category), "judge_justified", judged)
    found = list(COMPLAINT.follow(move, POST_LOAN))
    assert len(found) == opens
    if opens:
        [then] = found
        assert (then.kind, then.side) == ("violation", Side.PURCHASER)
        new = opened("violation", judged, then.facts)
        assert VIOLATION.clock(new, POST_LOAN).due_at == at("2026-11-01T23:30")
        assert list(VIOLATION.check(then.facts, POST_LOAN)) == []


def test_it_starts_no_clock_where_the_contract_names_none() -> None:
    assert list(COMPLAINT.follow(taken(complaint(), "judge_justified", RECEIVED), NINGDE)) == []


def test_the_clock_starts_once_whatever_is_reviewed_and_remarked() -> None:
    judged = taken(complaint(), "judge_justified", RECEIVED)
    assert list(COMPLAINT.follow(taken(judged, "remark", RECEIVED), POST_LOAN)) == []
    back = taken(judged, "overturn", RECEIVED, to="unjustified")
    assert list(COMPLAINT.follow(back, POST_LOAN)) == []
    again = taken(back, "overturn", RECEIVED, to="justified")
    assert list(COMPLAINT.follow(again, POST_LOAN)) == []
    late = taken(taken(complaint(), "judge_unjustified", RECEIVED), "overturn", 9, to="justified")
    assert [then.kind for then in COMPLAINT.follow(late, POST_LOAN)] == ["violation"]


def test_it_belongs_to_the_figure_that_counts_it_or_to_the_clock() -> None:
    assert list(COMPLAINT.clauses(NINGDE)) == ["N-4.3", "N-5.2.5"]
    assert list(COMPLAINT.clauses(POST_LOAN)) == ["P-8.1", "P-8.2"]


def test_the_time_that_is_told_has_no_split_seconds_and_keeping_to_it_is_in_time() -> None:
    now = at("2026-10-12T10:00") + 39_077_311
    [_, said] = COMPLAINT.remarks(complaint(), [], POST_LOAN, now)
    assert str(said).endswith("due by 2026-10-13 10:00.")
