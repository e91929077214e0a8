"""The list of moves: what was asked for, found in the database, and its lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from jieting.apps.moves import queries
from jieting.apps.moves.forms_list import OPEN, Asked
from jieting.apps.moves.models import Act, Move
from jieting.apps.moves.page_links import move_url
from jieting.apps.moves.page_viewer import Viewer
from jieting.apps.moves.page_words import clock, move_ref, side_words, until
from jieting.domain.books.kinds import KINDS
from jieting.domain.contracts.board.standing import Side
from jieting.domain.periods import Instant, Month

PAGE = 50
_REF = re.compile(r"(?:[Mm]-)?(\d{1,9})", re.ASCII)


def found_moves(viewer: Viewer, asked: Asked, page: str | None) -> Page[Move]:
    """A page of the moves that were asked for, the newest first."""
    rows = _narrowed(viewer.contract_id, asked)
    if asked.month:
        rows = rows.filter(pk__in=_of_month(viewer, rows, Month.parse(asked.month)))
    return Paginator(rows, PAGE).get_page(page)


def list_rows(viewer: Viewer, rows: Sequence[Move], now: Instant) -> list[dict[str, object]]:
    """The lines of some moves."""
    lines = []
    for row, move in zip(rows, queries.moves_of(rows), strict=True):
        kind = KINDS[row.kind]
        lines.append(
            {
                "ref": move_ref(row.number),
                "url": move_url(row.contract_id, row.number),
                "kind": kind.title,
                "summary": kind.summary(move, viewer.terms),
                "state": kind.states[row.state],
                "badge": badge_of(viewer, row, now),
                "waits_for": side_words(row.waits_for) if row.is_open else None,
                "is_mine": waits_for(viewer, row),
                "due": clock(row.due_at, viewer.zone) if row.due_at is not None else "",
                "left": until(row.due_at, now) if row.due_at is not None else None,
                "is_overdue": row.due_at is not None and row.due_at < now,
                "opened_at": clock(move.opened.at, viewer.zone),
                "opened_by": side_words(move.opened.side.value),
            }
        )
    return lines


def waits_for(viewer: Viewer, row: Move) -> bool:
    """Whether a move waits for the viewer's side."""
    if viewer.side is None or not row.is_open:
        return False
    return row.waits_for in (viewer.side.value, Side.BOTH.value)


def badge_of(viewer: Viewer, row: Move, now: Instant) -> str:
    """How the state of a move is marked: overdue, waiting for this side, open, concluded."""
    if not row.is_open:
        return "not_due"
    if row.due_at is not None and row.due_at < now:
        return "breached"
    return "waiting" if waits_for(viewer, row) else "open"


def _narrowed(contract_id: str, asked: Asked) -> QuerySet[Move]:
    rows = queries.all_moves(contract_id)
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.state:
        rows = rows.filter(is_open=asked.state == OPEN)
    if asked.side:
        rows = rows.filter(is_open=True, waits_for__in=(asked.side, Side.BOTH.value))
    return rows.filter(_word(asked.word)) if asked.word else rows


def _word(word: str) -> Q:
    """Moves of that number, or in whose answers, texts or files' names the word stands."""
    said = Q(text__icontains=word) | Q(facts__icontains=word) | Q(files__name__icontains=word)
    wanted = Q(pk__in=Act.objects.filter(said).values("move"))
    number = _REF.fullmatch(word)
    return wanted | Q(number=int(number[1])) if number else wanted


def _of_month(viewer: Viewer, rows: QuerySet[Move], month: Month) -> list[int]:
    """Which months a move touches only its kind can tell."""
    given = list(rows)
    return [
        row.pk
        for row, move in zip(given, queries.moves_of(given), strict=True)
        if month in KINDS[row.kind].months(move, viewer.terms)
    ]
