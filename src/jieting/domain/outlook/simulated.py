"""The rest of a month simulated: the plan ahead and past experience become counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import numpy as np

from jieting.domain.contracts.clauses.streak import Streak
from jieting.domain.contracts.model import Contract
from jieting.domain.figures import define
from jieting.domain.figures.aht import HANDLE_S
from jieting.domain.figures.asa import WAIT_OF_ANSWERED
from jieting.domain.figures.measures import (
    ABANDONED,
    ABANDONED_IN_IVR,
    ANSWERED,
    ARRIVED,
    OFFERED_CALLS,
    OVERFLOWED,
    REJECTED,
    SERVED_BY_IVR,
)
from jieting.domain.outlook.ahead import Ahead
from jieting.domain.outlook.chances import Ints, generator
from jieting.domain.outlook.known import History
from jieting.domain.outlook.rest import Rest, nothing_left
from jieting.domain.simulation.centre.distribution import Distribution, Exponential, mean_s
from jieting.domain.simulation.centre.measure import M
from jieting.domain.simulation.centre.month import simulate_rest

SLOTS_OF_DAY = 48
REJECTIONS = 4
"""Stream of the random numbers of calls that find no line."""
UNKNOWN_PATIENCE_S = 120.0
"""Mean patience where no stored call waited: a guess, on the impatient side."""
UNKNOWN_AHT_S = 180.0
"""Average handle time where neither forecast nor calls tell one."""
_NAMES = {
    ARRIVED.name: M.ARRIVED,
    SERVED_BY_IVR.name: M.SERVED_BY_IVR,
    ABANDONED_IN_IVR.name: M.ABANDONED_IN_IVR,
    OFFERED_CALLS.name: M.OFFERED,
    ANSWERED.name: M.ANSWERED,
    ABANDONED.name: M.ABANDONED,
    OVERFLOWED.name: M.OVERFLOWED,
    WAIT_OF_ANSWERED.name: M.WAIT_ANSWERED_US,
    HANDLE_S.name: M.BUSY_S,
}


def simulated_rest(
    contract: Contract, ahead: Ahead, history: History, replications: int, seed: int
) -> Rest:
    """What each replication counts in the half hours ahead; the same seed gives the same.

    Days are told apart where a clause looks at them; then each begins with an empty queue.
    """
    if not ahead.starts:
        return nothing_left(replications)
    spans = list(_days(ahead)) if looks_at_days(contract) else [(None, 0, len(ahead.starts))]
    threshold = threshold_s(contract)
    found = np.stack(
        [
            _simulated(contract, ahead, history, (first, end), replications, (seed, threshold))
            for _, first, end in spans
        ],
        axis=1,
    )
    counts = {name: found[:, :, column].astype(np.int64) for name, column in _NAMES.items()}
    counts |= _in_time(found, str(threshold))
    counts[REJECTED.name] = _rejected(history, counts[ARRIVED.name], seed)
    counts[ARRIVED.name] = counts[ARRIVED.name] + counts[REJECTED.name]
    return Rest(counts, tuple(day for day, _, _ in spans), replications)


def _in_time(found: Ints, threshold: str) -> dict[str, Ints]:
    """What figures call the calls in time, and the offered ones connected, by their own names."""
    within, short = found[:, :, M.WITHIN], found[:, :, M.ABANDONED_WITHIN]
    plain = define("service_level", threshold_s=threshold)
    met = define("service_level", threshold_s=threshold, abandon_variant="short_abandoned_met")
    out = define("service_level", threshold_s=threshold, abandon_variant="short_abandoned_left_out")
    offered = define("connection_rate", total_requests="offered")
    return {
        plain.numerator.name: within.astype(np.int64),
        met.numerator.name: (within + short).astype(np.int64),
        out.denominator.name: (found[:, :, M.OFFERED] - short).astype(np.int64),
        offered.numerator.name: found[:, :, M.ANSWERED].astype(np.int64),
    }


def looks_at_days(contract: Contract) -> bool:
    """True where a clause judges single days."""
    return any(isinstance(rule, Streak) for clause in contract.clauses for rule in clause.rules)


def threshold_s(contract: Contract) -> int:
    """The wait that is still in time: that of the contract's service level, else 20 s."""
    for use in contract.figures:
        parameters = contract.definition(use).parameters
        if "threshold_s" in parameters:
            return int(parameters["threshold_s"])
    return 20


def _days(ahead: Ahead) -> Iterator[tuple[date | None, int, int]]:
    """Each local day with its half hours: first place, and the place after the last."""
    first = 0
    for place, day in enumerate(ahead.days):
        if place + 1 == len(ahead.days) or ahead.days[place + 1] != day:
            yield day, first, place + 1
            first = place + 1


def _simulated(
    contract: Contract,
    ahead: Ahead,
    history: History,
    span: tuple[int, int],
    replications: int,
    seed_and_threshold: tuple[int, int],
) -> Ints:
    """Replication x measure of the half hours of a span."""
    first, end = span
    seed, threshold = seed_and_threshold
    served, lost = ivr_shares(history)
    calls = ahead.calls[first:end]
    if ahead.is_offered:
        calls = calls / max(1.0 - served - lost, 0.05)
    counts: Ints = simulate_rest(
        calls,
        ahead.staff[first:end],
        handle=handle(history, ahead.aht_s),
        patience=patience(history),
        replications=replications,
        seed=seed * 10_000 + first,
        threshold_s=threshold,
        ivr=(served, lost),
        busyness=ahead.busyness,
        first_half_hour=_half_hour_of_day(ahead, first),
    )
    return counts


def _half_hour_of_day(ahead: Ahead, place: int) -> int:
    """Where in its day a half hour lies, counted back from the day's end."""
    same = sum(day == ahead.days[place] for day in ahead.days[place:])
    return max(0, SLOTS_OF_DAY - same)


def ivr_shares(history: History) -> tuple[float, float]:
    """Shares of the calls that found a line which the IVR served, and which hung up in it."""
    entered = history.of(ARRIVED.name) - history.of(REJECTED.name)
    if entered <= 0:
        return 0.0, 0.0
    served, lost = history.of(SERVED_BY_IVR.name), history.of(ABANDONED_IN_IVR.name)
    return served / entered, lost / entered


def handle(history: History, aht_s: float) -> Distribution:
    """Handle times as stored calls had them, stretched to the forecast's average."""
    found = history.handle
    if found is None:
        return Exponential(aht_s or UNKNOWN_AHT_S)
    stretch = aht_s / mean_s(found) if aht_s > 0 else 1.0
    return replace(found, seconds=tuple(stretch * seconds for seconds in found.seconds))


def patience(history: History) -> Distribution:
    """How long callers wait, as stored waits tell; exponential where they tell nothing."""
    return history.patience or Exponential(UNKNOWN_PATIENCE_S)


def _rejected(history: History, entered: Ints, seed: int) -> Ints:
    """Calls that find no line: as many beside those that find one as in the history."""
    found = history.of(ARRIVED.name) - history.of(REJECTED.name)
    ratio = history.of(REJECTED.name) / found if found > 0 else 0.0
    rng = generator(seed, REJECTIONS)
    return rng.poisson(entered * ratio).astype(np.int64)
