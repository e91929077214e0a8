"""What differs between two assessments of one month, as words before and after."""

from __future__ import annotations

from collections.abc import Iterator

from jieting.domain.books.effect import Change
from jieting.domain.contracts.assess import (
    Assessment,
    LimitResult,
    Line,
    facts_of,
    figure_rows,
)
from jieting.domain.contracts.judged import value_words
from jieting.domain.contracts.model import FigureUse
from jieting.domain.contracts.records import Records
from jieting.domain.figures import Figure
from jieting.domain.quantities import plain
from jieting.domain.said import Said, say, verbatim


def differences(before: Assessment, after: Assessment) -> tuple[Change, ...]:
    """Every figure, row of points and limit that is not the same in both."""
    return (*_figures(before, after), *_lines(before, after), *_limits(before, after))


def _figures(before: Assessment, after: Assessment) -> Iterator[Change]:
    rows = zip(figure_rows(before), figure_rows(after), strict=True)
    for (use, old), (_, new) in rows:
        if (old.numerator, old.denominator) != (new.numerator, new.denominator):
            yield Change(
                use.clause, old.definition.title, _value(before, use, old), _value(after, use, new)
            )


def _value(assessment: Assessment, use: FigureUse, figure: Figure) -> Said:
    facts = facts_of(assessment.contract, assessment.month, assessment.counted, Records())
    return value_words(facts, use.clause, figure)


def _lines(before: Assessment, after: Assessment) -> Iterator[Change]:
    for old, new in zip(before.lines, after.lines, strict=True):
        if old.earned != new.earned:
            yield Change(old.clause, verbatim(old.title), _points(old), _points(new))


def _points(line: Line) -> Said:
    if line.earned is None:
        return say("waiting for a record")
    return say("{earned} of {full} points", earned=plain(line.earned), full=plain(line.full))


def _limits(before: Assessment, after: Assessment) -> Iterator[Change]:
    for old, new in zip(before.limits, after.limits, strict=True):
        if (old.met, old.findings) != (new.met, new.findings):
            yield Change(old.clause, verbatim(old.title), _verdict(old), _verdict(new))


def _verdict(limit: LimitResult) -> Said:
    if limit.met is None:
        return say("not judged")
    if limit.met:
        return say("met")
    return say("not met: {findings}", findings=limit.findings)
