"""Reading moves: one, all of a contract, those that wait, and the records that come of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from django.db.models import F, Q, QuerySet

from jieting.apps.moves import models
from jieting.apps.moves.rows import to_move
from jieting.domain.books.kinds import KINDS
from jieting.domain.books.move import Move
from jieting.domain.contracts.board.standing import Side
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.records import Record
from jieting.domain.periods import Month


def move_row(contract_id: str, number: int) -> models.Move | None:
    """The row of a move; None where the contract has none of that number."""
    found = models.Move.objects.filter(contract_id=contract_id, number=number)
    return found.select_related("about").first()


def move_of(row: models.Move) -> Move:
    """The move of a row, with all its acts."""
    about = row.about.number if row.about is not None else None
    return to_move(row, models.Act.objects.filter(move=row), about)


def moves_of(rows: Iterable[models.Move]) -> list[Move]:
    """The moves of many rows, with two queries in all."""
    rows = list(rows)
    acts: dict[int, list[models.Act]] = {row.pk: [] for row in rows}
    for act in models.Act.objects.filter(move__in=acts).order_by("number"):
        acts[act.move_id].append(act)
    numbers = {row.pk: row.number for row in rows}
    asked = {row.about_id for row in rows if row.about_id} - set(numbers)
    found = models.Move.objects.filter(pk__in=asked)
    numbers |= dict(found.values_list("pk", "number"))
    return [to_move(row, acts[row.pk], numbers.get(row.about_id or 0)) for row in rows]


def moves_beside(row: models.Move) -> list[Move]:
    """The moves that a kind's remarks look at: of the same kind, its subject, what followed it."""
    beside = Q(kind=row.kind) | Q(pk=row.about_id) | Q(about=row)
    found = all_moves(row.contract_id).filter(beside).exclude(pk=row.pk)
    return moves_of(found.order_by("number"))


def all_moves(contract_id: str) -> QuerySet[models.Move]:
    """Every move of a contract, newest first."""
    return models.Move.objects.filter(contract_id=contract_id).order_by("-number")


def waiting_for(contract_id: str, side: Side) -> QuerySet[models.Move]:
    """Open moves that wait for a side, the first deadline first, those without one by their age."""
    found = models.Move.objects.filter(
        contract_id=contract_id, is_open=True, waits_for__in=(side.value, Side.BOTH.value)
    )
    return found.order_by(F("due_at").asc(nulls_last=True), "number")


def running_clocks() -> list[tuple[str, int]]:
    """Contract and number of every open move with a deadline."""
    found = models.Move.objects.filter(is_open=True, due_at__isnull=False)
    return list(found.order_by("pk").values_list("contract_id", "number"))


def moves_mark(contract_id: str) -> int:
    """The latest act in any move of the contract, 0 where there is none; it never comes back."""
    found = models.Act.objects.filter(move__contract_id=contract_id).order_by("-pk")
    return found.values_list("pk", flat=True).first() or 0


def records_of(contract_id: str, terms: Contract) -> tuple[tuple[str, Record], ...]:
    """The records of all moves, in the order in which they were opened: array and record.

    Read once in a process until another act is taken.
    """
    mark = moves_mark(contract_id)
    return _records(_Book(contract_id, mark, terms.version, terms)) if mark else ()


def every_move(contract_id: str) -> tuple[Move, ...]:
    """All moves of a contract in the order in which they were opened.

    Read once in a process until another act is taken.
    """
    mark = moves_mark(contract_id)
    return _every(contract_id, mark) if mark else ()


@lru_cache(maxsize=64)
def _every(contract_id: str, mark: int) -> tuple[Move, ...]:
    return tuple(moves_of(all_moves(contract_id).order_by("number")))


@dataclass(frozen=True, slots=True)
class _Book:
    """A contract's moves by what they stand on."""

    contract_id: str
    mark: int
    version: str
    terms: Contract = field(compare=False)


@lru_cache(maxsize=64)
def _records(book: _Book) -> tuple[tuple[str, Record], ...]:
    moves = moves_of(all_moves(book.contract_id).order_by("number"))
    return tuple(pair for move in moves for pair in KINDS[move.kind].records(move, book.terms))


def moves_about_month(contract_id: str, month: Month, terms: Contract) -> list[models.Move]:
    """Rows of the moves that touch a month, in their order."""
    rows = list(all_moves(contract_id).order_by("number"))
    moves = moves_of(rows)
    return [
        row
        for row, move in zip(rows, moves, strict=True)
        if month in KINDS[move.kind].months(move, terms)
    ]
