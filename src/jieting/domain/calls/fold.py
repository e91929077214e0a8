"""Fold switch events into calls: one call, one row, exactly one outcome (docs/adr/0003).

``Fold`` is incremental: a reader of a log applies event after event and settles calls that are
long over; an observer of a running switch finishes a call when it hung up. ``fold`` does it at
once. Nothing depends on the order in which events are applied.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from jieting.domain.calls import fold_findings as told
from jieting.domain.calls.call import Call, Direction, Outcome, Rating
from jieting.domain.calls.check import check_call
from jieting.domain.calls.events import (
    AgentAnswered,
    Arrived,
    Event,
    HungUp,
    HungUpInQueue,
    LeftQueue,
    Rated,
    Recorded,
    Rejected,
    ServedByIvr,
)
from jieting.domain.calls.story import Story, whole_seconds
from jieting.domain.errors import Finding
from jieting.domain.periods import Instant


@dataclass(frozen=True, slots=True)
class Folded:
    """Calls in order of arrival, and every finding about their events."""

    calls: tuple[Call, ...] = ()
    findings: tuple[Finding, ...] = ()

    def __add__(self, other: Folded) -> Folded:
        return _in_order([*self.calls, *other.calls], [*self.findings, *other.findings])


def fold(events: Iterable[Event], *, source: str = "") -> Folded:
    """All calls of ``events``, at once; every call is finished."""
    folding = Fold(source)
    for event in events:
        folding.apply(event)
    return folding.finish_all()


@dataclass(slots=True)
class Fold:
    """Calls being folded: what is known so far of every call that is not finished."""

    source: str = ""
    _stories: dict[str, Story] = field(default_factory=dict)

    def apply(self, event: Event) -> None:
        """Take in one event of any call."""
        story = self._stories.get(event.call)
        if story is None:
            story = self._stories[event.call] = Story(event.call)
        story.add(event)

    def unfinished(self) -> tuple[str, ...]:
        """The calls that are not finished, in order of their keys."""
        return tuple(sorted(self._stories))

    def is_over(self, call: str) -> bool:
        """True where the call has hung up, so that ``finish`` will find its outcome."""
        story = self._stories.get(call)
        return story is not None and (story.has(HungUp) or story.has(HungUpInQueue))

    def finish(self, call: str) -> Folded:
        """End a call: its row and the findings about it; nothing where it is not known."""
        story = self._stories.pop(call, None)
        return Folded() if story is None else _finished(story, self.source)

    def settle(self, before: Instant) -> Folded:
        """Finish the calls of which nothing was told since ``before``; keeps a long log small."""
        quiet = [key for key, story in self._stories.items() if story.last_at < before]
        return self._finish(quiet)

    def finish_all(self) -> Folded:
        """Finish every call: the log has ended."""
        return self._finish(list(self._stories))

    def _finish(self, keys: list[str]) -> Folded:
        parts = [self.finish(key) for key in keys]
        calls = [call for part in parts for call in part.calls]
        return _in_order(calls, [finding for part in parts for finding in part.findings])


def outcome_of(story: Story) -> Outcome | None:
    """The one outcome that the events tell; None where they tell none (yet).

    Answered once is answered, whatever came after. A caller who entered a queue is never counted
    in the IVR or as rejected. Where two exits of one wait contradict, hanging up beats the rule.
    """
    if story.has(AgentAnswered):
        return Outcome.ANSWERED
    if story.has(HungUpInQueue) or (story.still_waiting() and story.has(HungUp)):
        return Outcome.ABANDONED
    if story.still_waiting():
        return None
    if story.has(LeftQueue):
        return Outcome.OVERFLOWED
    if story.has(Rejected):
        return Outcome.REJECTED
    return _outcome_in_ivr(story)


def _outcome_in_ivr(story: Story) -> Outcome | None:
    if not story.has(HungUp):
        return None
    return Outcome.SERVED_BY_IVR if story.has(ServedByIvr) else Outcome.ABANDONED_IN_IVR


def _finished(story: Story, source: str) -> Folded:
    outcome = outcome_of(story)
    findings = _findings(story, outcome)
    if outcome is None:
        return Folded((), tuple(findings))
    call = _call(story, outcome, source)
    findings += [told.about(story, finding) for finding in check_call(call)]
    broken = any(finding.is_error for finding in findings)
    return Folded(() if broken else (call,), tuple(findings))


def _findings(story: Story, outcome: Outcome | None) -> list[Finding]:
    """What the story itself shows: no outcome, a lost beginning or end, contradictions."""
    found = [told.no_outcome(story)] if outcome is None else []
    if outcome is not None and _begun_before(story):
        found.append(told.begun_before(story))
    if story.talk_open():
        found.append(told.no_end(story))
    if story.uneven():
        found.append(told.uneven_times(story))
    if late := story.after_the_end():
        found.append(told.after_the_end(story, late))
    if exits := story.contradictions():
        found.append(told.two_outcomes(story, exits))
    elif outcome is Outcome.ANSWERED and _lost_again(story):
        found.append(told.lost_after_answer(story))
    if len({rated.rating for rated in story.all(Rated)}) > 1:
        found.append(told.two_ratings(story))
    return found


def _begun_before(story: Story) -> bool:
    entry = story.entry()
    return not story.has(Arrived) or (entry is not None and entry.derived)


def _lost_again(story: Story) -> bool:
    """True where an answered caller later hung up in a queue or overflowed."""
    answered = story.first(AgentAnswered)
    ways = (*story.all(HungUpInQueue), *story.all(LeftQueue))
    later = answered is not None and any(way.at > answered.at for way in ways)
    return later or (story.still_waiting() and story.has(HungUp))


def _call(story: Story, outcome: Outcome, source: str) -> Call:
    arrived, entry, answered = story.first(Arrived), story.entry(), story.first(AgentAnswered)
    first = story.events()[0]
    bridged, held = story.bridged(), story.held()
    return Call(
        call_id=story.call,
        direction=arrived.direction if arrived else Direction.INBOUND,
        arrived_at=min(story.arrived_at(), entry.at) if entry else story.arrived_at(),
        ended_at=story.ended_at(),
        outcome=outcome,
        queue=entry.queue if entry else "",
        caller=_caller(story),
        queued_at=_queued_at(story),
        answered_at=answered.at if answered else None,
        agent=answered.agent if answered else "",
        talk_s=whole_seconds(bridged if bridged is None else bridged - (held or 0)),
        hold_s=whole_seconds(held),
        wrap_up_s=story.wrapped_up_s(),
        rating=_rating(story),
        recording=_recording(story),
        source=source,
        source_ref="" if first.place.line is None else str(first.place.line),
    )


def _queued_at(story: Story) -> Instant | None:
    """Entering the first queue; for a call put through without any queue, its answer."""
    entry, answered = story.entry(), story.first(AgentAnswered)
    if entry is not None or answered is None:
        return None if entry is None else entry.at
    return answered.at if answered.queue is None else None


def _caller(story: Story) -> str:
    return next((a.caller for a in story.all(Arrived) if a.caller), "")


def _rating(story: Story) -> Rating | None:
    """The last rating the caller gave."""
    rated = story.all(Rated)
    return rated[-1].rating if rated else None


def _recording(story: Story) -> str:
    recorded = story.first(Recorded)
    return recorded.reference if recorded else ""


def _in_order(calls: list[Call], findings: list[Finding]) -> Folded:
    calls.sort(key=lambda call: (call.arrived_at, call.call_id))
    findings.sort(key=lambda f: (f.place.file, f.place.line or 0, f.code, str(f.what)))
    return Folded(tuple(calls), tuple(findings))
