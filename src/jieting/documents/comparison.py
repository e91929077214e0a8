"""What agreed exclusions change: the rows that differ, and the score and coefficient always."""

from __future__ import annotations

from collections.abc import Iterator

from jieting.documents.document import Cell, number, words
from jieting.documents.statement import FigureRow, LimitRow, Month
from jieting.documents.words import met_words
from jieting.domain.said import Said, say, verbatim

Row = tuple[Cell, ...]


def comparison(without: Month, month: Month) -> Iterator[Row]:
    """Rows of item, value without and value with the exclusions."""
    yield from _counts(without, month)
    yield from _figures(without, month)
    yield from _lines(without, month)
    yield from _limits(without, month)
    if month.lines:
        yield _row(say("Score"), _points(without.score), _points(month.score))
        yield _row(say("Coefficient"), _points(without.coefficient), _points(month.coefficient))


def _row(item: Said, before: Cell, after: Cell) -> Row:
    return words(item), before, after


def _points(value: str | None) -> Cell:
    return number(value, missing=say("waiting"))


def _counts(without: Month, month: Month) -> Iterator[Row]:
    for before, after in zip(without.counts, month.counts, strict=True):
        if before.number != after.number:
            yield _row(after.words, number(before.number), number(after.number))


def _figures(without: Month, month: Month) -> Iterator[Row]:
    for before, after in zip(without.figures, month.figures, strict=True):
        if _numbers(before) != _numbers(after):
            yield _row(_named(after.clause, after.title), _figure(before), _figure(after))


def _numbers(row: FigureRow) -> tuple[int, int]:
    return row.numerator, row.denominator


def _figure(row: FigureRow) -> Cell:
    return number(row.shown, row.unit, missing=say("no base"))


def _lines(without: Month, month: Month) -> Iterator[Row]:
    for before, after in zip(without.lines, month.lines, strict=True):
        if before.earned != after.earned:
            item = _named(after.clause, say("points earned"))
            yield _row(item, _points(before.earned), _points(after.earned))


def _limits(without: Month, month: Month) -> Iterator[Row]:
    for before, after in zip(without.limits, month.limits, strict=True):
        if before.met != after.met:
            item = _named(after.clause, verbatim(after.title))
            yield _row(item, _met(before), _met(after))


def _met(row: LimitRow) -> Cell:
    return words(met_words(row.met))


def _named(clause: str, title: Said) -> Said:
    return Said("{clause} {title}", {"clause": clause, "title": title})
