from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from jieting.domain.calls.call import Outcome, Rating
from jieting.domain.line.check_tree import tree_findings, ways
from jieting.domain.line.plan import Information, Menu
from jieting.domain.line.walk import ANSWERED, NO_KEY, TOO_LONG, walk
from tests.unit.line.plans import example, trees

DOING = st.lists(st.sampled_from([*"0123456789*#", NO_KEY, ANSWERED, TOO_LONG]), max_size=12)


def test_a_self_service_answer_is_served_by_the_ivr() -> None:
    found = walk(example(), "11")
    assert [step.node for step in found.steps] == [
        "main", "violations", "violation-query", "more",
    ]  # fmt: skip
    assert found.outcome is Outcome.SERVED_BY_IVR
    assert walk(example(), "1").outcome is Outcome.ABANDONED_IN_IVR


def test_who_asks_for_an_agent_after_an_answer_is_no_longer_served_by_the_ivr() -> None:
    found = walk(example(), "110")
    assert found.choices == (ANSWERED, TOO_LONG)
    assert found.outcome is Outcome.ABANDONED
    assert walk(example(), "110t").outcome is Outcome.OVERFLOWED


def test_the_survey_gives_the_contract_s_levels_and_ends_the_call() -> None:
    found = walk(example(), "0a2")
    assert (found.outcome, found.rating) == (Outcome.ANSWERED, Rating.BASICALLY_SATISFIED)
    assert found.choices == ()
    assert found.steps[-1].prompt == "thanks"
    assert walk(example(), "0a9").choices != (), "a key that means nothing is asked again"
    assert walk(example(), "0a9-").choices == ()


def test_a_wrong_key_is_told_and_the_last_try_leads_on() -> None:
    found = walk(example(), "9")
    assert (found.steps[-1].prompt, found.steps[0].known) == ("wrong-key", False)
    assert walk(example(), "9-").steps[-1].queue == "hotline"


def test_outside_of_service_hours_the_call_is_rejected() -> None:
    found = walk(example(), "", is_open=False)
    assert (found.steps[0].node, found.outcome) == ("closed", Outcome.REJECTED)
    assert found.choices == ()


@given(trees(), DOING)
@settings(max_examples=80, deadline=None)
def test_a_walk_goes_only_where_the_plan_leads(plan, doing) -> None:
    found = walk(plan, doing)
    nodes = [step for step in found.steps if step.node]
    assert nodes[0].node == plan.start
    for before, after in pairwise(nodes):
        leads = {target for _, target in ways(plan, plan.nodes[before.node])}
        menu = plan.nodes[before.node]
        if isinstance(menu, Menu) and before.did in menu.keys:
            assert after.node == menu.keys[before.did]
        else:
            assert after.node in leads | {before.node}


@given(trees(), DOING)
@settings(max_examples=80, deadline=None)
def test_the_outcome_is_what_the_steps_say(plan, doing) -> None:
    found = walk(plan, doing)
    did = [step.did for step in found.steps if step.queue]
    queued = bool(did)
    informed = any(isinstance(plan.nodes.get(s.node), Information) for s in found.steps)
    if ANSWERED in did:
        expected = Outcome.ANSWERED
    elif queued:
        expected = Outcome.OVERFLOWED if did[-1] == TOO_LONG else Outcome.ABANDONED
    else:
        expected = Outcome.SERVED_BY_IVR if informed else Outcome.ABANDONED_IN_IVR
    assert found.outcome is expected
    assert (found.rating is not None) <= (expected is Outcome.ANSWERED)


@given(trees())
@settings(max_examples=80, deadline=None)
def test_a_plan_without_errors_lets_go_of_a_caller_who_does_nothing(plan) -> None:
    errors = [finding.code for finding in tree_findings(plan) if finding.is_error]
    longest = 3 * len(plan.nodes) * (1 + len(plan.queues))
    end = walk(plan, [NO_KEY, TOO_LONG] * longest)
    if end.stuck or end.choices != ():
        assert set(errors) & {"silent_circle", "overflow_circle"}


@given(trees(), DOING)
@settings(max_examples=40, deadline=None)
def test_what_cannot_happen_is_passed_over(plan, doing) -> None:
    found = walk(plan, doing)
    if found.choices == ():
        assert walk(plan, [*doing, "1", ANSWERED]) == found
    assert walk(replace(plan, survey=None), doing).rating is None
