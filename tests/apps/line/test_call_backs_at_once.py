from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection

from jieting.apps.accounts.roles import Role
from jieting.apps.audit.models import Entry
from jieting.apps.line.call_backs import actions
from jieting.apps.line.models import CallBack, Command, Seat
from jieting.apps.line.seats.actions import sign_in
from jieting.domain.errors import Refused
from jieting.domain.line.plan import Agent
from tests.apps.audit.conftest import own_database  # noqa: F401 - a database that keeps what is done
from tests.apps.line.at_once import at_once
from tests.apps.line.lines import NINGDE, make_call_back, make_plan
from tests.apps.world import AT, World

# Without the mark no database is made for a run of this file alone.
pytestmark = pytest.mark.django_db
ROLES = (Role.AGENT, Role.SUPERVISOR)


@pytest.fixture
def _django_db_helper():
    return


@pytest.fixture
def world(own_database) -> Iterator[World]:  # noqa: F811
    yield World()
    connection.close()


@pytest.mark.parametrize("turn", range(4))
def test_of_two_who_take_the_same_caller_one_wins_and_the_other_is_told(world, turn):
    make_plan()
    # Two missed calls of one number; each takes another one of them.
    rows = [make_call_back(f"1380593123{turn}") for _ in ROLES]
    actors = [world.actor(role) for role in ROLES]

    def take(by, row):
        return lambda: actions.take(by=by, at=AT, contract_id=NINGDE, number=row.pk)

    results = at_once([take(by, row) for by, row in zip(actors, rows, strict=True)])
    refused = [one for one in results if isinstance(one, Refused)]
    assert len(refused) == 1
    assert refused[0].findings[0].code == "call_back_taken"
    winner = actors[1 - results.index(refused[0])]
    now = CallBack.objects.filter(pk__in=[row.pk for row in rows])
    assert set(now.values_list("state", "taken_by_name")) == {("taken", winner.name)}
    taken = Entry.objects.filter(event="line.call_back.taken", outcome="done")
    assert taken.filter(object__in=[f"call-back {row.pk}" for row in rows]).count() == 1


def test_of_two_at_one_telephone_one_signs_in(world):
    people = [world.user(role).username for role in ROLES]
    plan = make_plan(
        agents={
            name: Agent(name=name, extension="8009", person=name, skills={"traffic": 1})
            for name in people
        }
    )
    assert set(plan.agents) == set(people)

    def enter(by):
        return lambda: sign_in(by=by, at=AT, contract_id=NINGDE, queues=["hotline"])

    results = at_once([enter(world.actor(role)) for role in ROLES])
    [refused] = [one for one in results if isinstance(one, Refused)]
    assert refused.findings[0].code == "gate_telephone_taken"
    assert Seat.objects.filter(wanted="in").count() == 1
    assert Command.objects.filter(kind="queue_add").count() == 1
