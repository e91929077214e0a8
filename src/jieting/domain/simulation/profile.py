"""A profile: every parameter of a simulated hotline."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from jieting.domain.calls.call import Rating
from jieting.domain.quantities import Exact


@dataclass(frozen=True, slots=True)
class Lognormal:
    """A length of time: its mean in seconds and the deviation of its logarithm."""

    mean_s: float
    sigma: float


@dataclass(frozen=True, slots=True)
class Demand:
    """How many calls arrive, and when.

    ``calls_a_day`` is the mean over a week; ``weekdays`` weighs Monday to Sunday and ``shape``
    the 48 half hours of the local clock; both are divided by their own sum. ``busyness`` is the
    coefficient of variation of the Gamma factor that all calls of a day share.
    """

    calls_a_day: float
    weekdays: tuple[float, ...]
    shape: tuple[float, ...]
    busyness: float

    def __post_init__(self) -> None:
        if len(self.weekdays) != 7 or len(self.shape) != 48:
            raise ValueError("a demand has 7 weekday weights and 48 half-hour weights")


@dataclass(frozen=True, slots=True)
class Menu:
    """What happens before the queue: blocked lines, hang-ups in the menu, self-service answers.

    ``queue_before_opening_s``: a closed line still queues calls that arrive so shortly before it
    opens; all others hear that it is closed.
    """

    blocked_share: float
    abandoned_share: float
    served_share: float
    abandoned_mean_s: float
    served: Lognormal
    to_queue: Lognormal
    closed_message_s: float
    queue_before_opening_s: int


@dataclass(frozen=True, slots=True)
class Patience:
    """How long callers wait: a hasty few and the others, both exponential; then the timeout."""

    hasty_share: float
    hasty_mean_s: float
    mean_s: float
    timeout_s: int


@dataclass(frozen=True, slots=True)
class Handling:
    """How long an agent is busy with a call: talk, sometimes hold, wrap-up."""

    talk: Lognormal
    longest_talk_s: int
    hold_share: float
    hold_mean_s: float
    wrap_up: Lognormal
    recorded_share: float


@dataclass(frozen=True, slots=True)
class Ratings:
    """How many answered callers rate, and the share of each level."""

    rated_share: float
    levels: tuple[tuple[Rating, float], ...]


@dataclass(frozen=True, slots=True)
class Team:
    """Who is on duty: a rotation of weekly rows, one letter a day, ``-`` is off.

    Agent number i works row (i + week) modulo the rows. ``shifts`` gives each letter its first
    and last half hour of the local clock (48 is midnight); closed hours are cut out.
    """

    first_agent: int
    rotation: tuple[str, ...]
    shifts: tuple[tuple[str, int, int], ...]

    @property
    def agents(self) -> tuple[str, ...]:
        """The agents' ids: as many as the rotation has rows."""
        return tuple(str(self.first_agent + i) for i in range(len(self.rotation)))


@dataclass(frozen=True, slots=True)
class Outbound:
    """Calls that the hotline makes itself, by agents who take no inbound calls."""

    calls_an_hour: float
    reached_share: float
    ring: Lognormal
    team: Team


class Consent(StrEnum):
    """What the records say of a disturbance: left out by agreement, asked for, or not a word."""

    AGREED = "agreed"
    NOT_AGREED = "not_agreed"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Planned:
    """A disturbance that is to happen once in the month, on workdays that the dice choose.

    Either ``minutes`` between two half hours of the clock, or ``days`` whole days in a row.
    ``agents_left`` caps how many agents work; ``rejected_share`` of arrivals find no line, and
    where it is not 0 the menu does not work either; ``volume`` multiplies the arrivals.
    """

    reason: str
    consent: Consent
    minutes: int = 0
    days: int = 0
    between: tuple[int, int] = (0, 48)
    agents_left: int = 0
    rejected_share: float = 0.0
    volume: float = 1.0


@dataclass(frozen=True, slots=True)
class Paperwork:
    """What the records of the month hold beside the exclusions.

    ``complaints`` gives the verdict of each. The number of evaluations is ``sample_share`` of the
    recorded answered calls, rounded up, plus a number from ``fewest_extra`` to ``most_extra``;
    none where the share is 0. ``trainings`` tells of each whether the attendees signed in.
    ``missing`` lists what the operations report lacks; without ``reports`` nothing is reported.
    ``rectified_h`` has for each level-2 violation the hours until it was put right.
    """

    complaints: tuple[str, ...] = ()
    trainings: tuple[bool, ...] = ()
    sample_share: Exact = 0
    fewest_extra: int = 0
    most_extra: int = 0
    spot_check_errors: tuple[bool, ...] = ()
    reports: bool = False
    missing: tuple[str, ...] = ()
    rectified_h: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """A hotline to be simulated."""

    name: str
    queue: str
    demand: Demand
    menu: Menu
    patience: Patience
    handling: Handling
    ratings: Ratings
    team: Team
    planned: tuple[Planned, ...]
    paperwork: Paperwork
    outbound: Outbound | None = None
