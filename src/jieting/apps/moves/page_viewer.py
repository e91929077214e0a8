"""Who looks at moves: the side they stand on, and what they may do in a move."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from jieting.apps.accounts.access import may_act
from jieting.apps.accounts.roles import Right
from jieting.apps.base.actor import Actor
from jieting.apps.contracts.queries import latest_terms, side_of
from jieting.apps.moves import hooks, refusals
from jieting.domain.books.kind import Kind, Step, steps_open_to
from jieting.domain.books.kinds import KINDS
from jieting.domain.books.move import Move
from jieting.domain.contracts.board.standing import Side
from jieting.domain.contracts.model import Contract
from jieting.domain.errors import Finding


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person before the moves of a contract; ``side`` None stands on none."""

    contract_id: str
    actor: Actor
    side: Side | None
    terms: Contract

    @property
    def zone(self) -> ZoneInfo:
        """The contract's time zone, in which every time is shown and typed."""
        return self.terms.zone


@dataclass(frozen=True, slots=True)
class Option:
    """A step that the viewer's side may take now; ``against`` says why not by this person.

    ``lacks`` is the right that the person would need.
    """

    step: Step
    lacks: Right | None = None
    against: tuple[Finding, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether the person may take it."""
        return self.lacks is None and not self.against


def viewer_of(contract_id: str, actor: Actor) -> Viewer:
    """The viewer that an actor is in a contract."""
    side = side_of(contract_id, actor.party)
    return Viewer(contract_id, actor, side, latest_terms(contract_id))


def options(viewer: Viewer, kind: Kind, move: Move) -> list[Option]:
    """The steps that are open to the viewer's side, each with what speaks against this person."""
    if viewer.side is None:
        return []
    # Nobody has this name: the steps of the side, whoever took part before.
    of_side = steps_open_to(kind, move, viewer.side, "")
    own = steps_open_to(kind, move, viewer.side, viewer.actor.name)
    return [_option(viewer, move, step, step in own) for step in of_side]


def may_open(viewer: Viewer) -> Iterator[Kind]:
    """The kinds of which the viewer may open a move, in the order of the house."""
    for kind in KINDS.values():
        right = Right.DECIDE_MOVES if kind.open_decides else Right.MAKE_MOVES
        is_opened = kind.opens_at or not kind.by_system
        if is_opened and viewer.side in kind.opens and may_act(viewer.actor, right):
            yield kind


def _option(viewer: Viewer, move: Move, step: Step, is_own: bool) -> Option:
    right = Right.DECIDE_MOVES if step.decides else Right.MAKE_MOVES
    lacks = None if may_act(viewer.actor, right) else right
    against = [] if is_own else [refusals.same_person(move, step)]
    against += hooks.objections(viewer.contract_id, move, step, viewer.actor.name)
    return Option(step, lacks, tuple(against))
