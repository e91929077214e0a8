"""How good kept outlooks were, once the months they told of are assessed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from jieting.domain.contracts.settlement import MonthResult
from jieting.domain.outlook.kept import Kept

BINS = 5
"""Probabilities are put together in so many equal steps."""
NOMINAL = 0.8
"""The share of scores that the kept intervals should hold."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was told to come with a probability, and whether it came."""

    probability: float
    came: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """Events told with a probability from ``low`` to ``high``: how many, the mean told, the share.

    ``told`` and ``came`` are None in an empty bin.
    """

    low: float
    high: float
    number: int
    told: float | None
    came: float | None


@dataclass(frozen=True, slots=True)
class Calibration:
    """How good outlooks were.

    ``judged`` and ``pending`` count outlooks with and without a result. ``brier`` is that of the
    brackets, ``brier_limits`` that of limits (0 is perfect); ``base_rate`` what always telling the
    shares that came would have had. ``covered`` of ``scored`` scores lay in their interval;
    ``bias`` is the mean of expected minus actual score.
    """

    judged: int
    pending: int
    brier: float | None
    base_rate: float | None
    brier_limits: float | None
    bins: tuple[Bin, ...]
    covered: int
    scored: int
    bias: float | None

    @property
    def coverage(self) -> float | None:
        """The share of scores within their interval; None without any."""
        return self.covered / self.scored if self.scored else None


def calibrate(kept: Sequence[Kept], results: Iterable[MonthResult]) -> Calibration:
    """Kept outlooks judged by the results of their months.

    Formula: Brier score of an outlook = sum over brackets of (probability - 1 if the score fell
    into it else 0)^2, and the mean over outlooks (Brier, 1950); of a limit (probability of a
    breach - 1 if it was broken else 0)^2. The bins hold every bracket and limit as an event.
    """
    by_month = {(result.contract, result.month): result for result in results}
    pairs = [
        (one, by_month[one.contract, one.month])
        for one in kept
        if (one.contract, one.month) in by_month
    ]
    ours = [list(_brackets(one, result)) for one, result in pairs]
    brackets = [events for events in ours if events]
    limits = [event for one, result in pairs for event in _limits(one, result)]
    scored = [
        (one.score, float(result.score))
        for one, result in pairs
        if one.score is not None and result.score is not None
    ]
    gaps = [told[0] - came for told, came in scored]
    return Calibration(
        judged=len(pairs),
        pending=len(kept) - len(pairs),
        brier=_mean([sum(_square(event) for event in events) for events in brackets]),
        base_rate=_base_rate(brackets),
        brier_limits=_mean([_square(event) for event in limits]),
        bins=_bins([*limits, *(event for events in brackets for event in events)]),
        covered=sum(told[1] <= came <= told[2] for told, came in scored),
        scored=len(scored),
        bias=_mean(gaps),
    )


def _brackets(kept: Kept, result: MonthResult) -> Iterator[Event]:
    """Each bracket with whether the score fell into it; none where there is no score."""
    if result.score is None:
        return
    above: Fraction | None = None
    for low, probability in kept.brackets:
        came = result.score >= low and (above is None or result.score < above)
        yield Event(probability, came)
        above = low


def _limits(kept: Kept, result: MonthResult) -> Iterator[Event]:
    for limit in result.limits:
        if limit.met is not None and limit.clause in kept.limits:
            yield Event(kept.limits[limit.clause], not limit.met)


def _square(event: Event) -> float:
    return (event.probability - event.came) ** 2


def _mean(numbers: Sequence[float]) -> float | None:
    return sum(numbers) / len(numbers) if numbers else None


def _base_rate(brackets: Sequence[Sequence[Event]]) -> float | None:
    """The Brier score of telling, each time, how often each bracket came in all."""
    if not brackets or len({len(events) for events in brackets}) > 1:
        return None
    shares = [
        sum(events[place].came for events in brackets) / len(brackets)
        for place in range(len(brackets[0]))
    ]
    return _mean(
        [
            sum((share - event.came) ** 2 for share, event in zip(shares, events, strict=True))
            for events in brackets
        ]
    )


def _bins(events: Sequence[Event]) -> tuple[Bin, ...]:
    """The reliability table: where an outlook is good, what was told is what came."""
    inside: list[list[Event]] = [[] for _ in range(BINS)]
    for event in events:
        inside[min(BINS - 1, int(event.probability * BINS))].append(event)
    return tuple(
        Bin(
            place / BINS,
            (place + 1) / BINS,
            len(found),
            _mean([event.probability for event in found]),
            _mean([float(event.came) for event in found]),
        )
        for place, found in enumerate(inside)
    )
