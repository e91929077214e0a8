from __future__ import annotations

import pytest

from jieting.domain.books.kinds.spot_check import SPOT_CHECK
from jieting.domain.books.move import Move
from jieting.domain.contracts.board.standing import Side
from tests.unit.books.moves import at, opened, taken, terms

NINGDE = terms("ningde-12123")
DAY = at("2026-10-12T10:00")


def check(error: str) -> Move:
    facts = {"call_id": "c1", "day": "2026-10-12", "scoring_error": error, "what": "x"}
    return opened("spot_check", DAY, facts)


def is_error(move: Move) -> bool:
    [(_, record)] = SPOT_CHECK.records(move, NINGDE)
    return record.scoring_error


@pytest.mark.parametrize(("error", "side"), [("yes", Side.SUPPLIER), ("no", None)])
def test_it_counts_at_once_and_only_an_error_waits_for_the_supplier(
    error: str, side: Side | None
) -> None:
    move = check(error)
    assert is_error(move) is (error == "yes")
    assert SPOT_CHECK.waits_for(move) is side


def test_what_is_accepted_or_reviewed_counts_as_decided() -> None:
    move = check("yes")
    assert is_error(taken(move, "accept", DAY))
    assert not is_error(taken(move, "overturn", DAY, to="no_error"))
    assert not SPOT_CHECK.is_open(taken(move, "accept", DAY))


def test_an_error_says_what_is_wrong() -> None:
    [finding] = SPOT_CHECK.check({"scoring_error": "yes"}, NINGDE)
    assert finding.place.column == "what"
    assert list(SPOT_CHECK.check({"scoring_error": "no"}, NINGDE)) == []
    assert list(SPOT_CHECK.clauses(NINGDE)) == ["N-5.2.7"]
