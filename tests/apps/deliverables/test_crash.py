"""Killed while a report is handed in: in a database of its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection

from jieting.apps.audit.models import Entry
from jieting.apps.deliverables import submitting
from jieting.apps.deliverables.models import Document
from jieting.apps.moves.models import Act, EvidenceFile
from tests.apps.calls.test_import_crash import in_a_child, kill, own_database  # noqa: F401
from tests.apps.deliverables.conftest import BEFORE, Books
from tests.apps.world import World

# The mark has the test database made; the transaction around each test is what must not be here.
pytestmark = pytest.mark.django_db
REPORT = "operations"


@pytest.fixture
def _django_db_helper():
    return


@pytest.fixture
def books(own_database) -> Books:  # noqa: F811 - a fixture
    made = Books(World())
    made.look(BEFORE)
    return made


def once_the_step_is_taken(arrived: Callable[[], None]) -> None:
    taken = submitting.take_step

    def take_step(**given: object) -> object:
        row = taken(**given)
        arrived()
        return row

    submitting.take_step = take_step


def before_the_commit(arrived: Callable[[], None]) -> None:
    connection.ensure_connection()
    connection._commit = arrived


def kept() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Document, Act, EvidenceFile, Entry))


def test_a_kill_while_a_report_is_handed_in_leaves_nothing_and_the_next_try_all(books: Books):
    before = kept()
    for moment in (once_the_step_is_taken, before_the_commit):

        def work(arrived: Callable[[], None], moment=moment) -> None:
            moment(arrived)
            books.submit(REPORT, BEFORE)

        kill(in_a_child(work))
        assert kept() == before
        assert books.move(REPORT).state == "due"
    books.submit(REPORT, BEFORE)
    assert books.move(REPORT).state == "submitted"
    [document] = Document.objects.all()
    assert (document.state, len(document.digest)) == (Document.State.SUBMITTED, 64)
    names = EvidenceFile.objects.values_list("kind", flat=True)
    assert sorted(names) == ["docx", "pdf"]
