"""The board's page: the head, the moves of the person's side, the clauses by state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from jieting.apps.assessment.board import Board
from jieting.apps.assessment.board_forms import BoardFilter
from jieting.apps.assessment.board_rows import GROUPS, Row, my_moves, rows
from jieting.apps.assessment.links import Links
from jieting.documents.build import plain_text, points_text
from jieting.domain.contracts.board.standing import State
from jieting.domain.periods import SECOND, Instant
from jieting.domain.said import Said, say

HOUR: Instant = 3_600 * SECOND
DAY_HOURS = 24


@dataclass(frozen=True, slots=True)
class Group:
    """The clauses of one state."""

    state: str
    title: Said
    rows: tuple[Row, ...]


def board_context(board: Board, form: BoardFilter, links: Links | None) -> dict[str, Any]:
    """What the template shows; without ``links`` points, score and reasons are left out."""
    every = rows(board, links)
    asked = {s.clause.id for s in board.standings if form.takes(s)}
    counted = {s.clause.id for s in board.standings if s.is_counted}
    taken = [row for row in every if row.clause.id in asked]
    shown = [row for row in taken if row.clause.id in counted]
    state = form.asked("state")
    moves = my_moves(board, links)
    return {
        "board": board,
        "form": form,
        "sees_points": links is not None,
        "stats": list(_stats(board, links)),
        "to_do": [move for move in moves if not move.is_check],
        "to_check": [move for move in moves if move.is_check],
        "tabs": list(_tabs(form, shown)),
        "groups": [group for group in _groups(shown) if state in ("", group.state)],
        "uncounted": [] if state else [row for row in taken if row.clause.id not in counted],
        "has_points": board.score is not None and links is not None,
        "age": _age(board),
    }


def _groups(shown: list[Row]) -> Iterator[Group]:
    for state in GROUPS:
        of_state = tuple(row for row in shown if row.state == state)
        if of_state:
            yield Group(state.value, STATE_WORDS[state], of_state)


def _tabs(form: BoardFilter, shown: list[Row]) -> Iterator[dict[str, Any]]:
    asked = form.asked("state")
    yield {"title": say("All counted"), "url": _url(form, ""), "active": not asked,
           "count": len(shown)}  # fmt: skip
    for state in GROUPS:
        yield {
            "title": STATE_WORDS[state],
            "url": _url(form, state.value),
            "active": asked == state.value,
            "count": sum(row.state == state for row in shown),
        }


STATE_WORDS: dict[State, Said] = {
    State.BREACHED: say("breached"),
    State.WAITING: say("waiting for evidence"),
    State.AT_RISK: say("at risk"),
    State.NOT_DUE: say("not due"),
    State.MET: say("met"),
}


def _url(form: BoardFilter, state: str) -> str:
    asked = {name: form.asked(name) for name in ("month", "kind", "side")}
    return "?" + urlencode({k: v for k, v in {**asked, "state": state}.items() if v})


def _stats(board: Board, links: Links | None) -> Iterator[dict[str, Any]]:
    """The few numbers that are read first."""
    if links is not None:
        yield from _score(board, links)
    yield from _limits(board, links)
    yield _days(board)
    counts = board.month.assessment.counted.counts
    yield {
        "title": say("Calls so far") if not board.look.is_over else say("Calls of the month"),
        "value": f"{counts['arrived']:,}",
        "href": links.count("arrived") if links else "",
        "note": _newest(board),
    }


def _score(board: Board, links: Links) -> Iterator[dict[str, Any]]:
    score = board.score
    if score is None:
        return
    final = score.now is not None and score.now == score.reachable
    yield {
        "title": say("Score") if board.look.is_over and final else say("Score so far"),
        "value": points_text(score.secured) or "",
        "href": links.page("month"),
        "note": ""
        if final
        else say("{points} can still be reached", points=points_text(score.reachable)),
    }
    yield {
        "title": say("Settlement coefficient"),
        "value": " – ".join(plain_text(c) or "" for c in board.coefficients),
        "note": say("the quarter's score decides"),
    }


def _limits(board: Board, links: Links | None) -> Iterator[dict[str, Any]]:
    limits = board.month.assessment.limits
    if not limits:
        return
    states = [s.state for s in board.standings if s.clause.id in {one.clause for one in limits}]
    broken = sum(state is State.BREACHED for state in states)
    worst = next(state for state in GROUPS if state in states)
    yield {
        "title": say("Limits kept"),
        "value": f"{len(states) - broken} / {len(states)}",
        "href": links.page("month") if links else "",
        "state": worst.value,
    }


def _days(board: Board) -> dict[str, Any]:
    if board.look.is_over:
        return {"title": say("Days left"), "value": "0", "note": say("the month is over")}
    return {
        "title": say("Days left"),
        "value": str(board.look.days_left),
        "note": say("until {day}, today included", day=board.look.last_day),
    }


def _newest(board: Board) -> Said | str:
    if board.newest is None:
        return ""
    return say("newest {time}", time=board.look.clock(board.newest))


def _age(board: Board) -> Said | None:
    """How old the newest call is, in a running month whose calls are old."""
    if not board.is_stale or board.newest is None:
        return None
    hours = (board.look.now - board.newest) // HOUR
    if hours < 2 * DAY_HOURS:
        return say("The newest call is {hours} hours old.", hours=hours)
    return say("The newest call is {days} days old.", days=hours // DAY_HOURS)
