"""Killed while sealing or correcting, and two who sign at once: in a database of its own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import connection

from jieting.apps.audit.models import Entry
from jieting.apps.sealing import actions, store
from jieting.apps.sealing.models import Seal, Signature
from jieting.apps.sealing.queries import is_sealed
from jieting.domain.errors import Refused
from jieting.installation.home import Home
from tests.apps.assessment.months import MONTH, make_month
from tests.apps.calls.test_import_crash import in_a_child, kill, own_database  # noqa: F401
from tests.apps.sealing.sealed import (
    LATER,
    NINGDE,
    PURCHASER,
    SUPPLIER,
    come_late,
    confirmed,
    draw,
    late_calls,
    sign,
)
from tests.apps.world import World

# The mark has the test database made; the transaction around each test is what must not be here.
pytestmark = pytest.mark.django_db


@pytest.fixture
def _django_db_helper():
    return


@pytest.fixture(scope="module")
def there(own_database, tmp_path_factory) -> Iterator[World]:  # noqa: F811 - a fixture
    folder = tmp_path_factory.mktemp("sealed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Home, "sealed", property(lambda home: folder))
        make_month(NINGDE)
        yield World()


@pytest.fixture
def world(there) -> World:
    return there


def waiting_for_the_second(world: World, number: int) -> Seal:
    """A seal, or the next correction, that lacks only the purchaser's signature."""
    more = {}
    if number:
        come_late([c for c in late_calls(100) if int(c.call_id[5:]) // 10 == number])
        more = {"reason": "late", "at": LATER + timedelta(days=number)}
    row = draw(world, **more)
    sign(world, row, SUPPLIER)
    return row


def before_the_bundle_has_its_name(arrived: Callable[[], None]) -> None:
    store.os.fsync = lambda descriptor: arrived()


def before_the_commit(arrived: Callable[[], None]) -> None:
    connection.ensure_connection()
    connection._commit = arrived


MOMENTS = (before_the_bundle_has_its_name, before_the_commit)


def names() -> list[str]:
    return sorted(path.name for path in (Home.sealed.fget(None) / NINGDE).glob("*"))


def test_a_kill_while_sealing_or_correcting_leaves_nothing_and_the_next_try_all(world):
    known = []
    for number, moment in enumerate(MOMENTS * 2):
        row = waiting_for_the_second(world, number)
        entries = Entry.objects.count()

        def work(arrived: Callable[[], None], row: Seal = row, moment=moment) -> None:
            moment(arrived)
            sign(world, row, PURCHASER)

        kill(in_a_child(work))
        row.refresh_from_db()
        assert (row.state, row.place, row.hash) == (Seal.State.DRAWN, None, "")
        assert Signature.objects.filter(seal=row).count() == 1
        assert Entry.objects.count() == entries
        done = sign(world, row, PURCHASER)
        known = sorted([*known, done.bundle])
        assert (done.place, names()) == (number + 1, known)
        assert store.bundle_fault(done) is None
    assert is_sealed(NINGDE, MONTH)


def test_a_kill_while_drawing_up_leaves_nothing(world):
    number = Seal.objects.filter(state=Seal.State.SIGNED).count()
    come_late([c for c in late_calls(100) if int(c.call_id[5:]) // 10 == 8])
    more = {"reason": "late", "at": LATER + timedelta(days=9)} if number else {}
    before = Seal.objects.count()

    def work(arrived: Callable[[], None]) -> None:
        before_the_commit(arrived)
        draw(world, **more)

    kill(in_a_child(work))
    assert Seal.objects.count() == before


def at_once(*works: Callable[[], object]) -> list[int]:
    """Each work in a process of its own: 0 where it was done, 3 where it was refused."""
    connection.close()
    children = []
    for work in works:
        child = os.fork()
        if child == 0:
            status = 1
            try:
                work()
                status = 0
            except Refused:
                status = 3
            finally:
                os._exit(status)
        children.append(child)
    return sorted(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children)


def test_of_two_who_sign_for_one_side_at_once_one_is_told(world):
    come_late([c for c in late_calls(100) if int(c.call_id[5:]) // 10 == 9])
    number = Seal.objects.filter(state=Seal.State.SIGNED).count()
    row = draw(world, **({"reason": "late"} if number else {}))
    by = world.actor(SUPPLIER)

    def again() -> None:
        actions.sign(
            by=by, at=LATER, contract_id=NINGDE, month=MONTH,
            statement=row.statement_digest, confirmed=confirmed(by),
        )  # fmt: skip

    assert at_once(again, again) == [0, 3]
    assert Signature.objects.filter(seal=row).count() == 1
    assert at_once(lambda: sign(world, row, PURCHASER), lambda: sign(world, row, PURCHASER)) == [
        0,
        3,
    ]
    row.refresh_from_db()
    assert (row.state, store.bundle_fault(row)) == (Seal.State.SIGNED, None)
