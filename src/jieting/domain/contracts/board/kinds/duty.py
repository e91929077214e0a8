"""Things with a deadline: reports, self-assessments, and the clock of a violation."""

from __future__ import annotations

from fractions import Fraction

from jieting.domain.contracts.board.deadlines import (
    Deadline,
    carried_over,
    move_for,
    of_month,
    without_record,
    words_of,
)
from jieting.domain.contracts.board.look import Look
from jieting.domain.contracts.board.standing import Aspect, State
from jieting.domain.contracts.clauses.duty import Duty
from jieting.domain.contracts.judged import points
from jieting.domain.contracts.model import Clause
from jieting.domain.contracts.rule import Verdict
from jieting.domain.periods import Instant


def duty(look: Look, clause: Clause, rule: Duty, verdict: Verdict) -> Aspect:
    """Breached once something is late; before its deadline it is not due, or at risk when near.

    The clock of a violation is at risk from its start. In a month that is over, what is still to
    come in time is waited for. What earlier months left open is told and changes no state.
    """
    carried = tuple(move_for(look, deadline) for deadline in carried_over(look, rule))
    if verdict.waiting:
        aspect = without_record(look, rule.events)
        return Aspect(aspect.state, aspect.why, (*carried, *aspect.moves), next_at=aspect.next_at)
    due = of_month(look, rule)
    undone = tuple(deadline for deadline in due if deadline.done_at is None)
    ahead = tuple(deadline for deadline in undone if deadline.is_ahead(look.now))
    telling = tuple(d for d in due if d.is_late(look.now)) + ahead
    return Aspect(
        _state(look, due, ahead),
        tuple(words_of(look, d) for d in telling) or (verdict.why,),
        (*carried, *(move_for(look, d) for d in undone)),
        points((rule.points or Fraction(0)) * len(ahead)),
        _next(look, ahead),
    )


def _state(look: Look, due: tuple[Deadline, ...], ahead: tuple[Deadline, ...]) -> State:
    if any(deadline.is_late(look.now) for deadline in due):
        return State.BREACHED
    if not ahead:
        return State.MET
    if look.is_over:
        return State.WAITING
    is_near = any(deadline.is_clock or look.is_soon(deadline.due_at) for deadline in ahead)
    return State.AT_RISK if is_near else State.NOT_DUE


def _next(look: Look, ahead: tuple[Deadline, ...]) -> Instant | None:
    if ahead:
        return ahead[0].due_at
    return None if look.is_over else look.period.end
