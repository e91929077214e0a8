"""The sections of a statement: its typed rows as cells, in the order of the form."""

from __future__ import annotations

from collections.abc import Iterator

from jieting.documents.columns import APPENDICES, COLUMNS
from jieting.documents.comparison import comparison
from jieting.documents.document import EMPTY, Cell, Section, code, data, number, words
from jieting.documents.statement import LimitRow, LineRow, Month, NoteRow, Statement
from jieting.documents.words import met_words, reasons, together, yes_no
from jieting.domain.said import Said, say, verbatim

Rows = tuple[tuple[Cell, ...], ...]
NOT_BRIEF = ("definitions", "readings")
"""Sections that a terminal leaves to the printed statement."""


def section(
    name: str,
    title: Said,
    sheet: Said,
    rows: Rows,
    total: tuple[Cell, ...] | None = None,
    notes: tuple[Said, ...] = (),
) -> Section:
    """The section ``name`` with the columns that it always has."""
    return Section(
        name,
        title,
        sheet,
        COLUMNS[name],
        rows,
        total,
        notes,
        brief=name not in NOT_BRIEF,
        appendix=name in APPENDICES,
    )


def statement_sections(statement: Statement) -> tuple[Section, ...]:
    """Every section of the statement that has something to say."""
    every = (
        lines(statement.month),
        limits(statement.month),
        figures(statement.month),
        counts(statement.month),
        exclusions(statement),
        compared(statement),
        definitions(statement),
        readings(statement),
        what_if(statement),
        notes(statement.notes),
        left_out(statement),
    )
    return tuple(part for part in every if part.rows)


def lines(month: Month) -> Section:
    """The table of points with its total."""
    rows = tuple(tuple(_line(n, line)) for n, line in enumerate(month.lines, start=1))
    total = (
        EMPTY,
        EMPTY,
        words(say("Total")),
        number(month.full),
        number(month.score, missing=say("waiting")),
        words(*_total_words(month)),
    )
    return section("lines", say("Assessment of points"), say("Assessment"), rows, total)


def _line(position: int, line: LineRow) -> Iterator[Cell]:
    yield number(position)
    yield code(line.clause)
    yield data(line.title)
    yield number(line.full)
    yield number(line.earned, missing=say("waiting"))
    marked = (say("Marked: no base."),) if line.no_base else ()
    yield words(*reasons(line.why), *marked)


def _total_words(month: Month) -> Iterator[Said]:
    if month.sum is not None and month.sum != month.score:
        yield say(
            "The lines add up to {sum}; the total is cut to {score}.",
            sum=month.sum,
            score=month.score,
        )
    if month.coefficient is not None:
        yield say("Settlement coefficient: {coefficient}", coefficient=month.coefficient)
    if month.waiting:
        yield say("Waiting for a record: {clauses}", clauses=", ".join(month.waiting))


def limits(month: Month) -> Section:
    """The pass/fail clauses."""
    rows = tuple(tuple(_limit(limit)) for limit in month.limits)
    return section("limits", say("Limits"), say("Assessment"), rows)


def _limit(limit: LimitRow) -> Iterator[Cell]:
    yield code(limit.clause)
    yield data(limit.title)
    yield words(met_words(limit.met))
    # A finding may repeat its reason word for word.
    yield words(*dict.fromkeys((*reasons(limit.why), *limit.findings)))
    yield data(limit.remedy or "-")


def figures(month: Month) -> Section:
    """The figures with their two numbers, value and target."""
    rows = tuple(
        (
            code(row.clause),
            words(row.title),
            number(row.numerator),
            number(row.denominator),
            number(row.shown, row.unit, missing=say("no base")),
            code(row.target or "-"),
            words(met_words(row.met) if row.target else verbatim("-")),
        )
        for row in month.figures
    )
    return section("figures", say("Figures of the month"), say("Figures"), rows)


def counts(month: Month) -> Section:
    """The counts of the calls."""
    rows = tuple((words(row.words), code(row.name), number(row.number)) for row in month.counts)
    note = say("Counted after exclusion, of the calls that the contract's rate looks at.")
    return section("counts", say("Counts of calls"), say("Counts"), rows, notes=(note,))


def exclusions(statement: Statement) -> Section:
    """The spans of time proposed to be left out, agreed or not."""
    rows = tuple(
        (code(row.start), code(row.end), data(row.reason), words(yes_no(row.agreed)))
        for row in statement.exclusions
    )
    note = say("Half-open, in the contract's time zone; only agreed ones are left out.")
    return section(
        "exclusions", say("Exclusions"), say("With and without exclusions"), rows, notes=(note,)
    )


def compared(statement: Statement) -> Section:
    """What the agreed exclusions change."""
    without, month = statement.without, statement.month
    rows = tuple(comparison(without, month)) if without is not None else ()
    title = say("The month with and without the agreed exclusions")
    return section("comparison", title, say("With and without exclusions"), rows)


def definitions(statement: Statement) -> Section:
    """How each figure is defined, with an example."""
    rows = tuple(
        (code(row.clause), words(row.title), words(*row.definition), words(*row.example))
        for row in statement.definitions
    )
    return section("definitions", say("Definitions of the figures"), say("Readings"), rows)


def readings(statement: Statement) -> Section:
    """The readings chosen of the contract's open points."""
    rows = tuple(
        (
            code(row.name),
            code(row.clause or "-"),
            words(row.question),
            words(row.words),
            words(yes_no(row.agreed)),
        )
        for row in statement.readings
    )
    return section("readings", say("Readings of open points"), say("Readings"), rows)


def what_if(statement: Statement) -> Section:
    """The month under every other reading; a question stands at its first reading only."""
    given = statement.what_if or ()
    asked = [(row.choice, row.clause) for row in given]
    rows = tuple(
        (
            words(row.question) if asked.index(asked[at]) == at else EMPTY,
            code(row.clause or "-"),
            words(row.words),
            code("●" if row.chosen else ""),
            number(row.score),
            number(row.coefficient),
            code(", ".join(row.moved) or "-"),
        )
        for at, row in enumerate(given)
    )
    return section("what_if", say("The month under other readings"), say("Other readings"), rows)


def notes(found: tuple[NoteRow, ...]) -> Section:
    """What was found in the data, by kind."""
    rows = tuple(
        (
            code(row.code),
            words(row.severity),
            number(row.number),
            Cell((row.what,), outside=True),
            words(row.why, row.remedy),
            Cell(_places(row), outside=True),
        )
        for row in found
    )
    return section("notes", say("Notes on the data"), say("Notes on the data"), rows)


def _places(row: NoteRow) -> tuple[Said, ...]:
    named = tuple(verbatim(place) for place in row.places)
    more = row.number - len(row.places)
    return (*named, say("and {number} more", number=more)) if more else named


def left_out(statement: Statement) -> Section:
    """Why calls of the file were not looked at."""
    rows = tuple((words(row.reason), number(row.number)) for row in statement.left_out)
    return section("left_out", say("Calls left out"), say("Notes on the data"), rows)


def findings_in_short(found: tuple[NoteRow, ...]) -> Said:
    """How many findings of each severity."""
    numbers: dict[Said, int] = {}
    for row in found:
        numbers[row.severity] = numbers.get(row.severity, 0) + row.number
    return together(tuple(_numbered(words, number) for words, number in numbers.items()))


def _numbered(severity: Said, count: int) -> Said:
    return Said("{words} {number}", {"words": severity, "number": count})
