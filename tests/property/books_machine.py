"""Random books of two parties, by the rules that every kind of move declares; no database.

The machine takes what a person could try: any kind, any step, by anybody, with answers made from
the fields. What the rules do not allow it must not take; what they allow it takes with all that
follows from it, as the actions of the product do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from jieting.domain.books.field import Ask, Field
from jieting.domain.books.kind import OVERTURN, UPHELD, Consequence, Kind, Step, steps_open_to
from jieting.domain.books.kinds import KINDS
from jieting.domain.books.kinds.dispute import NAME as DISPUTE
from jieting.domain.books.kinds.dispute import deciders_of, decision_on, outcome
from jieting.domain.books.move import Act, Facts, Move
from jieting.domain.contracts.board.standing import Side
from jieting.domain.contracts.model import Contract
from jieting.domain.periods import SECOND
from tests.property.assess_months import MONTH, WHOLE

MINUTE = 60 * SECOND
PEOPLE = {Side.SUPPLIER: ("su", "sv"), Side.PURCHASER: ("pu", "pv")}
CALLS = tuple(f"c-{n}" for n in range(6))
TEXTS = ("trunk cut", "=1+1", '多行"文字"\nwith a second line', "x")
SYSTEM = frozenset({OVERTURN.name, UPHELD.name})
TRIES = 6


def answers(
    asked: Field, contract: Contract, calls: Sequence[str] = CALLS
) -> st.SearchStrategy[Any]:
    """Any answer that a field keeps; ``calls`` are those that there are."""
    if asked.ask is Ask.CHOICE:
        return st.sampled_from(sorted(asked.values)) if asked.values else st.nothing()
    if asked.ask is Ask.WHOLE:
        return st.integers(asked.low, min(asked.high, asked.low + 4))
    return _answers(contract, calls)[asked.ask]


def _answers(contract: Contract, calls: Sequence[str]) -> Mapping[Ask, st.SearchStrategy[Any]]:
    days = st.integers(-3, 34).map(lambda n: (MONTH.first_day + timedelta(days=n)).isoformat())
    clauses = [clause.id for clause in contract.clauses]
    lines = st.sampled_from([*clauses, "line 3"])
    return {
        Ask.LINE: lines,
        Ask.TEXT: st.sampled_from(TEXTS),
        Ask.DAY: days,
        Ask.MOMENT: st.integers(0, 60 * 24 * 30).map(lambda n: WHOLE.start + n * MINUTE),
        Ask.MONTH: st.integers(-1, 1).map(lambda n: str(MONTH.plus(n))),
        Ask.LINES: st.lists(lines | st.sampled_from(calls), min_size=1, max_size=3, unique=True),
        Ask.CALL: st.sampled_from(calls),
        Ask.MOVE: st.integers(1, 6),
    }


def given_facts(
    data: st.DataObject,
    fields: Iterable[Field],
    contract: Contract,
    calls: Sequence[str] = CALLS,
) -> dict[str, Any]:
    """Answers to the fields; those that need none are left out now and then."""
    facts = {}
    for one in fields:
        if one.required or data.draw(st.booleans()):
            strategy = answers(one, contract, calls)
            if not strategy.is_empty:
                facts[one.name] = data.draw(strategy)
    return facts


@dataclass
class Book:
    """The moves of a contract; ``taken`` counts the acts, ``refused`` what was not allowed."""

    contract: Contract
    moves: list[Move] = field(default_factory=list)
    now: int = WHOLE.end
    taken: int = 0
    refused: int = 0

    def open(self, data: st.DataObject, kind: Kind, side: Side, by: str) -> Move | None:
        """Open a move of a side; None where nothing valid could be given or the side may not."""
        if side not in kind.opens:
            self.refused += 1
            return None
        for _ in range(TRIES):
            facts: Facts | None = given_facts(data, kind.fields, self.contract)
            if kind.name == DISPUTE:
                facts = self._dispute(data, facts or {})
            if facts is not None and self.allows(kind, kind.fields, facts):
                return self._opened(kind, side, by, facts, None)
        return None

    def allows(self, kind: Kind, fields: Iterable[Field], facts: Facts) -> bool:
        """Whether these facts may be kept."""
        if any(one.required and one.name not in facts for one in fields):
            return False
        return not any(finding.is_error for finding in kind.check(facts, self.contract))

    def step(self, data: st.DataObject, move: Move, name: str, side: Side, by: str) -> Move | None:
        """Try a step; None where it is not allowed or its answers are wrong."""
        kind = KINDS[move.kind]
        allowed = {step.name: step for step in steps_open_to(kind, move, side, by)}
        if name not in allowed or self._decided_before(move, allowed[name], by):
            self.refused += 1
            return None
        step = allowed[name]
        for _ in range(TRIES):
            own = given_facts(data, step.fields, self.contract)
            if self.allows(kind, step.fields, {**move.facts, **own}):
                return self._act(move, step.name, step.to or move.state, side, by, own)
        return None

    def _dispute(self, data: st.DataObject, facts: Facts) -> Facts | None:
        """What the product writes into a dispute: about a decision, or about a line."""
        disputable = [m for m in self.moves if self.decision(m) is not None]
        if not disputable or data.draw(st.booleans()):
            line = {name: facts[name] for name in ("month", "clause") if name in facts}
            return {**line, "reason": facts["reason"], "reviewed_by": Side.PURCHASER.value}
        subject = data.draw(st.sampled_from(disputable))
        kind, decision = KINDS[subject.kind], self.decision(subject)
        if decision is None or self._is_disputed(subject):
            return None
        upheld = kind.disputed.get(subject.state, subject.state)
        return {
            "subject": subject.number,
            "first": outcome(kind, subject.state),
            "decision": decision.number,
            "reason": facts["reason"],
            "reviewed_by": decision.side.value,
            "months": [str(month) for month in kind.months(subject, self.contract)],
            "if_upheld": upheld if upheld != subject.state else "",
        }

    def decision(self, move: Move) -> Act | None:
        """The decision in a move that a dispute could turn."""
        kind = KINDS[move.kind]
        stands = {move.state, kind.disputed.get(move.state, move.state)}
        return decision_on(kind, move) if set(kind.outcomes) - stands else None

    def _is_disputed(self, subject: Move) -> bool:
        disputes = (m for m in self.moves if m.kind == DISPUTE and KINDS[DISPUTE].is_open(m))
        return any(m.facts.get("subject") == subject.number for m in disputes)

    def _decided_before(self, move: Move, step: Step, by: str) -> bool:
        """The product's objection: who decided first does not review."""
        number = move.facts.get("subject")
        if move.kind != DISPUTE or not step.decides or number is None:
            return False
        subject = self.moves[number - 1]
        return by in deciders_of(KINDS[subject.kind], subject)

    def _opened(
        self, kind: Kind, side: Side, by: str, facts: Facts, about: int | None, text: str = "x"
    ) -> Move:
        self.now += MINUTE
        state = kind.start(facts)
        act = Act(1, "open", state, side, by, self.now, dict(facts), text)
        move = Move(len(self.moves) + 1, kind.name, state, dict(facts), (act,), about)
        self.moves.append(move)
        return self._followed(move)

    def _act(
        self, move: Move, step: str, state: str, side: Side, by: str, own: Facts, text: str = "x"
    ) -> Move:
        self.now += MINUTE
        act = Act(len(move.acts) + 1, step, state, side, by, self.now, dict(own), text)
        after = replace(move, state=state, facts={**move.facts, **own}, acts=(*move.acts, act))
        self.moves[move.number - 1] = after
        return self._followed(after)

    def _followed(self, move: Move) -> Move:
        self.taken += 1
        by = move.acts[-1].by
        for consequence in KINDS[move.kind].follow(move, self.contract):
            self._consequence(consequence, move, by)
        return self.moves[move.number - 1]

    def _consequence(self, given: Consequence, move: Move, by: str) -> None:
        if given.kind:
            kind = KINDS[given.kind]
            assert self.allows(kind, kind.fields, given.facts), "what follows must be allowed"
            self._opened(kind, given.side, by, given.facts, move.number, given.text)
            return
        assert given.number is not None
        other = self.moves[given.number - 1]
        state = given.state or other.state
        self._act(other, given.step, state, given.side, by, given.facts, given.text)
