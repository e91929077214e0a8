"""Times in which nobody heard the switch live: known while they last, written once they end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from jieting.apps.audit.actions import audited
from jieting.apps.base.actor import Actor
from jieting.apps.line.models import Fact, Gap
from jieting.apps.line.observer.cleaning import Span
from jieting.apps.line.observer.metrics import GAP_SECONDS
from jieting.domain.line.facts import Source
from jieting.domain.periods import SECOND, Instant

FOREVER: Instant = 1 << 62
_REMEMBERED = 2 * 86_400 * SECOND


@dataclass(slots=True)
class Gaps:
    """The gaps of a switch. One that lasts has no row yet; it begins when it was last heard.

    ``to_write`` are those that ended and whose rows wait for the database.
    """

    system: str
    known: list[Span]
    open_since: Instant | None
    cause: str
    to_write: list[tuple[Span, str]]

    @classmethod
    def since(cls, system: str, last_heard: Instant | None) -> Gaps:
        """From the start of the observer: open since the switch was last heard, if ever."""
        newest = (last_heard or 0) - _REMEMBERED
        rows = Gap.objects.filter(system=system, ended_at__gt=newest).order_by("began_at")
        known = [Span(row.began_at, row.ended_at) for row in rows]
        return cls(system, known, last_heard or 0, "observer_down", [])

    def spans(self) -> list[Span]:
        """All gaps, the one that lasts included."""
        lasting = [Span(self.open_since, FOREVER)] if self.open_since is not None else []
        return [*self.known, *lasting]

    def begin(self, at: Instant, cause: str) -> None:
        """Nobody hears the switch any more; a gap that lasts goes on."""
        if self.open_since is None:
            self.open_since, self.cause = at, cause

    def end(self, at: Instant) -> None:
        """The switch is heard again. What came before it was ever heard is no gap to tell of."""
        began, self.open_since = self.open_since, None
        if began is None:
            return
        span = Span(began, max(began, at))
        self.known = [one for one in self.known if one.ended > at - _REMEMBERED]
        self.known.append(span)
        if began:
            self.to_write.append((span, self.cause))

    def write(self, *, by: Actor, at: datetime) -> None:
        """Write the rows of gaps that ended."""
        while self.to_write:
            span, cause = self.to_write[0]
            length = (span.ended - span.began) // SECOND
            with audited(
                "line.gap.ended", by=by, at=at, object=f"switch {self.system}", cause=cause,
                seconds=length,
            ):  # fmt: skip
                Gap.objects.create(
                    system=self.system, began_at=span.began, ended_at=span.ended, cause=cause
                )
            self.to_write.pop(0)
            GAP_SECONDS.inc(length)

    def caught_up(self, *, at: datetime) -> None:
        """Note of gaps whose time the log was read past, and how many facts only the log told."""
        for gap in Gap.objects.filter(system=self.system, caught_up_at__isnull=True):
            told = Fact.objects.filter(
                system=self.system, source=Source.CEL, at__range=(gap.began_at, gap.ended_at)
            )
            gap.caught_up_at, gap.facts = at, told.count()
            gap.save(update_fields=["caught_up_at", "facts"])
