"""What every kind of move is: its questions, its steps, and the records that come of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from jieting.domain.books.field import Field
from jieting.domain.books.move import Facts, Move
from jieting.domain.contracts.board.standing import Side
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.records import Record
from jieting.domain.errors import Finding
from jieting.domain.periods import Instant, Month
from jieting.domain.said import Said, say


class Who(StrEnum):
    """Which side may take a step."""

    OWN = "own"
    """The side that opened the move."""
    OTHER = "other"
    """The side that did not open it: what one side proposes it never decides itself."""
    SUPPLIER = "supplier"
    PURCHASER = "purchaser"
    EITHER = "either"
    TURN = "turn"
    """The side that the kind's ``turn`` tells, where only the move's facts say which it is."""

    def is_side(self, side: Side, opened: Side) -> bool:
        """Whether ``side`` may, in a move that ``opened`` opened."""
        if self is Who.OWN:
            return side is opened
        if self is Who.OTHER:
            return side is not opened
        return self is Who.EITHER or self.value == side.value


@dataclass(frozen=True, slots=True)
class Step:
    """Something that may be done with a move: from which states, to which, by whom.

    ``decides`` marks a decision, for which a person needs the right to decide; ``to`` None leaves
    the state as it is, such as a remark. ``not_by`` names steps whose persons may not take this
    one: a second reviewer is not the first. ``needs_reason``: a text must be written.
    ``needs_evidence``: at least one file must be attached. ``by_system`` steps are taken by
    another move or a job, never by a button. ``anew`` steps may be taken many times, each with
    answers of its own: their form never begins with those of the last time.
    """

    name: str
    title: Said
    done: Said
    sources: frozenset[str]
    to: str | None
    who: Who
    decides: bool = False
    fields: tuple[Field, ...] = ()
    needs_reason: bool = False
    needs_evidence: bool = False
    not_by: frozenset[str] = frozenset()
    by_system: bool = False
    anew: bool = False


REMARK = Step(
    "remark", say("Remark"), say("remarked"), frozenset(), None, Who.EITHER, needs_reason=True
)
"""In every move, in every state: a remark, with files where there are any."""
OVERTURN = Step(
    "overturn",
    say("Overturned by a second reviewer"),
    say("overturned by a second reviewer"),
    frozenset(),
    None,
    Who.EITHER,
    by_system=True,
)
"""In every kind that has outcomes: the verdict of a dispute; the acts keep the first version."""
UPHELD = Step(
    "upheld",
    say("Upheld by a second reviewer"),
    say("upheld by a second reviewer"),
    frozenset(),
    None,
    Who.EITHER,
    by_system=True,
)
"""The other verdict of a dispute: what was decided first stands."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Until when something must be done, by whom, in natural time; ``what`` says what."""

    due_at: Instant
    side: Side
    what: Said


@dataclass(frozen=True, slots=True)
class Consequence:
    """What an act leads to at once: another move is opened, or a system's step is taken in one.

    With ``kind`` a move of that kind is opened for ``side`` with ``facts``, about the move that led
    to it; else ``step`` is taken in the move of that ``number`` and brings it to ``state``.
    """

    side: Side
    text: str = ""
    facts: Facts = field(default_factory=dict)
    kind: str = ""
    number: int | None = None
    step: str = ""
    state: str = ""


def no_findings(facts: Facts, contract: Contract) -> Iterable[Finding]:
    """Nothing to say against facts that the fields alone allow."""
    return ()


def no_records(move: Move, contract: Contract) -> Iterable[tuple[str, Record]]:
    """Nothing that the assessment counts comes of the move."""
    return ()


def no_clock(move: Move, contract: Contract) -> Clock | None:
    """No deadline."""
    return None


def no_consequences(move: Move, contract: Contract) -> Iterable[Consequence]:
    """Its last act leads to nothing else."""
    return ()


def no_months(move: Move, contract: Contract) -> Iterable[Month]:
    """It touches no month."""
    return ()


def no_remarks(
    move: Move, others: Sequence[Move], contract: Contract, now: Instant
) -> Iterable[Said]:
    """Nothing beside its acts is to be said of it."""
    return ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of move.

    ``opens`` are the sides that may open one; ``open_decides`` asks of them the right to decide;
    ``by_system`` kinds are opened by jobs, other moves or an action of their own, never from the
    general form; ``opens_at`` is the URL name of the page of such an action, by contract, and
    ``pages`` are more pages of one of its moves, by URL name.
    ``states`` in words; ``first`` the state after opening; ``ended`` the states in which nothing
    is open; ``waits`` the side that a state waits for (None: nobody). ``summary`` is one line that
    tells what it is about. ``check`` finds what is wrong with facts that were given (those of
    opening and of every step); ``records`` the records of the assessment (array, record), named by
    ``move.ref``; ``clock`` the running deadline; ``months`` the months that it touches;
    ``follow`` what the move's last act leads to in other moves, in the same transaction;
    ``outcomes`` the ended states that a decision may lead to, between which a second reviewer of a
    dispute chooses; ``clauses`` matches the contract's clauses that it belongs to; ``starts`` is
    the state after opening where it depends on the facts; ``remarks`` what its page tells beside
    its acts, such as a recurrence, given the contract's other moves and the time; ``turn`` the
    side whose turn it is where ``waits`` says so; ``asked`` a step as it is asked in one move, such
    as with the choices that are left; ``disputed`` states that are not ended and yet hold a
    decision of one side that the other may dispute, each with the state to which it leads if it is
    upheld.
    Of the ended states, those in ``void`` leave nothing, in those of ``unkept`` what was asked for
    is not there, and what ended in one of ``lasting`` holds on in later months.
    """

    name: str
    title: Said
    opened: Said
    opens: frozenset[Side]
    fields: tuple[Field, ...]
    states: Mapping[str, Said]
    first: str
    ended: frozenset[str]
    waits: Mapping[str, Who]
    steps: tuple[Step, ...]
    summary: Callable[[Move, Contract], Said]
    open_decides: bool = False
    by_system: bool = False
    check: Callable[[Facts, Contract], Iterable[Finding]] = no_findings
    records: Callable[[Move, Contract], Iterable[tuple[str, Record]]] = no_records
    clock: Callable[[Move, Contract], Clock | None] = no_clock
    months: Callable[[Move, Contract], Iterable[Month]] = no_months
    follow: Callable[[Move, Contract], Iterable[Consequence]] = no_consequences
    outcomes: tuple[str, ...] = ()
    clauses: Callable[[Contract], Iterable[str]] = lambda contract: ()
    void: frozenset[str] = frozenset({"withdrawn"})
    unkept: frozenset[str] = frozenset()
    lasting: frozenset[str] = frozenset()
    starts: Callable[[Facts], str] | None = None
    remarks: Callable[[Move, Sequence[Move], Contract, Instant], Iterable[Said]] = no_remarks
    opens_at: str = ""
    pages: tuple[tuple[str, Said], ...] = ()
    turn: Callable[[Move], Side] | None = None
    asked: Callable[[Step, Move], Step] | None = None
    disputed: Mapping[str, str] = field(default_factory=dict)

    def clauses_of(self, move: Move, contract: Contract) -> tuple[str, ...]:
        """The clauses that a move belongs to: the one that its facts name, else its kind's."""
        named = move.facts.get("clause")
        return (str(named),) if named else tuple(self.clauses(contract))

    def start(self, facts: Facts) -> str:
        """The state of a move of these facts after opening."""
        return self.starts(facts) if self.starts is not None else self.first

    def step(self, name: str) -> Step:
        """The step of that name, or one that all kinds have. Errors: KeyError for another."""
        for step in (*self.steps, REMARK, OVERTURN, UPHELD):
            if step.name == name:
                return step
        raise KeyError(f"{self.name} has no step {name!r}")

    def step_in(self, name: str, move: Move) -> Step:
        """The step of that name as it is asked in a move. Errors: as ``step``."""
        step = self.step(name)
        return self.asked(step, move) if self.asked is not None else step

    def is_for(self, step: Step, move: Move, side: Side) -> bool:
        """Whether ``side`` may take the step in a move, apart from its state."""
        if step.who is Who.TURN:
            return self.turn is not None and self.turn(move) is side
        return step.who.is_side(side, move.opened.side)

    def waits_for(self, move: Move) -> Side | None:
        """Whose turn it is; None where nothing is open."""
        who = self.waits.get(move.state)
        if who is None or move.state in self.ended:
            return None
        opened = move.opened.side
        if who is Who.EITHER:
            return Side.BOTH
        if who is Who.TURN and self.turn is not None:
            return self.turn(move)
        return next(s for s in (Side.SUPPLIER, Side.PURCHASER) if who.is_side(s, opened))

    def is_open(self, move: Move) -> bool:
        """True until an ended state is reached."""
        return move.state not in self.ended


def steps_open_to(kind: Kind, move: Move, side: Side, person: str) -> tuple[Step, ...]:
    """The steps that a person of a side may take now, apart from the right to decide."""
    return tuple(
        kind.step_in(step.name, move)
        for step in kind.steps
        if not step.by_system
        and move.state in step.sources
        and kind.is_for(step, move, side)
        and not _took_before(step, move, person)
    )


def _took_before(step: Step, move: Move, person: str) -> bool:
    return any(act.step in step.not_by and act.by == person for act in move.acts)
