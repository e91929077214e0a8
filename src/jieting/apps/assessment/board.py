"""The clause board of a month: where every clause stands, and what the person's side should do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from jieting.apps.accounts.access import Standing as Person
from jieting.apps.accounts.roles import PURCHASER_ROLES
from jieting.apps.assessment.queries import AssessedMonth, assessed_month
from jieting.apps.base.instants import to_instant
from jieting.apps.calls.queries import newest_arrival
from jieting.apps.moves.queries import every_move
from jieting.domain.books.standing import Evidence, evidence, stand_by_moves
from jieting.domain.contracts.assess import coefficient_of
from jieting.domain.contracts.board.look import Look, ScoreSoFar, look_at
from jieting.domain.contracts.board.moves import MoveOf, moves_of
from jieting.domain.contracts.board.standing import Side, Standing
from jieting.domain.contracts.board.standings import by_urgency, score_so_far, stand
from jieting.domain.periods import DAY, Instant, Month

STALE: Instant = DAY
"""In a running month, calls whose newest is older than this are shown as old."""


@dataclass(frozen=True, slots=True)
class Board:
    """A month's board at a moment, for one side of the contract.

    ``newest`` is the arrival of the month's newest call, None where it has none; ``evidence`` the
    moves of the month by clause.
    """

    month: AssessedMonth
    look: Look
    standings: tuple[Standing, ...]
    moves: tuple[MoveOf, ...]
    side: Side
    score: ScoreSoFar | None
    newest: Instant | None
    evidence: Mapping[str, tuple[Evidence, ...]]

    @property
    def is_stale(self) -> bool:
        """True where the month still runs and its newest call is older than STALE."""
        if self.look.is_over or self.newest is None:
            return False
        return self.look.now - self.newest > STALE

    @property
    def coefficients(self) -> tuple[Fraction, ...]:
        """The coefficient of the score so far, and of the reachable one where it differs."""
        if self.score is None:
            return ()
        terms = self.month.terms
        found = (
            coefficient_of(terms, self.score.secured),
            coefficient_of(terms, self.score.reachable),
        )
        return tuple(dict.fromkeys(each for each in found if each is not None))


def board_of(contract_id: str, month: Month, side: Side, now: datetime) -> Board:
    """The board of a month. Errors: those of ``assessed_month``."""
    found = assessed_month(contract_id, month)
    look = look_at(found.assessment, found.records, to_instant(now))
    moves = evidence(every_move(contract_id), look)
    standings = stand_by_moves(stand(look), moves, look)
    return Board(
        month=found,
        look=look,
        standings=by_urgency(standings, side),
        moves=moves_of(side, look, standings),
        side=side,
        score=score_so_far(look, standings),
        newest=newest_arrival(contract_id, look.period),
        evidence=moves,
    )


def side_of(person: Person) -> Side:
    """On which side of the contract a person stands."""
    return Side.PURCHASER if person.roles & PURCHASER_ROLES else Side.SUPPLIER
