"""Figures counted the slow way, one call after another, with nothing of the product's figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from jieting.domain.calls.call import Call
from jieting.domain.contracts.records import Complaint

Numbers = tuple[int, int]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Window:
    """A span of time with its first instant and without its last."""

    start: int
    end: int

    def holds(self, at: int) -> bool:
        return self.start <= at < self.end


@dataclass(frozen=True)
class Looked:
    """Which calls are looked at; the same words as the product's scope, and nothing of it."""

    month: Window
    owner: str = "arrived_at"
    direction: str | None = "inbound"
    queue: str | None = None
    hours: tuple[Window, ...] | None = None
    excluded: tuple[Window, ...] = ()

    def why_not(self, call: Call) -> str:
        """The first reason why a call is not looked at, or ''."""
        at = getattr(call, self.owner)
        if self.direction is not None and call.direction.value != self.direction:
            return "outbound"
        if not self.month.holds(at):
            return "other_period"
        if self.queue is not None and call.queue != self.queue:
            return "other_queue"
        if self.hours is not None and not any(window.holds(at) for window in self.hours):
            return "outside_service_hours"
        return "excluded" if any(window.holds(at) for window in self.excluded) else ""

    def kept(self, calls: Iterable[Call]) -> list[Call]:
        """The calls that count."""
        return [call for call in calls if not self.why_not(call)]


def local_time(at: int, zone: ZoneInfo) -> datetime:
    return (_EPOCH + timedelta(microseconds=at)).astimezone(zone)


def key_of(call: Call, at: int, names: Sequence[str], zone: ZoneInfo) -> tuple[object, ...]:
    """The key of a call by the clock on the wall."""
    here = local_time(at, zone)
    parts = {
        "day": (here.date() - date(1970, 1, 1)).days,
        "half_hour": here.hour * 2 + here.minute // 30,
        "queue": call.queue,
        "agent": call.agent,
    }
    return tuple(parts[name] for name in names)


def by_key(
    calls: Iterable[Call], owner: str, names: Sequence[str], zone: ZoneInfo
) -> dict[tuple[object, ...], list[Call]]:
    """The calls of every key."""
    groups: dict[tuple[object, ...], list[Call]] = {}
    for call in calls:
        groups.setdefault(key_of(call, getattr(call, owner), names, zone), []).append(call)
    return groups


def wait(call: Call) -> int:
    """From the queue to the answer, else to the end."""
    assert call.queued_at is not None
    return (call.ended_at if call.answered_at is None else call.answered_at) - call.queued_at


def count(
    name: str, parameters: Mapping[str, str], calls: Sequence[Call], justified: int
) -> Numbers:
    """Numerator and denominator of a figure."""
    return _FIGURES[name](calls, parameters, justified)


def in_numbers(name: str, parameters: Mapping[str, str], call: Call) -> tuple[bool, bool]:
    """Whether one call is in the numerator and in the base of a figure."""
    numerator, base = count(name, parameters, [call], 0)
    if name in ("asa", "aht"):  # a sum of seconds: a call of 0 s is in it too
        return bool(base), bool(base)
    return bool(numerator), bool(base)


def _is(call: Call, *outcomes: str) -> bool:
    return call.outcome.value in outcomes


def _offered(calls: Iterable[Call]) -> list[Call]:
    return [call for call in calls if _is(call, "answered", "abandoned", "overflowed")]


def _answered(calls: Iterable[Call]) -> list[Call]:
    return [call for call in calls if _is(call, "answered")]


def _connection_rate(calls: Sequence[Call], how: Mapping[str, str], _: int) -> Numbers:
    base = list(calls) if how["total_requests"] == "arrived" else _offered(calls)
    connected = 0
    for call in base:
        reached = _is(call, "answered", "served_by_ivr")
        in_menu = _is(call, "abandoned_in_ivr")
        went_on = call.queued_at is not None and call.queued_at > call.arrived_at
        picked_up = how["ivr_answered"] == "picked_up" and (in_menu or went_on)
        connected += reached or picked_up
    return connected, len(base)


def _abandon_rate(calls: Sequence[Call], how: Mapping[str, str], _: int) -> Numbers:
    base = _offered(calls)
    return len(base) - len(_answered(base)), len(base)


def _satisfaction(calls: Sequence[Call], how: Mapping[str, str], _: int) -> Numbers:
    ratings = [call.rating.value for call in calls if call.rating is not None]
    positive = how["positive_ratings"].split("+")
    return sum(rating in positive for rating in ratings), len(ratings)


def _complaint_rate(calls: Sequence[Call], how: Mapping[str, str], justified: int) -> Numbers:
    return justified, len(_answered(calls))


def _service_level(calls: Sequence[Call], how: Mapping[str, str], _: int) -> Numbers:
    limit, variant = int(how["threshold_s"]) * 1_000_000, how["abandon_variant"]
    answered = [wait(call) for call in calls if _is(call, "answered")]
    abandoned = [wait(call) for call in calls if _is(call, "abandoned")]
    overflowed = [call for call in calls if _is(call, "overflowed")]
    in_time = sum(waited <= limit for waited in answered)
    short = sum(waited <= limit for waited in abandoned)
    base = {
        "of_offered": len(answered) + len(abandoned) + len(overflowed),
        "of_answered": len(answered),
        "abandoned_left_out": len(answered) + len(overflowed),
        "short_abandoned_left_out": len(answered) + len(abandoned) - short + len(overflowed),
        "short_abandoned_met": len(answered) + len(abandoned) + len(overflowed),
    }[variant]
    return in_time + (short if variant == "short_abandoned_met" else 0), base


def _asa(calls: Sequence[Call], how: Mapping[str, str], _: int) -> Numbers:
    waits = [wait(call) for call in _answered(calls)]
    return sum(waits), len(waits)


def _aht(calls: Sequence[Call], how: Mapping[str, str], _: int) -> Numbers:
    known = [call for call in _answered(calls) if call.talk_s is not None]
    total = sum((c.talk_s or 0) + (c.hold_s or 0) + (c.wrap_up_s or 0) for c in known)
    return total, len(known)


def _rated_share(calls: Sequence[Call], how: Mapping[str, str], _: int) -> Numbers:
    answered = _answered(calls)
    return sum(call.rating is not None for call in answered), len(answered)


def _wait_percentile(calls: Sequence[Call], how: Mapping[str, str], _: int) -> Numbers:
    waits = sorted(wait(call) for call in _offered(calls))
    for rank, waited in enumerate(waits, start=1):
        if rank * 100 >= int(how["percent"]) * len(waits):
            return waited, 1
    return 0, 0


def justified(
    complaints: Iterable[Complaint],
    month: Window,
    calls: Sequence[Call],
    names: Sequence[str],
    zone: ZoneInfo,
) -> dict[tuple[object, ...], int]:
    """Justified complaints received in the month, by the key of complaint and call."""
    found: dict[tuple[object, ...], int] = {}
    for complaint in complaints:
        if complaint.verdict == "justified" and month.holds(complaint.received_at):
            key = _complaint_key(complaint, calls, names, zone)
            found[key] = found.get(key, 0) + 1
    return found


def _complaint_key(
    complaint: Complaint, calls: Sequence[Call], names: Sequence[str], zone: ZoneInfo
) -> tuple[object, ...]:
    """Time of the complaint; queue and agent of the first call by source with its number."""
    here = local_time(complaint.received_at, zone)
    named = sorted(
        (call.source, call.queue, call.agent) for call in calls if call.call_id == complaint.call_id
    )
    _, queue, agent = named[0] if named else ("", "", "")
    parts = {
        "day": (here.date() - date(1970, 1, 1)).days,
        "half_hour": here.hour * 2 + here.minute // 30,
        "queue": queue,
        "agent": agent,
    }
    return tuple(parts[name] for name in names)


_FIGURES: dict[str, Callable[[Sequence[Call], Mapping[str, str], int], Numbers]] = {
    "connection_rate": _connection_rate,
    "abandon_rate": _abandon_rate,
    "satisfaction": _satisfaction,
    "complaint_rate": _complaint_rate,
    "service_level": _service_level,
    "asa": _asa,
    "aht": _aht,
    "rated_share": _rated_share,
    "wait_percentile": _wait_percentile,
}
