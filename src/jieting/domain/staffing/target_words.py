"""Targets in words."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from jieting.domain.quantities import plain
from jieting.domain.said import Said, say
from jieting.domain.staffing.targets import Targets


def in_words(targets: Targets) -> Iterator[Said]:
    """Each target as people say it, such as ``connection rate at least 90 per cent``."""
    if targets.connection_rate is not None:
        yield say(
            "connection rate at least {percent} per cent", percent=_percent(targets.connection_rate)
        )
    if targets.abandon_rate is not None:
        yield say("abandon rate at most {percent} per cent", percent=_percent(targets.abandon_rate))
    level = targets.service_level
    if level is not None:
        yield say(
            "service level within {threshold} s at least {percent} per cent ({variant})",
            threshold=plain(level.threshold_s),
            percent=_percent(level.share),
            variant=level.variant,
        )
    if targets.asa_s is not None:
        yield say("mean wait of answered calls at most {seconds} s", seconds=plain(targets.asa_s))
    if targets.occupancy is not None:
        yield say("occupancy at most {percent} per cent", percent=_percent(targets.occupancy))


def _percent(share: Fraction) -> str:
    return plain(share * 100)
