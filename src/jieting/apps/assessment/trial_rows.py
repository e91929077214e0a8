"""A tried month as rows: which lines, limits and figures moved, from what to what, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jieting.apps.assessment.links import Links
from jieting.apps.assessment.trial import Tried
from jieting.documents.build import plain_text, points_text
from jieting.domain.contracts.assess import Assessment, Counted, LimitResult, Line
from jieting.domain.figures import Figure
from jieting.domain.quantities import plain
from jieting.domain.said import Said, say, verbatim

_NONE = verbatim("–")


@dataclass(frozen=True, slots=True)
class MovedRow:
    """A line, limit or figure that is not the same after; ``why`` is told by the clause's rules."""

    clause: str
    href: str
    title: Said
    before: Said
    after: Said
    why: Said


def month_rows(tried: Tried, links: Links) -> dict[str, Any]:
    """A tried month as its page shows it."""
    before, after = tried.before, tried.after
    money = [plain(amount, 2) if amount is not None else "–" for amount in tried.money]
    return {
        "month": tried.month,
        "href": links.here,
        "version": tried.version,
        "findings": tried.findings,
        "tried": after is not None,
        "cells": [
            _pair(_score(before), _score(after)),
            _pair(_coefficient(before), _coefficient(after)),
            _pair(*money),
            _pair(_met(before), _met(after)),
        ],
        "rows": list(_moved(before, after, links)) if before and after else [],
    }


def _pair(before: str | Said, after: str | Said) -> dict[str, Any]:
    return {"before": before, "after": after, "moved": before != after}


def _score(one: Assessment | None) -> str | Said:
    """The score; a month that waits for a record has none yet."""
    if one is not None and one.lines and one.score is None:
        return say("waiting for a record")
    return (points_text(one.score) if one is not None else None) or "–"


def _coefficient(one: Assessment | None) -> str:
    return (plain_text(one.coefficient) if one is not None else None) or "–"


def _met(one: Assessment | None) -> str:
    """How many limits are met, of how many."""
    if one is None or not one.limits:
        return "–"
    return f"{sum(limit.met is True for limit in one.limits)} / {len(one.limits)}"


def _moved(before: Assessment, after: Assessment, links: Links) -> Iterator[MovedRow]:
    yield from _figures(before.counted, after.counted, links)
    lines = [{line.clause: line for line in one.lines} for one in (before, after)]
    for clause in dict.fromkeys((*lines[0], *lines[1])):
        was, now = lines[0].get(clause), lines[1].get(clause)
        if _points(was) != _points(now):
            yield _row(clause, links, was, now, (_points(was), _points(now)))
    limits = [{limit.clause: limit for limit in one.limits} for one in (before, after)]
    for clause in dict.fromkeys((*limits[0], *limits[1])):
        old, new = limits[0].get(clause), limits[1].get(clause)
        if _verdict(old) != _verdict(new):
            yield _row(clause, links, old, new, (_verdict(old), _verdict(new)))


def _row(
    clause: str,
    links: Links,
    before: Line | LimitResult | None,
    after: Line | LimitResult | None,
    words: tuple[Said, Said],
) -> MovedRow:
    one = after or before
    title = verbatim(one.title if one is not None else clause)
    href = links.page("line", clause) if before is not None else ""
    return MovedRow(clause, href, title, *words, after.why if after is not None else _NONE)


def _figures(before: Counted, after: Counted, links: Links) -> Iterator[MovedRow]:
    for clause in dict.fromkeys((*before.figures, *after.figures)):
        was, now = before.figures.get(clause), after.figures.get(clause)
        numbers = [(f.numerator, f.denominator) if f is not None else None for f in (was, now)]
        if numbers[0] != numbers[1] and (one := now or was) is not None:
            words = (_numbers(was), _numbers(now))
            why = say("other calls are counted")
            href = links.page("figure", clause) if was is not None else ""
            yield MovedRow(clause, href, one.definition.title, *words, why)


def _numbers(figure: Figure | None) -> Said:
    if figure is None:
        return _NONE
    counted = {"numerator": figure.numerator, "denominator": figure.denominator}
    return say("{numerator} of {denominator}", **counted)


def _points(line: Line | None) -> Said:
    if line is None:
        return _NONE
    if line.earned is None:
        return say("waiting for a record")
    return say("{earned} of {full} points", earned=plain(line.earned), full=plain(line.full))


def _verdict(limit: LimitResult | None) -> Said:
    if limit is None:
        return _NONE
    if limit.met is None:
        return say("not judged")
    return say("met") if limit.met else say("not met: {findings}", findings=limit.findings)
