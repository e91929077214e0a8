"""Sealing in tests: both sides sign by actions, as their pages would have them do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count

from django.db.models import F

from jieting.apps.accounts.confirm import Confirmed
from jieting.apps.accounts.roles import Role
from jieting.apps.base.actor import Actor
from jieting.apps.calls.models import Import, MonthOfCalls
from jieting.apps.contracts.queries import latest_terms
from jieting.apps.sealing import actions
from jieting.apps.sealing.models import Seal
from jieting.domain.calls.call import Call
from jieting.domain.periods import Month, local
from tests.apps.assessment.months import MONTH, keep_calls, simulated
from tests.apps.world import World

NINGDE = "ningde-12123"
LATER = datetime(2026, 11, 3, 2, 0, tzinfo=UTC)
"""When the month is over."""
SUPPLIER, PURCHASER = Role.CONTRACT_MANAGER, Role.DECIDER


def confirmed(by: Actor) -> Confirmed:
    return Confirmed(by.user_id or 0, by.name, by.name, LATER, with_second_factor=True)


def draw(world: World, role: Role = SUPPLIER, **more: object) -> Seal:
    by = world.actor(role)
    given = {"leave_open": True, "contract_id": NINGDE, "month": MONTH, "at": LATER, **more}
    return actions.draw(by=by, **given)


def sign(world: World, row: Seal, role: Role, **more: object) -> Seal:
    by = world.actor(role)
    given = {
        "contract_id": NINGDE,
        "month": MONTH,
        "at": LATER,
        "statement": row.statement_digest,
        "confirmed": confirmed(by),
        **more,
    }
    return actions.sign(by=by, **given)


def seal(world: World, **more: object) -> Seal:
    row = draw(world, **more)
    sign(world, row, SUPPLIER)
    return sign(world, row, PURCHASER)


def late_calls(number: int = 40) -> list[Call]:
    """Calls of the month that come after it was sealed: all abandoned, so that the rate falls."""
    model = next(c for c in simulated(NINGDE)[0] if c.outcome == "abandoned" and c.queued_at)
    return [replace(model, call_id=f"late-{n}", source_ref="") for n in range(number)]


_TIMES = count(1)


def come_late(calls: Sequence[Call]) -> Import:
    """Keep calls under a revision that no test has had: what is cached by it is never another's."""
    made = keep_calls(NINGDE, calls)
    zone = latest_terms(NINGDE).zone
    months = {str(Month.of(local(call.arrived_at, zone).date())) for call in calls}
    touched = MonthOfCalls.objects.filter(month__in=months)
    touched.update(revision=F("revision") + 1000 * next(_TIMES))
    return made
