"""What holds for folding whatever a switch tells, in whatever order."""

from __future__ import annotations

import pickle
import random
from collections import Counter
from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from jieting.domain.calls.call import OFFERED, Outcome, Rating
from jieting.domain.calls.check import check_call
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
from jieting.domain.calls.fold import Fold, Folded, fold
from jieting.domain.errors import Place
from jieting.domain.periods import SECOND

QUEUES = ("q", "r")
AGENTS = ("A1", "A2")


@st.composite
def soups(draw: st.DrawFn) -> list[Event]:
    """Any events of up to three calls, at few instants, so that many fall together."""
    return draw(st.lists(any_event(), max_size=14))


@st.composite
def any_event(draw: st.DrawFn) -> Event:
    line = draw(st.none() | st.integers(1, 6))
    said = {
        "call": draw(st.sampled_from("abc")),
        "at": draw(st.integers(0, 5)) * SECOND,
        "place": Place(line=line),
    }
    queue = {"queue": draw(st.sampled_from(QUEUES))}
    agent = {"agent": draw(st.sampled_from(AGENTS))}
    waited = {"waited": draw(st.none() | st.integers(0, 3).map(lambda s: s * SECOND))}
    talked = {"talked": draw(st.none() | st.integers(0, 3).map(lambda s: s * SECOND))}
    makers = (
        lambda: Arrived(**said),
        lambda: ServedByIvr(**said),
        lambda: Rejected(**said),
        lambda: EnteredQueue(**said, **queue),
        lambda: LeftQueue(**said, **queue, **waited, rule=LeaveRule.TIMEOUT),
        lambda: HungUpInQueue(**said, **queue, **waited),
        lambda: RangUnanswered(**said, **agent),
        lambda: AgentAnswered(**said, **agent, **queue, **waited),
        lambda: AgentAnswered(**said, **agent),
        lambda: HoldStarted(**said),
        lambda: HoldEnded(**said),
        lambda: AgentLeft(**said, **agent, **talked),
        lambda: Transferred(**said, **agent, **talked, kind=TransferKind.BLIND),
        lambda: WrappedUp(**said, seconds=7),
        lambda: Rated(**said, rating=draw(st.sampled_from(Rating))),
        lambda: Recorded(**said, reference=draw(st.sampled_from(("x", "y")))),
        lambda: HungUp(**said),
    )
    return draw(st.sampled_from(makers))()


@st.composite
def stories(draw: st.DrawFn, call: str) -> tuple[list[Event], Outcome]:
    """A whole call as a switch lives it, with its outcome; steps may fall on one instant."""
    clock = draw(st.integers(0, 100)) * SECOND
    events: list[Event] = []

    def step() -> int:
        nonlocal clock
        clock += draw(st.integers(0, 3)) * SECOND
        return clock

    events.append(Arrived(call=call, at=clock))
    outcome = Outcome.ABANDONED_IN_IVR
    if draw(st.booleans()):
        events.append(ServedByIvr(call=call, at=step()))
        outcome = Outcome.SERVED_BY_IVR
    if outcome is Outcome.ABANDONED_IN_IVR and draw(st.booleans()):
        events.append(Rejected(call=call, at=step()))
        outcome = Outcome.REJECTED
    for number in range(draw(st.integers(0, 3))):
        queue = f"{draw(st.sampled_from(QUEUES))}{number}"
        way = draw(st.sampled_from(("answered", "left", "hung up")))
        events.append(EnteredQueue(call=call, at=step(), queue=queue))
        if draw(st.booleans()):
            events.append(RangUnanswered(call=call, at=step(), agent="A1"))
        if way == "hung up":
            outcome = outcome if outcome is Outcome.ANSWERED else Outcome.ABANDONED
            break
        if way == "left":
            events.append(LeftQueue(call=call, at=step(), queue=queue, rule=LeaveRule.KEY))
            outcome = outcome if outcome is Outcome.ANSWERED else Outcome.OVERFLOWED
            continue
        agent = draw(st.sampled_from(AGENTS))
        events.append(AgentAnswered(call=call, at=step(), queue=queue, agent=agent))
        kind = draw(st.sampled_from(TransferKind))
        events.append(Transferred(call=call, at=step(), agent=agent, kind=kind))
        outcome = Outcome.ANSWERED
    events.append(HungUp(call=call, at=step()))
    return events, outcome


@st.composite
def days(draw: st.DrawFn) -> list[tuple[list[Event], Outcome]]:
    """A few whole calls."""
    return [draw(stories(f"call-{number}")) for number in range(draw(st.integers(1, 5)))]


def together(day: list[tuple[list[Event], Outcome]]) -> list[Event]:
    return list(chain.from_iterable(events for events, _ in day))


@given(days())
def test_every_whole_call_has_exactly_the_outcome_it_lived(
    day: list[tuple[list[Event], Outcome]],
) -> None:
    folded = fold(together(day))
    lived = {events[0].call: outcome for events, outcome in day}
    assert {call.call_id: call.outcome for call in folded.calls} == lived
    assert len(folded.calls) == len(day)
    assert not [finding for finding in folded.findings if finding.is_error]


@given(days())
def test_offered_is_answered_and_abandoned_and_overflowed(
    day: list[tuple[list[Event], Outcome]],
) -> None:
    calls = fold(together(day)).calls
    entered = {event.call for event in together(day) if isinstance(event, EnteredQueue)}
    counts = Counter(call.outcome for call in calls)
    assert sum(counts[outcome] for outcome in OFFERED) == len(entered)
    assert {call.call_id for call in calls if call.outcome in OFFERED} == entered
    assert {call.call_id for call in calls if call.queued_at is not None} == entered


@given(days())
def test_the_wait_is_from_the_first_entry_to_the_first_answer(
    day: list[tuple[list[Event], Outcome]],
) -> None:
    events = together(day)
    for call in fold(events).calls:
        own = [event for event in events if event.call == call.call_id]
        entries = [event.at for event in own if isinstance(event, EnteredQueue)]
        answers = [event.at for event in own if isinstance(event, AgentAnswered)]
        assert call.queued_at == min(entries, default=None)
        assert call.answered_at == min(answers, default=None)


@given(soups())
def test_whatever_is_told_every_call_is_a_row_or_an_error(soup: list[Event]) -> None:
    folded = fold(soup)
    ids = [call.call_id for call in folded.calls]
    assert len(ids) == len(set(ids))
    refused = {event.call for event in soup} - set(ids)
    told = " ".join(str(finding.what) for finding in folded.findings if finding.is_error)
    assert all(f"Call {call}" in told for call in refused)
    assert not [f for call in folded.calls for f in check_call(call) if f.is_error]


@given(soups(), st.randoms(use_true_random=False))
def test_the_order_in_which_events_come_does_not_matter(
    soup: list[Event], dice: random.Random
) -> None:
    shuffled = list(soup)
    dice.shuffle(shuffled)
    assert fold(shuffled) == fold(soup)


@given(soups())
def test_calls_do_not_touch_each_other(soup: list[Event]) -> None:
    apart = Folded()
    for key in sorted({event.call for event in soup}):
        apart += fold(event for event in soup if event.call == key)
    assert apart == fold(soup)


@given(soups(), st.integers(0, 14))
def test_a_log_split_anywhere_folds_the_same(soup: list[Event], at: int) -> None:
    carried = Fold()
    for event in soup[:at]:
        carried.apply(event)
    carried = pickle.loads(pickle.dumps(carried))  # as one kept between two files
    for event in soup[at:]:
        carried.apply(event)
    assert carried.finish_all() == fold(soup)


@given(soups())
def test_a_log_told_twice_is_told_once(soup: list[Event]) -> None:
    assert fold([*soup, *soup]) == fold(soup)


@given(days())
def test_settling_on_the_way_changes_nothing(day: list[tuple[list[Event], Outcome]]) -> None:
    """With the events in order, calls that are long quiet may be finished early."""
    events = sorted(together(day), key=lambda event: event.at)
    folding, parts = Fold(), Folded()
    quiet = 10 * SECOND  # longer than any pause between two events of one call
    for event in events:
        folding.apply(event)
        parts += folding.settle(event.at - quiet)
    assert parts + folding.finish_all() == fold(events)
