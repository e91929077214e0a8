"""What ``jieting simulate`` shows: the estimates as data for scripts and as text for people."""

from __future__ import annotations

import math
from collections.abc import Iterator

from jieting.domain.said import Said, say, verbatim
from jieting.domain.simulation.centre.layout import expected_calls, staffed_seconds
from jieting.domain.simulation.centre.spec import Spec
from jieting.domain.simulation.centre.summary import (
    COUNTS,
    FIGURES,
    PER_EXPECTED,
    Combination,
    Estimate,
    Sums,
)
from jieting.language import Language

WORDS: dict[str, Said] = {
    "arrived": say("calls that arrived"),
    "served_by_ivr": say("calls served by the IVR"),
    "abandoned_in_ivr": say("calls abandoned in the IVR"),
    "offered": say("calls offered to a queue"),
    "answered": say("calls answered by an agent"),
    "abandoned": say("calls abandoned in the queue"),
    "overflowed": say("calls that left the queue by rule"),
    "moved": say("calls passed on to another queue"),
    "within_threshold": say("calls answered in time"),
    "connection_rate": say("answered of offered"),
    "abandon_rate": say("abandoned of offered"),
    "service_level": say("answered in time of offered"),
    "asa_s": say("mean wait of answered calls, in seconds"),
    "aht_s": say("mean handle time, in seconds"),
}
"""The lines of the text, in their order."""
_ALWAYS = {"arrived", "offered", "answered", "abandoned"}
DIGITS = 6


def as_data(spec: Spec, sums: Sums) -> dict[str, object]:
    """Everything as JSON: by queue, by period of the day, by group."""
    staffed = staffed_seconds(spec)
    return {
        "replications": sums.replications,
        "asked": spec.replications,
        "seed": spec.seed,
        "days": spec.days,
        "confidence": spec.confidence,
        "queues": [
            {
                "queue": queue.name,
                **_whole(spec, sums, place),
                "periods": _periods(spec, sums, place),
            }
            for place, queue in enumerate(spec.queues)
        ],
        "groups": [
            {
                "group": group.name,
                "answered": _three(sums.desk(place, 0, spec.confidence)),
                "busy_s": _three(sums.desk(place, 1, spec.confidence)),
                "staffed_s": staffed[place],
                "occupancy": _three(_occupancy(spec, sums, place, staffed[place])),
            }
            for place, group in enumerate(spec.groups)
        ],
    }


def _whole(spec: Spec, sums: Sums, queue: int) -> dict[str, object]:
    """One queue over all periods."""
    calls = float(expected_calls(spec)[queue].sum())
    found = _slot(spec, sums, queue, -1)
    per_call = {
        name: Combination({m: factor / calls for m, factor in what.factors.items()})
        for name, what in PER_EXPECTED.items()
        if calls
    }
    found["expected"] = round(calls, DIGITS)
    found["per_expected_call"] = {
        name: _three(sums.mean(queue, -1, what, spec.confidence)) for name, what in per_call.items()
    }
    return found


def _slot(spec: Spec, sums: Sums, queue: int, slot: int) -> dict[str, object]:
    level = spec.confidence
    return {
        "counts": {name: _three(sums.mean(queue, slot, c, level)) for name, c in COUNTS.items()},
        "figures": {name: _three(sums.ratio(queue, slot, f, level)) for name, f in FIGURES.items()},
    }


def _periods(spec: Spec, sums: Sums, queue: int) -> list[dict[str, object]]:
    calls = expected_calls(spec)[queue]
    return [
        {
            "start": _clock(spec, period),
            "expected": round(float(calls[period]), DIGITS),
            **_slot(spec, sums, queue, period),
        }
        for period in range(spec.periods)
    ]


def _clock(spec: Spec, period: int) -> str:
    minute = spec.opening + period * spec.period_minutes
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _occupancy(spec: Spec, sums: Sums, group: int, staffed: int) -> Estimate | None:
    """Busy time over the time there; talks that run on after it count as busy."""
    if not staffed:
        return None
    busy = sums.desk(group, 1, spec.confidence)
    return Estimate(*(part / staffed for part in busy))


def _three(found: Estimate | None) -> dict[str, float | None] | None:
    """An estimate for JSON, which knows no infinity."""
    if found is None:
        return None
    return {
        name: round(value, DIGITS) if math.isfinite(value) else None
        for name, value in found._asdict().items()
    }


def as_text(spec: Spec, sums: Sums, language: Language) -> str:
    """The queues with their estimates, then the periods, then the groups."""
    lines = list(_text(spec, sums))
    return "".join(f"{language.render(line)}\n" for line in lines)


def _text(spec: Spec, sums: Sums) -> Iterator[Said]:
    yield say(
        "{n} replications of {days} days, seed {seed}; brackets hold {percent} per cent intervals.",
        n=sums.replications,
        days=spec.days,
        seed=spec.seed,
        percent=f"{spec.confidence * 100:g}",
    )
    for place, queue in enumerate(spec.queues):
        yield say("Queue {queue}, means per replication:", queue=queue.name)
        yield from _queue_lines(spec, sums, place)
        yield say("By period: start, calls offered, answered of offered, answered in time:")
        yield from _period_lines(spec, sums, place)
    staffed = staffed_seconds(spec)
    for place, group in enumerate(spec.groups):
        found = _occupancy(spec, sums, place, staffed[place])
        yield say(
            "Group {group}: {answered} calls answered, occupancy {occupancy}",
            group=group.name,
            answered=f"{sums.desk(place, 0, spec.confidence).mean:.1f}",
            occupancy=_bracketed(found, 4),
        )


def _queue_lines(spec: Spec, sums: Sums, queue: int) -> Iterator[Said]:
    for name, words in WORDS.items():
        if name in COUNTS:
            counted = sums.mean(queue, -1, COUNTS[name], spec.confidence)
            if counted.mean or name in _ALWAYS:
                yield say("- {name}: {value}", name=words, value=_bracketed(counted, 1))
        else:
            ratio = sums.ratio(queue, -1, FIGURES[name], spec.confidence)
            digits = 2 if name.endswith("_s") else 4
            yield say("- {name}: {value}", name=words, value=_bracketed(ratio, digits))


def _period_lines(spec: Spec, sums: Sums, queue: int) -> Iterator[Said]:
    for period in range(spec.periods):
        offered = sums.mean(queue, period, COUNTS["offered"], spec.confidence)
        rate = sums.ratio(queue, period, FIGURES["connection_rate"], spec.confidence)
        level = sums.ratio(queue, period, FIGURES["service_level"], spec.confidence)
        values = (f"{offered.mean:.1f}", _bracketed(rate, 4), _bracketed(level, 4))
        yield verbatim("  ".join((_clock(spec, period), *values)))


def _bracketed(found: Estimate | None, digits: int) -> str:
    if found is None:
        return "–"
    if not math.isfinite(found.low):
        return f"{found.mean:.{digits}f}"
    return f"{found.mean:.{digits}f} [{found.low:.{digits}f}, {found.high:.{digits}f}]"
