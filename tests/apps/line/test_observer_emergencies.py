from __future__ import annotations

from datetime import timedelta

import pytest

from jieting.apps.line.models import Command, Emergency
from jieting.apps.line.observer import commands
from jieting.apps.line.observer.emergencies import to_mend
from jieting.apps.line.observer.keeping import Keeping
from tests.apps.line.test_observer_orders import Wire, answer_to, asked
from tests.apps.line.test_observer_sink import AT
from tests.apps.line.told import CONTRACT, SYSTEM


def announced(*, on: bool, ago_s: int = 60) -> Emergency:
    return Emergency.objects.create(
        contract_id=CONTRACT, on=on, prompt="fog", since=AT - timedelta(seconds=ago_s), by_name="t"
    )


@pytest.mark.parametrize(
    ("on", "words"), [(True, {"on": True, "prompt": "fog"}), (False, {"on": False, "prompt": ""})]
)
def test_an_announcement_is_told_again_as_it_is_wanted(world, on, words):
    announced(on=on)
    [taken] = to_mend(at=AT)
    assert (taken.order.contract, taken.order.kind) == (CONTRACT, "emergency_set")
    assert taken.order.arguments == words


def test_one_that_was_just_switched_is_left_to_its_own_command(world):
    announced(on=True, ago_s=9)
    assert to_mend(at=AT) == []


def test_a_lost_command_is_answered_by_the_mending(world):
    announced(on=True)
    lost = asked("emergency_set", ago_s=40, on=True, prompt="fog")
    assert commands.take(at=AT, connected=False) == []
    [taken] = to_mend(at=AT)
    assert taken.pk == lost.pk
    commands.answer([commands.Answer(taken.pk, CONTRACT, "done", "")], at=AT)
    lost.refresh_from_db()
    assert lost.state == Command.State.DONE
    assert [one.pk for one in to_mend(at=AT)] == [0]


def test_an_announcement_that_is_off_already_is_done(world):
    announced(on=False)
    [taken] = to_mend(at=AT)
    assert answer_to(taken.order, Wire("Database entry not found")).state == "done"


def test_each_look_mends_announcements(world):
    keeping, _ = Keeping.begin(SYSTEM)
    announced(on=True, ago_s=10_000_000)
    assert [one.order.kind for one in keeping.to_mend()] == ["emergency_set"]
