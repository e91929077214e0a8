"""Cases of the clause board, worked out by hand from the contract."""

from __future__ import annotations

import pytest

from jieting.domain.contracts.board.standing import State
from tests.golden.board_case import BoardCase, all_cases

CASES = list(all_cases())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_where_clauses_stand(case: BoardCase) -> None:
    assert case.found() == case.expect


def test_no_title_stands_twice() -> None:
    titles = [(case.contract_id, case.file, case.data["title"]) for case in CASES]
    assert sorted(set(titles)) == sorted(titles)


def test_every_state_is_expected_somewhere() -> None:
    states = {part.get("state") for case in CASES for part in case.expect.values()}
    assert states >= {state.value for state in State}
