from __future__ import annotations

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate import exceptions
from procrastinate.contrib.django import app

from jieting.apps.base.jobs import later_job
from jieting.apps.base.worker import MOST_STARTS, take_up_stalled

pytestmark = pytest.mark.django_db
NAME = "system.note_audit_head"


def _run(query, *values):
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall() if cursor.description else []


def _left_behind(*, silent_s: float, attempts: int = 0) -> None:
    """A job that a worker began, which has not told for some seconds that it lives."""
    later_job(NAME)
    ((worker,),) = _run(
        "INSERT INTO procrastinate_workers (last_heartbeat)"
        " VALUES (now() - %s * interval '1 second') RETURNING id",
        silent_s,
    )
    _run("SELECT procrastinate_fetch_job_v2(NULL, %s)", worker)
    _run("UPDATE procrastinate_jobs SET attempts = %s", attempts)


def _jobs():
    return _run("SELECT status::text, attempts FROM procrastinate_jobs ORDER BY id")


def _take_up(dead_after_s=20.0):
    return async_to_sync(take_up_stalled)(app, dead_after_s)


def test_a_job_whose_worker_died_waits_again():
    _left_behind(silent_s=60)
    assert _jobs() == [("doing", 0)]
    assert _take_up() == 1
    assert _jobs() == [("todo", 1)]


def test_a_job_whose_worker_lives_is_left_to_it():
    _left_behind(silent_s=5)
    assert _take_up() == 0
    assert _jobs() == [("doing", 0)]


def test_where_no_other_worker_can_be_it_is_taken_up_at_once():
    _left_behind(silent_s=1)
    assert _take_up(0) == 1
    assert _jobs() == [("todo", 1)]


def test_a_job_of_a_worker_that_is_not_even_known_any_more_is_taken_up():
    _left_behind(silent_s=60)
    _run("DELETE FROM procrastinate_workers")
    assert _take_up() == 1


def test_a_job_that_may_be_what_kills_workers_is_given_up():
    _left_behind(silent_s=60, attempts=MOST_STARTS - 1)
    _take_up()
    assert _jobs() == [("failed", MOST_STARTS)]


def test_a_job_that_waits_a_second_time_already_is_not_doubled(monkeypatch):
    _left_behind(silent_s=60)

    async def waits_already(_job):
        raise exceptions.ConnectorException

    monkeypatch.setattr(app.job_manager, "retry_job", waits_already)
    _take_up()
    assert [state for state, _ in _jobs()] == ["failed"]
