from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jieting.domain.calls.call import Outcome, Rating
from jieting.domain.line.facts import Fact, FactKind, Source
from jieting.domain.line.told import after_call, contract_of, folded, in_order, is_over
from jieting.domain.periods import SECOND

K = FactKind
OFFERED = (0, K.OFFERED, {"contract": "ningde-12123", "caller": "00", "number": "12123"})
QUEUED = (9, K.QUEUED, {"queue": "hotline"})
ANSWERED = (21, K.ANSWERED, {"agent": "A8001", "queue": "hotline", "leg": "jt1-8.2"})
TALKED = (81, K.TALK_ENDED, {"agent": "A8001", "leg": "jt1-8.2"})


def facts(*told: tuple[int, FactKind, dict[str, str]], source: Source = Source.AMI) -> list[Fact]:
    return [
        Fact(
            system="jt1",
            call="jt1-8.1",
            key=f"{kind}:{seconds}",
            at=seconds * SECOND,
            kind=kind,
            data=data,
            source=source,
        )
        for seconds, kind, data in told
    ]


def ended(seconds: int, by: str = "caller") -> tuple[int, FactKind, dict[str, str]]:
    return seconds, K.ENDED, {"stage": "any", "by": by}


CALLS = {
    "information": (
        [OFFERED, (5, K.INFORMATION, {"node": "hours"}), ended(8, "switch")],
        Outcome.SERVED_BY_IVR,
    ),
    "menu": ([OFFERED, (4, K.IVR_KEY, {"node": "root", "key": ""}), ended(6)], "abandoned_in_ivr"),
    "closed": ([OFFERED, (1, K.REJECTED, {"reason": "closed"}), ended(5, "switch")], "rejected"),
    "hung up waiting": ([OFFERED, QUEUED, ended(30)], Outcome.ABANDONED),
    "timeout": (
        [OFFERED, QUEUED, (69, K.QUEUE_LEFT, {"queue": "hotline", "rule": "timeout"}), ended(75)],
        Outcome.OVERFLOWED,
    ),
    "answered": ([OFFERED, QUEUED, ANSWERED, ended(90)], Outcome.ANSWERED),
    "overflowed into another queue and answered there": (
        [
            OFFERED,
            QUEUED,
            (15, K.QUEUE_LEFT, {"queue": "hotline", "rule": "timeout"}),
            (15, K.QUEUED, {"queue": "second"}),
            (21, K.ANSWERED, {"agent": "A8002", "queue": "second", "leg": "jt1-8.3"}),
            ended(90),
        ],
        Outcome.ANSWERED,
    ),
    "information first, then an agent": (
        [OFFERED, (5, K.INFORMATION, {"node": "hours"}), QUEUED, ANSWERED, ended(90)],
        Outcome.ANSWERED,
    ),
}


@pytest.mark.parametrize("name", CALLS)
def test_each_way_through_the_line_gives_one_outcome(name):
    told, outcome = CALLS[name]
    result = folded(facts(*told), "jt1")
    assert result.findings == ()
    assert [call.outcome for call in result.calls] == [outcome]


def test_an_answered_and_rated_call_has_its_times_agent_and_rating():
    survey = (
        (82, K.INVITED, {}),
        (86, K.RATED, {"key": "2", "rating": "satisfied"}),
        (10, K.RECORDING, {"file": "a.raw"}),
    )
    told = facts(OFFERED, QUEUED, ANSWERED, TALKED, *survey, ended(88, "switch"))
    (call,) = folded(told, "jt1").calls
    assert (call.call_id, call.source, call.queue, call.agent) == (
        "jt1-8.1",
        "jt1",
        "hotline",
        "A8001",
    )
    times = (call.arrived_at, call.queued_at, call.answered_at, call.ended_at)
    assert times == (0, 9 * SECOND, 21 * SECOND, 88 * SECOND)
    assert (call.talk_s, call.rating, call.recording) == (60, Rating.SATISFIED, "a.raw")
    assert call.caller == ""
    after = after_call(told)
    assert (after.invited_at, after.survey_key, after.counted) == (82 * SECOND, "2", True)


def test_a_key_that_means_nothing_is_kept_and_does_not_count():
    told = facts(
        OFFERED,
        QUEUED,
        ANSWERED,
        TALKED,
        (82, K.INVITED, {}),
        (84, K.RATED, {"key": "7", "rating": ""}),
        ended(85, "switch"),
    )
    (call,) = folded(told, "jt1").calls
    after = after_call(told)
    assert call.rating is None
    assert (after.survey_key, after.counted) == ("7", False)


def test_hold_is_not_talk_and_a_transferred_call_is_one_call():
    told = facts(
        OFFERED,
        QUEUED,
        ANSWERED,
        (30, K.HELD, {"leg": "jt1-8.2"}),
        (40, K.RESUMED, {"leg": "jt1-8.2"}),
        (51, K.TRANSFERRED, {"agent": "A8001", "way": "blind", "to": "8002", "leg": "jt1-8.2"}),
        (55, K.ANSWERED, {"agent": "A8002", "queue": "", "leg": "jt1-8.5"}),
        ended(75),
    )
    (call,) = folded(told, "jt1").calls
    assert (call.agent, call.hold_s, call.talk_s) == ("A8001", 10, 40)
    after = after_call(told)
    assert (after.holds, after.transfers, after.ended_by) == (1, 1, "caller")


def test_a_call_of_which_nothing_but_the_middle_is_told_is_not_counted_in_silence():
    result = folded(facts(QUEUED), "jt1")
    assert result.calls == ()
    assert [finding.code for finding in result.findings] == ["no_outcome"]


def test_the_contract_and_the_end_are_known_as_soon_as_they_are_told():
    assert contract_of(facts(QUEUED)) == ""
    assert contract_of(facts(QUEUED, OFFERED)) == "ningde-12123"
    assert not is_over(facts(OFFERED, QUEUED))
    assert is_over(facts(OFFERED, ended(3)))


@given(st.data(), st.sampled_from(sorted(CALLS)))
def test_neither_order_nor_telling_twice_changes_the_call(data, name):
    told = facts(*CALLS[name][0])
    again = [replace(fact, source=Source.CEL) for fact in told]
    mixed = data.draw(st.permutations([*told, *again]))
    assert folded(mixed, "jt1") == folded(told, "jt1")
    assert after_call(mixed) == after_call(told)
    assert [fact.key for fact in in_order(mixed)] == [fact.key for fact in in_order(told)]
