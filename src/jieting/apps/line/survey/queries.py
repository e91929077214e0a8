"""Counting the survey after calls: answered, invited, pressed, counted, by day and by agent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, F, Func, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.fields import CharField, DateField
from django.db.models.functions import Coalesce

from jieting.apps.calls.filters import Filter, matching
from jieting.apps.line.models import LineCall
from jieting.domain.calls.call import Direction, Outcome, Rating
from jieting.domain.periods import Month, Period

FILE, NOT_ASKED, SILENT, PRESSED = "file", "not_asked", "silent", "pressed"
"""What the line tells of an answered call: nothing, never asked, asked without a key, a key."""

_ON_LINE = ~Q(line=FILE)
_RATED = ~Q(rating="")
_ASKED = Q(line__in=(SILENT, PRESSED)) | (_ON_LINE & _RATED)
_NEVER = Q(line=NOT_ASKED, rating="")
SHOWS: dict[str, Q] = {
    "answered": _ON_LINE,
    "invited": _ASKED,
    "pressed": Q(line=PRESSED) | (_ON_LINE & _RATED),
    "counted": _ON_LINE & _RATED,
    "meaningless": Q(line=PRESSED, rating=""),
    "unrated": Q(line=SILENT, rating=""),
    "not_asked": _NEVER,
    "not_asked_caller": _NEVER & Q(ended_by="caller"),
    "not_asked_other": _NEVER & ~Q(ended_by="caller"),
    **{level.value: _ON_LINE & Q(rating=level.value) for level in Rating},
}
"""Which calls stand behind each number of the page; the base is answered inbound calls."""
_IN_FILES = Q(line=FILE) & _RATED
Row = dict[str, Any]
"""Calls of one kind: day, agent, line, ended_by, rating, and how many ``calls`` they are."""


@dataclass(slots=True)
class Counts:
    """The numbers of one day or one agent, by the names of SHOWS."""

    name: str
    numbers: dict[str, int]


@dataclass(frozen=True, slots=True)
class SurveyMonth:
    """A month: its total, its days and its agents, and ratings that are not of the line."""

    total: Counts
    days: tuple[Counts, ...]
    agents: tuple[Counts, ...]
    rated_in_files: int
    rated_otherwise: int

    @property
    def rated_in_all(self) -> int:
        """Every rating of an inbound call that arrived in the month."""
        return self.total.numbers["counted"] + self.rated_in_files + self.rated_otherwise


class _LocalDay(Func):
    """The local day of an instant."""

    template = "(to_timestamp(%(expressions)s)::date"
    arg_joiner = " / 1000000) AT TIME ZONE "
    output_field = DateField()


def survey_month(contract_id: str, month: Month, zone: ZoneInfo) -> SurveyMonth:
    """The survey of the calls that arrived in a month of the contract's zone."""
    calls = answered(contract_id, month.period(zone), zone)
    calls = calls.annotate(day=_LocalDay(F("arrived_at"), Value(str(zone))))
    kinds = calls.order_by().values("day", "agent", "line", "ended_by", "rating")
    # What the line tells of a call is looked up once; a condition for each number would do it anew.
    rows = list(kinds.annotate(calls=Count("pk")))
    inbound = _inbound(contract_id, month.period(zone), zone)
    other = inbound.exclude(outcome=Outcome.ANSWERED.value).exclude(rating="").count()
    return SurveyMonth(
        total=_counts("", rows),
        days=_by(rows, "day"),
        agents=_by(rows, "agent"),
        rated_in_files=sum(row["calls"] for row in rows if _holds(_IN_FILES, row)),
        rated_otherwise=other,
    )


def answered(contract_id: str, period: Period, zone: ZoneInfo) -> QuerySet[Any]:
    """Answered inbound calls that arrived in a period, with what the line tells of each.

    ``line`` is FILE for a call that did not come over the line, ``ended_by`` who ended it.
    """
    line = LineCall.objects.filter(kept=OuterRef("pk")).order_by("pk")
    told = line.annotate(
        told=Case(
            When(~Q(survey_key=""), then=Value(PRESSED)),
            When(invited_at__isnull=False, then=Value(SILENT)),
            default=Value(NOT_ASKED),
            output_field=CharField(),
        )
    )
    calls = _inbound(contract_id, period, zone).filter(outcome=Outcome.ANSWERED.value)
    return calls.annotate(
        line=Coalesce(Subquery(told.values("told")[:1]), Value(FILE)),
        ended_by=Coalesce(Subquery(line.values("ended_by")[:1]), Value("")),
    )


def shown_calls(
    contract_id: str,
    month: Month,
    zone: ZoneInfo,
    show: str,
    *,
    day: date | None = None,
    agent: str | None = None,
) -> QuerySet[Any]:
    """The calls behind one number of the page, the latest first."""
    calls = answered(contract_id, month.period(zone), zone).filter(SHOWS[show])
    if day is not None:
        calls = calls.annotate(day=_LocalDay(F("arrived_at"), Value(str(zone)))).filter(day=day)
    if agent is not None:
        calls = calls.filter(agent=agent)
    return calls.order_by("-arrived_at", "-pk")


def line_calls(numbers: Iterable[int]) -> dict[int, LineCall]:
    """What the line keeps of calls, by their numbers in the books."""
    found = LineCall.objects.filter(kept__in=list(numbers))
    return {one.kept: one for one in found if one.kept is not None}


def _inbound(contract_id: str, period: Period, zone: ZoneInfo) -> QuerySet[Any]:
    calls = matching(contract_id, Filter(direction=Direction.INBOUND.value), zone)
    return calls.filter(arrived_at__gte=period.start, arrived_at__lt=period.end)


def _by(rows: Iterable[Row], name: str) -> tuple[Counts, ...]:
    """The numbers of each day or agent; one of files alone has nothing to show here."""
    of_one: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        of_one[str(row[name])].append(row)
    found = (_counts(one, of_one[one]) for one in sorted(of_one))
    return tuple(counts for counts in found if counts.numbers["answered"])


def _counts(name: str, rows: Iterable[Row]) -> Counts:
    kinds = list(rows)
    return Counts(
        name,
        {
            number: sum(row["calls"] for row in kinds if _holds(shown, row))
            for number, shown in SHOWS.items()
        },
    )


def _holds(shown: Q, row: Row) -> bool:
    """Whether a condition of SHOWS holds for a kind of calls, as the database decides it."""
    found = [_holds(one, row) if isinstance(one, Q) else _is(one, row) for one in shown.children]
    return (any(found) if shown.connector == Q.OR else all(found)) != shown.negated


def _is(named: Any, row: Row) -> bool:
    name, wanted = named
    column, _, how = name.partition("__")
    return bool(row[column] in wanted if how == "in" else row[column] == wanted)
