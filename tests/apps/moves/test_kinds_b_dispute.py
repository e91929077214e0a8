from __future__ import annotations

import pytest

from jieting.apps.assessment.queries import current_month, records_of
from jieting.apps.base.instants import to_instant
from jieting.apps.moves.dispute_actions import raise_dispute, raise_line_dispute
from jieting.apps.moves.models import Act, Move
from jieting.apps.moves.queries import move_of
from jieting.domain.books.kinds import KINDS
from jieting.domain.errors import BadInput, Refused
from jieting.domain.periods import Month
from tests.apps.moves.kinds_b import (
    DECIDER,
    LATER,
    MANAGER,
    NINGDE,
    OCTOBER,
    SECOND_DECIDER,
    another,
    codes,
    days,
    kept,
    opened,
    refreshed,
    step,
)

HOUR = 3_600_000_000
COMPLAINT = {"call_id": "C-001", "received_at": OCTOBER, "category": "attitude", "what": "rude"}


def judged(world, verdict="judge_unjustified", by=DECIDER) -> Move:
    kept(200)
    complaint = opened(world, "complaint", COMPLAINT, SECOND_DECIDER)
    return step(world, complaint, verdict, by, text="heard it")


def disputed(world, subject: Move, role=MANAGER, reason="the recording says otherwise") -> Move:
    by = world.actor(role)
    return raise_dispute(by=by, at=LATER, contract_id=NINGDE, subject=subject.number, reason=reason)


def line(world, role=MANAGER, clause="N-4.1") -> Move:
    return raise_line_dispute(
        by=world.actor(role), at=LATER, contract_id=NINGDE, month=Month(2026, 10), clause=clause,
        reason="an outage is missing",
    )  # fmt: skip


def overturn(world, dispute: Move, who, outcome: str) -> Move:
    return step(
        world, dispute, "overturn_it", who, facts={"outcome": outcome}, text="heard it again"
    )


def rate() -> str:
    month = current_month(NINGDE, Month(2026, 10)).statement.month
    return next(row.shown for row in month.figures if row.clause == "N-4.3")


def test_overturning_changes_records_and_figures_and_keeps_both_versions(world):
    subject = judged(world)
    before = rate()
    dispute = disputed(world, subject, SECOND_DECIDER)
    overturn(world, dispute, another(world, DECIDER), "complaint/justified")
    [record] = records_of(NINGDE).complaint
    assert record.verdict == "justified"
    assert (before, rate()) == ("0.000", "0.500")
    acts = [(act.step, act.state) for act in move_of(refreshed(subject)).acts]
    assert acts == [
        ("open", "registered"), ("judge_unjustified", "unjustified"), ("overturn", "justified"),
    ]  # fmt: skip
    assert refreshed(dispute).state == "overturned"


def test_what_is_upheld_stays_and_its_timeline_says_that_it_was_reviewed(world):
    subject = judged(world)
    dispute = disputed(world, subject)
    step(world, dispute, "uphold", SECOND_DECIDER, text="it was said")
    assert (refreshed(subject).state, refreshed(dispute).state) == ("unjustified", "upheld")
    assert Act.objects.filter(move=subject).last().step == "upheld"
    assert refreshed(subject).waits_for == ""


def test_who_decided_first_does_not_review(world):
    dispute = disputed(world, judged(world))
    with pytest.raises(Refused) as error:
        step(world, dispute, "uphold", DECIDER, text="I was right")
    assert codes(error) == {"move_same_person"}


def test_who_raised_the_dispute_does_not_review_it(world):
    dispute = disputed(world, judged(world), SECOND_DECIDER)
    with pytest.raises(Refused) as error:
        overturn(world, dispute, SECOND_DECIDER, "complaint/justified")
    assert codes(error) == {"move_same_person"}


def test_a_supplier_does_not_review_what_the_purchaser_decided(world):
    dispute = disputed(world, judged(world))
    with pytest.raises(Refused) as error:
        overturn(world, dispute, MANAGER, "complaint/justified")
    assert "move_not_your_side" in codes(error)


def test_what_the_supplier_decided_the_supplier_reviews(world):
    outage = {"day": "2026-10-12", "cause": "purchaser", "reason": "works"}
    subject = opened(world, "exclusion", outage, DECIDER)
    subject = step(world, subject, "refuse", MANAGER, text="calls were answered")
    dispute = disputed(world, subject, DECIDER)
    assert dispute.facts["reviewed_by"] == "supplier"
    with pytest.raises(Refused) as error:
        overturn(world, dispute, SECOND_DECIDER, "exclusion/agreed")
    assert codes(error) == {"move_not_your_side"}
    overturn(world, dispute, another(world, MANAGER), "exclusion/agreed")
    [record] = records_of(NINGDE).exclusion
    assert record.agreed


def test_a_review_needs_an_outcome_that_the_subject_has_and_that_is_another(world):
    dispute = disputed(world, judged(world))
    for wrong in ("complaint/unjustified", "exclusion/agreed", "withdrawn"):
        with pytest.raises(BadInput) as error:
            overturn(world, dispute, SECOND_DECIDER, wrong)
        assert codes(error) == {"move_field_wrong"}, wrong


def test_of_two_reviewers_at_once_the_second_is_told(world):
    dispute = disputed(world, judged(world))
    reviewer = another(world, DECIDER)
    step(world, dispute, "uphold", SECOND_DECIDER, text="it stands", revision=1)
    with pytest.raises(Refused) as error:
        step(
            world, dispute, "overturn_it", reviewer, text="no", revision=1,
            facts={"outcome": "complaint/justified"},
        )  # fmt: skip
    assert codes(error) == {"move_acted_meanwhile"}


def test_it_waits_first_for_the_answer_then_for_the_side_that_decided(world):
    outage = {"day": "2026-10-12", "cause": "outage", "reason": "trunk cut"}
    subject = opened(world, "exclusion", outage, MANAGER)
    subject = step(world, subject, "agree", DECIDER)
    dispute = disputed(world, subject, SECOND_DECIDER)
    assert (dispute.waits_for, dispute.due_at) == ("supplier", to_instant(LATER) + 120 * HOUR)
    dispute = step(world, dispute, "answer", MANAGER, facts={"answer": "it was cut"})
    assert (dispute.waits_for, dispute.due_at) == ("purchaser", to_instant(LATER) + 120 * HOUR)
    clock = KINDS["dispute"].clock(move_of(dispute), None)
    assert clock.side.value == "purchaser"


def test_a_dispute_that_ended_has_no_clock(world):
    dispute = disputed(world, judged(world))
    dispute = step(world, dispute, "withdraw", MANAGER, at=LATER + days(1))
    assert (dispute.is_open, dispute.due_at, dispute.waits_for) == (False, None, "")


def test_one_decision_has_one_open_dispute(world):
    subject = judged(world)
    disputed(world, subject)
    with pytest.raises(Refused) as error:
        disputed(world, subject, SECOND_DECIDER)
    assert codes(error) == {"dispute_open_already"}


def test_a_side_disputes_a_decision_once_and_the_other_may_dispute_what_overturned_it(world):
    subject = judged(world)
    step(world, disputed(world, subject), "uphold", SECOND_DECIDER, text="it stands")
    with pytest.raises(Refused) as error:
        disputed(world, subject)
    assert codes(error) == {"dispute_decided_already"}
    third = another(world, DECIDER)
    again = disputed(world, subject, SECOND_DECIDER)
    overturn(world, again, third, "complaint/justified")
    assert disputed(world, subject).facts["first"] == "complaint/justified"


def test_a_reviewer_does_not_review_the_same_decision_again(world):
    subject = judged(world)
    dispute = disputed(world, subject, SECOND_DECIDER)
    reviewer = another(world, DECIDER)
    overturn(world, dispute, reviewer, "complaint/justified")
    again = disputed(world, subject)
    with pytest.raises(Refused) as error:
        overturn(world, again, reviewer, "complaint/unjustified")
    assert codes(error) == {"move_same_person"}


def test_what_is_not_decided_is_not_disputed(world):
    kept(2)
    complaint = opened(world, "complaint", COMPLAINT, MANAGER)
    with pytest.raises(Refused) as error:
        disputed(world, complaint)
    assert codes(error) == {"dispute_nothing_decided"}


def test_a_scoring_error_is_disputed_before_it_is_accepted_and_upheld_it_counts(world):
    kept(2)
    facts = {"call_id": "C-001", "day": "2026-10-12", "scoring_error": "yes", "what": "greeting"}
    check = opened(world, "spot_check", facts, DECIDER)
    step(world, disputed(world, check), "uphold", SECOND_DECIDER, text="it was missing")
    assert (refreshed(check).state, refreshed(check).is_open) == ("error", False)
    assert records_of(NINGDE).spot_check[0].scoring_error


def test_nobody_opens_a_dispute_with_facts_of_the_own_making(world):
    facts = {"month": "2026-10", "clause": "N-4.1", "reason": "r", "reviewed_by": "supplier"}
    with pytest.raises(Refused) as error:
        opened(world, "dispute", facts, MANAGER)
    assert codes(error) == {"move_not_your_side"}


def test_a_line_that_is_overturned_becomes_a_task_of_the_side_concerned(world):
    kept(20)
    dispute = line(world)
    assert (dispute.facts["stood"], dispute.facts["reviewed_by"]) == (
        "100.00 % (20 / 20)", "purchaser",
    )  # fmt: skip
    task = {"title": "add the outage", "what": "propose it", "due_at": OCTOBER + 900 * HOUR}
    step(
        world, dispute, "overturn_it", DECIDER, facts={**task, "by_side": "supplier"},
        text="right",
    )  # fmt: skip
    made = Move.objects.get(kind="task")
    assert (made.waits_for, made.about_id) == ("supplier", dispute.pk)
    assert made.facts["clause"] == "N-4.1"


def test_a_line_is_not_reviewed_by_who_answered_for_it(world):
    dispute = line(world)
    step(world, dispute, "answer", DECIDER, facts={"answer": "it was counted"})
    with pytest.raises(Refused) as error:
        step(world, dispute, "uphold", DECIDER, text="counted")
    assert codes(error) == {"move_same_person"}
    dispute = step(world, dispute, "uphold", SECOND_DECIDER, text="counted")
    assert (dispute.state, Move.objects.count()) == ("upheld", 1)


def test_a_line_has_one_open_dispute_and_must_be_of_the_contract(world):
    line(world)
    with pytest.raises(Refused) as error:
        line(world, DECIDER)
    assert codes(error) == {"dispute_open_already"}
    with pytest.raises(BadInput) as error:
        line(world, clause="N-9.9")
    assert codes(error) == {"move_unknown_clause"}


def test_the_months_of_a_dispute_are_those_of_its_subject(world):
    dispute = disputed(world, judged(world))
    assert list(KINDS["dispute"].months(move_of(dispute), None)) == [Month(2026, 10)]


def test_the_pages_offer_take_and_show_a_dispute(world):
    subject = judged(world)
    client = world.client(MANAGER)
    page = f"/c/{NINGDE}/moves/{subject.number}/"
    assert f"{page}dispute/" in client.get(page).content.decode()
    assert client.get(f"{page}dispute/").status_code == 200
    assert client.post(f"{page}dispute/", {"reason": ""}).status_code == 422
    done = client.post(f"{page}dispute/", {"reason": "not so"})
    [dispute] = Move.objects.filter(kind="dispute")
    assert done["Location"].endswith(f"/moves/{dispute.number}/")
    assert f"{page}dispute/" not in client.get(page).content.decode()
    assert client.post(f"{page}dispute/", {"reason": "again"}).status_code == 409
    reviewer = world.client(SECOND_DECIDER).get(done["Location"]).content.decode()
    assert 'value="complaint/justified"' in reviewer
    assert 'value="complaint/unjustified"' not in reviewer
    assert 'name="by_side"' not in reviewer


def test_the_page_of_a_line_offers_and_shows_its_dispute(world):
    kept(20)
    client = world.client(MANAGER)
    page = f"/c/{NINGDE}/months/2026-10/lines/N-4.1/"
    assert f"{page}dispute/" in client.get(page).content.decode()
    done = client.post(f"{page}dispute/", {"reason": "an outage is missing"})
    assert done.status_code == 302
    assert done["Location"] in client.get(page).content.decode()
    assert client.get(f"/c/{NINGDE}/months/2026-10/lines/N-9/dispute/").status_code == 404
