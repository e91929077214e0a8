"""What the books tell of a month, gathered for the documents that are handed in about it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from jieting.analytics.series import Axis, day_of
from jieting.apps.assessment.board import board_of
from jieting.apps.assessment.queries import AssessedMonth, assessed_month, months_with_calls
from jieting.apps.calls.agents import agents_of
from jieting.apps.moves.queries import moves_about_month, moves_of
from jieting.documents.document import Section
from jieting.documents.report import (
    AgentRow,
    OpenMove,
    Peak,
    ReportBooks,
    operations_sections,
    personnel_sections,
)
from jieting.documents.statement import Head, Statement
from jieting.domain.books.kinds import KINDS
from jieting.domain.contracts.board.standing import Side
from jieting.domain.contracts.deliverables import PERSONNEL
from jieting.domain.figures.measures import ARRIVED
from jieting.domain.periods import Month
from jieting.domain.said import say, verbatim

FIXED = ("report_calls", "report_figures", "lines", "limits", "exclusions", "report_agents")
"""Sections that stand on the books alone and not on the hour at which one looks."""


def head_of(contract_id: str, month: Month) -> Head:
    """Contract, parties and month for the head of a document."""
    return assessed_month(contract_id, month).statement.head


def sections_of(
    kind: str, contract_id: str, month: Month, now: datetime, number: int
) -> tuple[Section, ...]:
    """The sections of a report that come of the books; ``number`` is the report's own move.

    Errors: Refused where no contract was in force, BadInput where records do not fit it.
    """
    found = assessed_month(contract_id, month)
    if kind == PERSONNEL:
        terms = found.terms
        rows = agents_of(contract_id, month.period(terms.zone), terms.zone)
        agents = [AgentRow(r.agent, r.calls, r.days, r.first, r.last) for r in rows]
        return personnel_sections(agents, terms.zone)
    return operations_sections(_books(found, now, number))


def _books(found: AssessedMonth, now: datetime, number: int) -> ReportBooks:
    contract_id, month = found.contract_id, found.month
    board = board_of(contract_id, month, Side.SUPPLIER, now)
    return ReportBooks(
        statement=found.statement,
        before=_before(contract_id, month),
        peaks=tuple(_peaks(found)),
        records=found.own_records,
        sampled=found.assessment.counted.sampled,
        standings=board.standings,
        moves=tuple(_open_moves(found, number)),
        zone=found.terms.zone,
    )


def _before(contract_id: str, month: Month) -> Statement | None:
    """The statement of the month before; None where it has no calls."""
    before = month.plus(-1)
    if before not in months_with_calls(contract_id):
        return None
    return assessed_month(contract_id, before).statement


def _peaks(found: AssessedMonth) -> Iterator[Peak]:
    """The day and the half hour with the most calls, of a month that has any."""
    if (day := _most(found, "day")) is not None:
        yield Peak(say("Day with the most calls"), verbatim(day_of(day[0]).isoformat()), day[1])
    if (half := _most(found, "half_hour")) is not None:
        hour, rest = divmod(half[0], 2)
        when = say("from {time}, all days together", time=f"{hour:02d}:{30 * rest:02d}")
        yield Peak(say("Half hour with the most calls"), when, half[1])


def _most(found: AssessedMonth, axis: Axis) -> tuple[int, int] | None:
    tallies = found.series.tallies(axis, excludes=False)
    counts = {key: tally.get(ARRIVED.name, 0) for key, tally in tallies.items()}
    if not any(counts.values()):
        return None
    key = max(counts, key=lambda one: (counts[one], -one))
    return key, counts[key]


def _open_moves(found: AssessedMonth, number: int) -> Iterator[OpenMove]:
    terms = found.terms
    rows = [row for row in moves_about_month(found.contract_id, found.month, terms) if row.is_open]
    rows = [row for row in rows if row.number != number]
    for row, move in zip(rows, moves_of(rows), strict=True):
        kind = KINDS[row.kind]
        yield OpenMove(move.ref, kind.title, kind.summary(move, terms), row.due_at)
