from __future__ import annotations

from jieting.domain.books.hypothesis import Hypothesis, decisions
from jieting.domain.books.move import Move
from jieting.domain.contracts.board.standing import Side
from jieting.domain.periods import DAY, Month
from tests.unit.books.moves import at, opened, taken, terms

NINGDE, POST_LOAN = terms("ningde-12123"), terms("post-loan")
RECEIVED = at("2026-10-30T10:00")
COMPLAINT = {"call_id": "c1", "received_at": RECEIVED, "category": "attitude", "what": "rude"}


def decided(move: Move, *others: Move) -> dict[str, Hypothesis]:
    by_number = {other.number: other for other in others}
    found = decisions(move, POST_LOAN, RECEIVED + 3 * DAY, by_number.get)
    return {hypothesis.outcome: hypothesis for hypothesis in found}


def dispute(subject: Move, first: str) -> Move:
    facts = {
        "subject": subject.number,
        "first": f"{subject.kind}/{first}",
        "reason": "r",
        "reviewed_by": "purchaser",
    }
    return opened("dispute", RECEIVED, facts, Side.SUPPLIER, 9, subject.number)


def test_a_verdict_brings_its_violation_into_the_month_in_which_it_is_given() -> None:
    found = decided(opened("complaint", RECEIVED, COMPLAINT))
    assert set(found) == {"justified", "unjustified"}
    assert found["unjustified"].opened == ()
    justified = found["justified"]
    assert [move.kind for move in justified.opened] == ["violation"]
    assert justified.months(POST_LOAN) == (Month(2026, 10), Month(2026, 11))
    arrays = [array for array, _ in justified.records(POST_LOAN)]
    assert arrays == ["complaint", "violation"]


def test_a_review_that_turns_a_verdict_brings_all_that_the_verdict_would_have_brought() -> None:
    judged = taken(opened("complaint", RECEIVED, COMPLAINT), "judge_unjustified", RECEIVED)
    found = decided(dispute(judged, "unjustified"), judged)
    assert [move.state for move in found["overturned"].changed] == ["overturned", "justified"]
    assert [move.kind for move in found["overturned"].opened] == ["violation"]
    assert found["upheld"].opened == ()
    [(_, record)] = found["upheld"].records(POST_LOAN)
    assert record.verdict == "unjustified"


def test_the_consequence_that_is_claimed_is_the_one_that_is_shown() -> None:
    facts = {"day": "2026-10-30", "what": "x", "consequence": "harm"}
    found = decided(opened("confidentiality", RECEIVED, facts))
    [(_, record)] = found["confirmed"].records(POST_LOAN)
    assert record.consequence == "harm"


def test_what_asks_for_words_that_nobody_knows_yet_is_left_out() -> None:
    facts = {
        "month": "2026-10", "clause": "P-3.2", "reason": "r", "reviewed_by": "purchaser",
    }  # fmt: skip
    line = opened("dispute", RECEIVED, facts, Side.SUPPLIER)
    assert set(decided(line)) == {"upheld"}
