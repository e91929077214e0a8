from __future__ import annotations

from jieting.domain.books.kinds.confidentiality import CONFIDENTIALITY
from jieting.domain.contracts.board.standing import Side
from tests.unit.books.moves import at, opened, taken, terms

NINGDE = terms("ningde-12123")
DAY = at("2026-10-12T10:00")
FOUND = opened(
    "confidentiality", DAY, {"day": "2026-10-12", "what": "x", "consequence": "harm"}, Side.SUPPLIER
)


def test_it_counts_only_once_it_is_confirmed_with_the_consequence_decided() -> None:
    answered = taken(FOUND, "answer", DAY, {"answer": "measures taken"})
    assert [*CONFIDENTIALITY.records(FOUND, NINGDE)] == []
    assert [*CONFIDENTIALITY.records(answered, NINGDE)] == []
    confirmed = taken(answered, "confirm", DAY, {"consequence": "none"})
    [(array, record)] = CONFIDENTIALITY.records(confirmed, NINGDE)
    assert (array, record.consequence, str(record.date)) == (
        "confidentiality_finding",
        "none",
        "2026-10-12",
    )
    dismissed = taken(FOUND, "dismiss", DAY)
    assert [*CONFIDENTIALITY.records(dismissed, NINGDE)] == []


def test_the_supplier_answers_then_the_purchaser_decides() -> None:
    assert CONFIDENTIALITY.waits_for(FOUND) is Side.SUPPLIER
    answered = taken(FOUND, "answer", DAY, {"answer": "a"})
    assert CONFIDENTIALITY.waits_for(answered) is Side.PURCHASER
    assert list(CONFIDENTIALITY.clauses(NINGDE)) == ["N-5.2.1"]
