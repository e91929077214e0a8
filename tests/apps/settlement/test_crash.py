"""Killed while signing a statement, and two who sign at once: in a database of its own."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from django.db import connection

from jieting.apps.audit.models import Entry
from jieting.apps.settlement import actions
from jieting.apps.settlement.content import booked_of
from jieting.apps.settlement.models import Signature, Statement
from jieting.domain.books.seal import FIRST
from jieting.domain.errors import Refused
from tests.apps.calls.test_import_crash import in_a_child, kill, own_database  # noqa: F401
from tests.apps.settlement.seals import (
    JANUARY,
    PURCHASER,
    SUPPLIER,
    draw,
    seal,
    seal_quarter,
    sign,
)
from tests.apps.world import World

# The mark has the test database made; the transaction around each test is what must not be here.
pytestmark = pytest.mark.django_db
APRIL = JANUARY.plus(3)


@pytest.fixture
def _django_db_helper():
    return


@pytest.fixture(scope="module")
def world(own_database) -> World:  # noqa: F811 - a fixture
    seal_quarter(JANUARY)
    return World()


def after_the_signature(arrived: Callable[[], None]) -> None:
    actions.hash_of = lambda row: arrived()


def before_the_commit(arrived: Callable[[], None]) -> None:
    connection.ensure_connection()
    connection._commit = arrived


@pytest.mark.parametrize("moment", [after_the_signature, before_the_commit])
def test_a_kill_while_the_second_side_signs_leaves_the_first_signature_alone(world, moment):
    row = Statement.objects.filter(state="drawn").first() or draw(world, JANUARY)
    if not row.signatures.exists():
        sign(world, row, SUPPLIER)
    entries = Entry.objects.count()

    def work(arrived: Callable[[], None]) -> None:
        moment(arrived)
        sign(world, row, PURCHASER)

    kill(in_a_child(work))
    row.refresh_from_db()
    assert (row.state, row.hash, row.ended_at) == ("drawn", "", None)
    assert [s.side for s in Signature.objects.filter(statement=row)] == ["supplier"]
    assert Entry.objects.count() == entries


def test_a_kill_while_drawing_up_again_leaves_the_old_statement(world):
    row = Statement.objects.get(state="drawn")
    seal(JANUARY, "75.00")

    def work(arrived: Callable[[], None]) -> None:
        before_the_commit(arrived)
        draw(world, JANUARY)

    kill(in_a_child(work))
    assert list(Statement.objects.values_list("number", "state")) == [(row.number, "drawn")]
    assert booked_of(draw(world, JANUARY)).payable == "285000.00"
    row.refresh_from_db()
    assert row.state == "replaced"


def test_of_two_who_sign_at_once_one_is_told_and_the_next_try_settles(world):
    row = Statement.objects.get(state="drawn")
    assert at_once(lambda: sign(world, row, SUPPLIER), lambda: sign(world, row, SUPPLIER)) == [0, 3]
    assert at_once(lambda: sign(world, row, PURCHASER), lambda: sign(world, row, PURCHASER)) == [
        0,
        3,
    ]
    row.refresh_from_db()
    assert (row.state, row.previous) == ("signed", FIRST)


def test_both_sides_who_sign_at_once_settle_the_quarter_once(world):
    seal_quarter(APRIL)
    row = draw(world, APRIL)
    assert at_once(lambda: sign(world, row, SUPPLIER), lambda: sign(world, row, PURCHASER)) == [
        0,
        0,
    ]
    row.refresh_from_db()
    assert (row.state, Signature.objects.filter(statement=row).count()) == ("signed", 2)
    assert row.hash


def test_of_two_who_draw_up_at_once_one_is_told(world):
    seal_quarter(APRIL.plus(3))
    first = APRIL.plus(3)
    assert at_once(lambda: draw(world, first), lambda: draw(world, first, PURCHASER)) == [0, 3]
    assert Statement.objects.filter(state="drawn").count() == 1


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
