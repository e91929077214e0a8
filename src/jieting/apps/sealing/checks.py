"""The checklist before a month is drawn up: what must be, and what both should know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import NoReverseMatch, reverse

from jieting.apps.base.instants import to_instant
from jieting.apps.base.words import page_language
from jieting.apps.sealing.books import Books, OpenItem, kept_calls
from jieting.domain.said import Said, say

_EPOCH_DAY = date(1970, 1, 1)
_DAYS_NAMED = 10


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the checklist; ``state`` as badges show it: met, at_risk or breached."""

    title: Said
    state: str
    words: Said
    href: str = ""


@dataclass(frozen=True, slots=True)
class OpenRow:
    """Something that is still open in the month."""

    ref: str
    what: str
    href: str


def checks(books: Books, at: datetime) -> Iterator[Check]:
    """Every line of the checklist."""
    yield _is_over(books, at)
    yield _calls(books)
    yield _open(books)
    yield _readings(books)


def _is_over(books: Books, at: datetime) -> Check:
    over = to_instant(at) >= books.month.month.period(books.month.terms.zone).end
    words = say("the month is over") if over else say("more calls will come")
    return Check(say("End of the month"), "met" if over else "breached", words)


def _calls(books: Books) -> Check:
    month = books.month
    kept = kept_calls(month.contract_id, month.month)
    title = say("Calls")
    href = reverse("imports", args=[month.contract_id])
    if not kept:
        return Check(title, "breached", say("none is kept"), href)
    without = days_without_calls(books)
    if not without:
        return Check(title, "met", say("{n} calls, some on every day", n=f"{kept:,}"), href)
    named = ", ".join(f"{day:%m-%d}" for day in without[:_DAYS_NAMED])
    more = " …" if len(without) > _DAYS_NAMED else ""
    words = say("{n} calls; on {days} days none: {named}", n=f"{kept:,}", days=len(without),
                named=named + more)  # fmt: skip
    return Check(title, "at_risk", words, href)


def days_without_calls(books: Books) -> list[date]:
    """The days of the month on which no call arrived that the contract looks at."""
    seen = books.month.series.tallies("day", excludes=False)
    month = books.month.month
    first = date(month.year, month.month, 1)
    after = month.plus(1)
    days = (date(after.year, after.month, 1) - first).days
    every = [first + timedelta(days=number) for number in range(days)]
    return [day for day in every if (day - _EPOCH_DAY).days not in seen]


def _open(books: Books) -> Check:
    title = say("Open items")
    if not books.open_items:
        return Check(title, "met", say("no move and no line waits"))
    refs = ", ".join(item["ref"] for item in books.open_items)
    return Check(title, "at_risk", say("still open: {refs}", refs=refs))


def _readings(books: Books) -> Check:
    waiting = sum(not choice.agreed for choice in books.month.terms.choices)
    href = reverse("readings", args=[books.month.contract_id, str(books.month.month)])
    title = say("Readings")
    if not waiting:
        return Check(title, "met", say("both sides have agreed to each of them"), href)
    return Check(title, "at_risk", say("{n} readings not yet agreed", n=waiting), href)


def open_rows(contract_id: str, month: str, items: list[OpenItem]) -> list[OpenRow]:
    """What is open, in the language of the page, each with the page that opens it."""
    lang = page_language()
    return [
        OpenRow(item["ref"], item["what"][lang], _href(contract_id, month, item)) for item in items
    ]


def _href(contract_id: str, month: str, item: OpenItem) -> str:
    if item["kind"] == "line":
        return str(reverse("line", args=[contract_id, month, item["ref"]]))
    try:
        return str(reverse("move", args=[contract_id, int(item["ref"].removeprefix("M-"))]))
    except NoReverseMatch:
        return ""
