"""A deliverable: a report or self-assessment of a month, due, handed in, and looked through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jieting.domain.books.field import Ask, Field
from jieting.domain.books.kind import OVERTURN, Clock, Kind, Step, Who
from jieting.domain.books.move import Facts, Move
from jieting.domain.contracts.board.standing import Side
from jieting.domain.contracts.deliverables import KINDS, REPORTS, SELF_ASSESSMENT
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.records import Record, Report, SelfAssessment
from jieting.domain.errors import Finding, Place
from jieting.domain.periods import Instant, Month, shown
from jieting.domain.said import Said, say

DUE, OVERDUE, SUBMITTED = "due", "overdue", "submitted"
ACCEPTED, RETURNED, ELSEWHERE = "accepted", "returned", "elsewhere"
UNSUBMITTED = frozenset({DUE, OVERDUE})
MAY_SUBMIT = UNSUBMITTED | {RETURNED}
"""States in which the supplier may hand in, for the first time or again."""
SUBMIT, MISSED, RETURN = "submit", "missed", "return"
_ON_RECORD = frozenset({OVERDUE, SUBMITTED, ACCEPTED, RETURNED})
ITEM_END = ": "
"""Stands in an untrue item between the item of the form and why it is untrue."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What stands of the reviews: each item once, in the order in which it was found."""

    missing: tuple[str, ...]
    untrue_items: tuple[str, ...]


def submitted_at(move: Move) -> Instant | None:
    """When it was handed in for the first time, which decides whether it was late."""
    return next((act.at for act in move.acts if act.step == SUBMIT), None)


def month_of(facts: Facts) -> Month:
    """The month that it is about."""
    return Month.parse(str(facts["month"]))


def reviewed(move: Move) -> Reviewed:
    """What all returns found; those that a second reviewer overturned count no more."""
    returns: list[Facts] = []
    of_last = 0
    for act in move.acts:
        if act.step == SUBMIT:
            of_last = len(returns)
        elif act.step == RETURN:
            returns.append(act.facts)
        elif act.step == OVERTURN.name and act.state == ACCEPTED:
            del returns[of_last:]
    return Reviewed(_each_once(returns, "missing"), _each_once(returns, "untrue_items"))


def item_of(untrue: str) -> str:
    """The item of the form that an untrue item names."""
    return untrue.partition(ITEM_END)[0].strip()


def items_of(contract: Contract) -> tuple[str, ...]:
    """The items of a self-assessment: the rows of points, and the figures, by their clauses."""
    rows = [clause.id for clause in contract.clauses if clause.points is not None]
    return tuple(dict.fromkeys([*rows, *(use.clause for use in contract.figures)]))


def _each_once(returns: Iterable[Facts], name: str) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for facts in returns:
        for item in facts.get(name, ()):
            # An item that is found again with other words is still one item.
            found.setdefault(item_of(item) if name == "untrue_items" else item, item)
    return tuple(found.values())


def _records(move: Move, contract: Contract) -> Iterator[tuple[str, Record]]:
    """Nothing before the deadline of what was not handed in: its line waits and loses nothing."""
    kind = move.facts["deliverable"]
    if move.state not in _ON_RECORD:
        return
    due_at, found = int(move.facts["due_at"]), reviewed(move)
    if kind in REPORTS:
        yield (
            "report",
            Report(
                ref=move.ref,
                kind=str(kind),
                due_at=due_at,
                submitted_at=submitted_at(move),
                missing=found.missing,
                month=month_of(move.facts),
            ),
        )
    elif kind == SELF_ASSESSMENT:
        yield (
            "self_assessment",
            SelfAssessment(
                ref=move.ref,
                due_at=due_at,
                submitted_at=submitted_at(move),
                untrue_items=found.untrue_items,
                month=month_of(move.facts),
            ),
        )


def _clock(move: Move, contract: Contract) -> Clock | None:
    if move.state not in UNSUBMITTED:
        return None
    facts = move.facts
    what = say("hand in {title} of {month}", title=facts["title"], month=facts["month"])
    return Clock(int(facts["due_at"]), Side.SUPPLIER, what)


def _check(facts: Facts, contract: Contract) -> Iterator[Finding]:
    is_self = facts["deliverable"] == SELF_ASSESSMENT
    wrong = facts.get("missing") if is_self else facts.get("untrue_items")
    if wrong:
        yield Finding(
            "deliverable_wrong_list",
            say("A self-assessment has untrue items, a report missing ones; not the other."),
            say("The two cost different points."),
            say("Write it into the other list."),
            Place(column="missing" if is_self else "untrue_items"),
        )
    elif is_self:
        yield from _unknown_items(facts, contract)


def _unknown_items(facts: Facts, contract: Contract) -> Iterator[Finding]:
    known = items_of(contract)
    for item in facts.get("untrue_items", ()):
        if item_of(item) not in known or not item.partition(ITEM_END)[2].strip():
            yield Finding(
                "deliverable_no_item",
                say("{item} names no item of the form with a reason.", item=item),
                say("Each untrue item costs points, so both must see which one it is and why."),
                say("Write the item's clause, a colon and why: {example}.", example="N-4.1: …"),
                Place(column="untrue_items"),
            )


def _months(move: Move, contract: Contract) -> Iterable[Month]:
    return (month_of(move.facts),)


def _summary(move: Move, contract: Contract) -> Said:
    facts = move.facts
    due = shown(int(facts["due_at"]), contract.zone)
    return say("{title} of {month}, due {due}", title=facts["title"], month=facts["month"], due=due)


def _clauses(contract: Contract) -> Iterable[str]:
    return dict.fromkeys(each.clause for each in contract.deliverables)


DELIVERABLE = Kind(
    name="deliverable",
    title=say("Deliverable"),
    opened=say("put on the calendar"),
    opens=frozenset({Side.SUPPLIER}),
    by_system=True,
    fields=(
        Field("deliverable", Ask.CHOICE, say("Deliverable"), values=KINDS),
        Field("title", Ask.LINE, say("Title")),
        Field("clause", Ask.LINE, say("Clause")),
        Field("month", Ask.MONTH, say("About the month")),
        Field("due_at", Ask.MOMENT, say("Due by")),
    ),
    states={
        DUE: say("not handed in, not yet due"),
        OVERDUE: say("overdue"),
        SUBMITTED: say("handed in"),
        ACCEPTED: say("accepted"),
        RETURNED: say("returned"),
        ELSEWHERE: say("in the records already"),
    },
    first=DUE,
    ended=frozenset({ACCEPTED, RETURNED, ELSEWHERE}),
    waits={DUE: Who.SUPPLIER, OVERDUE: Who.SUPPLIER, SUBMITTED: Who.PURCHASER},
    steps=(
        Step(
            MISSED, say("Deadline missed"), say("not there at the deadline"), frozenset({DUE}),
            OVERDUE, Who.SUPPLIER, by_system=True,
        ),
        Step(
            "elsewhere", say("In the records already"), say("found in the records already"),
            UNSUBMITTED, ELSEWHERE, Who.SUPPLIER, by_system=True,
        ),
        Step(
            SUBMIT, say("Hand in"), say("handed in"), MAY_SUBMIT, SUBMITTED, Who.SUPPLIER,
            fields=(Field("version", Ask.WHOLE, say("Document version"), low=1),),
            needs_evidence=True,
        ),
        Step(
            "accept", say("Accept"), say("accepted"), frozenset({SUBMITTED}), ACCEPTED,
            Who.PURCHASER, decides=True,
        ),
        Step(
            RETURN, say("Return"), say("returned"), frozenset({SUBMITTED}), RETURNED,
            Who.PURCHASER, decides=True, needs_reason=True,
            fields=(
                Field(
                    "missing", Ask.LINES, say("Missing contents of a report"), required=False,
                    help=say("One item in a line; each costs points."),
                ),
                Field(
                    "untrue_items", Ask.LINES, say("Untrue items of a self-assessment"),
                    required=False, help=say("One in a line: the item's clause, a colon, why."),
                ),
            ),
        ),
    ),
    summary=_summary,
    check=_check,
    records=_records,
    clock=_clock,
    months=_months,
    outcomes=(ACCEPTED, RETURNED),
    unkept=frozenset({RETURNED}),
    clauses=_clauses,
)  # fmt: skip
