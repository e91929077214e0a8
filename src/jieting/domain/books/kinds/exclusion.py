"""An exclusion: time proposed to be left out of a rate, for a cause outside the supplier."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from jieting.domain.books.belongs import clauses_on_exclusions
from jieting.domain.books.bounds import impossible_moment
from jieting.domain.books.field import Ask, Field
from jieting.domain.books.kind import Kind, Step, Who
from jieting.domain.books.move import Facts, Move
from jieting.domain.contracts.board.standing import Side
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.records import Exclusion, Record
from jieting.domain.errors import Finding, Place
from jieting.domain.periods import (
    Instant,
    Month,
    Period,
    day_period,
    local,
    shown,
    start_of_day,
)
from jieting.domain.said import Said, say

PROPOSED, AGREED, REFUSED, WITHDRAWN = "proposed", "agreed", "refused", "withdrawn"
CAUSES = {
    "outage": say("outage of lines or the platform"),
    "purchaser": say("cause of the purchaser's own"),
    "force_majeure": say("force majeure"),
    "other": say("another cause"),
}
PARTIES = {
    "purchaser": say("the purchaser"),
    "third": say("a third party, such as the carrier or the superior platform"),
    "nobody": say("nobody: force majeure"),
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
    else:
        yield from impossible_moment(facts, "from", "to")
        yield from _after_the_end(facts, contract)


def _after_the_end(facts: Facts, contract: Contract) -> Iterator[Finding]:
    """Time after the contract has ended; whether it had begun, its versions say."""
    if period_of(facts, contract).end > start_of_day(contract.effective_to, contract.zone):
        yield Finding(
            "exclusion_after_end",
            say("The contract ends on {day}.", day=contract.effective_to),
            say("After its end there is no month from which anything could be left out."),
            say("Enter a time within the contract's dates."),
            Place(column="day" if facts.get("day") else "to"),
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


def _remarks(
    move: Move, others: Sequence[Move], contract: Contract, now: Instant
) -> Iterator[Said]:
    """Other exclusions, agreed ones, that leave out some of the same time."""
    period = period_of(move.facts, contract)
    for other in others:
        if other.kind != "exclusion" or other.state != AGREED or other.number == move.number:
            continue
        if move.state in (PROPOSED, AGREED) and period.intersection(
            period_of(other.facts, contract)
        ):
            yield say(
                "It overlaps {ref}, which is agreed; a call in both is left out once.",
                ref=other.ref,
            )


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
        Field("party", Ask.CHOICE, say("Whose cause it was"), required=False, values=PARTIES),
        Field("reason", Ask.LINE, say("Facts of the matter")),
    ),
    states={
        PROPOSED: say("proposed, not decided"),
        AGREED: say("agreed to"),
        REFUSED: say("refused"),
        WITHDRAWN: say("withdrawn"),
    },
    first=PROPOSED,
    ended=frozenset({AGREED, REFUSED, WITHDRAWN}),
    waits={PROPOSED: Who.OTHER},
    steps=(
        Step(
            "agree", say("Agree"), say("agreed to"), frozenset({PROPOSED}), AGREED, Who.OTHER,
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
    clauses=clauses_on_exclusions,
    remarks=_remarks,
)  # fmt: skip
