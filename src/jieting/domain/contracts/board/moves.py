"""The moves of a month as one list: of its clauses, and of the contract as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jieting.domain.contracts.board.look import Look
from jieting.domain.contracts.board.standing import Move, Side, Standing
from jieting.domain.contracts.clauses.duty import Duty
from jieting.domain.contracts.clauses.events import Events
from jieting.domain.contracts.clauses.words import array_words
from jieting.domain.contracts.records import Report
from jieting.domain.said import say


@dataclass(frozen=True, slots=True)
class MoveOf:
    """A move with the clauses that ask for it; none where the contract as a whole does."""

    move: Move
    clauses: tuple[str, ...]


def moves_of(side: Side, look: Look, found: Iterable[Standing]) -> tuple[MoveOf, ...]:
    """What ``side`` should do and may check, each once, the first deadline first."""
    clauses: dict[Move, list[str]] = {}
    for standing in found:
        for move in standing.moves:
            clauses.setdefault(move, []).append(standing.clause.id)
    for move in of_the_contract(look):
        clauses.setdefault(move, [])
    mine = [
        MoveOf(move, tuple(ids)) for move, ids in clauses.items() if move.side.is_moved_by(side)
    ]
    return tuple(
        sorted(
            _each_once(mine),
            key=lambda m: (m.move.is_check, m.move.due_at is None, m.move.due_at or 0),
        )
    )


def _each_once(found: list[MoveOf]) -> Iterator[MoveOf]:
    """What is done in the records that another move names too is that move, for more clauses."""
    into = {place: _wider(place, found) for place in range(len(found))}
    for place, one in enumerate(found):
        if into[place] is None:
            others = [each for other, each in enumerate(found) if into[other] == place]
            clauses = dict.fromkeys([*one.clauses, *(c for each in others for c in each.clauses)])
            yield MoveOf(one.move, tuple(clauses))


def _wider(place: int, found: list[MoveOf]) -> int | None:
    """Where the move stands that names the same records: more of them, or as many and before."""
    refs = set(found[place].move.refs) - {""}
    for other, each in enumerate(found):
        theirs = set(each.move.refs)
        is_wider = len(theirs) > len(refs) or (len(theirs) == len(refs) and other < place)
        is_alike = each.move.is_check == found[place].move.is_check
        if refs and other != place and refs <= theirs and is_wider and is_alike:
            return other
    return None


def of_the_contract(look: Look) -> Iterator[Move]:
    """Moves that no clause asks for: reports that no rule counts, readings not agreed."""
    yield from _uncounted_reports(look)
    open_points = sum(not choice.agreed for choice in look.contract.choices)
    if open_points:
        yield Move(
            Side.BOTH,
            say(
                "Agree on the readings of open points: {number} are not agreed", number=open_points
            ),
        )


def _uncounted_reports(look: Look) -> Iterator[Move]:
    """Reports in the records that are not submitted and that no duty of the contract counts."""
    counted = {id(r) for events in _duties(look) for r in events.of(look.records)}
    for report in look.facts.records.report:
        if report.submitted_at is None and id(report) not in counted:
            yield _submit(look, report)


def _duties(look: Look) -> Iterator[Events]:
    for clause in look.contract.clauses:
        for rule in clause.rules:
            if isinstance(rule, Duty):
                yield rule.events


def _submit(look: Look, report: Report) -> Move:
    events = Events("report", (("kind", report.kind),))
    what = array_words(events.array, "", events.when)
    due = look.clock(report.due_at)
    if report.due_at < look.now:
        words = say("Submit: {what}, overdue since {due}", what=what, due=due)
    else:
        words = say("Submit: {what}, by {due}", what=what, due=due)
    return Move(Side.SUPPLIER, words, report.due_at, refs=(report.ref,))
