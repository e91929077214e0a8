"""What each decision on an open move would change, counted and judged as the month itself is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from fractions import Fraction
from functools import lru_cache

from jieting.analytics.month import MonthCounter
from jieting.apps.assessment.basis import Basis, with_records
from jieting.apps.assessment.counting import engine_of
from jieting.apps.assessment.queries import AssessedMonth, assessed_month, months_with_calls
from jieting.apps.base.instants import to_instant
from jieting.apps.contracts.queries import latest_terms
from jieting.apps.moves.queries import move_of, move_row
from jieting.domain.books.differences import differences
from jieting.domain.books.effect import Change, Effect
from jieting.domain.books.hypothesis import Hypothesis, decisions
from jieting.domain.books.kinds import KINDS
from jieting.domain.books.move import Move
from jieting.domain.books.times import minute_shown
from jieting.domain.contracts.assess import Assessment, Counted, assess
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.records import Record, Records
from jieting.domain.contracts.settlement import MONEY_PLACES, QUARTER_MONTHS
from jieting.domain.errors import JietingError
from jieting.domain.periods import Month
from jieting.domain.quantities import round_half_up
from jieting.domain.said import Said, say


def effects(contract_id: str, move: Move, at: datetime | None = None) -> list[Effect]:
    """What every decision that is open in the move would change, in each month that it touches.

    It is as if decided at ``at``, or now: a clock that the decision starts runs from then. Months
    without calls are told only where a new move would come to lie in them.
    """
    if not KINDS[move.kind].is_open(move):
        return []
    terms = latest_terms(contract_id)
    moment = to_instant(at or datetime.now(UTC))
    with_calls = frozenset(months_with_calls(contract_id))

    def find(number: int) -> Move | None:
        row = move_row(contract_id, number)
        return move_of(row) if row is not None else None

    return [
        effect
        for decided in decisions(move, terms, moment, find)
        for month in decided.months(terms)
        if (effect := _effect(contract_id, month, decided, terms, month in with_calls))
    ]


def _effect(
    contract_id: str, month: Month, decided: Hypothesis, terms: Contract, has_calls: bool
) -> Effect | None:
    opened = tuple(_openings(month, decided, terms))
    try:
        before = assessed_month(contract_id, month) if has_calls else None
    except JietingError:
        before = None  # the month's page says why it cannot be assessed
    if before is None:
        nothing = (None,) * 6
        return Effect(decided.outcome, month, opened, *nothing) if opened else None
    now, then = before.assessment, _after(before, decided)
    return Effect(
        outcome=decided.outcome,
        month=month,
        changes=(*differences(now, then), *opened),
        score_before=now.score,
        score_after=then.score,
        coefficient_before=now.coefficient,
        coefficient_after=then.coefficient,
        money_before=money_of(now),
        money_after=money_of(then),
    )


def _openings(month: Month, decided: Hypothesis, terms: Contract) -> Iterator[Change]:
    """The moves that the decision opens in the month, with their clocks."""
    for move in decided.opened:
        kind = KINDS[move.kind]
        if month in kind.months(move, terms):
            clause = next(iter(kind.clauses(terms)), "")
            yield Change(clause, kind.title, say("none"), _opening(move, terms))


def _opening(move: Move, terms: Contract) -> Said:
    clock = KINDS[move.kind].clock(move, terms)
    if clock is None:
        return say("one is opened")
    return say(
        "one is opened; {what}, by {due} if decided now",
        what=clock.what,
        due=minute_shown(clock.due_at, terms.zone),
    )


def _after(before: AssessedMonth, decided: Hypothesis) -> Assessment:
    """The month with the records that the decision would leave."""
    records = _records(before.records, decided, before.terms)
    basis = with_records(before.basis, records)
    same = basis.counted == before.basis.counted
    counted = before.assessment.counted if same else _counted(_Asked(basis.counted, basis))
    return assess(before.terms, before.month, counted, records)


def _records(records: Records, decided: Hypothesis, terms: Contract) -> Records:
    """The records without those of the changed moves, and with what these then say."""
    refs = {move.ref for move in decided.changed}
    arrays: dict[str, tuple[Record, ...]] = {}
    for array in (name for name in Records.__slots__ if name != "file"):
        arrays[array] = tuple(r for r in getattr(records, array) if r.ref not in refs)
    for array, record in decided.records(terms):
        arrays[array] = (*arrays[array], record)
    return replace(records, **arrays)  # type: ignore[arg-type] # by array


@dataclass(frozen=True, slots=True)
class _Asked:
    """A month to be counted, named by all that decides what is counted."""

    counted: str
    basis: Basis = field(compare=False)


@lru_cache(maxsize=64)
def _counted(asked: _Asked) -> Counted:
    """Counted once in a process: a page that shows effects is opened again and again."""
    basis = asked.basis
    with engine_of(basis) as engine:
        counter = MonthCounter(engine, basis.month, basis.records)
        return counter.count(basis.terms).counted


def money_of(assessment: Assessment) -> Fraction | None:
    """A third of the quarter's fee under the month's own coefficient; None without one."""
    if assessment.coefficient is None:
        return None
    share = assessment.contract.fee.amount / QUARTER_MONTHS
    return Fraction(round_half_up(share * assessment.coefficient, MONEY_PLACES))
