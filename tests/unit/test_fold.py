"""Folding events into calls: one call, one outcome, and what contradicts is told."""

from __future__ import annotations

from jieting.domain.calls.call import Call, Direction, Outcome, Rating
from jieting.domain.calls.events import (
    AgentAnswered,
    AgentLeft,
    Arrived,
    EnteredQueue,
    Event,
    HoldEnded,
    HoldStarted,
    HungUp,
    HungUpInQueue,
    LeaveRule,
    LeftQueue,
    RangUnanswered,
    Rated,
    Recorded,
    Rejected,
    ServedByIvr,
    TransferKind,
    Transferred,
    WrappedUp,
)
from jieting.domain.calls.fold import Fold, fold
from jieting.domain.errors import Finding, Place
from jieting.domain.periods import SECOND


def s(seconds: float) -> int:
    return round(seconds * SECOND)


def arrived(at: float = 0) -> Arrived:
    return Arrived(call="c", at=s(at), caller="138****0002")


def entered(at: float, queue: str = "q") -> EnteredQueue:
    return EnteredQueue(call="c", at=s(at), queue=queue)


def left(at: float, queue: str = "q") -> LeftQueue:
    return LeftQueue(call="c", at=s(at), queue=queue, rule=LeaveRule.TIMEOUT)


def answered(at: float, agent: str = "A1", queue: str | None = "q") -> AgentAnswered:
    return AgentAnswered(call="c", at=s(at), agent=agent, queue=queue)


def hung_up(at: float) -> HungUp:
    return HungUp(call="c", at=s(at))


def one(*events: Event) -> tuple[Call, list[str]]:
    folded = fold(events, source="test")
    assert len(folded.calls) == 1, folded.findings
    return folded.calls[0], codes(folded.findings)


def codes(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.code for finding in findings]


def test_served_by_the_ivr() -> None:
    call, found = one(arrived(), ServedByIvr(call="c", at=s(8)), hung_up(12))
    assert call.outcome is Outcome.SERVED_BY_IVR
    assert (call.queued_at, call.queue, found) == (None, "", [])


def test_hung_up_in_the_menu() -> None:
    call, _ = one(arrived(), hung_up(3))
    assert call.outcome is Outcome.ABANDONED_IN_IVR


def test_served_and_then_asked_for_an_agent_is_not_served_by_the_ivr() -> None:
    call, found = one(
        arrived(), ServedByIvr(call="c", at=s(8)), entered(10), answered(12), hung_up(20)
    )
    assert (call.outcome, found) == (Outcome.ANSWERED, [])


def test_rejected_with_and_without_a_hang_up() -> None:
    closed = Rejected(call="c", at=s(1), reason="closed")
    assert one(arrived(), closed)[0].outcome is Outcome.REJECTED
    assert one(arrived(), closed, hung_up(5))[0].outcome is Outcome.REJECTED


def test_a_hang_up_while_queued_needs_no_word_from_the_queue() -> None:
    call, found = one(arrived(), entered(4), hung_up(9))
    assert (call.outcome, call.ended_at, found) == (Outcome.ABANDONED, s(9), [])


def test_a_hang_up_after_leaving_the_queue_is_an_overflow() -> None:
    call, _ = one(arrived(), entered(4), left(34), hung_up(40))
    assert (call.outcome, call.ended_at) == (Outcome.OVERFLOWED, s(40))


def test_leaving_one_queue_and_waiting_in_the_next_is_not_yet_an_overflow() -> None:
    folded = fold([arrived(), entered(4), left(34), entered(34, "r")])
    assert folded.calls == ()
    assert codes(folded.findings) == ["no_outcome"]


def test_the_wait_begins_at_the_first_queue_and_ends_at_the_first_answer() -> None:
    call, found = one(
        arrived(), entered(4), left(34), entered(34, "r"), answered(50, "A2", "r"), hung_up(60)
    )
    assert (call.queue, call.queued_at, call.answered_at, call.agent) == ("q", s(4), s(50), "A2")
    assert (call.outcome, found) == (Outcome.ANSWERED, [])


def test_transfers_stay_one_call_and_talks_add_up() -> None:
    call, found = one(
        arrived(),
        entered(4),
        answered(10),
        Transferred(call="c", at=s(40), agent="A1", kind=TransferKind.BLIND, to="r"),
        entered(41, "r"),
        answered(50, "A2", "r"),
        hung_up(110.9),
    )
    assert (call.talk_s, call.agent, call.outcome) == (90, "A1", Outcome.ANSWERED)
    assert found == []


def test_put_through_without_a_queue_waits_for_nothing() -> None:
    call, found = one(arrived(), answered(3, queue=None), hung_up(9))
    assert (call.queued_at, call.answered_at, call.queue, found) == (s(3), s(3), "", [])


def test_hold_is_taken_off_the_talk() -> None:
    hold = [HoldStarted(call="c", at=s(20)), HoldEnded(call="c", at=s(25))]
    again = HoldStarted(call="c", at=s(30))
    call, found = one(arrived(), entered(4), answered(10), *hold, again, hung_up(40))
    assert (call.talk_s, call.hold_s, found) == (15, 15, [])


def test_talks_and_holds_that_do_not_pair_are_told_and_left_empty() -> None:
    talk = [AgentLeft(call="c", at=s(at), agent="A1") for at in (20, 21)]
    holds = [HoldStarted(call="c", at=s(at)) for at in (12, 13)]
    call, found = one(arrived(), entered(4), answered(10), *talk, *holds, hung_up(40))
    assert (call.talk_s, call.hold_s, found) == (None, None, ["uneven_times"])


def test_a_hold_without_a_beginning_is_told() -> None:
    call, found = one(
        arrived(), entered(4), answered(10), HoldEnded(call="c", at=s(12)), hung_up(40)
    )
    assert (call.hold_s, found) == (None, ["uneven_times"])


def test_what_comes_after_the_hang_up_does_not_prolong_the_call() -> None:
    call, found = one(
        arrived(),
        entered(4),
        answered(10),
        hung_up(40),
        WrappedUp(call="c", at=s(70), seconds=30),
        Recorded(call="c", at=s(71), reference="20261121-c.wav"),
        Rated(call="c", at=s(90), rating=Rating.SATISFIED),
    )
    assert (call.ended_at, call.wrap_up_s, call.recording) == (s(40), 30, "20261121-c.wav")
    assert (call.rating, found) == (Rating.SATISFIED, [])


def test_an_outbound_call_stays_outbound() -> None:
    out = Arrived(call="c", at=0, direction=Direction.OUTBOUND)
    assert one(out, answered(5, queue=None), hung_up(9))[0].direction is Direction.OUTBOUND


def test_a_call_without_an_outcome_has_no_row_and_one_finding_with_its_place() -> None:
    waiting = EnteredQueue(call="c-17", at=s(4), queue="q", place=Place("log", 12))
    ringing = RangUnanswered(call="c-17", at=s(9), agent="A1", place=Place("log", 13))
    folded = fold([waiting, ringing])
    assert folded.calls == ()
    (finding,) = folded.findings
    assert (finding.code, finding.is_error, str(finding.place)) == ("no_outcome", True, "log:12")
    assert "c-17" in str(finding.what)
    assert "rang unanswered" in str(finding.why)


def test_events_of_one_instant_may_come_in_any_order() -> None:
    together = [arrived(3), ServedByIvr(call="c", at=s(3)), entered(3), left(3)]
    assert fold(together) == fold(reversed(together))
    waiting = [Arrived(call="c", at=s(3)), ServedByIvr(call="c", at=s(3))]
    assert fold(waiting).findings == fold(reversed(waiting)).findings


def test_two_exits_of_one_wait_are_told_and_the_answer_counts() -> None:
    gone = HungUpInQueue(call="c", at=s(12), queue="q")
    call, found = one(arrived(), entered(4), answered(10), gone, hung_up(12))
    assert (call.outcome, found) == (Outcome.ANSWERED, ["two_outcomes"])


def test_hanging_up_counts_before_a_rule() -> None:
    gone = HungUpInQueue(call="c", at=s(12), queue="q")
    call, found = one(arrived(), entered(4), left(12), gone)
    assert (call.outcome, found) == (Outcome.ABANDONED, ["two_outcomes"])


def test_an_answer_after_the_hang_up_is_told() -> None:
    call, found = one(arrived(), entered(4), hung_up(9), answered(12), hung_up(20))
    assert (call.outcome, found) == (Outcome.ANSWERED, ["after_the_end"])


def test_a_hang_up_in_the_second_queue_after_an_answer_is_noted() -> None:
    talk = AgentLeft(call="c", at=s(20), agent="A1")
    call, found = one(arrived(), entered(4), answered(10), talk, entered(21, "r"), hung_up(30))
    assert (call.outcome, found) == (Outcome.ANSWERED, ["lost_after_answer"])


def test_an_entry_lost_before_the_log_is_counted_back_from_the_wait() -> None:
    late = AgentAnswered(call="c", at=s(100), agent="A1", queue="q", waited=s(30))
    call, found = one(late, hung_up(130))
    assert (call.queued_at, call.arrived_at, call.queue) == (s(70), s(70), "q")
    assert found == ["begun_before"]


def test_an_answer_out_of_a_queue_that_was_never_entered_is_set_aside() -> None:
    folded = fold([arrived(), answered(10), hung_up(20)])
    assert folded.calls == ()
    assert codes(folded.findings) == ["no_queued_at"]
    assert "Call c" in str(folded.findings[0].what)


def test_times_that_run_backwards_set_the_call_aside() -> None:
    folded = fold([arrived(9), entered(10), answered(4), hung_up(20)])
    assert folded.calls == ()
    assert "time_order" in codes(folded.findings)


def test_an_observer_finishes_a_call_when_it_hung_up() -> None:
    folding = Fold("live")
    for event in (arrived(), entered(4)):
        folding.apply(event)
    assert not folding.is_over("c")
    folding.apply(hung_up(9))
    assert folding.is_over("c")
    (call,) = folding.finish("c").calls
    assert (call.outcome, call.source) == (Outcome.ABANDONED, "live")
    assert folding.unfinished() == ()
    assert folding.finish("c").calls == ()


def test_settling_leaves_calls_that_still_speak() -> None:
    folding = Fold()
    folding.apply(Arrived(call="old", at=s(0)))
    folding.apply(HungUp(call="old", at=s(5)))
    folding.apply(Arrived(call="new", at=s(3)))
    folding.apply(HungUp(call="new", at=s(50)))
    assert [call.call_id for call in folding.settle(s(50)).calls] == ["old"]
    assert folding.unfinished() == ("new",)
