"""An inspection: the purchaser draws at random, the supplier hands in, findings become moves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from jieting.domain.books.bounds import impossible_moment
from jieting.domain.books.field import Ask, Field
from jieting.domain.books.kind import Clock, Consequence, Kind, Step, Who
from jieting.domain.books.kinds.complaint import CATEGORIES
from jieting.domain.books.kinds.task import unknown_clause, usual_clause
from jieting.domain.books.move import Act, Facts, Move
from jieting.domain.contracts.board.standing import Side
from jieting.domain.contracts.model import Contract
from jieting.domain.errors import Finding, Place
from jieting.domain.periods import Instant, Month, local
from jieting.domain.said import Said, say, verbatim

ORDERED, PROVIDED, CLOSED = "ordered", "provided", "closed"
USUAL_CLAUSE = "P-4.1.4"
"""Where no clause is named: the one of this number, in a contract that has it."""
MOST = 100
"""No more are drawn at once: a person looks at each of them."""
POPULATIONS = {
    "calls": say("inbound calls of the month"),
    "recorded_calls": say("recorded inbound calls of the month"),
    "evaluations": say("calls of the month with a quality evaluation"),
    "sign_in_sheets": say("sign-in sheets: trainings held in the month"),
    "employment_contracts": say("employment contracts of agents who took calls in the month"),
    "confidentiality_agreements": say(
        "confidentiality agreements of agents who took calls in the month"
    ),
}
OF_CALLS = frozenset({"calls", "recorded_calls", "evaluations"})
"""Populations whose ids are calls."""
OK, FINDING = "ok", "finding"
RESULTS = {OK: say("nothing to object to"), FINDING: say("a finding")}
NOTHING, VIOLATION, CONFIDENTIALITY = "nothing", "violation", "confidentiality"
COMPLAINT, SPOT_CHECK = "complaint", "spot_check"
LEADS_TO = {
    NOTHING: say("nothing further"),
    VIOLATION: say("a violation of level 2"),
    CONFIDENTIALITY: say("a confidentiality matter"),
    COMPLAINT: say("a service complaint about the call"),
    SPOT_CHECK: say("a spot check with a scoring error"),
}
ABOUT_CALLS = frozenset({COMPLAINT, SPOT_CHECK})
"""What only a call can lead to."""


def findings_of(move: Move) -> Mapping[str, Act]:
    """The latest act of looking at each item that was looked at."""
    return {str(act.facts["item"]): act for act in move.acts if act.step == "find"}


def _check(facts: Facts, contract: Contract) -> Iterator[Finding]:
    yield from impossible_moment(facts, "due_at")
    yield from unknown_clause(facts, contract)
    if facts.get("result") == FINDING:
        yield from _incomplete(facts)
    elif facts.get("leads_to", NOTHING) != NOTHING:
        yield _wrong("leads_to", say("Only a finding leads to another move."))


def _incomplete(facts: Facts) -> Iterator[Finding]:
    leads_to = facts.get("leads_to")
    if not facts.get("what"):
        yield _wrong("what", say("It is not said what was found."))
    if not leads_to:
        yield _wrong("leads_to", say("It is not said what the finding leads to."))
    if leads_to in ABOUT_CALLS and facts["population"] not in OF_CALLS:
        yield _wrong("leads_to", say("What was drawn is no call."))
    if leads_to == SPOT_CHECK and facts["population"] != "evaluations":
        yield _wrong("leads_to", say("Only an evaluation can be scored wrongly."))
    if leads_to == COMPLAINT and not facts.get("category"):
        yield _wrong("category", say("It is not said what the complaint is about."))


def _wrong(column: str, what: Said) -> Finding:
    return Finding(
        "inspection_finding",
        what,
        say("The supplier answers what is found, and the move that it leads to."),
        say("Complete or correct the finding."),
        Place(column=column),
    )


def _asked(step: Step, move: Move) -> Step:
    """Of what was drawn only the drawn can be handed in or found."""
    drawn = {str(item): verbatim(str(item)) for item in move.facts["drawn"]}
    fields = tuple(
        replace(field, values=drawn) if field.name in ("item", "handed_in") else field
        for field in step.fields
    )
    return replace(step, fields=fields)


def _follow(move: Move, contract: Contract) -> Iterator[Consequence]:
    act = move.acts[-1]
    leads_to = act.facts.get("leads_to", NOTHING)
    if act.step != "find" or leads_to == NOTHING:
        return
    facts = _LED[leads_to](act, local(act.at, contract.zone).date().isoformat())
    yield Consequence(side=Side.PURCHASER, kind=leads_to, facts=facts, text=act.text)


def _violation(act: Act, day: str) -> Facts:
    what = f"{act.facts['item']}: {act.facts['what']}"
    return {"level": "2", "received_at": act.at, "category": "non_compliance", "what": what}


def _confidentiality(act: Act, day: str) -> Facts:
    what = f"{act.facts['item']}: {act.facts['what']}"
    return {"day": day, "what": what, "consequence": "none"}


def _complaint(act: Act, day: str) -> Facts:
    facts = act.facts
    return {
        "call_id": facts["item"],
        "received_at": act.at,
        "category": facts["category"],
        "what": facts["what"],
    }


def _spot_check(act: Act, day: str) -> Facts:
    facts = act.facts
    return {"call_id": facts["item"], "day": day, "scoring_error": "yes", "what": facts["what"]}


_LED = {
    VIOLATION: _violation,
    CONFIDENTIALITY: _confidentiality,
    COMPLAINT: _complaint,
    SPOT_CHECK: _spot_check,
}


def _clock(move: Move, contract: Contract) -> Clock | None:
    due_at = move.facts.get("due_at")
    if move.state != ORDERED or due_at is None:
        return None
    return Clock(due_at, Side.SUPPLIER, say("Hand in what was drawn"))


def _months(move: Move, contract: Contract) -> Iterable[Month]:
    return (Month.parse(move.facts["month"]),)


def _summary(move: Move, contract: Contract) -> Said:
    facts = move.facts
    return say(
        "{n} of {size}: {population} ({month})",
        n=len(facts["drawn"]),
        size=facts["population_size"],
        population=POPULATIONS[facts["population"]],
        month=facts["month"],
    )


def _remarks(
    move: Move, others: Sequence[Move], contract: Contract, now: Instant
) -> Iterator[Said]:
    looked_at = findings_of(move)
    found = [item for item, act in looked_at.items() if act.facts["result"] == FINDING]
    yield say(
        "{looked} of {n} drawn have been looked at, {found} with a finding.",
        looked=len(looked_at), n=len(move.facts["drawn"]), found=len(found),
    )  # fmt: skip


_OPEN = frozenset({ORDERED, PROVIDED})
_NOTHING_YET: dict[str, Any] = {}
INSPECTION = Kind(
    name="inspection",
    title=say("Inspection"),
    opened=say("ordered"),
    opens=frozenset({Side.PURCHASER}),
    open_decides=True,
    by_system=True,
    opens_at="inspection_new",
    pages=(("inspection_draw", say("Repeat the draw")),),
    fields=(
        Field("population", Ask.CHOICE, say("Drawn from"), values=POPULATIONS),
        Field("month", Ask.MONTH, say("Month")),
        Field("number", Ask.WHOLE, say("How many"), low=1, high=MOST),
        Field(
            "clause", Ask.LINE, say("Clause"), required=False,
            help=say("Number of the clause that is looked at, where it is one."),
        ),
        Field("focus", Ask.TEXT, say("What is looked at"), required=False),
        Field("due_at", Ask.MOMENT, say("To be handed in by"), required=False),
        Field("population_size", Ask.WHOLE, say("Size of the population"), high=1_000_000_000),
        Field("population_digest", Ask.LINE, say("Digest of the population")),
        Field("seed", Ask.TEXT, say("Seed of the draw")),
        Field("drawn", Ask.LINES, say("Drawn")),
    ),
    states={
        ORDERED: say("ordered, not handed in"),
        PROVIDED: say("handed in, not closed"),
        CLOSED: say("closed"),
    },
    first=ORDERED,
    ended=frozenset({CLOSED}),
    waits={ORDERED: Who.SUPPLIER, PROVIDED: Who.PURCHASER},
    steps=(
        Step(
            "provide", say("Hand in"), say("handed in"), _OPEN, PROVIDED, Who.SUPPLIER, anew=True,
            fields=(
                Field(
                    "handed_in", Ask.CHOICE, say("What is handed in"), required=False,
                    values=_NOTHING_YET, help=say("Leave it empty for everything at once."),
                ),
                Field("note", Ask.TEXT, say("What the purchaser should know"), required=False),
            ),
        ),
        Step(
            "find", say("Enter what was found"), say("looked at"), _OPEN, None, Who.PURCHASER,
            decides=True, anew=True,
            fields=(
                Field("item", Ask.CHOICE, say("Which of the drawn"), values=_NOTHING_YET),
                Field("result", Ask.CHOICE, say("Result"), values=RESULTS),
                Field("what", Ask.TEXT, say("What was found"), required=False),
                Field("leads_to", Ask.CHOICE, say("It leads to"), False, LEADS_TO),
                Field(
                    "category", Ask.CHOICE, say("Complaint about"), False, CATEGORIES,
                    help=say("Only where it leads to a complaint."),
                ),
            ),
        ),
        Step(
            "close", say("Close the inspection"), say("closed the inspection"), _OPEN, CLOSED,
            Who.PURCHASER, decides=True,
        ),
    ),
    summary=_summary,
    check=_check,
    clock=_clock,
    months=_months,
    follow=_follow,
    clauses=lambda contract: usual_clause(contract, USUAL_CLAUSE),
    remarks=_remarks,
    asked=_asked,
)  # fmt: skip
