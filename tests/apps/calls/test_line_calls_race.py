"""Calls of the line told by several processes at once, one of them killed: in an own database."""

from __future__ import annotations

import os
import random
import signal
import time
from datetime import timedelta

import psycopg
import pytest
from django.db import connection

from jieting.apps.calls import queries
from jieting.apps.calls.columns import kept_months
from jieting.apps.calls.line_days import close_line_days
from jieting.apps.calls.models import Call, Import, MonthOfCalls
from tests.apps.calls.test_line_calls import BY, NOON, kept, told
from tests.database import server_place

CALLS = 60
TELLERS = 3
pytestmark = pytest.mark.django_db


@pytest.fixture
def _django_db_helper():
    return


@pytest.fixture
def own_database(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        connection.close()
        name = connection.settings_dict["NAME"]
        _on_server(f'CREATE DATABASE "{name}_race" TEMPLATE "{name}"')
        connection.settings_dict["NAME"] = f"{name}_race"
        yield
        connection.close()
        connection.settings_dict["NAME"] = name
        _on_server(f'DROP DATABASE "{name}_race" WITH (FORCE)')


def _on_server(statement: str) -> None:
    place = server_place()
    with psycopg.connect(
        host=place["host"], user=place["user"], dbname="postgres", autocommit=True
    ) as server:
        server.execute(statement)


def tell_all(seed: int) -> None:
    """Every call twice, in an order of one's own, in batches of any size; over two days."""
    dice = random.Random(seed)
    calls = [told(n, f"2026-11-2{1 + n % 2} 11:{n % 60:02}:00") for n in range(CALLS)] * 2
    dice.shuffle(calls)
    while calls:
        size = dice.randrange(1, 8)
        kept(*calls[:size])
        del calls[:size]


def teller(seed: int) -> int:
    connection.close()
    child = os.fork()
    if child == 0:
        failed = 1
        try:
            tell_all(seed)
            failed = 0
        finally:
            os._exit(failed)
    return child


def test_whatever_is_raced_or_killed_each_call_has_one_row_and_is_counted_once(own_database):
    killed = teller(99)
    tellers = [teller(seed) for seed in range(TELLERS)]
    time.sleep(0.3)
    os.kill(killed, signal.SIGKILL)
    os.waitpid(killed, 0)
    assert [os.waitpid(child, 0)[1] for child in tellers] == [0] * TELLERS
    assert Call.objects.count() == CALLS
    assert MonthOfCalls.objects.get().calls == CALLS
    days = Import.objects.filter(kind="line").order_by("file_name")
    assert [(day.file_name, day.state, day.kept) for day in days] == [
        ("2026-11-21", "running", CALLS // 2), ("2026-11-22", "running", CALLS // 2),
    ]  # fmt: skip
    assert kept_months("ningde-12123")[0].calls == CALLS
    closed = close_line_days(by=BY, at=NOON + timedelta(days=1))
    assert len(closed) == 2
    for day in days.all():
        assert (day.state, day.calls_digest) == ("committed", queries.digest_of_import(day.pk))
