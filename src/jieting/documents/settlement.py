"""A settlement as a document: quarters with their money, renewal, breaches, clocks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from jieting.documents.build import notes_of, plain_text, points_text
from jieting.documents.document import Cell, Document, Section, code, data, number, words
from jieting.documents.layout import month_words, party_signatures
from jieting.documents.sections import notes, section
from jieting.documents.settlement_booked import booked_meta, booked_result, booked_sections
from jieting.documents.words import optional, yes_no
from jieting.domain.books.statement import OnTheBooks
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.rectification import ClockState, Rectification
from jieting.domain.contracts.settlement import MONEY_PLACES, Quarter, Settlement
from jieting.domain.periods import Instant, local
from jieting.domain.quantities import plain
from jieting.domain.said import Said, say, verbatim

NAME = "settlement"
STATES: dict[ClockState, Said] = {
    ClockState.IN_TIME: say("in time"),
    ClockState.LATE: say("late"),
    ClockState.RUNNING: say("running"),
    ClockState.OVERDUE: say("overdue"),
}


def settlement_document(
    settlement: Settlement,
    prepared_at: str | None = None,
    simulated: bool = False,
    books: OnTheBooks | None = None,
) -> Document:
    """The settlement as all formats but the JSON lay it out; ``books`` add what is carried."""
    contract = settlement.contract
    return Document(
        name=NAME,
        title=say("{contract}: settlement", contract=contract.title),
        subtitle=_span(settlement),
        stamp=_stamp(contract, simulated),
        meta=(*_meta(contract, prepared_at), *(booked_meta(books.booked) if books else ())),
        result=(*_result(settlement), *(booked_result(books.booked) if books else ())),
        sections=tuple(part for part in _sections(settlement, books) if part.rows),
        signatures=party_signatures(contract.parties.purchaser, contract.parties.supplier),
        footer=say(
            "Contract {contract}, version {version}", contract=contract.id, version=contract.version
        ),
        day=last_day(settlement).isoformat(),
    )


def last_day(settlement: Settlement) -> date:
    """The last day of the last month given; without months the contract's first day."""
    if not settlement.months:
        return settlement.contract.effective_from
    return settlement.months[-1].month.plus(1).first_day - timedelta(days=1)


def _span(settlement: Settlement) -> Said:
    months = [str(result.month) for result in settlement.months]
    if not months:
        return verbatim("-")
    return say("{first} to {last}", first=month_words(months[0]), last=month_words(months[-1]))


def _stamp(contract: Contract, simulated: bool) -> Said | None:
    if simulated:
        return say("Simulated data: not for settlement")
    if contract.fee.provisional:
        return say("Provisional fee: the amounts are an example")
    return None


def _meta(contract: Contract, prepared_at: str | None) -> Iterator[tuple[Said, Said]]:
    yield say("Purchaser"), verbatim(contract.parties.purchaser)
    yield say("Supplier"), verbatim(contract.parties.supplier)
    yield say("Contract number"), verbatim(contract.id)
    yield say("Version"), verbatim(contract.version)
    yield say("Time zone"), verbatim(str(contract.zone))
    yield say("Prepared at"), optional(prepared_at)


def _result(settlement: Settlement) -> Iterator[Said]:
    for quarter in settlement.quarters:
        yield say("{months}: {why}", months=_months(quarter), why=quarter.why)
    if settlement.breaches:
        yield say("{number} breaches of limits.", number=len(settlement.breaches))


def _months(quarter: Quarter) -> Said:
    return verbatim(" / ".join(str(month) for month in quarter.months))


def _sections(settlement: Settlement, books: OnTheBooks | None) -> Iterator[Section]:
    sheet = say("Settlement")
    yield section("quarters", say("Quarters"), sheet, tuple(_quarters(settlement)))
    if books is not None:
        yield from booked_sections(books, settlement.contract)
    yield section("months", say("Months given"), sheet, tuple(_given(settlement)))
    yield section("renewal", say("Renewal"), sheet, tuple(_renewal(settlement)))
    yield section("breaches", say("Breaches of limits"), sheet, tuple(_breaches(settlement)))
    clocks = tuple(_clock(r, settlement.contract) for r in settlement.rectifications)
    yield section("rectifications", say("Rectification clocks"), sheet, clocks)
    yield notes(notes_of(settlement.findings))


def _quarters(settlement: Settlement) -> Iterator[tuple[Cell, ...]]:
    currency = settlement.contract.fee.currency
    for quarter in settlement.quarters:
        yield (
            words(_months(quarter)),
            number(points_text(quarter.score)),
            number(plain_text(quarter.coefficient)),
            number(plain(quarter.fee, MONEY_PLACES), currency),
            number(plain(quarter.payable, MONEY_PLACES), currency),
            words(quarter.why),
        )


def _given(settlement: Settlement) -> Iterator[tuple[Cell, ...]]:
    for result in settlement.months:
        yield (
            code(str(result.month)),
            data(result.version),
            number(result.arrived),
            number(points_text(result.score)),
        )


def _renewal(settlement: Settlement) -> Iterator[tuple[Cell, ...]]:
    state = settlement.renewal
    if state is not None:
        yield (
            number(state.good),
            number(state.given),
            number(state.needed),
            number(state.still_needed),
            words(yes_no(state.still_possible)),
        )


def _breaches(settlement: Settlement) -> Iterator[tuple[Cell, ...]]:
    for breach in settlement.breaches:
        found = Cell(tuple(verbatim(text) for text in breach.findings), outside=True)
        yield code(str(breach.month)), code(breach.clause), found, data(breach.remedy or "-")


def _clock(clock: Rectification, contract: Contract) -> tuple[Cell, ...]:
    violation = clock.violation
    return (
        code(clock.clause or "-"),
        number(violation.level),
        words(_moment(violation.received_at, contract)),
        words(_moment(clock.due_at, contract)),
        words(_moment(violation.rectified_at, contract)),
        words(STATES[clock.state] if clock.state else verbatim("-")),
    )


def _moment(at: Instant | None, contract: Contract) -> Said:
    """A local time to the second; a dash where there is none."""
    if at is None:
        return verbatim("-")
    return verbatim(local(at, contract.zone).replace(tzinfo=None).isoformat(sep=" "))
