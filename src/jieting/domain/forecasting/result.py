"""What a forecast says: half hours, days, how it was made, and how it did on the past."""

from __future__ import annotations

from dataclasses import dataclass

from jieting.domain.errors import Finding
from jieting.domain.forecasting.backtest import BackTest
from jieting.domain.forecasting.forecast import Forecast
from jieting.domain.forecasting.holidays import CalendarDay
from jieting.domain.forecasting.special import SpecialDays


@dataclass(frozen=True, slots=True)
class DayForecast:
    """One day of a queue: calls expected and their interval, today's calls so far included.

    ``busiest`` is the start of the half hour with the most calls, as minutes of the local clock;
    ``factor`` what special days made of the model's own number, 1 for none.
    """

    day: CalendarDay
    calls: float
    low: float
    high: float
    aht_s: float
    busiest: int
    factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Basis:
    """What a queue's forecast was made from.

    ``weekdays`` are the factors of Monday to Sunday (mean 1), then of moved workdays and public
    holidays; ``before`` and ``after`` those of worked days beside a public holiday. ``level`` is
    the calls of a usual day now, ``growth`` its daily growth, ``day_cv`` the coefficient of
    variation of a day's total beyond chance. ``prior`` names the shipped profile that a short
    history leans on, empty for none; ``prior_weight`` is its share in the day shape.
    """

    known_days: int
    level: float
    growth: float
    weekdays: tuple[float, ...]
    before: float
    after: float
    day_cv: float
    prior: str = ""
    prior_weight: float = 0.0


@dataclass(frozen=True, slots=True)
class TodaySoFar:
    """Today until now: calls, what was expected of them, and the factor of the rest of today."""

    calls: int
    expected: float
    factor: float


@dataclass(frozen=True, slots=True)
class QueueForecast:
    """One queue's forecast with its basis and its back-test (None where none was possible)."""

    queue: str
    days: tuple[DayForecast, ...]
    basis: Basis
    back_test: BackTest | None
    today: TodaySoFar | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A whole forecast: the half hours, each queue, the special days told in full, and findings."""

    forecast: Forecast
    queues: tuple[QueueForecast, ...]
    special: SpecialDays
    findings: tuple[Finding, ...]
