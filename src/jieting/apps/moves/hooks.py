"""What other apps have to say about moves; they register it in ``AppConfig.ready``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from jieting.apps.base.actor import Actor
from jieting.apps.moves import models
from jieting.domain.books.effect import Effect
from jieting.domain.books.kind import Kind, Step
from jieting.domain.books.move import Facts, Move
from jieting.domain.errors import Finding
from jieting.domain.periods import Instant

Objection = Callable[[str, Move, Step, str], Finding | None]
"""Takes a contract's id, a move, a step and a person's name; a Finding refuses the step."""
Opening = Callable[[str, Kind, Facts, Instant], Iterable[Finding]]
"""Takes a contract's id, the kind and facts of a move that is about to be opened, and when."""
Told = Callable[[str, models.Move, Move, Actor, datetime], None]
"""Takes a contract's id, the move's row, the move after an act, who acted, and when."""
Effects = Callable[[str, Move], Iterable[Effect]]
"""Takes a contract's id and an open move; what each outcome would change."""

_objections: list[Objection] = []
_openings: list[Opening] = []
_told: list[Told] = []
_effects: list[Effects] = []


def register_objection(objection: Objection) -> None:
    """Ask ``objection`` before every step."""
    _objections.append(objection)


def register_opening(opening: Opening) -> None:
    """Ask ``opening`` before a person opens a move; an error that it finds forbids it."""
    _openings.append(opening)


def register_told(told: Told) -> None:
    """Tell ``told`` of every act, within its transaction."""
    _told.append(told)


def register_effects(effects: Effects) -> None:
    """Ask ``effects`` where a page shows what a decision would change."""
    _effects.append(effects)


def objections(contract_id: str, move: Move, step: Step, person: str) -> list[Finding]:
    """Everything that speaks against a step."""
    found = (objection(contract_id, move, step, person) for objection in _objections)
    return [finding for finding in found if finding is not None]


def against_opening(contract_id: str, kind: Kind, facts: Facts, at: Instant) -> list[Finding]:
    """Everything that is wrong with a move about to be opened."""
    return [f for opening in _openings for f in opening(contract_id, kind, facts, at)]


def tell(contract_id: str, row: models.Move, move: Move, by: Actor, at: datetime) -> None:
    """Tell everybody who wants to know of an act."""
    for told in _told:
        told(contract_id, row, move, by, at)


def effects_of(contract_id: str, move: Move) -> list[Effect]:
    """What each outcome of a move would change."""
    return [effect for effects in _effects for effect in effects(contract_id, move)]
