"""Calls whose end nobody told: those that the switch does not have any more are ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Max

from jieting.apps.audit.actions import audited
from jieting.apps.base.actor import Actor
from jieting.apps.line.models import Fact, LineCall
from jieting.apps.line.observer import findings as say_that
from jieting.apps.line.observer.batch import Batch
from jieting.apps.line.observer.cleaning import UNTOLD
from jieting.domain.line.facts import Fact as Told
from jieting.domain.line.facts import FactKind, Source
from jieting.domain.periods import SECOND, Instant
from jieting.switches.asterisk.milestone import Strange

MISSING_FOR = 5 * SECOND
"""A call is missed so long before it is ended: its end may be on its way here."""
_BOOT_SLACK = 2 * SECOND
"""The switch tells its uptime in whole seconds."""


@dataclass(slots=True)
class Ends:
    """Which calls of a switch are missed since when."""

    system: str
    missing: dict[str, Instant] = field(default_factory=dict)

    def look(self, alive: Iterable[str], asked: Instant, booted: Instant | None) -> Batch:
        """Ends for calls that were missed in two looks; ``alive`` are the switch's calls now.

        To be asked only where the log was read to its end; ``asked`` is when the switch told.
        """
        there = set(alive)
        on_line = LineCall.objects.filter(
            system=self.system, over=False, arrived_at__lt=asked - MISSING_FOR
        ).values_list("call", flat=True)
        gone = [call for call in on_line if call not in there]
        self.missing = {call: self.missing.get(call, asked) for call in gone}
        due = [call for call in gone if asked - self.missing[call] >= MISSING_FOR]
        return self._ended(due, booted)

    def before(self, booted: Instant) -> Batch:
        """Ends for calls of which nothing was told since the switch started anew."""
        on_line = LineCall.objects.filter(
            system=self.system, over=False, arrived_at__lt=booted
        ).values_list("call", flat=True)
        return self._ended(
            [call for call, last in self._last(list(on_line)).items() if last < booted], booted
        )

    def _ended(self, calls: list[str], booted: Instant | None) -> Batch:
        batch = Batch()
        for call, last in self._last(calls).items():
            died = booted is not None and last < booted + _BOOT_SLACK
            finding = say_that.switch_died(call) if died else say_that.end_not_told(call)
            batch.strange.append(Strange(f"untold:{call}", call, finding))
            batch.facts.append(
                Told(
                    system=self.system,
                    call=call,
                    key=UNTOLD,
                    # After everything that was told, by as little as can be.
                    at=last + 1,
                    kind=FactKind.ENDED,
                    data={"stage": "", "by": "switch"},
                    source=Source.CEL,
                )
            )
        return batch

    def _last(self, calls: list[str]) -> dict[str, Instant]:
        found = Fact.objects.filter(system=self.system, call__in=calls).values("call")
        return {row["call"]: row["last"] for row in found.annotate(last=Max("at"))}


def tell_ended(batch: Batch, *, by: Actor, at: datetime, system: str) -> None:
    """The audit line for calls that were ended because nobody told their end."""
    with audited(
        "line.calls.ended_untold", by=by, at=at, object=f"switch {system}",
        calls=[fact.call for fact in batch.facts][:100], count=len(batch.facts),
    ):  # fmt: skip
        return
