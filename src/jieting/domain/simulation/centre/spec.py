"""The specification of a centre: its queues, its groups of agents, and how often to simulate it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from jieting.domain.simulation.centre.distribution import Distribution

DAY_MINUTES = 1440


@dataclass(frozen=True, slots=True)
class QueueSpec:
    """One queue and its callers.

    ``arrivals`` are the calls expected in each period, those whom the IVR serves included: of one
    day, or of every day of the horizon. ``weekday_factors`` multiply them, Monday first. ``ivr``
    are the shares served by the IVR and lost in it, ``ivr_s`` the seconds that the menu takes.
    ``overflow_to`` is where a call goes after ``timeout_s``; empty, it is lost as overflowed.
    ``threshold_s`` is the longest wait that is still in time.
    """

    name: str
    arrivals: tuple[float, ...]
    handle: Distribution
    patience: Distribution
    threshold_s: int
    ivr: tuple[float, float] = (0.0, 0.0)
    ivr_s: int = 0
    timeout_s: int | None = None
    overflow_to: str = ""
    weekday_factors: tuple[float, ...] = (1.0,) * 7


@dataclass(frozen=True, slots=True)
class ShiftSpec:
    """Agents from ``start`` to ``end``, in minutes after midnight; ``end`` may lie on the next day.

    ``breaks`` are parts of it in which they do not answer; ``weekdays`` are 0 for Monday to 6.
    """

    agents: int
    start: int
    end: int
    breaks: tuple[tuple[int, int], ...] = ()
    weekdays: frozenset[int] = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class GroupSpec:
    """Agents with the same skills: the queues they answer, each with its priority (1 first).

    ``staff`` is how many there are in each period of a day, or of every day; the last one stays
    until the next day begins. ``shifts`` come on top.
    """

    name: str
    skills: tuple[tuple[str, int], ...]
    staff: tuple[int, ...] = ()
    shifts: tuple[ShiftSpec, ...] = ()


@dataclass(frozen=True, slots=True)
class Spec:
    """A centre over some days, and how often they are simulated.

    A day has periods of ``period_minutes`` from ``opening`` (minutes after midnight) on, as many
    as the queues' arrivals tell. ``busyness`` is the shape of the Gamma factor of mean 1 that all
    calls of a day share; 0 for none. ``confidence`` is the level of the intervals.
    """

    queues: tuple[QueueSpec, ...]
    groups: tuple[GroupSpec, ...]
    zone: ZoneInfo
    periods: int
    period_minutes: int = 30
    opening: int = 0
    days: int = 1
    first_day: date = date(2026, 1, 1)
    busyness: float = 0.0
    replications: int = 1_000
    seed: int = 1
    confidence: float = 0.95
