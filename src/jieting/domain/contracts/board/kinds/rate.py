"""Rules on a figure of the month, step_deduction and limit: how near its edge is."""

from __future__ import annotations

from fractions import Fraction

from jieting.domain.contracts.board.asked import (
    answer_exclusions,
    counts_complaints,
    decide_complaints,
    open_complaints,
)
from jieting.domain.contracts.board.look import Look
from jieting.domain.contracts.board.rates import Distance, Steps, cost, distance, steps_of
from jieting.domain.contracts.board.standing import Aspect, Move, Side, State
from jieting.domain.contracts.clauses.limit import Limit
from jieting.domain.contracts.clauses.step_deduction import StepDeduction
from jieting.domain.contracts.judged import judged_value
from jieting.domain.contracts.model import Clause
from jieting.domain.contracts.rule import Verdict
from jieting.domain.figures import Figure, Unit
from jieting.domain.quantities import plain
from jieting.domain.said import Said, say

TENTH = Fraction(1, 10)

RateRule = StepDeduction | Limit


def rate(look: Look, clause: Clause, rule: RateRule, verdict: Verdict) -> Aspect:
    """Breached where it costs something; at risk where it is near, in a month that runs.

    In a month that is over, an open complaint that could still cost something leaves it waiting.
    Without any call or rating nothing can be said in a running month; after it, the reading
    undefined_rate decides.
    """
    figure = look.facts.figures[rule.figure]
    if figure.exact is None:
        return without_base(look, verdict)
    changes = steps_of(figure, rule.is_floor)
    now = cost(clause, verdict)
    away = None
    if changes is not None:
        away = distance(clause, rule, look.facts, figure, changes, now)
    asked = (*_complaints(look, figure), *answer_exclusions(look, rule.figure))
    if look.is_over:
        return _over(look, figure, verdict, now, away, asked)
    return _running(look, clause, rule, verdict, now, away, asked, changes)


def without_base(look: Look, verdict: Verdict) -> Aspect:
    """A rate of nothing."""
    if not look.is_over:
        why = say("nothing to measure yet in this month")
        return Aspect(State.NOT_DUE, (why,), next_at=look.period.end)
    if not verdict.waiting:
        return Aspect(State.MET, (verdict.why,))
    agree = Move(Side.BOTH, say("Agree how a month without a base is assessed"))
    return Aspect(State.WAITING, (verdict.why,), (agree,))


def _complaints(look: Look, figure: Figure) -> tuple[Move, ...]:
    return tuple(decide_complaints(look)) if counts_complaints(figure) else ()


def _undecided(look: Look, figure: Figure, away: Distance | None) -> bool:
    """True where the complaints still open could cost something, were they all justified."""
    if away is None or away.breaks_after is None or not counts_complaints(figure):
        return False
    return open_complaints(look) >= away.breaks_after


def _over(
    look: Look,
    figure: Figure,
    verdict: Verdict,
    now: Fraction,
    away: Distance | None,
    asked: tuple[Move, ...],
) -> Aspect:
    if now:
        return Aspect(State.BREACHED, (verdict.why,), asked)
    if _undecided(look, figure, away):
        why = say("open complaints could still change it: {number}", number=open_complaints(look))
        return Aspect(State.WAITING, (verdict.why, why), asked)
    return Aspect(State.MET, (verdict.why,), asked)


def _running(
    look: Look,
    clause: Clause,
    rule: RateRule,
    verdict: Verdict,
    now: Fraction,
    away: Distance | None,
    asked: tuple[Move, ...],
    changes: Steps | None,
) -> Aspect:
    words = () if _is_used_up(look, clause, now) else _distance_words(clause, now, away, changes)
    if now:
        return Aspect(
            State.BREACHED,
            (verdict.why, *words),
            (*_bring_back(look, away, changes), *asked),
            next_at=look.period.end,
        )
    figure = look.facts.figures[rule.figure]
    if is_slim(look, rule, figure) or _is_near(away, changes) or _undecided(look, figure, away):
        watch = _watch(look, away, changes)
        return Aspect(
            State.AT_RISK, words or (verdict.why,), (*watch, *asked), next_at=look.period.end
        )
    return Aspect(State.MET, words or (verdict.why,), asked, next_at=look.period.end)


def _is_near(away: Distance | None, changes: Steps | None) -> bool:
    if away is None or changes is None or away.breaks_after is None:
        return False
    return away.breaks_after < changes.near


def is_slim(look: Look, rule: RateRule, figure: Figure) -> bool:
    """True where the figure is less than one step from its target, or past it at no cost.

    The step is that of the deduction; a limit has none, and a tenth of the room that its target
    leaves stands for it: 1 point of 90 %, of 10 % too, half a point of 95 %.
    """
    value = judged_value(look.facts, rule.figure, figure)
    if value is None:
        return False
    gap = value - rule.target if rule.is_floor else rule.target - value
    return gap < _step(rule, figure.definition.unit)


def _step(rule: RateRule, unit: Unit) -> Fraction:
    if isinstance(rule, StepDeduction):
        return rule.step
    room = 100 - rule.target if rule.is_floor and unit is Unit.PERCENT else rule.target
    return room * TENTH


def _distance_words(
    clause: Clause, now: Fraction, away: Distance | None, changes: Steps | None
) -> tuple[Said, ...]:
    if away is None or changes is None or away.breaks_after is None:
        return ()
    room, what = away.breaks_after - 1, changes.bad_words
    if clause.points is None:
        return (say("room for {room} more ({what}); one beyond breaks it", room=room, what=what),)
    return (
        say(
            "room for {room} more ({what}); one beyond costs {points} points",
            room=room,
            what=what,
            points=plain(away.next_cost - now),
        ),
    )


def _is_used_up(look: Look, clause: Clause, now: Fraction) -> bool:
    """True where the row has nothing left to lose."""
    if clause.points is None:
        return False
    return look.contract.reading("floor") == "row" and now >= clause.points


def _bring_back(look: Look, away: Distance | None, changes: Steps | None) -> tuple[Move, ...]:
    """What would end the cost before the month does."""
    if away is None or changes is None or away.recovers_after is None:
        return ()
    what = say(
        "Bring it back by {day}: {number} in a row ({what})",
        day=look.last_day,
        number=away.recovers_after,
        what=changes.good_words,
    )
    return (Move(Side.SUPPLIER, what, look.period.end),)


def _watch(look: Look, away: Distance | None, changes: Steps | None) -> tuple[Move, ...]:
    """What is left of the room until the month ends."""
    if away is None or changes is None or away.breaks_after is None:
        return ()
    what = say(
        "Hold it until {day}: room for {room} more ({what})",
        day=look.last_day,
        room=away.breaks_after - 1,
        what=changes.bad_words,
    )
    return (Move(Side.SUPPLIER, what, look.period.end),)
