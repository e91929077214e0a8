from __future__ import annotations

import pytest
from django.db import transaction

from jieting.apps.base.jobs import JOBS, Job, later_job
from tests.apps.jobs import run_jobs, waiting_jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def ran(monkeypatch):
    from procrastinate.contrib.django import app

    seen = []

    def tried(*, number):
        seen.append(number)
        if number > 1:
            later_job("tests.tried", number=number - 1)

    monkeypatch.setitem(JOBS, "tests.tried", Job("tests.tried", tried, "tried:{number}", True))
    app.task(name="tests.tried")(tried)
    yield seen
    app.tasks.pop("tests.tried")


def test_a_job_runs_with_its_ids_and_so_do_the_jobs_that_it_defers(ran):
    later_job("tests.tried", number=2)
    assert run_jobs() == ["tests.tried", "tests.tried"]
    assert ran == [2, 1]


def test_a_roll_back_takes_the_job_with_it(ran):
    with transaction.atomic():
        later_job("tests.tried", number=1)
        transaction.set_rollback(True)
    assert waiting_jobs() == []


def test_a_job_that_waits_already_waits_once_and_the_transaction_goes_on(ran):
    with transaction.atomic():
        later_job("tests.tried", number=1)
        later_job("tests.tried", number=1)
        later_job("tests.tried", number=3)
    assert waiting_jobs() == [("tests.tried", {"number": 1}), ("tests.tried", {"number": 3})]


def test_a_job_that_is_not_there_is_told_at_once():
    with pytest.raises(ValueError, match=r"no job 'tests\.absent'"):
        later_job("tests.absent", number=1)


def test_the_lock_of_a_job_names_its_ids():
    made = Job("a", print, "import:{import_id}", False)
    assert made.lock({"import_id": 7}) == "import:7"
    assert made.waiting_lock({"import_id": 7}) is None


@pytest.mark.parametrize("given", [{}, {"timestamp": 1793500000}])
def test_a_periodic_job_runs_when_it_is_due_and_when_it_is_asked_for(given):
    from procrastinate.contrib.django import app

    app.tasks["system.note_audit_head"](**given)
