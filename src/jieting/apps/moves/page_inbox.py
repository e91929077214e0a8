"""The inbox: what waits for a person, for others of the own side, and for the other side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from jieting.apps.accounts.access import may_act
from jieting.apps.accounts.roles import PURCHASER_ROLES, Right
from jieting.apps.base.actor import Actor
from jieting.apps.base.waiting import Waiting
from jieting.apps.base.waiting import waiting_for as waiting_elsewhere
from jieting.apps.moves import models, queries
from jieting.apps.moves.page_links import move_url
from jieting.apps.moves.page_viewer import Option, Viewer, options, viewer_of
from jieting.apps.moves.page_words import clock, until, who_may
from jieting.domain.books.kind import Kind
from jieting.domain.books.kinds import KINDS
from jieting.domain.books.move import Move
from jieting.domain.contracts.board.standing import Side
from jieting.domain.periods import Instant
from jieting.domain.said import Said, say


@dataclass(frozen=True, slots=True)
class Waits:
    """One thing that waits, as the inbox sorts it; ``may`` says who may do it, where not all."""

    what: Waiting
    is_mine: bool
    may: tuple[Said, ...] = ()

    @property
    def order(self) -> tuple[bool, Instant, Instant]:
        """The first deadline first, then the oldest."""
        return self.what.due_at is None, self.what.due_at or 0, self.what.since


@dataclass(slots=True)
class Inbox:
    """What waits, in three groups, each in order."""

    mine: list[Waits] = field(default_factory=list)
    colleagues: list[Waits] = field(default_factory=list)
    theirs: list[Waits] = field(default_factory=list)


def inbox_of(viewer: Viewer) -> Inbox:
    """Everything that waits in a contract, as one person sees it."""
    found = Inbox()
    if viewer.side is None:
        return found
    for waits in _for_own_side(viewer, viewer.side):
        (found.mine if waits.is_mine else found.colleagues).append(waits)
    other = viewer.side.other
    found.theirs = [Waits(one, False) for one in _of_side(viewer, other)]
    for group in (found.mine, found.colleagues, found.theirs):
        group.sort(key=lambda waits: waits.order)
    return found


def inbox_count(contract_id: str, actor: Actor) -> int:
    """How many things wait for a person: the length of the inbox's first group.

    Every page asks it, so the contract is read only where moves wait.
    """
    side = Side.PURCHASER if actor.roles & PURCHASER_ROLES else Side.SUPPLIER
    rows = list(queries.waiting_for(contract_id, side))
    mine = _moves_to_answer(viewer_of(contract_id, actor), rows) if rows else ()
    elsewhere = waiting_elsewhere(contract_id, side)
    return sum(waits.is_mine for waits in mine) + sum(_may(actor, one) for one in elsewhere)


def inbox_row(waits: Waits, viewer: Viewer, now: Instant) -> dict[str, object]:
    """A line of the inbox."""
    what = waits.what
    return {
        "title": what.title,
        "about": what.about,
        "url": what.url,
        "since": clock(what.since, viewer.zone),
        "due": clock(what.due_at, viewer.zone) if what.due_at is not None else "",
        "left": until(what.due_at, now) if what.due_at is not None else None,
        "is_overdue": what.due_at is not None and what.due_at < now,
        "may": waits.may,
    }


def _for_own_side(viewer: Viewer, side: Side) -> Iterator[Waits]:
    yield from _moves_to_answer(viewer, queries.waiting_for(viewer.contract_id, side))
    for what in waiting_elsewhere(viewer.contract_id, side):
        is_mine = _may(viewer.actor, what)
        yield Waits(what, is_mine, () if is_mine else who_may(side, Right(what.right)))


def _moves_to_answer(viewer: Viewer, rows: Iterable[models.Move]) -> Iterator[Waits]:
    """Moves that wait for the viewer's side; the viewer's own are those that leave a step open."""
    for move in queries.moves_of(rows):
        kind = KINDS[move.kind]
        found = options(viewer, kind, move)
        is_mine = any(option.is_open for option in found)
        may = () if is_mine or viewer.side is None else _who_may(viewer.side, found)
        yield Waits(_waiting(viewer, kind, move), is_mine, may)


def _may(actor: Actor, what: Waiting) -> bool:
    return not what.right or may_act(actor, Right(what.right))


def _of_side(viewer: Viewer, side: Side) -> Iterator[Waiting]:
    rows = queries.waiting_for(viewer.contract_id, side).filter(waits_for=side.value)
    for move in queries.moves_of(rows):
        yield _waiting(viewer, KINDS[move.kind], move)
    yield from waiting_elsewhere(viewer.contract_id, side)


def _waiting(viewer: Viewer, kind: Kind, move: Move) -> Waiting:
    running = kind.clock(move, viewer.terms)
    state = running.what if running is not None else kind.states[move.state]
    return Waiting(
        title=say("{kind} {ref}: {state}", kind=kind.title, ref=move.ref, state=state),
        about=kind.summary(move, viewer.terms),
        url=move_url(viewer.contract_id, move.number),
        since=_since(move),
        due_at=running.due_at if running is not None else None,
    )


def _since(move: Move) -> Instant:
    """When the move came into the state in which it is."""
    since = move.opened.at
    for before, act in zip(move.acts, move.acts[1:], strict=False):
        if act.state != before.state:
            since = act.at
    return since


def _who_may(side: Side, found: list[Option]) -> tuple[Said, ...]:
    """The roles that could take one of the steps; nobody in particular where they are refused."""
    for option in found:
        if option.lacks is not None:
            return who_may(side, option.lacks)
    return (say("somebody else of your party"),) if found else ()
