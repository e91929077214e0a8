"""Kept outlooks: one JSON line each, with digests of what they were made from; read back later."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from jieting.domain.errors import Finding, Place
from jieting.domain.periods import Month
from jieting.domain.said import Said, say

KEPT = (
    "contract",
    "version",
    "month",
    "at",
    "assumed",
    "score",
    "brackets",
    "lines",
    "limits",
    "quarter",
    "renewal",
)
"""What of an outlook is kept."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An outlook as it was kept.

    ``brackets`` has the lowest score of each bracket with its probability; ``score`` the expected
    one with the ends of the interval for eight of ten cases; ``limits`` the chance of each breach.
    """

    contract: str
    month: Month
    at: datetime
    brackets: tuple[tuple[Fraction, float], ...]
    score: tuple[float, float, float] | None
    limits: Mapping[str, float]
    line: int


def kept_line(told: Mapping[str, Any], inputs: Mapping[str, str]) -> str:
    """The line of an outlook told as JSON values; ``inputs`` are file names with SHA-256."""
    found = {name: told[name] for name in KEPT}
    found["lines"] = [
        {name: line[name] for name in ("clause", "full", "expected", "full_marks")}
        for line in told["lines"]
    ]
    found["limits"] = [
        {name: limit[name] for name in ("clause", "breach")} for limit in told["limits"]
    ]
    found["inputs"] = dict(inputs)
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")) + "\n"


def read_kept(text: str, name: str) -> tuple[tuple[Kept, ...], tuple[Finding, ...]]:
    """The outlooks of a file in its order, and what is wrong in it; such lines are left out."""
    kept: list[Kept] = []
    findings: list[Finding] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            kept.append(_kept(json.loads(line), number))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            findings.append(_broken(Place(name, number), error))
    if not kept and not findings:
        findings.append(_empty(Place(name)))
    return tuple(kept), tuple(findings)


def _kept(told: Mapping[str, Any], line: int) -> Kept:
    score = told["score"]
    expected = score["expected"] if score is not None else None
    return Kept(
        contract=str(told["contract"]),
        month=Month.parse(told["month"]),
        at=datetime.fromisoformat(told["at"]),
        brackets=tuple(
            (Fraction(one["from"]), _probability(one["probability"])) for one in told["brackets"]
        ),
        score=None
        if score is None or expected is None
        else (float(expected), float(score["low"]), float(score["high"])),
        limits={str(one["clause"]): _probability(one["breach"]) for one in told["limits"]},
        line=line,
    )


def _probability(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise ValueError(f"{value!r} is no probability")
    return float(value)


def _broken(place: Place, error: Exception) -> Finding:
    reason: Said = say("a value is missing or wrong")
    if isinstance(error, json.JSONDecodeError):
        reason = say("it is broken or cut off")
    return Finding(
        "not_an_outlook",
        say("The line holds no outlook: {reason}.", reason=reason),
        say("It cannot be judged."),
        say("Take the line out; jieting outlook --keep writes such lines."),
        place,
    )


def _empty(place: Place) -> Finding:
    return Finding(
        "no_outlooks",
        say("The file holds no outlook."),
        say("There is nothing to judge."),
        say("Keep outlooks with jieting outlook --keep."),
        place,
    )
