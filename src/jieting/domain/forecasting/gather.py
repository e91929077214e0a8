"""Counts to histories: what is not known of the past is found and told, never taken for zero."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

import numpy as np

from jieting.domain.contracts.calendar import ServiceCalendar
from jieting.domain.errors import Finding
from jieting.domain.forecasting import told
from jieting.domain.forecasting.features import HOLIDAY, Groups, groups_of
from jieting.domain.forecasting.history import (
    Bools,
    Count,
    Floats,
    History,
    days_from,
    grids,
    open_grid,
)
from jieting.domain.forecasting.holidays import HolidayCalendar

LONGEST = 400
"""So many days are learned from: a year, so that every holiday is there once, and some more."""

_MISSING_CALLS, _MISSING_SHARE = 15.0, 0.05
"""An edge of the file is cut where so much of a usual day is missing."""


@dataclass(frozen=True, slots=True)
class Line:
    """When the line is open: the contract's hours, the zone, the calendar of holidays."""

    hours: ServiceCalendar
    zone: ZoneInfo
    holidays: HolidayCalendar


@dataclass(frozen=True, slots=True)
class Gathered:
    """The histories by queue and what was found.

    ``is_closed`` tells the days on which nobody was ever called, for the days ahead as well.
    """

    histories: tuple[History, ...]
    is_closed: Callable[[date], bool]
    findings: tuple[Finding, ...]


def gather(
    counts: Sequence[Count],
    line: Line,
    until: date,
    set_aside: Mapping[date, frozenset[str]],
) -> Gathered:
    """The histories of all queues before ``until``.

    A day without any call of any queue is unknown; a weekday, or the public holidays, of which no
    day has a call are taken as closed. ``set_aside`` are special days by date: of these queues
    (all where empty) that day teaches nothing.
    """
    before = [count for count in counts if count.day < until and count.calls > 0]
    findings = _later(counts, until)
    if not before:
        return Gathered((), lambda _: False, (*findings, told.no_history(until)))
    first = max(min(count.day for count in before), _earliest(until))
    days = days_from(first, (until - first).days)
    heard = np.isin(np.arange(len(days)), [(count.day - first).days for count in before])
    groups = groups_of(days, line.holidays)
    planned = open_grid(days, line.hours, line.zone)
    planned_days: Bools = np.any(planned, axis=1)
    closed = _never_heard(groups, heard, planned_days)
    findings += [told.never_heard(group) for group in closed]

    def is_closed(day: date) -> bool:
        return bool(closed) and int(groups_of((day,), line.holidays)[0]) in closed

    is_open = planned & ~np.isin(groups, list(closed))[:, None]
    gaps = ~heard & is_open.any(axis=1)
    found = grids(before, first, len(days), is_open)
    total = np.sum([grid[0] for grid in found.values()], axis=0)
    cut = _cut_edges(total, heard, groups)
    findings += told.unknown_days([day for day, gap in zip(days, gaps, strict=True) if gap])
    findings += told.cut_days([day for day, is_cut in zip(days, cut, strict=True) if is_cut])
    histories = []
    for queue, (calls, handled, handle_s, outside) in found.items():
        known = ~gaps & ~cut & ~_aside(queue, days, set_aside)
        whole = History(queue, first, calls, handled, handle_s, is_open, known)
        begin = int(np.argmax(calls.any(axis=1)))
        if calls.any():
            histories.append(whole.part(begin, len(days)))
        findings += told.outside_hours(queue, outside)
    return Gathered(tuple(histories), is_closed, tuple(findings))


def _earliest(until: date) -> date:
    return date.fromordinal(max(until.toordinal() - LONGEST, 1))


def _later(counts: Sequence[Count], until: date) -> list[Finding]:
    later = sum(count.calls for count in counts if count.day >= until)
    return told.later_calls(later, until)


def _never_heard(groups: Groups, heard: Bools, planned: Bools) -> frozenset[int]:
    """Weekdays, and public holidays, that were to be open at least twice and never had a call."""
    if heard.sum() < 5:
        return frozenset()
    seen = [group for group in (*range(7), HOLIDAY) if planned[groups == group].sum() >= 2]
    return frozenset(group for group in seen if not heard[groups == group].any())


def _cut_edges(total: Floats, heard: Bools, groups: Groups) -> Bools:
    """The first and the last day with calls, where the file seems to begin or end within them."""
    cut = np.zeros(len(total), dtype=np.bool_)
    places = np.flatnonzero(heard)
    if len(places) < 3:
        return cut
    for edge, is_first in ((places[0], True), (places[-1], False)):
        used = np.flatnonzero(total[edge])
        inner = places[1:-1]
        alike = inner[groups[inner] == groups[edge]]
        usual = total[alike if alike.size else inner].mean(axis=0)
        if used.size:
            missed = usual[: used[0]] if is_first else usual[used[-1] + 1 :]
            cut[edge] = _is_missed(missed, usual)
    return cut


def _is_missed(part: Floats, whole: Floats) -> bool:
    missing = float(part.sum())
    return missing > _MISSING_CALLS and missing > _MISSING_SHARE * float(whole.sum())


def _aside(queue: str, days: Sequence[date], set_aside: Mapping[date, frozenset[str]]) -> Bools:
    return np.array(
        [day in set_aside and (not set_aside[day] or queue in set_aside[day]) for day in days],
        dtype=np.bool_,
    )
