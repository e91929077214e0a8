"""Make a forecast: from counts to half hours, days, back-test and findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from jieting.domain.errors import BadInput, Finding
from jieting.domain.forecasting import told
from jieting.domain.forecasting.backtest import backtest
from jieting.domain.forecasting.features import Features, features_of
from jieting.domain.forecasting.forecast import Forecast, Slot
from jieting.domain.forecasting.gather import Gathered, gather
from jieting.domain.forecasting.handle_time import average_handle_time
from jieting.domain.forecasting.history import (
    HALF_HOURS,
    Count,
    Floats,
    History,
    days_from,
    open_grid,
)
from jieting.domain.forecasting.intraday import Today, Updated, past_days, update
from jieting.domain.forecasting.layout import Ahead, Ask, basis_of, days_of, slots_of
from jieting.domain.forecasting.model import Fitted, Projection, fit, project
from jieting.domain.forecasting.result import Made, QueueForecast, TodaySoFar
from jieting.domain.forecasting.special import SpecialDay
from jieting.domain.periods import local
from jieting.domain.simulation.profile import Profile
from jieting.domain.simulation.profiles import profile_for


@dataclass(frozen=True, slots=True)
class _Queue:
    """One queue on its way: the history, the model, and what lies ahead."""

    history: History
    features: Features
    profile: Profile
    fitted: Fitted
    projection: Projection
    factor: Floats


@dataclass(frozen=True, slots=True)
class _Now:
    """Today's calls by queue until a half hour."""

    until: int
    calls: Mapping[str, Floats]

    def of(self, queue: str) -> Today:
        """Those of one queue."""
        return Today(self.calls.get(queue, np.zeros(HALF_HOURS)), self.until)


def make_forecast(counts: Sequence[Count], ask: Ask) -> Made:
    """The forecast that the ``counts`` give.

    Errors: BadInput where nothing can be learned, where a queue that is asked for has no calls,
    and where the forecast would begin before ``now``.
    """
    until = _until(ask)
    gathered = gather(_past(counts, ask, until), ask.line, until, ask.special.set_aside)
    histories = _chosen(gathered, ask, until)
    ahead = _ahead(ask, gathered, until)
    queues = [_queue(history, ask, ahead) for history in histories]
    queues, findings = _with_special_days(queues, ask, ahead.days)
    today = _today(counts, ask)
    if today is not None and not today.calls:
        findings.append(told.silent_today(ask.first))
        today = None
    parts = [_finished(queue, today, ask, ahead) for queue in queues]
    findings += told.provisional(ask.line.holidays.provisional_years(ahead.days))
    return Made(
        Forecast(tuple(slot for part in parts for slot in part[1]), ask.level),
        tuple(part[0] for part in parts),
        ask.special,
        (*gathered.findings, *findings, *(finding for part in parts for finding in part[2])),
    )


def _until(ask: Ask) -> date:
    """The first day that nothing is learned from."""
    if ask.now is None:
        return ask.first
    today = local(ask.now, ask.line.zone).date()
    if ask.first < today:
        raise BadInput(told.from_before_now(ask.first, today))
    return today


def _past(counts: Sequence[Count], ask: Ask, until: date) -> Sequence[Count]:
    """The counts; with ``now`` only those before today, the others being looked at by it."""
    if ask.now is None:
        return counts
    return [count for count in counts if count.day < until]


def _chosen(gathered: Gathered, ask: Ask, until: date) -> list[History]:
    known = [history.queue for history in gathered.histories]
    findings = [told.unknown_queue(queue, known) for queue in ask.queues if queue not in known]
    if not known:
        findings = [f for f in gathered.findings if f.is_error] or [told.no_history(until)]
    if findings:
        raise BadInput(findings)
    return [h for h in gathered.histories if not ask.queues or h.queue in ask.queues]


def _ahead(ask: Ask, gathered: Gathered, until: date) -> Ahead:
    days = days_from(ask.first, ask.days)
    begin = (ask.first - until).days + 1.0
    return Ahead(
        days,
        features_of(days, ask.line.holidays),
        open_grid(days, ask.line.hours, ask.line.zone, gathered.is_closed),
        np.arange(begin, begin + ask.days),
    )


def _queue(history: History, ask: Ask, ahead: Ahead) -> _Queue:
    features = features_of(history.dates, ask.line.holidays)
    profile = profile_for(history.queue, ask.line.hours.round_the_clock)
    fitted = fit(history, features, profile, int(ahead.steps[-1]))
    projection = project(fitted, ahead.features, ahead.is_open, ahead.steps)
    return _Queue(history, features, profile, fitted, projection, np.ones(ask.days))


def _with_special_days(
    queues: list[_Queue], ask: Ask, days: tuple[date, ...]
) -> tuple[list[_Queue], list[Finding]]:
    """Each special day ahead put in force: a factor, or a total shared as the model shares it."""
    findings: list[Finding] = []
    places = {day: place for place, day in enumerate(days)}
    for entry in ask.special.days:
        place = places.get(entry.day)
        meant = [q for q in queues if entry.queue in ("", q.history.queue)]
        if place is None or not meant:
            continue
        expected = sum(float(queue.projection.mean[place].sum()) for queue in meant)
        if expected == 0:
            findings.append(told.closed_special(entry.day))
            continue
        factor = _factor(entry, expected)
        names = {queue.history.queue for queue in meant}
        queues = [_scaled(q, place, factor) if q.history.queue in names else q for q in queues]
    return queues, findings


def _factor(entry: SpecialDay, expected: float) -> float:
    return entry.factor if entry.factor is not None else (entry.calls or 0.0) / expected


def _scaled(queue: _Queue, place: int, factor: float) -> _Queue:
    mean, factors = queue.projection.mean.copy(), queue.factor.copy()
    mean[place] *= factor
    factors[place] *= factor
    return replace(queue, projection=replace(queue.projection, mean=mean), factor=factors)


def _finished(
    queue: _Queue, now: _Now | None, ask: Ask, ahead: Ahead
) -> tuple[QueueForecast, list[Slot], list[Finding]]:
    findings: list[Finding] = []
    aht = _handle_time(queue, ask, findings)
    today = now.of(queue.history.queue) if now else None
    updated = _updated(queue, today) if today else None
    projection = updated.projection if updated else queue.projection
    so_far = today.so_far if today else 0
    slots = list(slots_of(queue.history.queue, projection, aht, ask, ahead))
    tested = backtest(queue.history, queue.features, queue.profile, ask.days, ask.level)
    if tested is None:
        findings.append(told.no_backtest(queue.history.queue))
    elif tested.naive_is_better:
        ours, naive = tested.model.wape or 0.0, tested.naive.wape or 0.0
        findings.append(told.naive_is_better(queue.history.queue, ours, naive))
    basis = basis_of(queue.history, queue.fitted, queue.profile.name)
    if basis.prior:
        percent = round(100 * basis.prior_weight)
        findings.append(
            told.short_history(queue.history.queue, basis.known_days, basis.prior, percent)
        )
    found = QueueForecast(
        queue.history.queue,
        tuple(days_of(projection, queue.factor, aht, so_far, ask)),
        basis,
        tested,
        _told_today(updated, so_far),
    )
    return found, slots, findings


def _updated(queue: _Queue, today: Today) -> Updated:
    past = past_days(queue.history, queue.features, queue.fitted, today.until)
    return update(queue.projection, today, past)


def _handle_time(queue: _Queue, ask: Ask, findings: list[Finding]) -> Floats:
    if ask.aht_s is not None:
        return np.full(HALF_HOURS, ask.aht_s)
    found = average_handle_time(queue.history)
    if found is not None:
        return found
    handling = queue.profile.handling
    seconds = round(handling.talk.mean_s + handling.wrap_up.mean_s)
    findings.append(told.no_handle_time(queue.history.queue, seconds, queue.profile.name))
    return np.full(HALF_HOURS, float(seconds))


def _today(counts: Sequence[Count], ask: Ask) -> _Now | None:
    """Today's calls so far; None where the forecast does not begin today, or with its first hour.

    The half hour that is running is not over, so its calls are not looked at.
    """
    if ask.now is None:
        return None
    moment = local(ask.now, ask.line.zone)
    until = moment.hour * 2 + moment.minute // 30
    if moment.date() != ask.first or not until:
        return None
    calls: dict[str, Floats] = {}
    for count in counts:
        if count.day == ask.first and count.half_hour < until and count.calls:
            row = calls.setdefault(count.queue, np.zeros(HALF_HOURS))
            row[count.half_hour] += count.calls
    return _Now(until, calls)


def _told_today(updated: Updated | None, so_far: int) -> TodaySoFar | None:
    return TodaySoFar(so_far, updated.expected, updated.factor) if updated else None
