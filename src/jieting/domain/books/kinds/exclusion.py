"""An exclusion: time proposed to be left out of a rate, for a cause outside the supplier."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from jieting.domain.books.field import Ask, Field
from jieting.domain.books.kind import Kind, Step, Who
from jieting.domain.books.move import Facts, Move
from jieting.domain.contracts.board.standing import Side
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.records import Exclusion, Record
from jieting.domain.errors import Finding, Place
from jieting.domain.periods import Month, Period, day_period, local, shown
from jieting.domain.said import Said, say

PROPOSED, AGREED, REFUSED, WITHDRAWN = "proposed", "agreed", "refused", "withdrawn"
CAUSES = {
    "outage": say("outage of lines or the platform"),
    "purchaser": say("cause of the purchaser's own"),
    "force_majeure": say("force majeure"),
    "other": say("another cause"),
}


def period_of(facts: Facts, contract: Contract) -> Period:
    """The time that is left out: a whole day, or from ``from`` until just before ``to``."""
    if facts.get("day"):
        return day_period(date.fromisoformat(facts["day"]), contract.zone)
    return Period(facts["from"], facts["to"])


def _check(facts: Facts, contract: Contract) -> Iterator[Finding]:
    day, start, end = facts.get("day"), facts.get("from"), facts.get("to")
    if contract.exclusion_unit == "day" and not day:
        yield Finding(
            "exclusion_day_wanted",
            say("No day is given."),
            say("This contract leaves out whole days only."),
            say("Enter the day."),
            Place(column="day"),
        )
    elif bool(day) == bool(start or end) or (not day and not (start and end and start < end)):
        yield Finding(
            "exclusion_span",
            say("An exclusion has either a day, or a beginning and a later end."),
            say("It must be clear which calls are left out."),
            say("Enter the day alone, or from and to, the earlier first."),
            Place(column="from"),
        )


def _records(move: Move, contract: Contract) -> Iterator[tuple[str, Record]]:
    if move.state not in (PROPOSED, AGREED):
        return
    facts = move.facts
    day = date.fromisoformat(facts["day"]) if facts.get("day") else None
    yield (
        "exclusion",
        Exclusion(
            ref=move.ref,
            period=period_of(facts, contract),
            day=day,
            reason=str(facts["reason"]),
            agreed=move.state == AGREED,
        ),
    )


def _months(move: Move, contract: Contract) -> Iterable[Month]:
    period = period_of(move.facts, contract)
    month = Month.of(local(period.start, contract.zone).date())
    last = Month.of(local(period.end - 1, contract.zone).date())
    while month <= last:
        yield month
        month = month.plus(1)


def _summary(move: Move, contract: Contract) -> Said:
    if move.facts.get("day"):
        return say("{day}: {reason}", day=move.facts["day"], reason=move.facts["reason"])
    period = period_of(move.facts, contract)
    return say(
        "{start} to {end}: {reason}",
        start=shown(period.start, contract.zone),
        end=shown(period.end, contract.zone),
        reason=move.facts["reason"],
    )


def _clauses(contract: Contract) -> Iterable[str]:
    return (use.clause for use in contract.figures if contract.excludes(use))


EXCLUSION = Kind(
    name="exclusion",
    title=say("Exclusion"),
    opened=say("proposed"),
    opens=frozenset({Side.SUPPLIER, Side.PURCHASER}),
    fields=(
        Field("day", Ask.DAY, say("Whole day"), required=False),
        Field("from", Ask.MOMENT, say("From"), required=False),
        Field("to", Ask.MOMENT, say("To (no longer left out)"), required=False),
        Field("cause", Ask.CHOICE, say("Cause"), values=CAUSES),
        Field("reason", Ask.LINE, say("What happened")),
    ),
    states={
        PROPOSED: say("proposed, not decided"),
        AGREED: say("agreed"),
        REFUSED: say("refused"),
        WITHDRAWN: say("withdrawn"),
    },
    first=PROPOSED,
    ended=frozenset({AGREED, REFUSED, WITHDRAWN}),
    waits={PROPOSED: Who.OTHER},
    steps=(
        Step(
            "agree", say("Agree"), say("agreed"), frozenset({PROPOSED}), AGREED, Who.OTHER,
            decides=True,
        ),
        Step(
            "refuse", say("Refuse"), say("refused"), frozenset({PROPOSED}), REFUSED, Who.OTHER,
            decides=True, needs_reason=True,
        ),
        Step(
            "withdraw", say("Withdraw"), say("withdrawn"), frozenset({PROPOSED}), WITHDRAWN,
            Who.OWN,
        ),
    ),
    summary=_summary,
    check=_check,
    records=_records,
    months=_months,
    outcomes=(AGREED, REFUSED),
    clauses=_clauses,
)  # fmt: skip
