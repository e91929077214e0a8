"""The requirement as people and programs read it: a table by day, JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from unicodedata import east_asian_width
from zoneinfo import ZoneInfo

from jieting.domain.periods import iso, local
from jieting.domain.quantities import plain
from jieting.domain.said import Said, say
from jieting.domain.staffing.staffed import Staffed, Totals
from jieting.domain.staffing.target_text import written
from jieting.domain.staffing.target_words import in_words
from jieting.domain.staffing.targets import VARIANTS
from jieting.language import Language

_PLACES = 6
"""Decimals of expected figures in JSON: far below what a forecast knows."""


def as_json(found: Staffed, zone: ZoneInfo) -> str:
    """The requirement with the figures expected in each half hour, as JSON.

    Shares from 0 to 1, times in seconds; what is decided exactly is a string.
    """
    asked = found.asked
    data = {
        "model": "erlang_c" if asked.is_endless else "erlang_a",
        "patience_s": None if asked.is_endless else asked.patience_s,
        "targets": written(asked.targets),
        "shrinkage": plain(asked.shrinkage),
        "at_least": asked.at_least,
        "intervals": [_interval(found, i, zone) for i in range(len(found.required))],
        "totals": [
            {"queue": queue, **_totals(found.totals(_of(found, queue)))} for queue in found.queues
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _interval(found: Staffed, i: int, zone: ZoneInfo) -> dict[str, object]:
    one, figures = found.required[i], found.figures
    expected = {
        "connection_rate": figures.connection_rate[i],
        "abandon_rate": figures.abandon_rate[i],
        "wait_probability": figures.wait_probability[i],
        "asa_s": figures.asa_s[i],
        "wait_s": figures.wait_s[i],
        "occupancy": figures.occupancy[i],
    }
    if figures.threshold_s is not None:
        for variant in VARIANTS:
            expected[f"service_level_{variant}"] = figures.service_level(variant)[i]
    return {
        "queue": one.queue,
        "start": iso(one.start, zone),
        "calls": one.calls,
        "aht_s": one.aht_s,
        "agents": one.agents,
        "rostered": one.rostered,
        "expected": {name: round(float(value), _PLACES) for name, value in expected.items()},
    }


def _totals(totals: Totals) -> dict[str, object]:
    rate = totals.answered / totals.calls if totals.calls else 1.0
    return {
        "calls": round(totals.calls, _PLACES),
        "answered": round(totals.answered, _PLACES),
        "connection_rate": round(rate, _PLACES),
        "agent_hours": plain(totals.agent_hours),
        "rostered_hours": plain(totals.rostered_hours),
    }


def as_text(found: Staffed, zone: ZoneInfo, lang: str) -> str:
    """A table for each queue and day, with its totals; a last line with those of all."""
    language = Language(lang)
    lines = [language.render(one) for one in _head(found)]
    for queue in found.queues:
        for day, places in groupby(_of(found, queue), lambda i: _day(found, i, zone)):
            chosen = list(places)
            lines += ["", f"{queue} {day.isoformat()}".strip()]
            lines += _table(found, chosen, zone, language)
            lines.append(language.render(_sum(found.totals(chosen))))
    everything = _sum(found.totals(range(len(found.required))))
    total = say("All half hours: {totals}", totals=everything)
    return "\n".join([*lines, "", language.render(total)]) + "\n"


def _of(found: Staffed, queue: str) -> list[int]:
    return [i for i, one in enumerate(found.required) if one.queue == queue]


def _day(found: Staffed, i: int, zone: ZoneInfo) -> date:
    return local(found.required[i].start, zone).date()


def _head(found: Staffed) -> Iterator[Said]:
    asked = found.asked
    if asked.is_endless:
        yield say("Erlang C: nobody gives up.")
    else:
        yield say(
            "Erlang A: callers give up after {seconds} s on average.",
            seconds=f"{asked.patience_s:g}",
        )
    yield say("Every half hour keeps: {targets}", targets=tuple(in_words(asked.targets)))
    if asked.shrinkage:
        yield say("Shrinkage: {percent} per cent", percent=plain(asked.shrinkage * 100))


def _table(
    found: Staffed, places: Sequence[int], zone: ZoneInfo, language: Language
) -> Iterator[str]:
    level = found.asked.targets.service_level
    heads = [
        say("Time"),
        say("calls expected"),
        say("handle time, s"),
        say("answering"),
        say("rostered"),
        say("connected, %"),
        *([] if level is None else [say("in time, %")]),
        say("mean wait, s"),
        say("occupancy, %"),
    ]
    variant = VARIANTS[0] if level is None else level.variant
    shares = None if level is None else found.figures.service_level(variant)
    rows = [[language.render(head) for head in heads]]
    for i in places:
        one, figures = found.required[i], found.figures
        rows.append(
            [
                f"{local(one.start, zone):%H:%M}",
                f"{one.calls:.1f}",
                f"{one.aht_s:.0f}",
                str(one.agents),
                str(one.rostered),
                f"{100 * figures.connection_rate[i]:.1f}",
                *([] if shares is None else [f"{100 * shares[i]:.1f}"]),
                f"{figures.asa_s[i]:.1f}",
                f"{100 * figures.occupancy[i]:.1f}",
            ]
        )
    widths = [max(_width(row[column]) for row in rows) for column in range(len(heads))]
    for row in rows:
        yield "  ".join(_right(cell, width) for cell, width in zip(row, widths, strict=True))


def _sum(totals: Totals) -> Said:
    rate = 100 * totals.answered / totals.calls if totals.calls else 100.0
    return say(
        "{calls} calls, {rate} per cent connected, {agent} hours answering, "
        "{rostered} hours rostered",
        calls=f"{totals.calls:.1f}",
        rate=f"{rate:.1f}",
        agent=plain(totals.agent_hours),
        rostered=plain(totals.rostered_hours),
    )


def _width(text: str) -> int:
    """Columns of a terminal that the text takes; a Chinese character takes two."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def _right(text: str, width: int) -> str:
    return " " * (width - _width(text)) + text
