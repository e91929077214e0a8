from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse

from jieting.apps.accounts.roles import Role
from jieting.apps.audit.models import Entry
from jieting.apps.audit.queries import verify
from jieting.apps.moves.models import Act, Move
from tests.apps.audit.conftest import own_database  # noqa: F401 - a database that keeps what is done
from tests.apps.moves.test_pages import NINGDE, english, propose, told
from tests.apps.world import World

DECISIONS = ((Role.DECIDER, "agree"), (Role.PURCHASER_SUPERVISOR, "refuse"))


# Without the mark no database is made for a run of this file alone.
pytestmark = pytest.mark.django_db


@pytest.fixture
def _django_db_helper():
    return


@pytest.fixture
def world(own_database) -> Iterator[World]:  # noqa: F811
    yield World()
    connection.close()


@pytest.mark.parametrize("turn", range(4))
def test_of_two_who_decide_at_the_same_moment_one_wins_and_the_other_is_told(world, turn):
    number = propose(world).number
    clients = {step: english(world.client(role)) for role, step in DECISIONS}
    ready = Barrier(2)

    def decide(step: str):
        try:
            ready.wait(timeout=30)
            url = reverse("move_step", args=[NINGDE, number, step])
            return clients[step].post(url, {"revision": "1", "text": f"why I {step}"})
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(decide, clients))
    won, lost = sorted(answers, key=lambda answer: answer.status_code)
    assert (won.status_code, lost.status_code) == (302, 409)
    assert f"has acted in M-{number} since you opened it" in told(lost)
    move = Move.objects.get(number=number)
    assert Act.objects.filter(move=move).count() == 2
    steps = dict(zip(clients, answers, strict=True))
    assert steps["agree" if move.state == "agreed" else "refuse"] is won
    taken = Entry.objects.filter(event="moves.step_taken", object=f"move {number}")
    assert taken.count() == 1
    assert not any(finding.is_error for finding in verify().findings)
