"""How long a recording is kept: its class, what claims it as evidence, and the day it may go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from jieting.apps.recordings.hooks import Claim
from jieting.domain.periods import Instant, local
from jieting.domain.said import Said, say


class Retention(StrEnum):
    """Why a recording is kept, and so how long."""

    ORDINARY = "ordinary"
    INSPECTION = "inspection"
    COMPLAINT = "complaint"
    DISPUTE = "dispute"
    HELD = "held"


WORDS: dict[Retention, Said] = {
    Retention.ORDINARY: say("ordinary"),
    Retention.INSPECTION: say("drawn for an inspection or a spot check"),
    Retention.COMPLAINT: say("named by a complaint"),
    Retention.DISPUTE: say("named by a dispute"),
    Retention.HELD: say("held until somebody releases it"),
}
SUGGESTED: dict[Retention, int] = {
    Retention.ORDINARY: 180,
    Retention.INSPECTION: 365,
    Retention.COMPLAINT: 3 * 365,
    Retention.DISPUTE: 365,
}
"""Days for which the house suggests to keep a class: from the call, or from the end of what claims
it. The contract manager sets others for a contract."""
FEWEST, MOST = 1, 36_500
BY_HAND = tuple(Retention)
"""Classes that a person may give."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How long one recording is kept: ``until`` is the first day on which it may be deleted.

    ``until`` is None where something holds it; ``why`` is what keeps it, the strongest first.
    """

    retention: Retention
    until: date | None
    why: tuple[Said, ...]

    def is_due(self, today: date) -> bool:
        """Whether its time is over."""
        return self.until is not None and self.until <= today


def kept(
    began_at: Instant,
    given: Retention,
    reason: str,
    claims: Iterable[Claim],
    days: Mapping[Retention, int],
    zone: ZoneInfo,
) -> Kept:
    """How long a recording is kept: the longest of its class and of everything that claims it."""
    found = [_of_class(began_at, given, reason, days, zone)]
    if given is not Retention.HELD:
        # Whatever class it was given: never shorter than an ordinary one.
        found.append(_of_class(began_at, Retention.ORDINARY, "", days, zone))
    found += [_of_claim(claim, days, zone) for claim in claims]
    strongest = sorted(found, key=lambda one: one.until or date.max, reverse=True)
    return Kept(strongest[0].retention, strongest[0].until, _whys(strongest))


def _of_class(
    began_at: Instant, given: Retention, reason: str, days: Mapping[Retention, int], zone: ZoneInfo
) -> Kept:
    words = say("{words}: {reason}", words=WORDS[given], reason=reason) if reason else WORDS[given]
    if given is Retention.HELD:
        return Kept(given, None, (words,))
    return Kept(given, _after(began_at, days[given], zone), (words,))


def _of_claim(claim: Claim, days: Mapping[Retention, int], zone: ZoneInfo) -> Kept:
    retention = Retention(claim.retention)
    if claim.since is None:
        return Kept(retention, None, (say("{why}, not over yet", why=claim.why),))
    return Kept(retention, _after(claim.since, days[retention], zone), (claim.why,))


def _after(at: Instant, days: int, zone: ZoneInfo) -> date:
    return local(at, zone).date() + timedelta(days=days)


def _whys(strongest: Sequence[Kept]) -> tuple[Said, ...]:
    """What keeps it; that it is an ordinary one says nothing beside a better reason."""
    better = [one for one in strongest if one.retention is not Retention.ORDINARY]
    found = dict.fromkeys(why for one in better for why in one.why)
    return tuple(found) or strongest[0].why
