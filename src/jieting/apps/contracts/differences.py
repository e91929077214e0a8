"""What is different between two versions of a contract, in words; then line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import unified_diff
from typing import TypeVar

from jieting.apps.contracts.words import (
    calendar_words,
    kind_words,
    population_words,
    target_words,
)
from jieting.documents.words import reading_words
from jieting.domain.contracts.choices import Choice
from jieting.domain.contracts.deliverables import Deliverable
from jieting.domain.contracts.model import Clause, Contract, FigureUse
from jieting.domain.contracts.rule_words import rule_words
from jieting.domain.contracts.settlement import MONEY_PLACES
from jieting.domain.quantities import plain, round_half_up
from jieting.domain.said import Said, say, verbatim

Part = TypeVar("Part")
_NONE = verbatim("–")
_CONTEXT = 2


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that a version says otherwise; ``clause`` empty where it is the contract's."""

    clause: str
    what: Said
    before: Said
    after: Said


def differences(before: Contract, after: Contract) -> tuple[Difference, ...]:
    """Everything that differs, in the order of the contract page."""
    return (
        *_head(before, after),
        *_parts(before.choices, after.choices, _choice_key, _choice),
        *_parts(before.figures, after.figures, lambda use: use.clause, _figures(before, after)),
        *_parts(before.clauses, after.clauses, lambda clause: clause.id, _clauses(before, after)),
        *_parts(before.deliverables, after.deliverables, lambda item: item.kind, _deliverable),
    )


def line_differences(before: str, after: str) -> list[tuple[str, str]]:
    """The lines that differ with two around them: ' ', '-', '+' or '@' and the line."""
    lines = unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=_CONTEXT)
    return [(line[:1], line[1:]) for line in list(lines)[2:]]


def _fee(contract: Contract) -> Said:
    amount = f"{round_half_up(contract.fee.amount, MONEY_PLACES):,f} {contract.fee.currency}"
    if contract.fee.provisional:
        return say("{amount} (an example: no amount is signed yet)", amount=amount)
    return verbatim(amount)


_HEAD: tuple[tuple[Said, Callable[[Contract], Said]], ...] = (
    (say("Title"), lambda c: verbatim(c.title)),
    (say("Purchaser"), lambda c: verbatim(c.parties.purchaser)),
    (say("Supplier"), lambda c: verbatim(c.parties.supplier)),
    (say("Ends before"), lambda c: verbatim(str(c.effective_to))),
    (say("Time zone"), lambda c: verbatim(c.zone.key)),
    (say("Country and languages"), lambda c: verbatim(" · ".join((c.country, *c.languages)))),
    (say("Calls looked at"), population_words),
    (
        say("Exclusions leave out"),
        lambda c: say("whole days") if c.exclusion_unit == "day" else say("spans of time"),
    ),
    (
        say("Service hours"),
        lambda c: Said("{text}", {"text": calendar_words(c.calendar)}),
    ),
    (say("Fee of a quarter"), _fee),
)


def _head(before: Contract, after: Contract) -> Iterator[Difference]:
    for title, words in _HEAD:
        old, new = words(before), words(after)
        if old != new:
            yield Difference("", title, old, new)


def _parts(
    before: tuple[Part, ...],
    after: tuple[Part, ...],
    key: Callable[[Part], object],
    told: Callable[[Part | None, Part | None], Iterator[Difference]],
) -> Iterator[Difference]:
    """Parts that went, came or changed; each is told by ``told``."""
    old, new = ({key(part): part for part in parts} for parts in (before, after))
    for name in dict.fromkeys((*old, *new)):
        yield from told(old.get(name), new.get(name))


def _choice_key(choice: Choice) -> object:
    return choice.name, choice.clause


def _choice(before: Choice | None, after: Choice | None) -> Iterator[Difference]:
    one = after or before
    if one is None:
        return
    old, new = _reading(before), _reading(after)
    if old != new:
        yield Difference(one.clause, one.question.asks, old, new)
    if before and after and before.agreed != after.agreed:
        what = say("{question} Agreed?", question=one.question.asks)
        yield Difference(one.clause, what, _yes(before.agreed), _yes(after.agreed))
    yield from _texts(one.clause, one.question.asks, _note(before), _note(after))


def _note(choice: Choice | None) -> str | None:
    return choice.note if choice is not None else None


def _reading(choice: Choice | None) -> Said:
    return _NONE if choice is None else reading_words(choice.name, choice.value)


def _yes(flag: bool) -> Said:
    return say("agreed") if flag else say("not agreed")


def _texts(clause: str, what: Said, before: str | None, after: str | None) -> Iterator[Difference]:
    if before is not None and after is not None and before != after:
        title = say("{what} The note", what=what)
        yield Difference(clause, title, verbatim(before), verbatim(after))


def _figures(
    before: Contract, after: Contract
) -> Callable[[FigureUse | None, FigureUse | None], Iterator[Difference]]:
    def told(old: FigureUse | None, new: FigureUse | None) -> Iterator[Difference]:
        one = new or old
        if one is None:
            return
        title = (after if new else before).definition(one).title
        was = _NONE if old is None else _figure(before, old)
        now = _NONE if new is None else _figure(after, new)
        if was != now:
            yield Difference(one.clause, say("Figure {figure}", figure=title), was, now)

    return told


def _figure(contract: Contract, use: FigureUse) -> Said:
    parts = [
        contract.definition(use).title,
        target_words(contract, use),
        say("{places} decimals", places=use.shown_places),
        say("exclusions are left out") if use.excludable else say("exclusions count"),
        *(verbatim(f"{name} = {value}") for name, value in use.parameters),
    ]
    return Said("{text}", {"text": tuple(parts)})


def _clauses(
    before: Contract, after: Contract
) -> Callable[[Clause | None, Clause | None], Iterator[Difference]]:
    def told(old: Clause | None, new: Clause | None) -> Iterator[Difference]:
        if old is None or new is None:
            yield from _whole_clause(old, new)
            return
        for title, words in _CLAUSE:
            was, now = words(before, old), words(after, new)
            if was != now:
                yield Difference(new.id, title, was, now)

    return told


def _whole_clause(old: Clause | None, new: Clause | None) -> Iterator[Difference]:
    for one, words in ((old, say("Clause taken out")), (new, say("Clause put in"))):
        if one is not None:
            named = verbatim(one.title)
            was, now = (named, _NONE) if one is old else (_NONE, named)
            yield Difference(one.id, words, was, now)


def _rules(contract: Contract, clause: Clause) -> Said:
    rules = tuple(words for rule in clause.rules for words in rule_words(contract, rule))
    return Said("{text}", {"text": rules}) if rules else _NONE


_CLAUSE: tuple[tuple[Said, Callable[[Contract, Clause], Said]], ...] = (
    (say("Kind"), lambda _, c: kind_words(c)),
    (say("Title"), lambda _, c: verbatim(c.title)),
    (say("Text"), lambda _, c: verbatim(c.text)),
    (say("Source"), lambda _, c: verbatim(c.source)),
    (say("Points"), lambda _, c: _NONE if c.points is None else verbatim(plain(c.points))),
    (say("How it counts"), _rules),
    (say("Remedy"), lambda _, c: verbatim(c.remedy or "–")),
)


def _deliverable(before: Deliverable | None, after: Deliverable | None) -> Iterator[Difference]:
    one = after or before
    if one is not None and _due(before) != _due(after):
        what = say("Due: {deliverable}", deliverable=one.title)
        yield Difference(one.clause, what, _due(before), _due(after))


def _due(item: Deliverable | None) -> Said:
    if item is None:
        return _NONE
    parts = [
        verbatim(item.title),
        say(
            "{months} months after, on day {day}, {time}",
            months=item.months_after,
            day=item.due_day,
            time=f"{item.due_time:%H:%M}",
        ),
        *(verbatim(section) for section in item.sections),
    ]
    return Said("{text}", {"text": tuple(parts)})
