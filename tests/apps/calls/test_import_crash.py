"""What is left when a worker is killed, or two work at once: in a database of its own."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator

import psycopg
import pytest
from django.db import connection
from django.urls import reverse

from jieting.apps.accounts.access import actor_of
from jieting.apps.accounts.roles import Role
from jieting.apps.audit.models import Entry
from jieting.apps.calls import actions, queries
from jieting.apps.calls.imports import staging, steps
from jieting.apps.calls.models import Call, Import, MonthOfCalls
from tests.apps.calls.import_files import AT, answered, csv_of, upload
from tests.apps.world import World
from tests.database import server_place

CALLS = 200
# The mark has the test database made; the transaction around each test is what must not be here.
pytestmark = pytest.mark.django_db


@pytest.fixture
def _django_db_helper():
    return


@pytest.fixture(scope="module")
def own_database(django_db_setup, django_db_blocker):
    """A copy of the test database, in which transactions really end."""
    with django_db_blocker.unblock():
        connection.close()
        name = connection.settings_dict["NAME"]
        _on_server(f'CREATE DATABASE "{name}_crash" TEMPLATE "{name}"')
        connection.settings_dict["NAME"] = f"{name}_crash"
        yield
        connection.close()
        connection.settings_dict["NAME"] = name
        _on_server(f'DROP DATABASE "{name}_crash" WITH (FORCE)')


def _on_server(statement: str) -> None:
    place = server_place()
    with psycopg.connect(
        host=place["host"], user=place["user"], dbname="postgres", autocommit=True
    ) as server:
        server.execute(statement)


@pytest.fixture
def world(own_database, monkeypatch) -> Iterator[World]:
    monkeypatch.setattr(staging, "CHUNK", 50)
    yield World()
    for row in Import.objects.filter(state="committed"):
        actions.undo_import(by=supervisor(), at=AT, import_id=row.pk, reason="end of the test")
    MonthOfCalls.objects.all().delete()


def kept_entries(row: Import) -> int:
    return Entry.objects.filter(event="calls.import.committed", object=f"import {row.pk}").count()


def supervisor():
    return actor_of(World().user(Role.SUPERVISOR))


def checked(world: World, first: int, last: int) -> Import:
    row = upload(world, csv_of(*(answered(number) for number in range(first, last))))
    return actions.run_import_now(by=supervisor(), at=AT, import_id=row.pk, keep=False)


def in_a_child(work: Callable[[Callable[[], None]], None]) -> int:
    """Fork a worker; it calls back when it is where the test wants it, and then waits."""
    connection.close()
    ready, here = os.pipe()
    child = os.fork()
    if child == 0:

        def arrived() -> None:
            os.write(here, b"!")
            signal.pause()

        try:
            work(arrived)
        finally:
            os._exit(0)
    os.close(here)
    assert os.read(ready, 1) == b"!"
    os.close(ready)
    return child


def kill(child: int) -> None:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def taking_over(row: Import, arrived: Callable[[], None]) -> None:
    """A worker that stops half way through the calls."""

    def tell(work, done, total):
        if done >= CALLS // 2:
            arrived()

    steps.Work.tell = tell
    actions.commit_import(import_id=row.pk, at=AT)


def about_to_commit(row: Import, arrived: Callable[[], None]) -> None:
    """A worker that stops when all is written and nothing committed."""
    connection.ensure_connection()
    connection._commit = arrived
    actions.commit_import(import_id=row.pk, at=AT)


@pytest.mark.parametrize("moment", [taking_over, about_to_commit])
def test_a_worker_killed_while_keeping_leaves_nothing_and_the_next_one_keeps_all(world, moment):
    row = checked(world, 0, CALLS)
    actions.ask_commit(by=supervisor(), at=AT, import_id=row.pk)
    entries = Entry.objects.count()
    child = in_a_child(lambda arrived: moment(row, arrived))
    assert queries.is_at_work(row.pk)
    kill(child)
    assert not Call.objects.exists()
    assert not MonthOfCalls.objects.exists()
    assert Entry.objects.count() == entries
    page = world.client(Role.SUPERVISOR).get(reverse("import", args=[world.contract, row.pk]))
    assert reverse("import_resume", args=[world.contract, row.pk]) in page.content.decode()
    actions.commit_import(import_id=row.pk, at=AT)
    row.refresh_from_db()
    assert (row.state, row.kept) == ("committed", CALLS)
    assert Call.objects.filter(brought_by=row).count() == CALLS
    assert MonthOfCalls.objects.get().calls == CALLS
    assert row.calls_digest == queries.digest_of_import(row.pk)
    assert kept_entries(row) == 1
    again = world.client(Role.SUPERVISOR).get(reverse("import", args=[world.contract, row.pk]))
    assert reverse("import_resume", args=[world.contract, row.pk]) not in again.content.decode()


def test_a_worker_killed_while_checking_leaves_nothing_and_the_next_one_checks(world):
    row = upload(world, csv_of(*(answered(number) for number in range(CALLS))))
    actions.ask_check(by=supervisor(), at=AT, import_id=row.pk)

    def comparing(arrived: Callable[[], None]) -> None:
        steps.staging.meet = lambda contract: arrived()
        actions.check_import(import_id=row.pk, at=AT)

    kill(in_a_child(comparing))
    row.refresh_from_db()
    assert (row.state, row.kept) == ("checking", 0)
    actions.check_import(import_id=row.pk, at=AT)
    row.refresh_from_db()
    assert (row.state, row.kept) == ("checked", CALLS)


def test_progress_is_seen_while_the_calls_are_not(world):
    row = checked(world, 0, CALLS)
    actions.ask_commit(by=supervisor(), at=AT, import_id=row.pk)

    def half_way(arrived: Callable[[], None]) -> None:
        tell = steps.Work.tell

        def telling(work, done, total):
            tell(work, done, total)
            if done >= CALLS // 4:
                arrived()

        steps.Work.tell = telling
        actions.commit_import(import_id=row.pk, at=AT)

    child = in_a_child(half_way)
    row.refresh_from_db()
    assert (row.state, row.done, row.total) == ("committing", CALLS // 4, CALLS)
    assert not Call.objects.exists()
    kill(child)
    actions.commit_import(import_id=row.pk, at=AT)


def test_two_workers_at_overlapping_files_keep_each_call_once(world):
    one, other = checked(world, 0, CALLS), checked(world, CALLS // 2, CALLS + CALLS // 2)
    for row in (one, other):
        actions.ask_commit(by=supervisor(), at=AT, import_id=row.pk)
    children = []
    connection.close()
    for row in (one, other):
        child = os.fork()
        if child == 0:
            status = 1
            try:
                actions.commit_import(import_id=row.pk, at=AT)
                status = 0
            finally:
                os._exit(status)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]
    one.refresh_from_db()
    other.refresh_from_db()
    assert {one.state, other.state} == {"committed"}
    assert one.kept + other.kept == Call.objects.count() == CALLS + CALLS // 2
    assert one.known + other.known == CALLS // 2
    month = MonthOfCalls.objects.get()
    assert (month.calls, month.revision) == (CALLS + CALLS // 2, 2)


def test_two_workers_at_one_import_keep_it_once(world):
    row = checked(world, 0, CALLS)
    actions.ask_commit(by=supervisor(), at=AT, import_id=row.pk)
    connection.close()
    children = []
    for _ in range(2):
        child = os.fork()
        if child == 0:
            status = 1
            try:
                actions.commit_import(import_id=row.pk, at=AT)
                status = 0
            finally:
                os._exit(status)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]
    assert Call.objects.count() == CALLS
    assert kept_entries(row) == 1
