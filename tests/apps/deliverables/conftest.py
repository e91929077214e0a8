"""A contract whose September is not in any records, on the way to its deadline of 5 October."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from jieting.apps.accounts.roles import Role
from jieting.apps.deliverables import submitting, writing
from jieting.apps.deliverables.contents import Typed
from jieting.apps.deliverables.due import open_due
from jieting.apps.deliverables.models import Due
from jieting.apps.moves.models import Move
from jieting.domain.periods import SECOND, Month
from tests.apps.world import BY, World

NINGDE = "ningde-12123"
MONTH = Month(2026, 9)
DEADLINE = datetime(2026, 10, 5, 10, 0, tzinfo=UTC)
"""18:00 of 5 October in Shanghai."""
BEFORE = DEADLINE - timedelta(days=3)
A_SECOND = timedelta(seconds=1)
WRITTEN = {"话务情况": "平稳", "服务质量情况": "良好", "热点问题": "无"}
TEXTS = Typed(texts=WRITTEN)
MICRO = SECOND


class Books:
    """What people do with the deliverables of September."""

    def __init__(self, world: World) -> None:
        self.world = world

    def look(self, at: datetime) -> None:
        """The hourly job at a moment."""
        open_due(by=BY, at=at, contract_id=NINGDE)

    def number(self, name: str, month: Month = MONTH) -> int:
        return Due.objects.get(contract_id=NINGDE, name=name, month=str(month)).number

    def move(self, name: str) -> Move:
        return Move.objects.get(contract_id=NINGDE, number=self.number(name))

    def save(self, name: str, at: datetime, typed: Typed, revision: int = 0, role=None):
        return writing.save(
            by=self.world.actor(role or Role.CONTRACT_MANAGER),
            at=at,
            contract_id=NINGDE,
            number=self.number(name),
            revision=revision,
            typed=typed,
        )

    def submit(self, name: str, at: datetime, typed: Typed = TEXTS, revision: int = 0, **more):
        return submitting.submit(
            by=self.world.actor(more.pop("role", Role.CONTRACT_MANAGER)),
            at=at,
            contract_id=NINGDE,
            number=self.number(name),
            revision=revision,
            typed=typed,
            lang="zh",
            **more,
        )

    def give_back(self, name: str, at: datetime, **more):
        submitting.return_it(
            by=self.world.actor(more.pop("role", Role.DECIDER)),
            at=at,
            contract_id=NINGDE,
            number=self.number(name),
            revision=self.move(name).revision,
            text="请补充",
            **more,
        )


@pytest.fixture
def books(world: World) -> Books:
    made = Books(world)
    made.look(BEFORE)
    return made
