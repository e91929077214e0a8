"""Targets as they are written on a command line, such as ``service_level=0.8@15``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from jieting.domain.errors import BadInput, Finding, Place
from jieting.domain.quantities import plain
from jieting.domain.said import Said, say
from jieting.domain.staffing.targets import VARIANTS, ServiceLevel, Targets

NAMES = ("connection_rate", "abandon_rate", "service_level", "asa", "occupancy")
"""What a target can be about, by the names of the figures."""

LONGEST_S = 86_400
"""No threshold and no mean wait is asked for beyond a day, in seconds."""

_NUMBER = re.compile(r"\d{1,9}(\.\d{1,12})?%?", re.ASCII)
_PLACE = Place("--target")


def number(text: str) -> Fraction | None:
    """``0.9``, ``90%`` or ``20`` as an exact number; None where it is none."""
    plain_text = text.strip()
    if not _NUMBER.fullmatch(plain_text):
        return None
    if plain_text.endswith("%"):
        return Fraction(plain_text[:-1]) / 100
    return Fraction(plain_text)


def parse_targets(texts: Sequence[str]) -> Targets:
    """The targets in texts such as ``connection_rate=0.9``. Errors: BadInput with all findings."""
    findings: list[Finding] = []
    found: dict[str, Fraction] = {}
    level: ServiceLevel | None = None
    seen: set[str] = set()
    for text in texts:
        name, _, value = (part.strip() for part in text.partition("="))
        share, _, rest = value.partition("@")
        amount = number(share)
        wrong = _wrong(text, name, amount, rest)
        if name in seen:
            findings.append(_twice(name))
        elif wrong is not None or amount is None:
            findings.append(wrong or _not_understood(text))
        elif name == "service_level":
            threshold, _, variant = rest.partition(":")
            level = ServiceLevel(amount, number(threshold) or Fraction(0), variant or VARIANTS[0])
        else:
            found["asa_s" if name == "asa" else name] = amount
        seen.add(name)
    if findings:
        raise BadInput(findings)
    return Targets(service_level=level, **found)


def _wrong(text: str, name: str, amount: Fraction | None, rest: str) -> Finding | None:
    """What is wrong with one target, the first thing; None where nothing is."""
    if name not in NAMES or amount is None or (rest and name != "service_level"):
        return _not_understood(text)
    if name == "asa" and "%" in text:
        return _not_understood(text)
    if name == "service_level":
        threshold, _, variant = rest.partition(":")
        seconds = number(threshold)
        if seconds is None or "%" in threshold or seconds > LONGEST_S:
            return _not_understood(text)
        if variant and variant not in VARIANTS:
            return _no_variant(variant)
    return unreachable(name, amount, _PLACE)


def unreachable(name: str, amount: Fraction, place: Place) -> Finding | None:
    """That no number of agents keeps a target, or any does; None where it is a real one."""
    if name == "asa":
        return None if 0 < amount <= LONGEST_S else _seconds(amount, place)
    if 0 < amount < 1 or (name == "occupancy" and amount == 1):
        return None
    return Finding(
        "target_out_of_range",
        say("The target of {name} is {value}.", name=name, value=plain(amount)),
        say("A share of calls that can be staffed for lies between 0 and 1, both left out."),
        say("Write it like 0.9 or 90%."),
        place,
    )


def written(targets: Targets) -> dict[str, str]:
    """The targets as texts by name, as ``parse_targets`` reads them behind the equals sign."""
    level = targets.service_level
    given = {
        "connection_rate": targets.connection_rate,
        "abandon_rate": targets.abandon_rate,
        "asa": targets.asa_s,
        "occupancy": targets.occupancy,
    }
    texts = {name: plain(value) for name, value in given.items() if value is not None}
    if level is not None:
        share, seconds = plain(level.share), plain(level.threshold_s)
        texts["service_level"] = f"{share}@{seconds}:{level.variant}"
    return texts


def _seconds(amount: Fraction, place: Place) -> Finding:
    return Finding(
        "target_out_of_range",
        say("The target of {name} is {value}.", name="asa", value=plain(amount)),
        say("A mean wait is more than 0 seconds and at most a day."),
        say("Write seconds, such as 20."),
        place,
    )


def _not_understood(text: str) -> Finding:
    return Finding(
        "not_a_target",
        say("The target {text} cannot be read.", text=repr(text)),
        say("It says what every half hour must keep."),
        _how(),
        _PLACE,
    )


def _no_variant(variant: str) -> Finding:
    return Finding(
        "no_variant",
        say("There is no variant {name} of the service level.", name=repr(variant)),
        say("It says what abandoned calls count as."),
        say("Choose one of these: {names}", names=", ".join(VARIANTS)),
        _PLACE,
    )


def _twice(name: str) -> Finding:
    return Finding(
        "target_twice",
        say("The target of {name} is given twice.", name=name),
        say("Which of the two holds is not known."),
        say("Take one of them out."),
        _PLACE,
    )


def _how() -> Said:
    return say(
        "Write it like connection_rate=0.9, abandon_rate=0.1, service_level=0.8@15, asa=20 or "
        "occupancy=0.85."
    )
