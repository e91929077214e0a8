"""Rules of a contract in words: what each one asks, and what it costs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from jieting.domain.contracts.clauses.coefficient import Coefficient
from jieting.domain.contracts.clauses.duty import Duty
from jieting.domain.contracts.clauses.limit import Limit
from jieting.domain.contracts.clauses.minimum_count import MinimumCount
from jieting.domain.contracts.clauses.per_event import PerEvent
from jieting.domain.contracts.clauses.renewal import Renewal
from jieting.domain.contracts.clauses.sample import Sample
from jieting.domain.contracts.clauses.step_deduction import StepDeduction
from jieting.domain.contracts.clauses.streak import Streak
from jieting.domain.contracts.clauses.words import array_words
from jieting.domain.contracts.judged import with_unit
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.rule import Rule
from jieting.domain.figures import Unit
from jieting.domain.quantities import plain
from jieting.domain.said import Said, say


def rule_words(contract: Contract, rule: Rule) -> tuple[Said, ...]:
    """What a rule of the contract says, sentence by sentence."""
    return tuple(_WORDS[rule.kind](contract, rule))


def _figure(contract: Contract, clause_id: str) -> tuple[Said, Unit]:
    definition = contract.definition(contract.figure_use(clause_id))
    return definition.title, definition.unit


def _bound(rule: StepDeduction | Limit, title: Said, unit: Unit) -> Said:
    target = with_unit(rule.target, unit)
    if rule.is_floor:
        return say("{figure} of at least {target}", figure=title, target=target)
    return say("{figure} of at most {target}", figure=title, target=target)


def _step_deduction(contract: Contract, rule: StepDeduction) -> Iterator[Said]:
    title, unit = _figure(contract, rule.figure)
    yield _bound(rule, title, unit)
    yield say(
        "each {step} beyond it costs {points} points",
        step=with_unit(rule.step, unit),
        points=plain(rule.points),
    )
    if rule.bonus is not None:
        yield say(
            "each {step} better earns {points} points, at most {cap}",
            step=with_unit(rule.bonus.step, unit),
            points=plain(rule.bonus.points),
            cap=plain(rule.bonus.cap),
        )


def _limit(contract: Contract, rule: Limit) -> Iterator[Said]:
    yield _bound(rule, *_figure(contract, rule.figure))


def _streak(contract: Contract, rule: Streak) -> Iterator[Said]:
    title, unit = _figure(contract, rule.figure)
    yield say(
        "daily {figure} above {over}: not on {days} days in a row",
        figure=title,
        over=with_unit(rule.over, unit),
        days=rule.days,
    )


def _per_event(contract: Contract, rule: PerEvent) -> Iterator[Said]:
    what = array_words(rule.events.array, rule.count, rule.events.when)
    if rule.points is None:
        yield say("{what}: any one breaks the clause", what=what)
    else:
        yield say("{what}: each costs {points} points", what=what, points=plain(rule.points))


def _duty(contract: Contract, rule: Duty) -> Iterator[Said]:
    what = array_words(rule.events.array, "", rule.events.when)
    if rule.within_hours:
        yield say(
            "{what}: put right within {hours} hours of receipt", what=what, hours=rule.within_hours
        )
    if rule.points is None:
        yield say("{what}: late or missing breaks the clause", what=what)
    else:
        yield say(
            "{what}: late or missing costs {points} points each",
            what=what,
            points=plain(rule.points),
        )


def _minimum_count(contract: Contract, rule: MinimumCount) -> Iterator[Said]:
    yield say(
        "at least {minimum} trainings a month; each missing one costs {points} points",
        minimum=rule.minimum,
        points=plain(rule.points),
    )


def _sample(contract: Contract, rule: Sample) -> Iterator[Said]:
    yield say(
        "a random sample of {share} per cent is evaluated; "
        "each {step} calls short cost {points} points",
        share=plain(rule.share),
        step=plain(rule.step),
        points=plain(rule.points),
    )


def _coefficient(contract: Contract, rule: Coefficient) -> Iterator[Said]:
    for bracket in rule.brackets:
        yield say(
            "{score} or more: {coefficient}",
            score=plain(bracket.score),
            coefficient=plain(bracket.coefficient, 2),
        )


def _renewal(contract: Contract, rule: Renewal) -> Iterator[Said]:
    yield say(
        "{months} of {of} months at {score} or more",
        months=rule.months,
        of=rule.of,
        score=plain(rule.score),
    )


# Any: each function takes the class of rule of its own kind, which the table cannot say.
_WORDS: Mapping[str, Callable[[Contract, Any], Iterator[Said]]] = {
    "step_deduction": _step_deduction,
    "limit": _limit,
    "streak": _streak,
    "duty": _duty,
    "per_event": _per_event,
    "minimum_count": _minimum_count,
    "sample": _sample,
    "coefficient": _coefficient,
    "renewal": _renewal,
}

KINDS_WITH_WORDS = frozenset(_WORDS)
"""The kinds of rules that can be told."""
