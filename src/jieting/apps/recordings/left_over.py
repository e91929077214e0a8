"""What nightly work looks at once more: recordings that did not come in by day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from jieting.apps.base.instants import to_instant
from jieting.apps.recordings import spool, timing
from jieting.apps.recordings.hooks import Recorded, facts_of, recorded_calls
from jieting.apps.recordings.models import Recording
from jieting.domain.periods import SECOND
from jieting.installation.switch import SwitchPlace, switch_place

SHORTEST = 2 * SECOND
"""A talk that was shorter may leave no sound at all: of it nothing is missed."""
_AT_ONCE = 500


def left_over(since: datetime) -> list[tuple[str, str, str]]:
    """Calls of lately whose recordings are to be taken in once more.

    They never came, a crash left their plain files in the spool, or taking them in failed so often
    that it was given up. Each as contract, system and call.
    """
    place = switch_place()
    if place is None:
        return []
    return sorted({*_with_row(place, since), *_without_row(place, since)})


def _with_row(place: SwitchPlace, since: datetime) -> Iterator[tuple[str, str, str]]:
    rows = Recording.objects.filter(system=place.system, kept_at__gt=since).defer("peaks", "marks")
    for row in rows.iterator(_AT_ONCE):
        if row.state == Recording.State.LOST or spool.find(place.spool, row.origin) is not None:
            yield row.contract_id, row.system, row.call


def _without_row(place: SwitchPlace, since: datetime) -> Iterator[tuple[str, str, str]]:
    """Calls that were recorded and of which fewer recordings are kept than were told of."""
    calls = iter(recorded_calls(place.system, to_instant(since)))
    while some := list(islice(calls, _AT_ONCE)):
        kept = _kept(place.system, some)
        for one in some:
            origins = kept.get(one.call, set())
            if len(origins) < one.recordings and _is_missed(place, one.call, origins):
                yield one.contract_id, place.system, one.call


def _kept(system: str, calls: Iterable[Recorded]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    rows = Recording.objects.filter(system=system, call__in=[one.call for one in calls])
    for call, origin in rows.values_list("call", "origin"):
        found.setdefault(call, set()).add(origin)
    return found


def _is_missed(place: SwitchPlace, call: str, origins: set[str]) -> bool:
    facts = facts_of(place.system, call)
    return any(
        timing.lasted(told_at, facts) >= SHORTEST or spool.find(place.spool, origin) is not None
        for origin, told_at in timing.files_told(facts)
        if origin[: timing.LONGEST_NAME] not in origins
    )
