from __future__ import annotations

import pytest

from jieting.domain.books.kinds.exclusion import EXCLUSION
from jieting.domain.books.move import Move
from jieting.domain.contracts.board.standing import Side
from tests.unit.books.moves import at, opened, taken, terms

NINGDE, POST_LOAN = terms("ningde-12123"), terms("post-loan")
START = at("2026-10-12T10:00")


def window(start: str, end: str, number: int = 1) -> Move:
    facts = {"from": at(start), "to": at(end), "cause": "outage", "reason": "cut"}
    return opened("exclusion", START, facts, Side.SUPPLIER, number)


@pytest.mark.parametrize(
    ("end", "codes"),
    [("2027-01-01T00:00", []), ("2027-01-01T00:01", ["exclusion_after_end"])],
)
def test_nothing_is_left_out_after_the_contract_has_ended(end: str, codes: list[str]) -> None:
    facts = {"from": at("2026-12-31T23:00"), "to": at(end), "reason": "r"}
    assert [finding.code for finding in EXCLUSION.check(facts, NINGDE)] == codes


def test_the_last_day_is_the_last_that_may_be_left_out() -> None:
    assert [*EXCLUSION.check({"day": "2026-12-31"}, POST_LOAN)] == []
    [finding] = EXCLUSION.check({"day": "2027-01-01"}, POST_LOAN)
    assert finding.place.column == "day"


def test_a_time_in_no_year_of_the_books_is_told_and_breaks_nothing() -> None:
    found = EXCLUSION.check({"from": -5, "to": 10**30, "reason": "r"}, NINGDE)
    assert {f.code for f in found} == {"move_no_such_time", "exclusion_after_end"}


def test_an_overlap_with_an_agreed_one_is_told_and_no_error() -> None:
    first = taken(window("2026-10-12T10:00", "2026-10-12T12:00"), "agree", START)
    second = window("2026-10-12T11:59", "2026-10-12T13:00", 2)
    [said] = EXCLUSION.remarks(second, [first, second], NINGDE, START)
    assert "overlaps M-1" in str(said)
    beside = window("2026-10-12T12:00", "2026-10-12T13:00", 3)
    assert [*EXCLUSION.remarks(beside, [first, beside], NINGDE, START)] == []


def test_it_belongs_to_the_rate_to_what_is_judged_by_it_and_to_what_allows_it() -> None:
    assert list(EXCLUSION.clauses(NINGDE)) == ["N-4.1", "N-5.2.3"]
    assert list(EXCLUSION.clauses(POST_LOAN)) == ["P-3.1", "P-3.2", "P-3.3"]
