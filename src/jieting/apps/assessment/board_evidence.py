"""What stands behind a clause beside its figure and points: its moves, and pages of other apps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jieting.apps.assessment.links import Links
from jieting.apps.base.addresses import address
from jieting.domain.books.standing import SERVICE_CLAUSE, Evidence
from jieting.domain.contracts.board.kinds import OF_THE_SCORE
from jieting.domain.contracts.board.look import Look
from jieting.domain.contracts.board.standing import Side, State
from jieting.domain.contracts.model import Clause
from jieting.domain.periods import Instant, local
from jieting.domain.said import Said, say

SIDES: dict[Side, Said] = {
    Side.SUPPLIER: say("supplier"),
    Side.PURCHASER: say("purchaser"),
    Side.BOTH: say("both parties"),
}
MOST_OPEN = 3
"""So many open moves a row names; the others are behind its number."""


@dataclass(frozen=True, slots=True)
class MoveRow:
    """A move as a clause's page lists it."""

    ref: str
    kind: Said
    summary: Said
    state: Said
    badge: str
    side: Said | None
    due: str
    is_overdue: bool
    is_open: bool
    href: str


@dataclass(frozen=True, slots=True)
class EvidenceCell:
    """The evidence of a clause in a row: how many moves, those open, and a page of another app."""

    count: int
    href: str
    open: tuple[MoveRow, ...]
    more: int
    page: Said | None
    page_href: str


def evidence_cell(
    clause: Clause, found: tuple[Evidence, ...], look: Look, links: Links | None
) -> EvidenceCell | None:
    """What a row of the board shows; None where nothing may be opened."""
    if links is None:
        return None
    still_open = [one for one in found if one.is_open]
    page, href = _page(clause, links)
    return EvidenceCell(
        count=len(found),
        href=f"{links.page('line', clause.id)}#evidence",
        open=tuple(move_rows(still_open[:MOST_OPEN], look, links)),
        more=len(still_open[MOST_OPEN:]),
        page=page if href else None,
        page_href=href,
    )


def move_rows(found: Iterable[Evidence], look: Look, links: Links) -> Iterator[MoveRow]:
    """Moves with their state, whose turn it is and until when; open ones first."""
    for one in sorted(found, key=lambda each: not each.is_open):
        due = one.due_at
        yield MoveRow(
            ref=one.move.ref,
            kind=one.kind.title,
            summary=one.kind.summary(one.move, look.contract),
            state=one.kind.states[one.move.state],
            badge=_badge(one),
            side=SIDES[one.side] if one.side is not None else None,
            due=_when(look, due),
            is_overdue=due is not None and due < look.now,
            is_open=one.is_open,
            href=links.move(one.move.ref),
        )


def page_of(clause: Clause, links: Links) -> tuple[Said, str] | None:
    """The page of another app on which a clause is carried out, where there is one."""
    words, href = _page(clause, links)
    return (words, href) if words is not None and href else None


def _page(clause: Clause, links: Links) -> tuple[Said | None, str]:
    if any(rule.kind in OF_THE_SCORE for rule in clause.rules):
        return say("Quarters"), address("quarters", links.contract_id)
    if clause.id == SERVICE_CLAUSE:
        return say("Service calendar"), address("contract_calendar", links.contract_id)
    return None, ""


def _badge(one: Evidence) -> str:
    """Red for what breaks the clause; else only whether it is open: the words say the rest."""
    if one.state is State.BREACHED:
        return State.BREACHED.value
    return State.WAITING.value if one.is_open else State.NOT_DUE.value


def _when(look: Look, at: Instant | None) -> str:
    return f"{local(at, look.contract.zone):%m-%d %H:%M}" if at is not None else ""
