"""Trainings that must be held: possible until the month ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from jieting.domain.contracts.board.look import Look
from jieting.domain.contracts.board.rates import cost
from jieting.domain.contracts.board.standing import Aspect, Move, Side, State
from jieting.domain.contracts.clauses.minimum_count import READING, MinimumCount, counts
from jieting.domain.contracts.model import Clause
from jieting.domain.contracts.records import Training
from jieting.domain.contracts.rule import Verdict
from jieting.domain.said import Said, say

SOMEBODY = ("-",)


def minimum_count(look: Look, clause: Clause, rule: MinimumCount, verdict: Verdict) -> Aspect:
    """Met once enough were held; else not due, at risk in the last days, breached afterwards.

    A training that would count with a sign-in is told, as its sign-ins may only be missing.
    """
    reading = look.contract.reading(READING, clause.id)
    held = sum(counts(training, reading) for training in look.facts.records.training)
    missing = rule.minimum - held
    why = say("trainings that count: {held}, asked for: {minimum}", held=held, minimum=rule.minimum)
    if missing <= 0:
        return Aspect(State.MET, (why,))
    signs = tuple(_sign_ins(look, reading))
    if look.is_over:
        state = State.BREACHED if cost(clause, verdict) else State.MET
        return Aspect(state, (verdict.why,), signs)
    return Aspect(
        State.AT_RISK if look.end_is_near else State.NOT_DUE,
        (why,),
        (*signs, Move(Side.SUPPLIER, _hold(reading, missing, look.last_day), look.period.end)),
        verdict.lost,
        look.period.end,
    )


def _hold(reading: str, missing: int, day: str) -> Said:
    if reading == "any_signed":
        return say("Hold {missing} more trainings with sign-in by {day}", missing=missing, day=day)
    return say("Hold {missing} more special trainings by {day}", missing=missing, day=day)


def _sign_ins(look: Look, reading: str) -> Iterator[Move]:
    for training in look.facts.records.training:
        if not counts(training, reading) and _would_count(training, reading):
            day = training.date.isoformat()
            yield Move(Side.SUPPLIER, say("Enter who signed in to the training of {day}", day=day))


def _would_count(training: Training, reading: str) -> bool:
    return counts(replace(training, attendees=SOMEBODY), reading)
