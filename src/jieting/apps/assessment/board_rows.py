"""The rows of the board's page: numbers formatted once, each with the page that it opens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from jieting.apps.assessment.board import Board
from jieting.apps.assessment.board_evidence import SIDES, EvidenceCell, evidence_cell
from jieting.apps.assessment.links import MOVE, Links
from jieting.apps.contracts.words import kind_words, target_words
from jieting.documents.build import points_text
from jieting.domain.contracts.board.kinds import OF_THE_SCORE
from jieting.domain.contracts.board.look import Look
from jieting.domain.contracts.board.standing import Move, Points, ShownFigure, Standing, State
from jieting.domain.contracts.clauses.renewal import KIND as RENEWAL
from jieting.domain.contracts.judged import with_unit
from jieting.domain.contracts.model import Clause
from jieting.domain.periods import Instant, local
from jieting.domain.quantities import plain
from jieting.domain.said import Said


@dataclass(frozen=True, slots=True)
class FigureCell:
    """A figure as shown, its two numbers, its target, and the pages that they open."""

    value: str
    numerator: int
    denominator: int
    numerator_href: str
    denominator_href: str
    target: Said
    href: str


@dataclass(frozen=True, slots=True)
class PointsCell:
    """Points of a row: ``earned`` empty while it waits, ``reachable`` where it is the same."""

    earned: str
    full: str
    reachable: str


@dataclass(frozen=True, slots=True)
class MoveCell:
    """A move in a list: until when, whose it is, the clauses that ask for it, where it is done."""

    what: Said
    due: str
    is_overdue: bool
    is_check: bool
    side: Said
    clauses: tuple[tuple[str, str], ...] = ()
    opens: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A clause of the board."""

    clause: Clause
    kind: Said
    state: str
    why: tuple[Said, ...]
    figures: tuple[FigureCell, ...]
    points: PointsCell | None
    next: str
    side: Said | None
    is_mine: bool
    moves: tuple[MoveCell, ...]
    href: str
    evidence: EvidenceCell | None


def rows(board: Board, links: Links | None) -> tuple[Row, ...]:
    """Every clause in the order of the board; without ``links`` nothing opens."""
    return tuple(_row(board, standing, links) for standing in board.standings)


def my_moves(board: Board, links: Links | None) -> tuple[MoveCell, ...]:
    """What the person's side should do and may check."""
    terms = board.month.terms
    return tuple(
        MoveCell(
            each.move.what,
            when(board.look, each.move.due_at),
            _is_overdue(board.look, each.move.due_at),
            each.move.is_check,
            SIDES[each.move.side],
            tuple((id_, clause_href(board, terms.clause(id_), links)) for id_ in each.clauses),
            _opens(each.move, links),
        )
        for each in board.moves
    )


def when(look: Look, at: Instant | None) -> str:
    """A date as the board writes it: 11-05 18:00; midnight is the end of the day before: 10-31."""
    if at is None:
        return ""
    moment = local(at, look.contract.zone)
    if (moment.hour, moment.minute, moment.second) == (0, 0, 0):
        return f"{moment - timedelta(days=1):%m-%d}"
    return f"{moment:%m-%d %H:%M}"


def clause_href(board: Board, clause: Clause, links: Links | None) -> str:
    """The page that opens a clause: its figure, the month's score, its line; '' for no page."""
    if links is None:
        return ""
    assessment = board.month.assessment
    opened = {line.clause for line in assessment.lines} | {one.clause for one in assessment.limits}
    if clause.id in opened:
        return links.page("line", clause.id)
    if clause.id in assessment.counted.figures:
        return links.page("figure", clause.id)
    if any(rule.kind == RENEWAL for rule in clause.rules):
        return links.quarters
    if any(rule.kind in OF_THE_SCORE for rule in clause.rules):
        return links.page("month")
    return links.page("line", clause.id)


def _row(board: Board, standing: Standing, links: Links | None) -> Row:
    return Row(
        clause=standing.clause,
        kind=kind_words(standing.clause),
        state=standing.state.value,
        why=standing.why,
        figures=tuple(_figure(board, shown, links) for shown in standing.figures),
        points=_points(standing.points) if standing.points else None,
        next=when(board.look, standing.next_at),
        side=SIDES[standing.side] if standing.side else None,
        is_mine=standing.side is not None and standing.side.is_moved_by(board.side),
        moves=tuple(_moves(board, standing, links)),
        href=clause_href(board, standing.clause, links),
        evidence=evidence_cell(
            standing.clause, board.evidence.get(standing.clause.id, ()), board.look, links
        ),
    )


def _moves(board: Board, standing: Standing, links: Links | None) -> Iterator[MoveCell]:
    for move in standing.moves:
        overdue = _is_overdue(board.look, move.due_at)
        due = when(board.look, move.due_at)
        side = SIDES[move.side]
        yield MoveCell(move.what, due, overdue, move.is_check, side, opens=_opens(move, links))


def _opens(move: Move, links: Links | None) -> tuple[tuple[str, str], ...]:
    """The moves of the books in which it is done, by name and page."""
    if links is None:
        return ()
    return tuple((ref, links.move(ref)) for ref in move.refs if ref.startswith(MOVE))


def _is_overdue(look: Look, due_at: Instant | None) -> bool:
    return due_at is not None and due_at < look.now


def _figure(board: Board, shown: ShownFigure, links: Links | None) -> FigureCell:
    use, figure = shown.use, shown.figure
    value = figure.exact
    unit, definition = figure.definition.unit, figure.definition
    return FigureCell(
        "" if value is None else with_unit(value, unit, use.shown_places),
        figure.numerator,
        figure.denominator,
        links.numerator(use.clause, definition) if links else "",
        links.denominator(use.clause, definition) if links else "",
        target_words(board.month.terms, use),
        links.page("figure", use.clause) if links else "",
    )


def _points(points: Points) -> PointsCell:
    earned = points_text(points.earned) or ""
    reachable = points_text(points.reachable) or ""
    return PointsCell(earned, plain(points.full), "" if reachable == earned else reachable)


GROUPS: tuple[State, ...] = (
    State.BREACHED,
    State.WAITING,
    State.AT_RISK,
    State.NOT_DUE,
    State.MET,
)
"""The groups of the page, in order; clauses that are not counted stand apart."""
