"""What the model knows of a day: one of nine groups, and whether a holiday is next to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from jieting.domain.forecasting.history import Bools
from jieting.domain.forecasting.holidays import SATURDAY, DayKind, HolidayCalendar

MOVED, HOLIDAY, GROUPS = 7, 8, 9
"""Groups 0 to 6 are ordinary Mondays to Sundays; then moved workdays and public holidays."""

WORKED = np.array([True] * 5 + [False, False, True, False])
"""Which groups are worked."""

Groups = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Features:
    """Of each day: its group; whether it is worked just before, or just after, a public holiday."""

    group: Groups
    is_before: Bools
    is_after: Bools

    def part(self, begin: int, end: int) -> Features:
        """Those of some of the days."""
        cut = slice(begin, end)
        return Features(self.group[cut], self.is_before[cut], self.is_after[cut])


def features_of(days: Sequence[date], calendar: HolidayCalendar) -> Features:
    """The features of ``days``."""
    breaks = np.array([calendar.breaks(day) for day in days], dtype=np.bool_).reshape(-1, 2)
    return Features(groups_of(days, calendar), breaks[:, 0], breaks[:, 1])


def groups_of(days: Sequence[date], calendar: HolidayCalendar) -> Groups:
    """The group of each day."""
    return np.array([_group(day, calendar.kind(day)) for day in days], dtype=np.int64)


def _group(day: date, kind: DayKind) -> int:
    """Edge: where an override frees a weekday it counts as a Sunday."""
    if kind is DayKind.PUBLIC_HOLIDAY:
        return HOLIDAY
    is_weekend = day.weekday() >= SATURDAY
    if kind.is_worked:
        return MOVED if is_weekend or kind is DayKind.MOVED_WORKDAY else day.weekday()
    return day.weekday() if is_weekend else SATURDAY + 1
