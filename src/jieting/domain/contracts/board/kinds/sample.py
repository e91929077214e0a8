"""The quality sample: so many recordings still to be drawn and evaluated."""

from __future__ import annotations

from jieting.domain.contracts.board.kinds.rate import without_base
from jieting.domain.contracts.board.look import Look
from jieting.domain.contracts.board.rates import cost
from jieting.domain.contracts.board.standing import Aspect, Move, Side, State
from jieting.domain.contracts.clauses.sample import Sample
from jieting.domain.contracts.model import Clause
from jieting.domain.contracts.rule import Verdict
from jieting.domain.said import say


def sample(look: Look, clause: Clause, rule: Sample, verdict: Verdict) -> Aspect:
    """Met while enough calls are evaluated; else not due, and at risk in the last days.

    In a month that is over it is breached if the shortage costs points. An evaluation belongs to
    the month of its call whenever it is made, so the shortage can still be made up.
    """
    base = look.facts.sample_base
    if base == 0:
        return without_base(look, verdict)
    required = rule.required(base, look.contract.reading("qa_round", clause.id))
    short = required - look.facts.sampled
    following = None if look.is_over else look.period.end
    why = say(
        "{sampled} of {required} samples drawn, of {base} calls",
        sampled=look.facts.sampled,
        required=required,
        base=base,
    )
    if short <= 0:
        return Aspect(State.MET, (why,), next_at=following)
    if look.is_over:
        lost = cost(clause, verdict)
        made_up = say("Sample {short} more recordings of {month}", short=short, month=look.month)
        moves = (Move(Side.SUPPLIER, made_up),) if lost else ()
        return Aspect(State.BREACHED if lost else State.MET, (verdict.why,), moves)
    what = say("Sample {short} more recordings by {day}", short=short, day=look.last_day)
    return Aspect(
        State.AT_RISK if look.end_is_near else State.NOT_DUE,
        (why,),
        (Move(Side.SUPPLIER, what, look.period.end),),
        verdict.lost,
        following,
    )
