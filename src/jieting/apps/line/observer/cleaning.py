"""Facts of one call made fit for the fold: what the way of telling got wrong is taken out.

Pure, and a function of the set of facts alone: the order in which they came changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from jieting.domain.line.facts import Fact, FactKind
from jieting.domain.line.told import in_order
from jieting.domain.periods import SECOND, Instant

UNTOLD = "ended:untold"
"""The key of an end that nobody told and that the observer added."""
_HOLDS = (FactKind.HELD, FactKind.RESUMED)
_TALKS = {FactKind.ANSWERED: 1, FactKind.TRANSFERRED: -1, FactKind.TALK_ENDED: -1}
_CUTS = (FactKind.ANSWERED, FactKind.QUEUE_LEFT, FactKind.ENDED)
_CUT_SHORT = SECOND // 2
"""A ring that ends as near as this to the end of the wait was cut by it; nobody missed it."""


@dataclass(frozen=True, slots=True)
class Span:
    """A time from ``began`` to ``ended`` in which nobody heard the live stream."""

    began: Instant
    ended: Instant


def cleaned(facts: Iterable[Fact], gaps: Sequence[Span] = ()) -> list[Fact]:
    """The facts of one call in order, as the fold shall see them."""
    told = in_order(facts)
    told = _one_end(told)
    told = _one_answer_a_leg(told)
    told = _real_rings(told)
    told = _talks_that_began(told)
    return _without_holds(told) if in_gap(told, gaps) else _holds_that_end(told)


def in_gap(told: Sequence[Fact], gaps: Sequence[Span]) -> bool:
    """Whether part of a talk of this call was not heard live, so that holds cannot be known."""
    talk = _first(told, FactKind.ANSWERED)
    if talk is None or not gaps:
        return False
    last = told[-1].at
    return any(gap.began < last and gap.ended > talk.at for gap in gaps)


def _one_end(told: list[Fact]) -> list[Fact]:
    """An end that was added because nobody told one goes where somebody does after all."""
    ends = [fact for fact in told if fact.kind is FactKind.ENDED]
    if not any(fact.key != UNTOLD for fact in ends):
        return told
    return [fact for fact in told if fact.key != UNTOLD]


def _one_answer_a_leg(told: list[Fact]) -> list[Fact]:
    """A leg is answered once; a transfer to it tells the answer that its own milestone told."""
    seen: set[str] = set()
    kept = []
    for fact in told:
        leg = fact.data.get("leg", "") if fact.kind is FactKind.ANSWERED else ""
        if not leg or leg not in seen:
            kept.append(fact)
        seen.add(leg)
    return kept


def _talks_that_began(told: list[Fact]) -> list[Fact]:
    """After a transfer to an outside party nobody here talks, so no talk of ours can end."""
    talking, handed_on = 0, False
    kept = []
    for fact in told:
        if fact.kind is FactKind.TALK_ENDED and talking == 0 and handed_on:
            continue
        talking += _TALKS.get(fact.kind, 0)
        handed_on = handed_on or fact.kind is FactKind.TRANSFERRED
        kept.append(fact)
    return kept


def _real_rings(told: list[Fact]) -> list[Fact]:
    """Without rings on legs that were answered, and without those that were cut short."""
    answered = {fact.data.get("leg", "") for fact in told if fact.kind is FactKind.ANSWERED}
    at = {kind: [fact.at for fact in told if fact.kind is kind] for kind in _CUTS}
    return [
        fact
        for fact in told
        if fact.kind is not FactKind.RANG
        or not (fact.data.get("leg", "") in answered or _cut_short(fact.at, at))
    ]


def _cut_short(at: Instant, moments: Mapping[FactKind, Sequence[Instant]]) -> bool:
    """By another telephone that was quicker, or by the caller; the queue's own limit cuts none."""
    near = {k: any(abs(one - at) <= _CUT_SHORT for one in found) for k, found in moments.items()}
    by_caller = near[FactKind.ENDED] and not near[FactKind.QUEUE_LEFT]
    return near[FactKind.ANSWERED] or by_caller


def _holds_that_end(told: list[Fact]) -> list[Fact]:
    """Each hold ends at the latest when the agent who held hands the call on or leaves."""
    held: dict[str, Fact] = {}
    kept: list[Fact] = []
    for fact in told:
        leg = fact.data.get("leg", "")
        if fact.kind in _HOLDS:
            begins = fact.kind is FactKind.HELD
            if begins == (leg in held):
                continue  # held already, or not held: it changes nothing
            if begins:
                held[leg] = fact
            else:
                held.pop(leg)
        elif fact.kind in (FactKind.TRANSFERRED, FactKind.TALK_ENDED):
            for one in [held.pop(leg)] if leg in held else _of_unnamed(fact, held):
                key = f"resumed:with:{one.key}"
                kept.append(replace(one, key=key, at=fact.at, kind=FactKind.RESUMED))
        kept.append(fact)
    return kept


def _of_unnamed(fact: Fact, held: dict[str, Fact]) -> list[Fact]:
    """A talk that ended without naming its leg ends every hold."""
    if fact.kind is not FactKind.TALK_ENDED or fact.data.get("leg"):
        return []
    ended = list(held.values())
    held.clear()
    return ended


def _without_holds(told: list[Fact]) -> list[Fact]:
    return [fact for fact in told if fact.kind not in _HOLDS]


def _first(told: Iterable[Fact], kind: FactKind) -> Fact | None:
    return next((fact for fact in told if fact.kind is kind), None)
