"""Where every clause of a contract stands in a month, at a moment. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

from jieting.domain.contracts.assess import Assessment, earned_of, total_of
from jieting.domain.contracts.board.kinds import KINDS, OF_THE_SCORE
from jieting.domain.contracts.board.look import Look, ScoreSoFar, look_at
from jieting.domain.contracts.board.standing import (
    WORST_FIRST,
    Aspect,
    Move,
    Points,
    ShownFigure,
    Side,
    Standing,
    State,
)
from jieting.domain.contracts.board.uncounted import uncounted
from jieting.domain.contracts.clauses.limit import Limit
from jieting.domain.contracts.model import Clause, FigureUse
from jieting.domain.contracts.records import Records
from jieting.domain.contracts.rule import Rule, Verdict
from jieting.domain.periods import Instant
from jieting.domain.said import Said, say


def standings(assessment: Assessment, records: Records, now: Instant) -> tuple[Standing, ...]:
    """Every clause of the contract in its order; ``records`` may hold other months too."""
    return stand(look_at(assessment, records, now))


def stand(look: Look) -> tuple[Standing, ...]:
    """Every clause at a look; those about the score come to it last, when the others are known."""
    clauses = look.contract.clauses
    first = {c.id: _standing(look, c) for c in clauses if not _is_of_the_score(c)}
    look = replace(look, score=score_so_far(look, first.values()))
    return tuple(first.get(c.id) or _standing(look, c) for c in clauses)


def score_so_far(look: Look, found: Iterable[Standing]) -> ScoreSoFar | None:
    """The score with what can still be reached; None for a contract without points."""
    rows = [standing.points for standing in found if standing.points is not None]
    if not rows:
        return None
    secured = total_of(look.contract, [row.earned or Fraction(0) for row in rows])
    reachable = total_of(look.contract, [row.reachable for row in rows])
    return ScoreSoFar(look.assessment.score, secured, reachable)


def _is_of_the_score(clause: Clause) -> bool:
    return any(rule.kind in OF_THE_SCORE for rule in clause.rules)


def _standing(look: Look, clause: Clause) -> Standing:
    use = next((use for use in look.contract.figures if use.clause == clause.id), None)
    if clause.rules:
        return _by_rules(look, clause, clause.rules)
    if use is None:
        return uncounted(clause)
    if use.target is None:
        return _without_target(look, clause, use)
    # The target beside a figure is a limit that no rule takes points for.
    target = Limit(use.clause, use.target.value, use.target.is_floor)
    return _by_rules(look, clause, (target,))


def _by_rules(look: Look, clause: Clause, rules: tuple[Rule, ...]) -> Standing:
    verdicts = [rule.judge(clause, look.facts) for rule in rules]
    judged = list(zip(rules, verdicts, strict=True))
    aspects = [KINDS[rule.kind](look, clause, rule, verdict) for rule, verdict in judged]
    state = min((aspect.state for aspect in aspects), key=WORST_FIRST.index)
    asked = [move for aspect in aspects for move in aspect.moves]
    moves = _in_order([*asked, *_remedy(clause, state)])
    return Standing(
        clause=clause,
        state=state,
        why=_why(state, aspects),
        is_counted=True,
        figures=_figures(look, [rule.figure for rule in rules]),
        points=_points(look, clause, verdicts, aspects),
        moves=moves,
        next_at=_next(look, aspects, moves),
    )


def _why(state: State, aspects: list[Aspect]) -> tuple[Said, ...]:
    """The worst first; where something is not kept, what is kept needs no words."""
    telling = [a for a in aspects if a.state is not State.MET or state is State.MET]
    telling.sort(key=lambda aspect: WORST_FIRST.index(aspect.state))
    return tuple(dict.fromkeys(words for aspect in telling for words in aspect.why))


def _in_order(moves: Iterable[Move]) -> tuple[Move, ...]:
    """Each move once: those that must be made first, by deadline, those without one after."""
    return tuple(
        sorted(
            dict.fromkeys(moves),
            key=lambda move: (move.is_check, move.due_at is None, move.due_at or 0),
        )
    )


def _remedy(clause: Clause, state: State) -> Iterator[Move]:
    """What the contract allows the purchaser once the clause is broken."""
    if clause.remedy and state is State.BREACHED:
        what = say("Decide on the remedy that the contract allows: {remedy}", remedy=clause.remedy)
        yield Move(Side.PURCHASER, what, is_check=True)


def _next(look: Look, aspects: list[Aspect], moves: tuple[Move, ...]) -> Instant | None:
    """The next date: the first that is still ahead of what the rules and the moves name."""
    dates = [a.next_at for a in aspects if a.next_at] + [m.due_at for m in moves if m.due_at]
    return min((at for at in dates if at >= look.now), default=None)


def _points(
    look: Look, clause: Clause, verdicts: list[Verdict], aspects: list[Aspect]
) -> Points | None:
    if clause.points is None:
        return None
    lost, gained = sum(v.lost for v in verdicts), sum(v.gained for v in verdicts)
    still_open = sum(aspect.still_open for aspect in aspects)
    line = next(line for line in look.assessment.lines if line.clause == clause.id)
    reachable = earned_of(look.contract, clause.points - lost + gained + still_open)
    return Points(clause.points, line.earned, reachable)


def _figures(look: Look, clauses: list[str]) -> tuple[ShownFigure, ...]:
    return tuple(
        ShownFigure(use, look.facts.figures[use.clause])
        for use in look.contract.figures
        if use.clause in clauses
    )


def _without_target(look: Look, clause: Clause, use: FigureUse) -> Standing:
    why = say("a figure without a target: it is reported, not judged")
    return Standing(
        clause, State.NOT_DUE, (why,), is_counted=True, figures=_figures(look, [use.clause])
    )


URGENCY = (State.BREACHED, State.WAITING, State.AT_RISK, State.NOT_DUE, State.MET)


def by_urgency(found: Iterable[Standing], side: Side | None = None) -> tuple[Standing, ...]:
    """Counted clauses first; breached, then waiting for ``side``, at risk, waiting, not due, met.

    Within these, what is due first; else the order of the contract.
    """
    return tuple(sorted(found, key=lambda standing: _urgency(standing, side)))


def _urgency(standing: Standing, side: Side | None) -> tuple[bool, int, bool, Instant]:
    rank = 10 * URGENCY.index(standing.state)
    if standing.state is State.WAITING and not _is_mine(standing, side):
        rank = 10 * URGENCY.index(State.AT_RISK) + 1
    return not standing.is_counted, rank, standing.next_at is None, standing.next_at or 0


def _is_mine(standing: Standing, side: Side | None) -> bool:
    return side is not None and standing.side is not None and standing.side.is_moved_by(side)
