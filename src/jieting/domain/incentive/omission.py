"""Rows in which leaving work undone costs less than doing it with faults."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from jieting.domain.contracts.clauses.duty import Duty
from jieting.domain.contracts.clauses.per_event import PerEvent
from jieting.domain.contracts.clauses.sample import Sample
from jieting.domain.contracts.model import Clause
from jieting.domain.contracts.rule_words import rule_words
from jieting.domain.incentive.amend import with_rule
from jieting.domain.incentive.duties import ONCE_A_MONTH, may_be_same, omitted, with_events
from jieting.domain.incentive.flaw import Flaw, Gravity, Kind
from jieting.domain.incentive.judge import Judge
from jieting.domain.incentive.world import World
from jieting.domain.incentive.worth import losses
from jieting.domain.quantities import plain
from jieting.domain.said import say

FEW = 5
"""So many errors found in a month's sample are nothing unusual."""


def omission(world: World, judge: Judge) -> Iterator[Flaw]:
    """Reports not handed in, and samples not drawn, that cost less than their faults."""
    for clause in judge.scored:
        for first in clause.rules:
            for counted in clause.rules:
                if isinstance(first, Duty) and isinstance(counted, PerEvent):
                    yield from _omit_flaw(world, judge, clause, first, counted)
                if isinstance(first, Sample) and isinstance(counted, PerEvent):
                    yield from _unsampled(world, judge, clause, first, counted)


def _omit_flaw(
    world: World, judge: Judge, clause: Clause, duty: Duty, counted: PerEvent
) -> Iterator[Flaw]:
    if not (_is_same_report(duty, counted) and duty.points and counted.points):
        return
    faults = int(duty.points / counted.points) + 1
    nothing, faulty = _costs(world, judge, clause, duty, counted, faults)
    if nothing >= faulty:
        return
    full = clause.points or Fraction(0)
    new = replace(duty, points=full)
    again = Judge(with_rule(world.contract, clause, duty, new))
    then = _costs(world, again, again.contract.clause(clause.id), new, counted, faults)
    yield Flaw(
        "cheaper_to_omit",
        Kind.CLASH,
        Gravity.MODERATE,
        (clause.id,),
        say(
            "Handing in nothing costs {nothing} points, handing it in on time with {faults} "
            "faults costs {faulty}: {rule}.",
            nothing=plain(nothing),
            faults=faults,
            faulty=plain(faulty),
            rule=rule_words(world.contract, counted),
        ),
        (),
        say('Write points = "{points}" for what is not handed in.', points=plain(full)),
        say(
            "Nothing would then cost {nothing} points, {faults} faults still {faulty}.",
            nothing=plain(then[0]),
            faults=faults,
            faulty=plain(then[1]),
        ),
        ({"nothing": plain(nothing), "faults": faults, "faulty": plain(faulty)},),
    )


def _is_same_report(duty: Duty, counted: PerEvent) -> bool:
    return (
        duty.events.array in ONCE_A_MONTH
        and bool(counted.count)
        and may_be_same(duty.events, counted.events)
    )


def _costs(
    world: World, judge: Judge, clause: Clause, duty: Duty, counted: PerEvent, faults: int
) -> tuple[Fraction, Fraction]:
    """Points lost without handing in, and with so many faults."""
    case, full = world.case(world.volumes[-1]), clause.points or Fraction(0)
    nothing = judge.earned_with(clause, case, omitted(judge.records, duty))
    records = with_events(judge.contract, judge.records, counted, faults)
    return full - nothing, full - judge.earned_with(clause, case, records)


def _unsampled(
    world: World, judge: Judge, clause: Clause, rule: Sample, counted: PerEvent
) -> Iterator[Flaw]:
    """A sample in which the purchaser finds a few errors costs more than no sample."""
    if counted.events.array != "spot_check" or not counted.points:
        return
    rows = [
        (calls, lost, int(lost / counted.points) + 1)
        for calls, lost in losses(world, judge, clause, rule)
    ]
    rows = [row for row in rows if row[2] <= FEW]
    if rows:
        yield Flaw(
            "cheaper_to_omit",
            Kind.CLASH,
            Gravity.MODERATE,
            (clause.id,),
            say("Sampling nothing costs less than a few errors found in what was sampled."),
            tuple(
                say(
                    "{calls} calls a month: nothing sampled costs {nothing} points, {faults} "
                    "errors cost {faulty}",
                    calls=calls,
                    nothing=plain(lost),
                    faults=faults,
                    faulty=plain(_found(world, judge, clause, counted, faults)),
                )
                for calls, lost, faults in rows
            ),
            say("Let a call that is not sampled cost as much as an error found in one."),
            data=tuple(
                {"calls": calls, "nothing": plain(lost), "faults": faults}
                for calls, lost, faults in rows
            ),
        )


def _found(world: World, judge: Judge, clause: Clause, counted: PerEvent, faults: int) -> Fraction:
    """What so many errors cost in a month in which enough was sampled."""
    records = with_events(judge.contract, judge.records, counted, faults)
    earned = judge.earned_with(clause, world.case(world.volumes[-1]), records)
    return (clause.points or Fraction(0)) - earned
