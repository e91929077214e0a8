"""Reading a contract file: every finding at once, each with its line and what to do."""

from __future__ import annotations

from datetime import date, time

from jieting.domain.contracts.calendar import WEEKDAYS, Hours, ServiceCalendar, SpecialDay
from jieting.domain.contracts.check import check_contract
from jieting.domain.contracts.choices import QUESTIONS, Choice
from jieting.domain.contracts.clauses import read_rule
from jieting.domain.contracts.deliverables import read_deliverable
from jieting.domain.contracts.model import (
    CLAUSE_KINDS,
    Clause,
    Contract,
    Fee,
    FigureUse,
    Parties,
    Population,
    Target,
)
from jieting.domain.errors import BadInput, Finding
from jieting.domain.figures import FIGURES, PARAMETERS
from jieting.domain.said import say
from jieting.domain.toml.table_reader import TableReader, TomlFile


def load_contract(text: str, name: str) -> tuple[Contract, list[Finding]]:
    """The contract in a TOML text, and warnings. Errors: BadInput with every error at once."""
    contract, file = _read(text, name)
    file.raise_errors()
    return contract, file.findings


def contract_findings(text: str, name: str) -> list[Finding]:
    """Everything that can be said against a contract file, errors and warnings."""
    try:
        return _read(text, name)[1].findings
    except BadInput as error:
        return list(error.findings)


def _read(text: str, name: str) -> tuple[Contract, TomlFile]:
    """The contract, whole where the file has no error, with the file and its findings.

    Errors: BadInput where nothing at all can be read.
    """
    file = TomlFile.parse(text, name)
    if not file.data:
        file.found(
            "empty_file",
            (),
            say("The file is empty."),
            say("There is no contract in it."),
            say("Start from one of the files in contracts/."),
        )
        file.raise_errors()
    contract = _contract(file.root(), name)
    check_contract(contract, file)
    return contract, file


def _contract(root: TableReader, name: str) -> Contract:
    head = root.table("contract")
    parties, fee = head.table("parties"), head.table("fee")
    population = head.table("population")
    contract = Contract(
        id=head.text("id"),
        version=head.text("version"),
        title=head.text("title"),
        zone=head.zone("time_zone"),
        languages=head.texts("languages"),
        country=head.text("country", ""),
        effective_from=head.day("effective_from") or date.min,
        effective_to=head.day("effective_to") or date.max,
        parties=Parties(parties.text("purchaser"), parties.text("supplier")),
        fee=Fee(fee.exact("amount"), fee.text("currency"), fee.flag("provisional", False)),
        population=_population(population),
        exclusion_unit=head.text("exclusion_unit", allowed=("window", "day")),
        calendar=_calendar(root),
        choices=tuple(_choice(r) for r in root.tables("choice")),
        figures=tuple(_figure(r) for r in root.tables("figure")),
        clauses=tuple(_clause(r) for r in root.tables("clause")),
        file=name,
        deliverables=tuple(read_deliverable(r) for r in root.tables("deliverable")),
    )
    for table in (parties, fee, population, head, root):
        table.close()
    return contract


def _population(reader: TableReader) -> Population:
    return Population(
        reader.text("direction", allowed=("inbound", "outbound")),
        reader.text("queue", ""),
        reader.flag("service_hours_only", False),
    )


def _calendar(root: TableReader) -> ServiceCalendar:
    hours = tuple(_hours(r) for r in root.tables("service_hours"))
    special = tuple(d for r in root.tables("special_day") if (d := _special_day(r)))
    return ServiceCalendar(hours, special)


def _hours(reader: TableReader) -> Hours:
    days = reader.texts("days", allowed=WEEKDAYS) or WEEKDAYS
    start, end = _span(reader)
    since = reader.day("effective_from", required=False)
    until = reader.day("effective_to", required=False)
    if since and until and until <= since:
        reader.found(
            "effective_dates",
            "effective_to",
            say("effective_to is not after effective_from."),
            say("The hours would hold on no day; effective_to is the first day after them."),
            say("Correct the dates."),
        )
    reader.close()
    return Hours(days, start, end, since, until)


def _span(reader: TableReader) -> tuple[time, time]:
    """Hours of one day, ``from`` until just before ``to``; none where they cannot be read."""
    start, end = reader.clock("from"), reader.clock("to")
    if start is None or end is None:
        return time(), time()
    if end <= start:
        reader.found(
            "hours_backwards",
            "to",
            say("The hours end at {end}, not after {start}.", end=end, start=start),
            say("Calls of that time would belong to no service hour."),
            say('Write hours over midnight as two entries; the end of a day is "24:00".'),
        )
    return start, end


def _special_day(reader: TableReader) -> SpecialDay | None:
    day, reason = reader.day("day"), reader.text("reason")
    hours = []
    for part in reader.tables("hours"):
        hours.append(_span(part))
        part.close()
    reader.close()
    return SpecialDay(day, tuple(hours), reason) if day else None


def _choice(reader: TableReader) -> Choice:
    name = reader.text("name", allowed=QUESTIONS)
    allowed = tuple(QUESTIONS[name].values) if name in QUESTIONS else None
    value = reader.text("value", allowed=allowed)
    clause, agreed = reader.text("clause", ""), reader.flag("agreed", False)
    note = reader.text("note", "")
    reader.close()
    return Choice(name, value, clause, agreed, reader.line(), note)


def _figure(reader: TableReader) -> FigureUse:
    clause, name = reader.text("clause"), reader.text("name", allowed=FIGURES)
    places, excludable = reader.whole("shown_places", 2), reader.flag("excludable", False)
    if places > 6:
        reader.found(
            "shown_places",
            "shown_places",
            say("shown_places is {places}.", places=places),
            say("A figure is shown with at most 6 decimals."),
            say("Write the tender's number."),
        )
    target = _target(reader.table("target")) if "target" in reader else None
    parameters = _parameters(reader.table("parameters", required=False), name)
    reader.close()
    return FigureUse(clause, name, places, excludable, target, parameters, reader.line())


def _parameters(reader: TableReader, figure: str) -> tuple[tuple[str, str], ...]:
    """The parameters of a figure that are settled here; the others are choices."""
    known = {k: v for k, v in PARAMETERS.get(figure, {}).items() if k not in QUESTIONS}
    given = tuple((key, reader.text(key, allowed=known[key])) for key in known if key in reader)
    reader.asked.update(known if figure in PARAMETERS else reader.data)
    reader.close()
    return given


def _target(reader: TableReader) -> Target:
    is_floor = reader.text("side", allowed=("at_least", "at_most")) == "at_least"
    target = Target(reader.exact("value"), is_floor)
    reader.close()
    return target


def _clause(reader: TableReader) -> Clause:
    clause = Clause(
        id=reader.text("id"),
        kind=reader.text("kind", allowed=CLAUSE_KINDS),
        title=reader.text("title"),
        text=reader.text("text"),
        source=reader.text("source"),
        points=reader.exact("points") if "points" in reader else None,
        remedy=reader.text("remedy", ""),
        rules=tuple(rule for r in reader.tables("rule") if (rule := read_rule(r))),
        line=reader.line(),
    )
    reader.close()
    return clause
