"""Rules on the score itself, coefficient and renewal: whether their mark can still be reached."""

from __future__ import annotations

from fractions import Fraction

from jieting.domain.contracts.board.look import Look, ScoreSoFar
from jieting.domain.contracts.board.standing import Aspect, State
from jieting.domain.contracts.clauses.coefficient import Coefficient
from jieting.domain.contracts.clauses.renewal import Renewal
from jieting.domain.contracts.model import Clause
from jieting.domain.contracts.rule import Verdict
from jieting.domain.quantities import plain
from jieting.domain.said import Said, say

NARROW = Fraction(1)
"""A mark that would be reached by less than so many points is at risk."""


def coefficient(look: Look, clause: Clause, rule: Coefficient, verdict: Verdict) -> Aspect:
    """The highest bracket is the mark: below it, the fee is cut. The quarter's score pays."""
    if look.score is None:
        return Aspect(State.NOT_DUE, (verdict.why,))
    state = _state(look, look.score, rule.brackets[0].score)
    reachable = look.score.reachable
    words = say("coefficient {coefficient}", coefficient=plain(rule.of(reachable)))
    return _aspect(look, state, (*_score_words(look, look.score), words))


def renewal(look: Look, clause: Clause, rule: Renewal, verdict: Verdict) -> Aspect:
    """The mark is the score that makes a month a good one; how many there were the year tells."""
    if look.score is None:
        return Aspect(State.NOT_DUE, (verdict.why,))
    state = _state(look, look.score, rule.score)
    return _aspect(look, state, (*_score_words(look, look.score), verdict.why))


def _aspect(look: Look, state: State, why: tuple[Said, ...]) -> Aspect:
    return Aspect(state, why, next_at=None if look.is_over else look.period.end)


def _state(look: Look, score: ScoreSoFar, mark: Fraction) -> State:
    """Breached once the mark is out of reach, met for good with the month's score.

    While the month runs nothing is decided: not due, or at risk where the reach is narrow. Once
    it is over, a score that waits, or may still rise to the mark, is waited for.
    """
    if score.reachable < mark:
        return State.BREACHED
    if not look.is_over:
        return State.AT_RISK if score.reachable - mark < NARROW else State.NOT_DUE
    if score.now is None or score.now < mark:
        return State.WAITING
    return State.MET


def _score_words(look: Look, score: ScoreSoFar) -> tuple[Said, ...]:
    reachable, secured = plain(score.reachable), plain(score.secured)
    if score.now is not None and score.now == score.reachable:
        return (say("score {score}", score=plain(score.now)),)
    return (
        say(
            "score {secured} so far, {reachable} can still be reached",
            secured=secured,
            reachable=reachable,
        ),
    )
