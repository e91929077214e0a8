"""A dispute: a decision or a line of a month is disputed, and a second reviewer decides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from jieting.domain.books.clocks import DISPUTE_HOURS, HOUR
from jieting.domain.books.field import Ask, Field
from jieting.domain.books.kind import OVERTURN, UPHELD, Clock, Consequence, Kind, Step, Who
from jieting.domain.books.kinds.task import unknown_clause
from jieting.domain.books.move import Act, Facts, Move
from jieting.domain.contracts.board.standing import Side
from jieting.domain.contracts.model import Contract
from jieting.domain.errors import Finding, Place
from jieting.domain.periods import Month
from jieting.domain.said import Said, say

NAME = "dispute"
RAISED, ANSWERED = "raised", "answered"
STANDS, OVERTURNED, WITHDRAWN = "upheld", "overturned", "withdrawn"
UPHOLDS, OVERTURNS = "uphold", "overturn_it"
REVIEWS = frozenset({UPHOLDS, OVERTURNS})
"""Steps of the second reviewer."""
SIDES = {
    Side.SUPPLIER.value: say("supplier"),
    Side.PURCHASER.value: say("purchaser"),
}
_OPEN = frozenset({RAISED, ANSWERED})
_OF_A_LINE = ("title", "what", "due_at", "by_side")


def outcome(kind: Kind | str, state: str) -> str:
    """How facts name a state of a kind: both, since many kinds share their states' names."""
    return f"{kind if isinstance(kind, str) else kind.name}/{state}"


def is_of_line(facts: Facts) -> bool:
    """Whether a line of a month is disputed, and not another move."""
    return facts.get("subject") is None


def decision_on(kind: Kind, subject: Move) -> Act | None:
    """The act that brought a move to what may be disputed; None where nothing may."""
    if subject.state not in (*kind.outcomes, *kind.disputed):
        return None
    found = None
    for act in reversed(subject.acts):
        if act.state != subject.state:
            break
        found = act
    return found


def deciders_of(kind: Kind, subject: Move) -> frozenset[str]:
    """Who decided on a move before, first or in a review; none of them reviews it again."""
    reviews = (OVERTURN.name, UPHELD.name)
    found = {act.by for act in subject.acts if act.step in reviews}
    decision = decision_on(kind, subject)
    if decision is not None:
        found.add(decision.by)
    if kind.open_decides:
        found.add(subject.opened.by)
    return frozenset(found)


def _turn(move: Move) -> Side:
    return Side(move.facts["reviewed_by"])


def _check(facts: Facts, contract: Contract) -> Iterator[Finding]:
    yield from unknown_clause(facts, contract)
    if is_of_line(facts) and not (facts.get("month") and facts.get("clause")):
        yield Finding(
            "dispute_of_nothing",
            say("It is not said what is disputed."),
            say("A second reviewer must know which decision or which line to look at."),
            say("Open the dispute from the page of the move, or of the line of the month."),
            Place(column="subject"),
        )


def _clock(move: Move, contract: Contract) -> Clock | None:
    if move.state not in _OPEN:
        return None
    return Clock(move.opened.at + DISPUTE_HOURS * HOUR, _turn(move), say("Review by somebody else"))


def _months(move: Move, contract: Contract) -> Iterable[Month]:
    if move.facts.get("month"):
        return (Month.parse(move.facts["month"]),)
    return (Month.parse(month) for month in move.facts.get("months", ()))


def _follow(move: Move, contract: Contract) -> Iterator[Consequence]:
    act, facts = move.acts[-1], move.facts
    if act.step not in REVIEWS:
        return
    if is_of_line(facts):
        if act.step == OVERTURNS:
            yield _task(act, str(facts["clause"]))
    elif act.step == OVERTURNS:
        state = act.facts["outcome"].partition("/")[2]
        yield Consequence(
            side=act.side, number=facts["subject"], step=OVERTURN.name, state=state, text=act.text
        )
    else:
        yield Consequence(
            side=act.side,
            number=facts["subject"],
            step=UPHELD.name,
            state=facts.get("if_upheld", ""),
            text=act.text,
        )


def _task(act: Act, clause: str) -> Consequence:
    """What must be done about the line, ordered by the side that does not do it."""
    facts = act.facts
    concerned = Side(facts["by_side"])
    orders = concerned.other
    return Consequence(
        side=orders,
        kind="task",
        text=act.text,
        facts={"clause": clause, **{name: facts[name] for name in ("title", "what", "due_at")}},
    )


def _summary(others: Mapping[str, Kind]) -> Callable[[Move, Contract], Said]:
    def summary(move: Move, contract: Contract) -> Said:
        facts = move.facts
        if is_of_line(facts):
            return say("{clause} in {month}", clause=facts["clause"], month=facts["month"])
        kind, _, state = str(facts["first"]).partition("/")
        found = others[kind]
        return say(
            "{kind} {ref}: {state}",
            kind=found.title, ref=f"M-{facts['subject']}", state=found.states[state],
        )  # fmt: skip

    return summary


def _asked(others: Mapping[str, Kind]) -> Callable[[Step, Move], Step]:
    """Overturning asks for the outcomes that are left, or for what must be done about a line."""

    def asked(step: Step, move: Move) -> Step:
        if step.name != OVERTURNS:
            return step
        of_line = is_of_line(move.facts)
        fields = [f for f in step.fields if (f.name in _OF_A_LINE) == of_line]
        if of_line:
            return replace(step, fields=tuple(fields))
        return replace(step, fields=tuple(replace(f, values=left(move)) for f in fields))

    def left(move: Move) -> dict[str, Said]:
        kind, _, state = str(move.facts["first"]).partition("/")
        found = others[kind]
        stands = {state, move.facts.get("if_upheld", state)}
        return {outcome(found, o): found.states[o] for o in found.outcomes if o not in stands}

    return asked


def dispute_kind(kinds: Iterable[Kind]) -> Kind:
    """The kind of disputes about moves of these kinds, and about lines of a month."""
    others = {kind.name: kind for kind in kinds}
    states = {
        outcome(kind, state): words
        for kind in others.values()
        for state, words in kind.states.items()
        if state in (*kind.outcomes, *kind.disputed)
    }
    return Kind(
        name=NAME,
        title=say("Dispute"),
        opened=say("disputed"),
        opens=frozenset({Side.SUPPLIER, Side.PURCHASER}),
        by_system=True,
        fields=(
            Field("subject", Ask.MOVE, say("Disputed move"), required=False),
            Field("first", Ask.CHOICE, say("First decision"), False, states),
            Field("month", Ask.MONTH, say("Month"), required=False),
            Field("clause", Ask.LINE, say("Clause"), required=False),
            Field("stood", Ask.LINE, say("It stood at"), required=False),
            Field("reason", Ask.TEXT, say("Why it is disputed")),
            Field("reviewed_by", Ask.CHOICE, say("Reviewed by"), values=SIDES),
        ),
        states={
            RAISED: say("raised, not answered"),
            ANSWERED: say("answered, not reviewed"),
            STANDS: say("the first decision stands"),
            OVERTURNED: say("overturned"),
            WITHDRAWN: say("withdrawn"),
        },
        first=RAISED,
        ended=frozenset({STANDS, OVERTURNED, WITHDRAWN}),
        waits={RAISED: Who.OTHER, ANSWERED: Who.TURN},
        steps=_steps(states),
        summary=_summary(others),
        check=_check,
        clock=_clock,
        months=_months,
        follow=_follow,
        turn=_turn,
        asked=_asked(others),
    )


def _steps(states: Mapping[str, Said]) -> tuple[Step, ...]:
    opener = frozenset({"open"})
    return (
        Step(
            "answer", say("Answer the dispute"), say("answered"), frozenset({RAISED}), ANSWERED,
            Who.OTHER, fields=(Field("answer", Ask.TEXT, say("Answer")),),
        ),
        Step(
            UPHOLDS, say("Uphold the first decision"), say("upheld the first decision"), _OPEN,
            STANDS, Who.TURN, decides=True, needs_reason=True, not_by=opener,
        ),
        Step(
            OVERTURNS, say("Overturn the first decision"), say("overturned the first decision"),
            _OPEN, OVERTURNED, Who.TURN, decides=True, needs_reason=True, not_by=opener,
            fields=(
                Field("outcome", Ask.CHOICE, say("What holds instead"), values=states),
                Field("title", Ask.LINE, say("What must be done, in a few words")),
                Field("what", Ask.TEXT, say("What must be done")),
                Field("by_side", Ask.CHOICE, say("Which side does it"), values=SIDES),
                Field("due_at", Ask.MOMENT, say("Due at")),
            ),
        ),
        Step("withdraw", say("Withdraw"), say("withdrawn"), _OPEN, WITHDRAWN, Who.OWN),
    )  # fmt: skip
