from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jieting.domain.books.kind import steps_open_to
from jieting.domain.books.kinds import KINDS
from jieting.domain.books.kinds.dispute import deciders_of, decision_on, outcome
from jieting.domain.books.move import Act, Move
from jieting.domain.contracts.board.standing import Side

PEOPLE = ("Li", "Wang", "Chen", "Zhao")
COMPLAINT, DISPUTE = KINDS["complaint"], KINDS["dispute"]
HOUR = 3_600_000_000


def move(kind: str, acts: list[tuple[str, str, str]], facts: dict | None = None, **more) -> Move:
    """Acts as (step, state, person)."""
    done = tuple(
        Act(number, step, state, Side.PURCHASER, by, number * HOUR, {})
        for number, (step, state, by) in enumerate(acts, start=1)
    )
    return Move(1, kind, acts[-1][1], facts or {}, done, **more)


REVIEWS = st.lists(
    st.tuples(st.sampled_from(["overturn", "upheld", "remark"]), st.sampled_from(PEOPLE)),
    max_size=6,
)


@given(st.sampled_from(PEOPLE), REVIEWS)
def test_nobody_who_judged_once_judges_again_and_remarks_judge_nothing(first, reviews):
    acts = [("open", "registered", "Sun"), ("judge_justified", "justified", first)]
    for step, by in reviews:
        turned = {"justified": "unjustified", "unjustified": "justified"}[acts[-1][1]]
        acts.append((step, turned if step == "overturn" else acts[-1][1], by))
    subject = move("complaint", acts)
    judged = {by for step, _, by in acts if step in ("overturn", "upheld")}
    decision = decision_on(COMPLAINT, subject)
    assert deciders_of(COMPLAINT, subject) == judged | {decision.by}
    assert decision.step in ("judge_justified", "overturn")
    last_turn = max(
        n for n, (s, _, _) in enumerate(acts, 1) if s in ("judge_justified", "overturn")
    )
    assert decision.number == last_turn


def test_what_is_registered_or_withdrawn_holds_no_decision():
    opened = ("open", "registered", "Li")
    assert decision_on(COMPLAINT, move("complaint", [opened])) is None
    withdrawn = move("complaint", [opened, ("withdraw", "withdrawn", "Li")])
    assert decision_on(COMPLAINT, withdrawn) is None


def test_who_found_a_violation_does_not_review_it_though_another_accepted_its_end():
    acts = [("open", "open", "Li"), ("rectify", "rectified", "Su"), ("accept", "accepted", "Wang")]
    assert deciders_of(KINDS["violation"], move("violation", acts)) == {"Li", "Wang"}


def test_a_reviewer_chooses_among_the_outcomes_that_are_not_the_first():
    for kind in KINDS.values():
        for state in (*kind.outcomes, *kind.disputed):
            upheld = kind.disputed.get(state, "")
            facts = {"subject": 7, "first": outcome(kind, state), "if_upheld": upheld}
            dispute = move("dispute", [("open", "raised", "Li")], facts)
            [field] = DISPUTE.step_in("overturn_it", dispute).fields
            assert field.name == "outcome"
            left = {one for one in kind.outcomes if one not in (state, upheld)}
            assert set(field.values) == {outcome(kind, one) for one in left}
            assert left or (kind.name, state) == ("suspension", "lifted")


def test_a_line_is_overturned_by_saying_what_must_be_done():
    facts = {"month": "2026-10", "clause": "N-4.1"}
    dispute = move("dispute", [("open", "raised", "Li")], facts)
    asked = [field.name for field in DISPUTE.step_in("overturn_it", dispute).fields]
    assert asked == ["title", "what", "by_side", "due_at"]


def test_only_the_side_that_decided_is_asked_to_review():
    facts = {"subject": 7, "first": "complaint/justified", "reviewed_by": "purchaser"}
    dispute = move("dispute", [("open", "raised", "Li")], facts)
    reviews = {"uphold", "overturn_it"}
    for side, expected in ((Side.SUPPLIER, set()), (Side.PURCHASER, reviews)):
        names = {step.name for step in steps_open_to(DISPUTE, dispute, side, "Wang")}
        assert names & reviews == expected
    raiser = {step.name for step in steps_open_to(DISPUTE, dispute, Side.PURCHASER, "Li")}
    assert not raiser & reviews


def test_the_clock_is_120_hours_from_the_raising_through_answers():
    facts = {"subject": 7, "first": "complaint/justified", "reviewed_by": "purchaser"}
    acts = [("open", "raised", "Li"), ("answer", "answered", "Su")]
    for count in (1, 2):
        clock = DISPUTE.clock(move("dispute", acts[:count], facts), None)
        assert clock.due_at == HOUR + 120 * HOUR
        assert clock.side is Side.PURCHASER
    ended = move("dispute", [*acts, ("uphold", "upheld", "Wang")], facts)
    assert DISPUTE.clock(ended, None) is None
