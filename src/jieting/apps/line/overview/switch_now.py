"""The state of the switch in one look: is it there, since when not, and what still works."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from jieting.apps.calls.rows import clock
from jieting.apps.line.models import Gap, Switch
from jieting.apps.line.words import moment
from jieting.domain.errors import Severity
from jieting.domain.said import Said, say
from jieting.installation.switch import switch_place

QUIET = timedelta(seconds=60)
"""So long after the observer last heard of the switch, nobody is listening any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchNow:
    """What is to be said of the switch.

    ``kind`` is none, connected, away or deaf (the observer is gone), simulated or stopped.
    ``works`` is what goes on and what waits; ``state`` is what the observer last told of it.
    """

    kind: str
    severity: Severity
    title: Said
    works: Said | None
    system: str
    version: str
    seen_at: datetime | None
    booted_at: datetime | None
    state: dict[str, Any]
    last_gap: Gap | None

    @property
    def hears(self) -> bool:
        """Whether what is asked of the switch reaches it now."""
        return self.kind in ("connected", "simulated")


def switch_now(now: datetime) -> SwitchNow:
    """The switch of the installation; a real one before a simulated one."""
    row = Switch.objects.order_by("simulated", "-seen_at", "pk").first()
    if row is None:
        return _unknown()
    kind = _kind(row, now)
    severity, title, works = _WORDS[kind]
    return SwitchNow(
        kind=kind,
        severity=severity,
        title=title,
        works=works,
        system=row.system,
        version=row.version,
        seen_at=row.seen_at,
        booted_at=row.booted_at,
        state=row.state if isinstance(row.state, dict) else {},
        last_gap=Gap.objects.filter(system=row.system).order_by("-began_at", "-pk").first(),
    )


def switch_words(switch: SwitchNow, zone: ZoneInfo) -> dict[str, Said | None]:
    """When the switch was last heard, or since when it runs, and its last gap."""
    told: Said | None = None
    if switch.kind == "connected" and switch.booted_at is not None:
        told = say("It runs since {at}.", at=moment(switch.booted_at, zone))
    elif switch.kind in ("away", "deaf", "stopped") and switch.seen_at is not None:
        told = say("It was last heard at {at}.", at=moment(switch.seen_at, zone))
    return {"switch_since": told, "gap": _gap_words(switch, zone)}


def _gap_words(switch: SwitchNow, zone: ZoneInfo) -> Said | None:
    gap = switch.last_gap
    if gap is None:
        return None
    began, ended = clock(gap.began_at, zone), clock(gap.ended_at, zone)
    if gap.caught_up_at is None:
        return say(
            "Nobody listened from {began} to {ended}; the log is being read.",
            began=began, ended=ended,
        )  # fmt: skip
    return say(
        "Nobody listened from {began} to {ended}; {n} facts were read from the log since.",
        began=began, ended=ended, n=gap.facts,
    )  # fmt: skip


def _kind(row: Switch, now: datetime) -> str:
    heard = row.connected and row.seen_at is not None and now - row.seen_at <= QUIET
    if row.simulated:
        return "simulated" if heard else "stopped"
    if heard:
        return "connected"
    return "deaf" if row.connected else "away"


_STILL = say(
    "Calls go on: the switch itself answers, queues, asks and records. What it does meanwhile is "
    "read from its log later, and no call is lost. Sign-ins, pauses and announcements that are "
    "asked for now are done when it is heard again; calls cannot be steered or dialled from here."
)
_AWAY = say(
    "Call the line's number and listen. Where it answers, calls go on: the switch itself answers, "
    "queues, asks and records; all of it is read from its log later, and no call is lost. Where it "
    "does not, callers reach nobody: have the switch started on its machine at once. Sign-ins, "
    "pauses and announcements that are asked for now are done when it is heard again."
)
_WORDS: dict[str, tuple[Severity, Said, Said | None]] = {
    "connected": (Severity.NOTE, say("The switch is connected."), None),
    "simulated": (
        Severity.WARNING,
        say("The switch is simulated."),
        say("No citizen calls here: calls, queues and agents on this page are made for practice."),
    ),
    "stopped": (
        Severity.WARNING,
        say("The simulated switch is not running."),
        say("No calls are made for practice now; it begins again with the server."),
    ),
    "deaf": (Severity.ERROR, say("Nobody is listening to the switch."), _STILL),
    "away": (Severity.ERROR, say("The switch is not connected."), _AWAY),
}


def _unknown() -> SwitchNow:
    placed = switch_place() is not None
    title = say("The switch was never heard.") if placed else say("No switch is set up.")
    works = (
        say(
            "Start the observer: it begins with the server, or by the command jieting switch watch."
        )
        if placed
        else say("Calls come in from files alone. The guide to a line tells how to set one up.")
    )
    severity = Severity.ERROR if placed else Severity.NOTE
    return SwitchNow(
        kind="none", severity=severity, title=title, works=works, system="", version="",
        seen_at=None, booted_at=None, state={}, last_gap=None,
    )  # fmt: skip
