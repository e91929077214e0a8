"""A report of a month: what the books tell as sections, beside what the supplier writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from jieting.documents.document import Cell, Document, Section, code, data, number, words
from jieting.documents.layout import month_words, party_signatures
from jieting.documents.report_columns import REPORT_COLUMNS
from jieting.documents.sections import exclusions, limits, lines
from jieting.documents.statement import CountRow, FigureRow, Head, Month, Statement
from jieting.documents.words import met_words
from jieting.domain.contracts.board.standing import Standing, State
from jieting.domain.contracts.records import Records
from jieting.domain.periods import Instant, shown
from jieting.domain.said import Said, say, verbatim

Row = tuple[Cell, ...]
TELLING = (State.BREACHED, State.AT_RISK, State.WAITING)
"""States of clauses that a report names, with what is done about them."""
STATE_WORDS: dict[State, Said] = {
    State.BREACHED: say("breached"),
    State.AT_RISK: say("at risk"),
    State.WAITING: say("waiting"),
}
VERDICTS: dict[str, Said] = {
    "justified": say("justified"),
    "unjustified": say("not justified"),
    "open": say("not decided"),
}


@dataclass(frozen=True, slots=True)
class Peak:
    """The day or half hour with the most calls."""

    what: Said
    when: Said
    calls: int


@dataclass(frozen=True, slots=True)
class OpenMove:
    """A move of the month that is not decided."""

    ref: str
    kind: Said
    about: Said
    due_at: Instant | None


@dataclass(frozen=True, slots=True)
class AgentRow:
    """A person who answered calls in the month."""

    agent: str
    calls: int
    days: int
    first: Instant
    last: Instant


@dataclass(frozen=True, slots=True)
class ReportBooks:
    """What the books tell of a month; ``before`` the month before, where it has calls.

    ``records`` are those of the month; ``sampled`` how many calls were drawn and evaluated.
    """

    statement: Statement
    before: Statement | None
    peaks: tuple[Peak, ...]
    records: Records
    sampled: int
    standings: tuple[Standing, ...]
    moves: tuple[OpenMove, ...]
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Written:
    """What people wrote: parts with their titles, measures by the clause that they are about."""

    texts: tuple[tuple[Said, str], ...]
    measures: Mapping[str, str]


def operations_sections(books: ReportBooks) -> tuple[Section, ...]:
    """The sections of an operations report that come of the books."""
    month, before = books.statement.month, books.before
    every = (
        section("report_calls", say("Calls"), _calls(month, before.month if before else None)),
        section(
            "report_figures",
            say("Figures of the month"),
            _figures(books.statement, before.month if before else None),
        ),
        lines(month),
        limits(month),
        section("report_peaks", say("Peaks"), _peaks(books.peaks)),
        section("report_quality", say("Quality work"), _quality(books)),
        section("report_trainings", say("Trainings"), _trainings(books.records)),
        section("report_complaints", say("Complaints and violations"), _complaints(books)),
        section("report_risks", say("Risks and measures"), _risks(books.standings)),
        exclusions(books.statement),
        section("report_moves", say("Not yet decided"), _moves(books)),
        section("report_readings", say("Readings not agreed"), _readings(books.statement)),
        section("report_topics", say("Hot topics"), ((words(_NO_TOPICS),),)),
    )
    return tuple(part for part in every if part.rows)


_NO_TOPICS = say("The system does not record topics of calls yet; see the text above.")


def personnel_sections(agents: Iterable[AgentRow], zone: ZoneInfo) -> tuple[Section, ...]:
    """The sections of a personnel report that come of the books."""
    rows = tuple(
        (
            data(row.agent),
            number(row.calls),
            number(row.days),
            words(_moment(row.first, zone)),
            words(_moment(row.last, zone)),
        )
        for row in agents
    )
    note = say("Persons who answered inbound calls; each call on the local day of its arrival.")
    return (section("report_agents", say("Persons on duty"), rows, (note,)),)


def with_written(sections: Iterable[Section], written: Written) -> tuple[Section, ...]:
    """What people wrote, then the same sections with measures beside the risks."""
    filled = [_with_measures(part, written) for part in sections]
    rows = tuple((words(title), data(text or "-")) for title, text in written.texts)
    return (*([section("texts", say("Report in words"), rows)] if rows else ()), *filled)


def report_document(
    name: str, title: str, head: Head, sections: tuple[Section, ...], taken: str, version: int
) -> Document:
    """The document that is handed in; ``taken`` is when its figures were taken from the books."""
    return Document(
        name=name,
        title=say("{contract}: {report}", contract=head.title, report=title),
        subtitle=month_words(head.month),
        stamp=say("Simulated data: not for settlement") if head.simulated else None,
        meta=(
            (say("Purchaser"), verbatim(head.purchaser)),
            (say("Supplier"), verbatim(head.supplier)),
            (say("Period"), say("{first} to {last}", first=head.first_day, last=head.last_day)),
            (say("Time zone"), verbatim(head.time_zone)),
            (say("Figures taken at"), verbatim(taken)),
            (say("Version of this document"), verbatim(str(version))),
        ),
        result=(),
        sections=sections,
        signatures=party_signatures(head.purchaser, head.supplier),
        footer=say(
            "Contract {contract}, version {version}, month {month}",
            contract=head.contract,
            version=head.version,
            month=head.month,
        ),
        day=head.last_day,
    )


def section(name: str, title: Said, rows: tuple[Row, ...], notes: tuple[Said, ...] = ()) -> Section:
    """A section of a report with the columns that it always has."""
    return Section(name, title, title, REPORT_COLUMNS[name], rows, notes=notes)


def _with_measures(part: Section, written: Written) -> Section:
    if part.name != "report_risks":
        return part
    rows = tuple((*row[:-1], data(written.measures.get(clause_of(row), "") or "-"))
                 for row in part.rows)  # fmt: skip
    return replace(part, rows=rows)


def clause_of(row: Row) -> str:
    """The clause that a row of the risks is about."""
    return str(row[0].lines[0])


def _calls(month: Month, before: Month | None) -> tuple[Row, ...]:
    earlier = {row.name: row.number for row in before.counts} if before else {}
    return tuple(_call(row, earlier) for row in month.counts)


def _call(row: CountRow, earlier: Mapping[str, int]) -> Row:
    return words(row.words), number(row.number), number(earlier.get(row.name))


def _figures(statement: Statement, before: Month | None) -> tuple[Row, ...]:
    formulas = {row.clause: row.definition[0] for row in statement.definitions}
    earlier = {row.clause: row for row in before.figures} if before else {}
    return tuple(
        (
            code(row.clause),
            words(row.title, formulas[row.clause]),
            words(_working(row)),
            code(row.target or "-"),
            words(met_words(row.met) if row.target else verbatim("-")),
            _shown(earlier.get(row.clause)),
        )
        for row in statement.month.figures
    )


def _working(row: FigureRow) -> Said:
    if row.shown is None:
        return say("no base")
    return verbatim(f"{row.numerator} / {row.denominator} → {row.shown} {row.unit}")


def _shown(row: FigureRow | None) -> Cell:
    return number(row.shown, row.unit) if row is not None else code("-")


def _peaks(peaks: tuple[Peak, ...]) -> tuple[Row, ...]:
    return tuple((words(peak.what), words(peak.when), number(peak.calls)) for peak in peaks)


def _quality(books: ReportBooks) -> tuple[Row, ...]:
    records = books.records
    errors = sum(check.scoring_error for check in records.spot_check)
    return (
        (words(say("Calls drawn at random and evaluated")), number(books.sampled)),
        (words(say("Spot checks by the purchaser")), number(len(records.spot_check))),
        (words(say("Scoring errors found by them")), number(errors)),
        (words(say("Trainings held")), number(len(records.training))),
    )


def _trainings(records: Records) -> tuple[Row, ...]:
    ordered = sorted(records.training, key=lambda training: training.date)
    return tuple(
        (code(each.date.isoformat()), data(each.kind), number(len(each.attendees)))
        for each in ordered
    )


def _complaints(books: ReportBooks) -> tuple[Row, ...]:
    return tuple(_complaint_rows(books))


def _complaint_rows(books: ReportBooks) -> Iterator[Row]:
    records, zone = books.records, books.zone
    for complaint in records.complaint:
        received = words(_moment(complaint.received_at, zone))
        about = words(say("call {call}", call=complaint.call_id))
        yield words(say("Complaint")), received, about, words(VERDICTS[complaint.verdict])
    for violation in records.violation:
        done = violation.rectified_at
        put_right = say("not put right") if done is None else _moment(done, zone)
        level = words(say("level {level}", level=violation.level))
        received = words(_moment(violation.received_at, zone))
        yield words(say("Violation")), received, level, words(put_right)
    for finding in records.confidentiality_finding:
        harm = say("with harm") if finding.consequence == "harm" else say("without harm")
        what = words(say("Confidentiality finding"))
        yield what, code(finding.date.isoformat()), code("-"), words(harm)


def _risks(standings: tuple[Standing, ...]) -> tuple[Row, ...]:
    return tuple(
        (
            code(standing.clause.id),
            data(standing.clause.title),
            words(STATE_WORDS[standing.state]),
            words(*standing.why),
            code("-"),
        )
        for standing in standings
        if standing.is_counted and standing.state in TELLING
    )


def _moves(books: ReportBooks) -> tuple[Row, ...]:
    return tuple(
        (
            code(move.ref),
            words(move.kind),
            Cell((move.about,), outside=True),
            words(_moment(move.due_at, books.zone)),
        )
        for move in books.moves
    )


def _readings(statement: Statement) -> tuple[Row, ...]:
    return tuple(
        (code(row.clause or "-"), words(row.question), words(row.words))
        for row in statement.readings
        if not row.agreed
    )


def _moment(at: Instant | None, zone: ZoneInfo) -> Said:
    return verbatim("-" if at is None else shown(at, zone))
