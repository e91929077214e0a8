"""What folding finds: calls without an outcome, contradictions, beginnings and ends not told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

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
    LeftQueue,
    RangUnanswered,
    Rated,
    Recorded,
    Rejected,
    ServedByIvr,
    Transferred,
    WrappedUp,
)
from jieting.domain.calls.story import Story
from jieting.domain.errors import Finding, Place, Severity
from jieting.domain.said import Said, say

EVENT_WORDS: dict[type[Event], Said] = {
    Arrived: say("arrived"),
    ServedByIvr: say("served by the IVR"),
    Rejected: say("rejected"),
    EnteredQueue: say("entered a queue"),
    LeftQueue: say("left the queue by rule"),
    HungUpInQueue: say("hung up while queued"),
    RangUnanswered: say("rang unanswered"),
    AgentAnswered: say("answered by an agent"),
    HoldStarted: say("put on hold"),
    HoldEnded: say("taken back from hold"),
    AgentLeft: say("talk ended"),
    Transferred: say("transferred"),
    WrappedUp: say("wrapped up"),
    Rated: say("rated"),
    Recorded: say("recorded"),
    HungUp: say("hung up"),
}
"""Every switch event in words."""


def about(story: Story, finding: Finding) -> Finding:
    """A finding about a folded call, with the call's id and its first place."""
    first = _first_place(story)
    what = say("Call {call}: {what}", call=story.call, what=finding.what)
    return replace(finding.at(first.file, first.line), what=what)


def no_outcome(story: Story) -> Finding:
    """A call whose events tell no outcome; it is set aside."""
    last = story.events()[-1]
    if story.has(AgentLeft):
        why = say("It was answered before this log begins, so its wait is not in it.")
        remedy = say("Read this log together with the one before it.")
    else:
        why = say(
            "A call counts only with exactly one outcome; its last event is {event}.",
            event=EVENT_WORDS[type(last)],
        )
        remedy = say("Read this log together with the next one, or look the call up in the switch.")
    what = say("Call {call} has no outcome in this log.", call=story.call)
    return Finding("no_outcome", what, why, remedy, _first_place(story))


def begun_before(story: Story) -> Finding:
    """The log does not hold the beginning of the call."""
    return _warning(
        "begun_before",
        _first_place(story),
        say("The beginning of call {call} is not in this log.", call=story.call),
        say("Its arrival is counted back from the wait that the switch gives, where it gives one."),
        say("Read this log together with the one before it."),
    )


def no_end(story: Story) -> Finding:
    """An agent answered, and the log does not tell when the talk ended."""
    return _warning(
        "no_end",
        story.events()[-1].place,
        say("The end of call {call} is not in this log.", call=story.call),
        say("It counts as answered; its talk time is left empty, its end is its last event."),
        say("Read this log together with the next one, or look the call up in the switch."),
    )


def uneven_times(story: Story) -> Finding:
    """Talks or holds whose beginnings and ends do not pair."""
    return _warning(
        "uneven_times",
        _first_place(story),
        say("The talks or holds of call {call} do not begin and end in pairs.", call=story.call),
        say("How long they were is not known; the call counts, those times are left empty."),
        say("Look the call up in the switch."),
    )


def after_the_end(story: Story, late: Sequence[Event]) -> Finding:
    """Something happened to a call after its caller had hung up."""
    return _warning(
        "after_the_end",
        late[0].place,
        say(
            "Call {call} goes on after its caller hung up: {events}.",
            call=story.call,
            events=_names(late),
        ),
        say("Its times contradict each other; its outcome is taken from all its events."),
        say("Look the call up in the switch; correct the log where a call id was used twice."),
    )


def two_outcomes(story: Story, exits: Sequence[Event]) -> Finding:
    """One wait in a queue ended in more than one way."""
    return _warning(
        "two_outcomes",
        exits[-1].place,
        say(
            "Call {call} left a queue more often than it entered it: {events}.",
            call=story.call,
            events=_names(exits),
        ),
        say("A call has one outcome: an answer counts before a hang-up, that before a rule."),
        say("Look the call up in the switch; correct the log where a call id was used twice."),
    )


def lost_after_answer(story: Story) -> Finding:
    """An answered caller was queued again and not answered there."""
    return Finding(
        "lost_after_answer",
        say("Call {call} was answered, queued again and not answered there.", call=story.call),
        say("It counts once, as answered; the second wait is not in any figure."),
        say("Look at the call if transfers back into a queue matter to you."),
        _first_place(story),
        Severity.NOTE,
    )


def two_ratings(story: Story) -> Finding:
    """A caller rated twice, differently."""
    return _warning(
        "two_ratings",
        _first_place(story),
        say("Call {call} has two different ratings.", call=story.call),
        say("A call counts with one rating: the last."),
        say("See to it that the survey is asked once a call."),
    )


def _warning(code: str, place: Place, what: Said, why: Said, remedy: Said) -> Finding:
    return Finding(code, what, why, remedy, place, Severity.WARNING)


def _names(events: Sequence[Event]) -> tuple[Said, ...]:
    return tuple(EVENT_WORDS[type(event)] for event in events)


def _first_place(story: Story) -> Place:
    return story.events()[0].place
