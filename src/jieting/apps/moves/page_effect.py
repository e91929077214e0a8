"""What each outcome of a move would change, as tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from jieting.apps.moves import hooks
from jieting.apps.moves.page_viewer import Viewer
from jieting.domain.books.effect import Effect
from jieting.domain.books.kind import Kind
from jieting.domain.books.move import Move
from jieting.domain.quantities import plain
from jieting.domain.said import Said, say, verbatim

_NONE = verbatim("–")


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that an outcome changes."""

    clause: str
    what: Said
    before: Said
    after: Said


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one outcome changes in one month; no rows: nothing moves."""

    title: Said
    month: str
    rows: tuple[Row, ...]


def effect_tables(viewer: Viewer, kind: Kind, move: Move) -> list[Outcome]:
    """A table for each outcome and month, in the order in which the kind lists its outcomes."""
    order = {name: place for place, name in enumerate(kind.outcomes)}
    found = hooks.effects_of(viewer.contract_id, move)
    found.sort(key=lambda effect: (order.get(effect.outcome, len(order)), effect.month))
    return [_outcome(viewer, kind, effect) for effect in found]


def _outcome(viewer: Viewer, kind: Kind, effect: Effect) -> Outcome:
    return Outcome(
        kind.states.get(effect.outcome) or verbatim(effect.outcome),
        str(effect.month),
        (
            *(Row(one.clause, one.what, one.before, one.after) for one in effect.changes),
            *_sums(effect, viewer.terms.fee.currency),
        ),
    )


def _sums(effect: Effect, currency: str) -> Iterator[Row]:
    """Score, coefficient and money, where they change."""
    score = _number(effect.score_before), _number(effect.score_after)
    coefficient = _number(effect.coefficient_before), _number(effect.coefficient_after)
    money = (
        _money(effect.money_before, currency),
        _money(effect.money_after, currency),
    )
    titled = (
        (say("Score of the month"), score),
        (say("Settlement coefficient"), coefficient),
        (say("A third of the quarter's fee"), money),
    )
    for title, (before, after) in titled:
        if before != after:
            yield Row("", title, before, after)


def _number(value: Fraction | None) -> Said:
    return verbatim(plain(value)) if value is not None else _NONE


def _money(value: Fraction | None, currency: str) -> Said:
    if value is None:
        return _NONE
    return say("{amount} {currency}", amount=f"{plain(value, 2)}", currency=currency)
