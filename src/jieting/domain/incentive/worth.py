"""Lines that are worth nothing to obey: duties ignored for little, rows that one event takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from jieting.domain.contracts.clauses.duty import Duty
from jieting.domain.contracts.clauses.minimum_count import MinimumCount
from jieting.domain.contracts.clauses.per_event import PerEvent
from jieting.domain.contracts.clauses.sample import Sample
from jieting.domain.contracts.model import Clause
from jieting.domain.contracts.rule import Rule
from jieting.domain.contracts.rule_words import rule_words
from jieting.domain.incentive.amend import with_rule
from jieting.domain.incentive.duties import ONCE_A_MONTH, omitted, with_events
from jieting.domain.incentive.flaw import Flaw, Gravity, Kind
from jieting.domain.incentive.judge import Judge
from jieting.domain.incentive.world import World
from jieting.domain.quantities import plain, round_half_up
from jieting.domain.said import Said, say

LITTLE = Fraction(1, 5)
"""Ignoring a duty that costs less than this part of its row is worth reporting."""

Losses = tuple[tuple[int, Fraction], ...]
"""Calls a month to points lost."""


def worth(world: World, judge: Judge) -> Iterator[Flaw]:
    """Flaws of single lines."""
    for clause in judge.scored:
        for rule in clause.rules:
            yield from _cheap(world, judge, clause, rule)
            yield from _first_takes_all(world, judge, clause, rule)
            yield from _without_deadline(world, clause, rule)


def losses(world: World, judge: Judge, clause: Clause, rule: Rule) -> Losses:
    """What a month costs in which ``rule`` is ignored altogether and all else is done."""
    return tuple((n, _ignored(world, judge, clause, rule, n)) for n in world.volumes)


def _ignored(world: World, judge: Judge, clause: Clause, rule: Rule, calls: int) -> Fraction:
    case = world.case(calls)
    if isinstance(rule, Sample):
        return judge.lost(clause, replace(case, sampled=0))
    if isinstance(rule, Duty | MinimumCount):
        earned = judge.earned_with(clause, case, omitted(judge.records, rule))
        return max(Fraction(0), (clause.points or Fraction(0)) - earned)
    raise TypeError(f"{rule.kind} cannot be omitted")


def _is_bounded(rule: Rule) -> bool:
    """True where a rule asks for a certain amount of work, which can simply be left undone."""
    if isinstance(rule, Duty):
        return rule.points is not None and rule.events.array in ONCE_A_MONTH
    return isinstance(rule, MinimumCount | Sample)


def _cheap(world: World, judge: Judge, clause: Clause, rule: Rule) -> Iterator[Flaw]:
    full = clause.points or Fraction(0)
    if not full or not _is_bounded(rule):
        return
    found = losses(world, judge, clause, rule)
    if all(lost >= full * LITTLE for _, lost in found):
        return
    nothing = any(not lost for _, lost in found)
    new = _dearer(world, rule, full)
    again = Judge(with_rule(world.contract, clause, rule, new))
    changed = losses(world, again, again.contract.clause(clause.id), new)
    yield Flaw(
        "cheap_to_ignore",
        Kind.WORTH,
        Gravity.SEVERE if nothing else Gravity.MODERATE,
        (clause.id,),
        say(
            "Who ignores this duty altogether loses little of the row's {full} points: {rule}.",
            full=plain(full),
            rule=rule_words(world.contract, rule),
        ),
        _loss_words(found),
        _dearer_words(new),
        say("Ignored altogether it would then cost: {losses}.", losses=_loss_words(changed)),
        tuple({"calls": n, "full": plain(full), "lost": plain(lost)} for n, lost in found),
    )


def _loss_words(found: Losses) -> tuple[Said, ...]:
    if len({lost for _, lost in found}) == 1:
        return (say("{lost} points at any number of calls", lost=plain(found[0][1])),)
    return tuple(
        say("{calls} calls a month: {lost} points", calls=n, lost=plain(lost)) for n, lost in found
    )


def _dearer(world: World, rule: Rule, full: Fraction) -> Rule:
    """The rule at which ignoring it costs the row, or half of it for one duty among several."""
    if isinstance(rule, Sample):
        middle = world.case(world.volumes[len(world.volumes) // 2])
        each = full / max(1, middle.sampled)
        return replace(rule, step=Fraction(1), points=max(Fraction(1, 100), hundredths(each)))
    if isinstance(rule, MinimumCount):
        return replace(rule, points=hundredths(full / rule.minimum))
    if isinstance(rule, Duty):
        return replace(rule, points=full / 2)
    raise TypeError(f"{rule.kind} has no price to raise")


def hundredths(value: Fraction) -> Fraction:
    """Points or a step as a contract file writes them, to two decimals."""
    return Fraction(round_half_up(value, 2))


def _dearer_words(rule: Rule) -> Said:
    if isinstance(rule, Sample):
        return say(
            'Write step = 1 and points = "{points}": each call short counts.',
            points=plain(rule.points),
        )
    return say('Write points = "{points}".', points=plain(getattr(rule, "points", None) or 0))


def _first_takes_all(world: World, judge: Judge, clause: Clause, rule: Rule) -> Iterator[Flaw]:
    """A row that the first event exhausts: the second and every later one is free."""
    if not isinstance(rule, PerEvent) or not rule.points:
        return
    one, two = (_events_cost(world, judge, clause, rule, n) for n in (1, 2))
    if one < two or not one:
        return
    full = clause.points or Fraction(0)
    new = replace(rule, points=full / 4)
    again = Judge(with_rule(world.contract, clause, rule, new))
    costs = [_events_cost(world, again, again.contract.clause(clause.id), new, n) for n in (1, 2)]
    yield Flaw(
        "first_takes_all",
        Kind.WORTH,
        Gravity.MODERATE,
        (clause.id,),
        say(
            "The first event takes the whole row, so every further one is free: {rule}.",
            rule=rule_words(world.contract, rule),
        ),
        (say("the first costs {one} points, two cost {two}", one=plain(one), two=plain(two)),),
        say('Write points = "{points}".', points=plain(new.points or 0)),
        say(
            "The first would cost {one} points and two {two}.",
            one=plain(costs[0]),
            two=plain(costs[1]),
        ),
        ({"events": 1, "lost": plain(one)}, {"events": 2, "lost": plain(two)}),
    )


def _events_cost(
    world: World, judge: Judge, clause: Clause, rule: PerEvent, number: int
) -> Fraction:
    records = with_events(judge.contract, judge.records, rule, number)
    earned = judge.earned_with(clause, world.case(world.volumes[-1]), records)
    return (clause.points or Fraction(0)) - earned


def _without_deadline(world: World, clause: Clause, rule: Rule) -> Iterator[Flaw]:
    """A line that waits for a report of which the file does not say when it is due."""
    if not isinstance(rule, Duty) or rule.events.array not in ONCE_A_MONTH:
        return
    kind = dict(rule.events.when).get("kind", rule.events.array)
    if rule.events.array == "report" and kind == "report":
        return
    if any(d.kind == kind for d in world.contract.deliverables):
        return
    yield Flaw(
        "without_deadline",
        Kind.WORTH,
        Gravity.MODERATE,
        (clause.id,),
        say(
            "The row depends on a deadline, and the file does not say when {kind} is due.",
            kind=kind,
        ),
        (),
        say("Add a [[deliverable]] of this kind with its day and hour."),
    )
