from __future__ import annotations

from jieting.domain.books.kind import steps_open_to
from jieting.domain.books.kinds.filing import FILING
from jieting.domain.books.move import Move
from jieting.domain.contracts.board.standing import Side
from tests.unit.books.moves import at, opened, taken, terms

NINGDE = terms("ningde-12123")
WHEN = at("2026-10-12T10:00")
FACTS = {"clause": "N-4.4", "title": "质量保障方案 2.0", "content": "质检办法"}


def filing(**more: str) -> Move:
    return opened("filing", WHEN, {**FACTS, **more}, Side.SUPPLIER)


def test_it_belongs_to_the_clause_that_it_names() -> None:
    assert FILING.clauses_of(filing(), NINGDE) == ("N-4.4",)
    assert not list(FILING.check(FACTS, NINGDE))
    [finding] = FILING.check({**FACTS, "clause": "N-9"}, NINGDE)
    assert (finding.code, finding.place.column) == ("filing_no_clause", "clause")


def test_the_purchaser_confirms_or_returns_and_the_supplier_does_not() -> None:
    move = filing()
    assert FILING.waits_for(move) is Side.PURCHASER
    names = {step.name for step in steps_open_to(FILING, move, Side.PURCHASER, "p")}
    assert names == {"confirm", "return"}
    assert [s.name for s in steps_open_to(FILING, move, Side.SUPPLIER, "s")] == ["withdraw"]
    confirmed = taken(move, "confirm", WHEN)
    assert not FILING.is_open(confirmed)
    assert FILING.waits_for(confirmed) is None


def test_its_summary_tells_until_when_it_is_valid() -> None:
    assert str(FILING.summary(filing(), NINGDE)) == "N-4.4: 质量保障方案 2.0"
    told = str(FILING.summary(filing(valid_until="2027-01-01"), NINGDE))
    assert told == "N-4.4: 质量保障方案 2.0, valid until 2027-01-01"
