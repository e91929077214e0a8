from __future__ import annotations

import pytest

from jieting.documents.notice import write_notice
from jieting.documents.notice_of import notice_of_violation
from jieting.domain.books.move import Move
from jieting.domain.periods import DAY, Instant
from tests.unit.books.moves import at, opened, taken, terms

POST_LOAN = terms("post-loan")
RECEIVED = at("2026-10-12T10:00")


def violation(level: str = "2") -> Move:
    facts = {"level": level, "received_at": RECEIVED, "category": "harm", "what": "x"}
    return opened("violation", RECEIVED, facts, number=8, about=7)


def asks(move: Move, now: Instant) -> str:
    return str(notice_of_violation(move, (), POST_LOAN, now).asks[0])


def test_it_asks_for_what_is_still_to_be_done() -> None:
    assert asks(violation(), RECEIVED + DAY) == (
        "Put it right and reply in writing by 2026-10-13 10:00."
    )
    assert "ended at 2026-10-13 10:00; none is accepted" in asks(violation(), RECEIVED + DAY + 1)
    late = taken(violation(), "rectify", RECEIVED + DAY + 1, {"rectification": "done"})
    assert "came after the time ended" in asks(late, RECEIVED + 2 * DAY)
    assert "sets no hours" in asks(violation("1"), RECEIVED)
    in_time = taken(violation(), "rectify", RECEIVED + DAY, {"rectification": "done"})
    assert "may use the remedies" in asks(in_time, RECEIVED + 2 * DAY)


def test_it_names_the_complaint_that_it_rests_on() -> None:
    facts = {"call_id": "c1", "received_at": RECEIVED, "category": "attitude", "what": "rude"}
    complaint = taken(opened("complaint", RECEIVED, facts, number=7), "judge_justified", RECEIVED)
    notice = notice_of_violation(violation(), (complaint,), POST_LOAN, RECEIVED)
    assert "M-7, call c1" in {str(fact.value) for fact in notice.facts}
    assert [clause.id for clause in notice.clauses] == ["P-8.1", "P-8.2"]


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_the_same_notice_gives_the_same_bytes(form: str) -> None:
    notice = notice_of_violation(violation(), (), POST_LOAN, RECEIVED)
    first, second = (write_notice(notice, form, "zh") for _ in range(2))
    assert first == second


def test_there_are_two_forms() -> None:
    with pytest.raises(ValueError, match="xlsx"):
        write_notice(notice_of_violation(violation(), (), POST_LOAN, RECEIVED), "xlsx", "zh")
