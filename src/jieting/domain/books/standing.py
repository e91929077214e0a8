"""Where a clause stands by its moves: evidence of every clause, state of those without a rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from jieting.domain.books.kind import Clock, Kind
from jieting.domain.books.kinds import KINDS
from jieting.domain.books.move import Move
from jieting.domain.contracts.board.look import Look
from jieting.domain.contracts.board.standing import Move as ToDo
from jieting.domain.contracts.board.standing import Side, Standing, State
from jieting.domain.contracts.calendar import ServiceCalendar
from jieting.domain.contracts.model import Contract
from jieting.domain.periods import Instant, Month, local
from jieting.domain.said import Said, say

SERVICE_CLAUSE = "P-2.1"
"""The clause of the service hours, in a contract that has it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A move that belongs to a clause in a month, as it stands at a look.

    ``state`` None: it ended and left nothing, such as what was withdrawn. ``side`` is whose turn
    it is, ``due_at`` until when; both None where nothing is open.
    """

    move: Move
    kind: Kind
    state: State | None
    side: Side | None
    due_at: Instant | None
    what: Said

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done in it."""
        return self.kind.is_open(self.move)

    @property
    def words(self) -> Said:
        """The move in a few words: its kind, its name, how it stands or what is to be done."""
        return say("{kind} {ref}: {what}", kind=self.kind.title, ref=self.move.ref, what=self.what)


def evidence(moves: Iterable[Move], look: Look) -> Mapping[str, tuple[Evidence, ...]]:
    """The moves of a month by the clauses that they belong to, the oldest first."""
    found: dict[str, list[Evidence]] = {}
    for move in moves:
        kind = KINDS[move.kind]
        if belongs(kind, move, look.month, look.contract):
            one = _evidence(kind, move, look)
            for clause in kind.clauses_of(move, look.contract):
                found.setdefault(clause, []).append(one)
    return {clause: tuple(each) for clause, each in found.items()}


def belongs(kind: Kind, move: Move, month: Month, contract: Contract) -> bool:
    """Whether a move is evidence of a month.

    It is where it touches the month, and from then on while it is open. What touches no month
    counts from its opening, as long as it is open, was acted in, or holds on.
    """
    months = tuple(kind.months(move, contract))
    if months:
        return month in months or (kind.is_open(move) and min(months) <= month)
    opened, last = (_month(move.acts[place].at, contract) for place in (0, -1))
    still = kind.is_open(move) or move.state in kind.lasting or month <= last
    return opened <= month and still


def stand_by_moves(
    found: Iterable[Standing], moves: Mapping[str, tuple[Evidence, ...]], look: Look
) -> tuple[Standing, ...]:
    """The same standings; clauses that no rule judges stand by their moves, where they have any.

    A clause to which a kind of move belongs is counted even before there is a move.
    """
    asked = of_kinds(look.contract) | set(moves)
    return tuple(
        _standing(one, moves.get(one.clause.id, ()), look)
        if not one.is_counted and one.clause.id in asked
        else _service(one, look)
        for one in found
    )


def of_kinds(contract: Contract) -> frozenset[str]:
    """The clauses to which a kind of move belongs."""
    return frozenset(clause for kind in KINDS.values() for clause in kind.clauses(contract))


def state_of(evidence: Iterable[Evidence]) -> State:
    """The worst of what the moves say; without any that says something, nothing is due."""
    states = [one.state for one in evidence if one.state is not None]
    order = (State.BREACHED, State.WAITING, State.AT_RISK, State.MET)
    return min(states, key=order.index, default=State.NOT_DUE)


def _standing(one: Standing, evidence: tuple[Evidence, ...], look: Look) -> Standing:
    todo = tuple(
        ToDo(each.side, each.words, each.due_at, refs=(each.move.ref,))
        for each in evidence
        if each.side is not None
    )
    ahead = [each.due_at for each in evidence if each.due_at and each.due_at >= look.now]
    return replace(
        one,
        state=state_of(evidence),
        why=tuple(_why(evidence)),
        is_counted=True,
        moves=tuple(sorted(todo, key=lambda do: (do.due_at is None, do.due_at or 0))),
        next_at=min(ahead, default=None),
    )


def _why(evidence: tuple[Evidence, ...]) -> Iterator[Said]:
    if not evidence:
        yield say("no move of this clause in the month")
        return
    if not any(one.is_open for one in evidence):
        yield say("{n} moves, none is open", n=len(evidence))
    for one in evidence:
        if one.state is not None and one.state is not State.MET:
            yield one.words


def _evidence(kind: Kind, move: Move, look: Look) -> Evidence:
    is_open = kind.is_open(move)
    clock = kind.clock(move, look.contract) if is_open else None
    against = _against(kind, move, clock, look)
    what = clock.what if clock is not None else kind.states[move.state]
    return Evidence(
        move=move,
        kind=kind,
        state=_state(kind, move, look) if against is None else State.BREACHED,
        side=kind.waits_for(move),
        due_at=clock.due_at if clock is not None else None,
        what=what if against is None else say("{what} ({why})", what=what, why=against),
    )


def _state(kind: Kind, move: Move, look: Look) -> State | None:
    if kind.is_open(move):
        return State.WAITING if look.is_over else State.AT_RISK
    return None if move.state in kind.void else State.MET


def _against(kind: Kind, move: Move, clock: Clock | None, look: Look) -> Said | None:
    """Why a move breaks what its clause asks for; None where it does not."""
    if not kind.is_open(move) and move.state in kind.void:
        return None
    if clock is not None and clock.due_at < look.now:
        return say("overdue")
    if was_late(kind, move, look.contract):
        return say("after the deadline")
    if _expired(move, look):
        return say("no longer valid")
    return say("not as it should be") if move.state in kind.unkept else None


def was_late(kind: Kind, move: Move, contract: Contract) -> bool:
    """Whether the side on the clock acted after a deadline had passed."""
    facts: dict[str, object] = {}
    clock: Clock | None = None
    for number, act in enumerate(move.acts, 1):
        facts |= act.facts
        before = clock
        now = replace(move, state=act.state, facts=dict(facts), acts=move.acts[:number])
        clock = kind.clock(now, contract) if kind.is_open(now) else None
        has_left = before is not None and (clock is None or clock.due_at != before.due_at)
        if before is not None and has_left and act.side is before.side and act.at > before.due_at:
            return True
    return False


def _expired(move: Move, look: Look) -> bool:
    """Whether a paper was valid until a day before the month's end, or today, that has passed."""
    until = move.facts.get("valid_until")
    last = min(look.today, local(look.period.end - 1, look.contract.zone).date())
    return bool(until) and date.fromisoformat(str(until)) < last


def _service(one: Standing, look: Look) -> Standing:
    """Service hours that the rates follow are kept by counting within them."""
    calendar = look.contract.calendar
    if one.clause.id != SERVICE_CLAUSE or one.is_counted or calendar.round_the_clock:
        return one
    why = say("calls are counted within the service hours: {hours}", hours=_hours(calendar))
    return replace(one, state=State.MET, why=(why,), is_counted=True)


def _hours(calendar: ServiceCalendar) -> str:
    spans = dict.fromkeys(f"{each.start:%H:%M}–{each.end:%H:%M}" for each in calendar.hours)
    return ", ".join(spans)


def _month(at: Instant, contract: Contract) -> Month:
    return Month.of(local(at, contract.zone).date())
