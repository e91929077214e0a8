"""Reading the call list: a page of it, how long it is, and what can be chosen in its filter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from jieting.apps.calls.filters import Filter, matching
from jieting.apps.calls.models import Call, Import, MonthOfCalls, SavedFilter
from jieting.domain.periods import Instant, Month

PAGE = 50

LARGEST = 2**63 - 1
"""The largest number that a call can have."""

Order = Literal["newest", "oldest"]


@dataclass(frozen=True, slots=True)
class Cursor:
    """A call of the list beside which a page begins: after it or, ``back``, before it."""

    arrived_at: Instant
    pk: int
    back: bool = False

    def __str__(self) -> str:
        return f"{self.arrived_at}-{self.pk}"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of calls, newest first unless asked otherwise, and where its neighbours begin."""

    calls: list[Call]
    before: Cursor | None
    after: Cursor | None


@dataclass(frozen=True, slots=True)
class Length:
    """How many calls a filter finds; ``exact`` is false where there are more than were counted."""

    calls: int
    exact: bool


MORE_THAN_A_PAGE = Length(PAGE, exact=False)


def parse_cursor(text: str, *, back: bool = False) -> Cursor | None:
    """The cursor in an address; None where it says nothing."""
    arrived, _, pk = text.partition("-")
    if not all(part.isascii() and part.isdigit() and len(part) <= 18 for part in (arrived, pk)):
        return None
    return Cursor(int(arrived), int(pk), back)


def page_of_calls(
    contract_id: str,
    wanted: Filter,
    zone: ZoneInfo,
    *,
    cursor: Cursor | None = None,
    order: Order = "newest",
    size: int = PAGE,
) -> Page:
    """The page after or before ``cursor``; the first page without one."""
    back = cursor is not None and cursor.back
    falling = (order == "newest") != back
    found = bounded(contract_id, wanted, zone)
    if cursor is not None:
        found = found.filter(_beyond(cursor, falling))
    rows = list(found.order_by(*_signs(falling))[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if back:
        rows.reverse()
    return Page(rows, *_neighbours(rows, cursor, more, back))


def bounded(contract_id: str, wanted: Filter, zone: ZoneInfo) -> QuerySet[Call]:
    """The filter's calls; those of an import lie between its first arrival and its last.

    The bound finds nothing else, but lets the database begin where the import begins.
    """
    found = matching(contract_id, wanted, zone)
    if wanted.import_id is None:
        return found
    came = Import.objects.filter(pk=wanted.import_id, contract_id=contract_id)
    first, last = came.values_list("first_arrived_at", "last_arrived_at").first() or (None, None)
    if first is None or last is None:
        return found
    return found.filter(arrived_at__gte=first, arrived_at__lte=last)


def _signs(falling: bool) -> tuple[str, str]:
    return ("-arrived_at", "-pk") if falling else ("arrived_at", "pk")


def _beyond(cursor: Cursor, falling: bool) -> Q:
    """Written with the plain bound too, which the index by arrival can use."""
    if falling:
        edge = Q(arrived_at__lt=cursor.arrived_at) | Q(pk__lt=cursor.pk)
        return Q(arrived_at__lte=cursor.arrived_at) & edge
    edge = Q(arrived_at__gt=cursor.arrived_at) | Q(pk__gt=cursor.pk)
    return Q(arrived_at__gte=cursor.arrived_at) & edge


def _neighbours(
    rows: list[Call], cursor: Cursor | None, more: bool, back: bool
) -> tuple[Cursor | None, Cursor | None]:
    if not rows:
        return None, None
    has_before = more if back else cursor is not None
    has_after = back or more
    first, last = rows[0], rows[-1]
    before = Cursor(first.arrived_at, first.pk, back=True) if has_before else None
    after = Cursor(last.arrived_at, last.pk) if has_after else None
    return before, after


def length_at_hand(contract_id: str, wanted: Filter, page: Page) -> Length:
    """How long the list is, as far as that costs nothing: whole months, or a list of one page."""
    if (known := _known(contract_id, wanted)) is not None:
        return known
    if page.before is None and page.after is None:
        return Length(len(page.calls), exact=True)
    return MORE_THAN_A_PAGE


def length(contract_id: str, wanted: Filter, zone: ZoneInfo) -> Length:
    """How many calls the filter finds; whole months without another condition are known."""
    if (known := _known(contract_id, wanted)) is not None:
        return known
    return Length(bounded(contract_id, wanted, zone).order_by().count(), exact=True)


def _known(contract_id: str, wanted: Filter) -> Length | None:
    months = _whole_months(wanted) if wanted.is_open else None
    return None if months is None else Length(_kept_in(contract_id, *months), exact=True)


def _whole_months(wanted: Filter) -> tuple[str, str] | None:
    """First and last month where the days are whole months or open; '' for an open end."""
    first = last = ""
    if wanted.first is not None:
        if wanted.first.day != 1:
            return None
        first = f"{wanted.first:%Y-%m}"
    if wanted.last is not None:
        if (wanted.last + timedelta(days=1)).day != 1:
            return None
        last = f"{wanted.last:%Y-%m}"
    return first, last


def _kept_in(contract_id: str, first: str, last: str) -> int:
    months = MonthOfCalls.objects.filter(contract_id=contract_id)
    if first:
        months = months.filter(month__gte=first)
    if last:
        months = months.filter(month__lte=last)
    return sum(months.values_list("calls", flat=True))


def every_call(contract_id: str, wanted: Filter, zone: ZoneInfo, order: Order) -> QuerySet[Call]:
    """All calls of the filter in the order of the list, for an export."""
    return bounded(contract_id, wanted, zone).order_by(*_signs(order == "newest"))


def newest_month(contract_id: str) -> Month | None:
    """The newest month with calls; None where no call is kept yet."""
    months = MonthOfCalls.objects.filter(contract_id=contract_id, calls__gt=0)
    found = months.order_by("-month").values_list("month", flat=True).first()
    return Month.parse(found) if found else None


def saved_filters(user_id: int, contract_id: str) -> list[SavedFilter]:
    """What the person saved for the contract, by name."""
    own = SavedFilter.objects.filter(user_id=user_id, contract_id=contract_id)
    return list(own.order_by("name"))


def neighbours_of(call: Call) -> Iterator[Call | None]:
    """The call that arrived before and the one after, in the same contract."""
    near = Call.objects.filter(contract_id=call.contract_id)
    cursor = Cursor(call.arrived_at, call.pk)
    for falling in (True, False):
        yield near.filter(_beyond(cursor, falling)).order_by(*_signs(falling)).first()


def name_of_call(contract_id: str, pk: int) -> tuple[str, str] | None:
    """Source and call_id of the contract's call of that number; None where it has none."""
    found = Call.objects.filter(contract_id=contract_id, pk=pk) if pk <= LARGEST else None
    return found.values_list("source", "call_id").first() if found is not None else None


def number_of_call(contract_id: str, source: str, call_id: str) -> int | None:
    """The number of the contract's call of that source and id; None where it has none."""
    found = Call.objects.filter(contract_id=contract_id, source=source, call_id=call_id)
    return found.values_list("pk", flat=True).first()
