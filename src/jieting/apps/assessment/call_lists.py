"""Pages of the lists of calls behind a month's numbers; callers are never shown here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.http import Http404, QueryDict

from jieting.analytics.engine import Row
from jieting.analytics.lists import COUNT_MEASURES, EXCLUDED, CallList, MonthLists, Span
from jieting.apps.assessment.basis import Basis
from jieting.apps.assessment.charts import HALF_HOURS
from jieting.apps.assessment.counting import engine_of
from jieting.apps.assessment.links import Links
from jieting.apps.assessment.queries import AssessedMonth
from jieting.apps.calls.columns import call_numbers
from jieting.documents.build import COUNT_WORDS
from jieting.documents.words import OUTCOMES, RATINGS
from jieting.domain.calls.call import Outcome, Rating
from jieting.domain.contracts.model import FigureUse
from jieting.domain.evidence import EVIDENCE_COLUMNS, WHY_NOT
from jieting.domain.figures.scope import REASONS, LeftOut
from jieting.domain.periods import local
from jieting.domain.said import Said, say, verbatim

PAGE = 50
_LAST_PAGE = 1_000_000
_SAMPLES = {
    "base": say("Calls that the quality sample is drawn from"),
    "drawn": say("Calls of the quality sample"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks a list for: a part of the day and month, and which page."""

    span: Span
    page: int

    @property
    def chips(self) -> Iterator[tuple[str, Said, Said]]:
        """The conditions that are set: their name in the address, their title, their value."""
        if self.span.day is not None:
            yield "day", say("Day"), verbatim(self.span.day.isoformat())
        if self.span.half_hour is not None:
            yield "half_hour", say("Half hour from"), verbatim(HALF_HOURS[self.span.half_hour])


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a list."""

    title: Said
    length: int
    rows: list[dict[str, Any]]
    first: int
    is_last: bool


def read_asked(given: QueryDict) -> Asked:
    """What the address asks for. Errors: Http404 for a day, half hour or page that is none."""
    try:
        day = date.fromisoformat(given["day"]) if given.get("day") else None
        half_hour = _number(given["half_hour"], 47) if given.get("half_hour") else None
        page = _number(given.get("page") or "1", _LAST_PAGE)
    except ValueError:
        raise Http404 from None
    return Asked(Span(day, half_hour), max(1, page))


def _number(text: str, most: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 7 and int(text) <= most):
        raise ValueError(text)
    return int(text)


def figure_page(
    month: AssessedMonth, use: FigureUse, given: QueryDict, asked: Asked, links: Links
) -> ListPage:
    """The calls counted in a figure, or those not counted."""
    part = given.get("part", "counted")
    if part not in ("counted", "not_counted"):
        raise Http404
    numerator, denominator = given.get("numerator") == "1", given.get("denominator") == "1"
    title = _figure_title(month, use, part, numerator, denominator)
    found = list_of_figure(
        month.basis, use.clause, part == "counted", numerator, denominator, asked.span
    )
    return _page(month, found, title, asked, links)


@lru_cache(maxsize=512)
def list_of_figure(
    basis: Basis, clause: str, counted: bool, numerator: bool, denominator: bool, span: Span
) -> CallList:
    """The list behind a figure; compiling takes longer than asking, so it is kept."""
    use = basis.terms.figure_use(clause)
    return _lists(basis).of_figure(use, counted, numerator, denominator, span)


def _figure_title(
    month: AssessedMonth, use: FigureUse, part: str, numerator: bool, denominator: bool
) -> Said:
    definition = month.terms.definition(use)
    if part == "not_counted":
        return say("{figure}: calls not counted", figure=definition.title)
    if numerator:
        what = definition.numerator.words
        return say("{figure}, numerator: {what}", figure=definition.title, what=what)
    if denominator:
        what = definition.denominator.words
        return say("{figure}, denominator: {what}", figure=definition.title, what=what)
    return say("{figure}: calls counted", figure=definition.title)


def month_page(month: AssessedMonth, given: QueryDict, asked: Asked, links: Links) -> ListPage:
    """The calls behind a count, a reason for leaving out, or the quality sample."""
    count, reason, sample = (given.get(name, "") for name in ("count", "left_out", "sample"))
    found = _of_month(month.basis, count, reason, sample, asked.span)
    if found is None:
        raise Http404
    return _page(month, *found, asked, links, knows_records=bool(sample))


@lru_cache(maxsize=512)
def _of_month(
    basis: Basis, count: str, reason: str, sample: str, span: Span
) -> tuple[CallList, Said] | None:
    lists = _lists(basis)
    if count in COUNT_MEASURES or count == EXCLUDED:
        return lists.of_count(count, span), COUNT_WORDS[count]
    if reason in {one.value for one in REASONS}:
        words = REASONS[LeftOut(reason)]
        return lists.of_left_out(LeftOut(reason)), say("Calls not looked at: {why}", why=words)
    found = lists.of_sample(sample == "drawn") if sample in _SAMPLES else None
    return (found, _SAMPLES[sample]) if found is not None else None


def _lists(basis: Basis) -> MonthLists:
    return MonthLists(basis.terms, basis.month, basis.records)


def _page(
    month: AssessedMonth,
    found: CallList,
    title: Said,
    asked: Asked,
    links: Links,
    knows_records: bool = False,
) -> ListPage:
    offset = (asked.page - 1) * PAGE
    with engine_of(month.basis) as engine:
        if knows_records:
            engine.load_records(month.records)
        length = found.length(engine)
        if offset and offset >= length:
            raise Http404
        rows = found.page(engine, offset, PAGE)
    listed = _rows(month, rows, links)
    return ListPage(title, length, listed, offset + 1, offset + PAGE >= length)


def _rows(month: AssessedMonth, rows: Sequence[Row], links: Links) -> list[dict[str, Any]]:
    cells = [dict(zip(EVIDENCE_COLUMNS, row, strict=True)) for row in rows]
    keys = [(str(cell["source"]), str(cell["call_id"])) for cell in cells]
    numbers = call_numbers(month.contract_id, keys)
    return [
        _row(month, cell, links.call(numbers.get(key)))
        for key, cell in zip(keys, cells, strict=True)
    ]


def _row(month: AssessedMonth, cell: dict[str, Any], href: str) -> dict[str, Any]:
    rating = cell["rating"]
    return {
        "href": href,
        "call_id": cell["call_id"],
        "arrived_at": f"{local(cell['arrived_at'], month.terms.zone):%Y-%m-%d %H:%M:%S}",
        "lasted": _clock((cell["ended_at"] - cell["arrived_at"]) // 1_000_000),
        "queue": cell["queue"],
        "outcome": OUTCOMES[Outcome(cell["outcome"])],
        "agent": cell["agent"],
        "rating": RATINGS[Rating(rating)] if rating else "",
        "recording": bool(cell["recording"]),
        "in_numerator": cell["in_numerator"] == 1,
        "why_not": WHY_NOT[cell["why_not"]] if cell["why_not"] else "",
    }


def _clock(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02d}"
