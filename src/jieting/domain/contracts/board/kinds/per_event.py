"""Things that must not happen: each one costs; what is not decided yet may still become one."""

from __future__ import annotations

from collections.abc import Iterator

from jieting.domain.contracts.board.asked import decide_complaints, open_complaints
from jieting.domain.contracts.board.deadlines import without_record
from jieting.domain.contracts.board.look import Look
from jieting.domain.contracts.board.rates import cost
from jieting.domain.contracts.board.standing import Aspect, Move, Side, State
from jieting.domain.contracts.clauses.per_event import PerEvent
from jieting.domain.contracts.clauses.words import array_words
from jieting.domain.contracts.model import Clause
from jieting.domain.contracts.records import Report, SelfAssessment
from jieting.domain.contracts.rule import Verdict
from jieting.domain.said import Said, say


def per_event(look: Look, clause: Clause, rule: PerEvent, verdict: Verdict) -> Aspect:
    """Breached by an event; met without one, so far in a running month.

    A report that is not submitted can show nothing missing yet: not due, or waited for once the
    month is over. Open complaints may still become events: at risk, or waited for.
    """
    if verdict.waiting:
        return without_record(look, rule.events)
    following = None if look.is_over else look.period.end
    if cost(clause, verdict):
        return Aspect(State.BREACHED, (verdict.why, *verdict.findings), next_at=following)
    if rule.events.array == "complaint" and open_complaints(look):
        state = State.WAITING if look.is_over else State.AT_RISK
        return Aspect(state, (verdict.why,), tuple(decide_complaints(look)), next_at=following)
    if _not_submitted(look, rule):
        state = State.WAITING if look.is_over else State.NOT_DUE
        return Aspect(state, (_not_there(rule),))
    return Aspect(State.MET, (_none(rule),), tuple(_checks(look, rule)), next_at=following)


def _none(rule: PerEvent) -> Said:
    what = array_words(rule.events.array, rule.count, rule.events.when)
    return say("{what}: none", what=what)


def _not_submitted(look: Look, rule: PerEvent) -> bool:
    """True where items of reports are counted and none of the reports has come."""
    events = rule.events.of(look.facts.records)
    return bool(rule.count and events) and all(
        isinstance(event, Report | SelfAssessment) and event.submitted_at is None
        for event in events
    )


def _not_there(rule: PerEvent) -> Said:
    what = array_words(rule.events.array, "", rule.events.when)
    return say("{what}: not submitted yet, so nothing can be found in it", what=what)


def _checks(look: Look, rule: PerEvent) -> Iterator[Move]:
    """What the purchaser may check: contents, truth, marks."""
    if rule.count == "missing":
        yield _check(say("Check that the report of {month} is complete", month=look.month))
    elif rule.count == "untrue_items":
        yield _check(say("Check that the self-assessment of {month} is true", month=look.month))
    elif rule.events.array == "spot_check" and look.facts.sampled:
        yield _check(
            say("Spot-check the marks of evaluated calls: {number}", number=look.facts.sampled)
        )


def _check(what: Said) -> Move:
    return Move(Side.PURCHASER, what, is_check=True)
