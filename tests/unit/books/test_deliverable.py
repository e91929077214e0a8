from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jieting.domain.books.kinds.deliverable import DELIVERABLE, items_of, reviewed
from jieting.domain.books.move import Act, Move
from jieting.domain.contracts.board.standing import Side
from jieting.domain.contracts.load import load_contract
from tests.unit.test_contract_load import HOTLINE

CONTRACT = load_contract(HOTLINE, "file.toml")[0]
DUE = 1_000_000
FACTS = {
    "deliverable": "operations",
    "title": "服务运营报告",
    "clause": "N-5.2.2",
    "month": "2026-09",
    "due_at": DUE,
}
STATES = {
    "submit": "submitted",
    "accept": "accepted",
    "return": "returned",
    "missed": "overdue",
    "elsewhere": "elsewhere",
}


def move(*steps: object, **facts: object) -> Move:
    """A deliverable with steps: a name, or a name with what it said."""
    known = {**FACTS, **facts}
    acts = [Act(1, "open", "due", Side.SUPPLIER, "system", 0, known)]
    for given_step in steps:
        name, said = given_step if isinstance(given_step, tuple) else (given_step, {})
        state = said.pop("state", None) or STATES[name]
        number = len(acts) + 1
        acts.append(Act(number, name, state, Side.SUPPLIER, "x", 100 * number, said))
    return Move(1, "deliverable", acts[-1].state, known, tuple(acts))


def records(found: Move) -> list:
    return [record for _, record in DELIVERABLE.records(found, CONTRACT)]


def test_what_is_not_due_yet_and_what_stands_elsewhere_is_no_record() -> None:
    assert records(move()) == []
    assert records(move("elsewhere")) == []


def test_what_was_missed_is_a_record_without_a_submission() -> None:
    [report] = records(move("missed"))
    assert (report.kind, report.due_at, report.submitted_at) == ("operations", DUE, None)


def test_the_first_submission_decides_however_often_it_comes_back() -> None:
    [report] = records(move("submit", "return", "submit", "accept"))
    assert report.submitted_at == 200


def test_each_missing_item_counts_once_over_all_reviews() -> None:
    found = move("submit", ("return", {"missing": ["a", "b"]}), "submit",
                 ("return", {"missing": ["b", "c"]}))  # fmt: skip
    assert records(found)[0].missing == ("a", "b", "c")


def test_an_untrue_item_found_again_in_other_words_is_one_item() -> None:
    found = move(
        "submit",
        ("return", {"untrue_items": ["N-4.1: 89.5"]}),
        "submit",
        ("return", {"untrue_items": ["N-4.1: still 89.5", "N-4.2: 94"]}),
        deliverable="self_assessment",
    )
    assert records(found)[0].untrue_items == ("N-4.1: 89.5", "N-4.2: 94")


def test_a_return_that_a_second_reviewer_overturns_counts_no_more() -> None:
    found = move("submit", ("return", {"missing": ["a"]}), "submit",
                 ("return", {"missing": ["b"]}), ("overturn", {"state": "accepted"}))  # fmt: skip
    assert reviewed(found).missing == ("a",)


def test_another_document_is_never_a_record() -> None:
    assert records(move("submit", "accept", deliverable="other")) == []


def test_the_clock_runs_for_the_supplier_until_something_is_handed_in() -> None:
    for steps in ((), ("missed",)):
        clock = DELIVERABLE.clock(move(*steps), CONTRACT)
        assert clock is not None
        assert (clock.due_at, clock.side) == (DUE, Side.SUPPLIER)
    assert DELIVERABLE.clock(move("submit"), CONTRACT) is None


def test_the_two_lists_are_not_mixed_up() -> None:
    def codes(**facts: object) -> list[str]:
        return [f.code for f in DELIVERABLE.check({**FACTS, **facts}, CONTRACT)]

    assert codes(missing=["a"]) == []
    assert codes(untrue_items=["N-4.1: a"]) == ["deliverable_wrong_list"]
    is_self = {"deliverable": "self_assessment"}
    assert codes(**is_self, missing=["a"]) == ["deliverable_wrong_list"]
    assert codes(**is_self, untrue_items=["N-4.1: a"]) == []
    assert codes(**is_self, untrue_items=["N-4.1:", "other"]) == ["deliverable_no_item"] * 2


def test_the_items_of_the_form_are_the_rows_and_the_figures() -> None:
    assert items_of(CONTRACT)[0] == "N-5.2.1"
    assert {"N-5.2.2", "N-5.2.7", "N-4.1", "N-4.3"} <= set(items_of(CONTRACT))
    assert "N-5.2.8" not in items_of(CONTRACT)


@given(st.lists(st.lists(st.sampled_from("abcd"), max_size=4), max_size=5))
def test_what_is_missing_is_the_union_of_the_reviews(reviews) -> None:
    steps = [step for found in reviews for step in ("submit", ("return", {"missing": found}))]
    missing = reviewed(move(*steps)).missing
    assert set(missing) == {item for found in reviews for item in found}
    assert len(missing) == len(set(missing))
