"""Sealing in tests: both sides sign by actions, as their pages would have them do."""

from __future__ import annotations

from datetime import UTC, datetime

from jieting.apps.accounts.confirm import Confirmed
from jieting.apps.accounts.roles import Role
from jieting.apps.base.actor import Actor
from jieting.apps.sealing import actions
from jieting.apps.sealing.models import Seal
from tests.apps.assessment.months import MONTH
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
