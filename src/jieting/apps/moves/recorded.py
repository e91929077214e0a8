"""Which calls moves name as evidence, so that their recordings are kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jieting.apps.moves.queries import every_move
from jieting.apps.recordings.classes import Retention
from jieting.apps.recordings.hooks import Claim, register_claims
from jieting.domain.books.kinds import KINDS
from jieting.domain.books.kinds.inspection import OF_CALLS
from jieting.domain.books.move import Move
from jieting.domain.said import say

_CLASSES = {
    "complaint": Retention.COMPLAINT,
    "dispute": Retention.DISPUTE,
    "inspection": Retention.INSPECTION,
    "spot_check": Retention.INSPECTION,
}


def register_recorded() -> None:
    """Called once the apps are ready."""
    register_claims(claims)


def claims(contract_id: str) -> Iterator[Claim]:
    """Every call that a move of the contract names, and what is about such a move."""
    moves = {move.number: move for move in every_move(contract_id)}
    for move in moves.values():
        for call in _calls(move, moves):
            yield Claim(
                call=call,
                retention=_CLASSES.get(move.kind, Retention.COMPLAINT).value,
                why=say("{kind} {ref}", kind=KINDS[move.kind].title, ref=move.ref),
                since=move.acts[-1].at if move.state in KINDS[move.kind].ended else None,
            )


def _calls(move: Move, moves: dict[int, Move]) -> Iterable[str]:
    """The calls that a move names itself, else those of the move that it is about."""
    seen: set[int] = set()
    looked: Move | None = move
    while looked is not None and looked.number not in seen:
        if named := _named(looked):
            return named
        seen.add(looked.number)
        about = looked.facts.get("subject", looked.about)
        looked = moves.get(about) if isinstance(about, int) else None
    return ()


def _named(move: Move) -> tuple[str, ...]:
    if move.kind == "inspection":
        drawn = move.facts.get("drawn", ()) if move.facts.get("population") in OF_CALLS else ()
        return tuple(str(item) for item in drawn)
    call = move.facts.get("call_id")
    return (str(call),) if call else ()
