from __future__ import annotations

import os
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from jieting.apps.accounts.access import actor_of
from jieting.apps.accounts.roles import Role
from jieting.apps.audit.models import Entry
from jieting.apps.base.actor import system
from jieting.apps.calls import actions, queries, retention
from jieting.apps.calls.imports import steps
from jieting.apps.calls.imports.work import at_work
from jieting.apps.calls.models import Call, Import
from jieting.domain.errors import Refused
from jieting.installation.home import home
from tests.apps.calls.import_files import AT, answered, csv_of, run, upload
from tests.apps.jobs import run_jobs


@pytest.fixture
def browser(world):
    return world.client(Role.SUPERVISOR)


def url(world, name: str, *args: object) -> str:
    return reverse(name, args=[world.contract, *args])


def test_an_undo_on_the_page_asks_for_a_reason(browser, world):
    row = run(world, csv_of(answered(1)))
    assert browser.post(url(world, "import_undo", row.pk), {"reason": ""}).status_code == 409
    assert Call.objects.count() == 1
    answer = browser.post(url(world, "import_undo", row.pk), {"reason": "wrong file"})
    assert answer.url == url(world, "import", row.pk)
    assert not Call.objects.exists()


def test_a_discard_on_the_page_removes_the_file(browser, world, django_capture_on_commit_callbacks):
    row = upload(world, csv_of(answered(1)))
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(url(world, "import_discard", row.pk))
    assert queries.folder_of(row).source is None
    assert Entry.objects.filter(event="calls.import.discarded").exists()


def test_interrupted_work_goes_on_at_the_press_of_a_button(browser, world):
    row = upload(world, csv_of(answered(1)))
    by = actor_of(world.user(Role.SUPERVISOR))
    long_ago = timezone.now() - timedelta(minutes=5)
    actions.ask_check(by=by, at=long_ago, import_id=row.pk, in_background=False)
    page = browser.get(url(world, "import", row.pk)).content.decode()
    assert url(world, "import_resume", row.pk) in page
    browser.post(url(world, "import_resume", row.pk))
    assert run_jobs() == ["calls.import.check"]
    row.refresh_from_db()
    assert row.state == "checked"
    with pytest.raises(Refused):
        actions.resume_import(by=by, at=AT, import_id=row.pk)


def test_what_a_worker_is_at_is_not_interrupted_and_not_discarded(browser, world):
    row = upload(world, csv_of(answered(1)))
    by = actor_of(world.user(Role.SUPERVISOR))
    long_ago = timezone.now() - timedelta(minutes=5)
    actions.ask_check(by=by, at=long_ago, import_id=row.pk, in_background=False)
    with at_work(world.contract, row.pk) as work:
        assert work is not None
        page = browser.get(url(world, "import", row.pk)).content.decode()
        assert url(world, "import_resume", row.pk) not in page
        with pytest.raises(Refused):
            actions.discard_import(by=by, at=AT, import_id=row.pk)
    actions.discard_import(by=by, at=AT, import_id=row.pk)


def test_a_file_that_breaks_a_library_is_told_and_not_tried_for_ever(world, monkeypatch):
    def breaks(*args: object) -> None:
        raise UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad")

    monkeypatch.setattr(steps, "read_on_trial", breaks)
    row = run(world, csv_of(answered(1)))
    assert row.state == "failed"
    assert row.failure[0]["code"] == "cannot_read"


def test_texts_that_no_index_holds_are_bad_rows(world):
    row = run(world, csv_of(answered(1).replace("c1,", "c" * 3_000 + ","), answered(2)))
    assert (row.state, row.kept, row.bad) == ("committed", 1, 1)


def test_a_program_can_bring_a_file_too(world):
    row = actions.import_file(
        by=system("tests"),
        at=AT,
        contract_id=world.contract,
        file_name="calls.csv",
        stream=__import__("io").BytesIO(csv_of(answered(1))),
    )
    row = actions.run_import_now(by=system("tests"), at=AT, import_id=row.pk)
    assert (row.state, row.made_by_id, row.made_by_name) == ("committed", None, "tests")
    entry = Entry.objects.get(event="calls.import.committed")
    assert (entry.actor, entry.role) == ("tests", "system")


def test_uploads_that_nobody_wants_are_cleared(world, tmp_path):
    forgotten = upload(world, csv_of(answered(1)))
    fresh = upload(world, csv_of(answered(2)))
    kept = run(world, csv_of(answered(3)))
    assert queries.folder_of(kept).source is not None  # no commit in a test, so none removed it
    Import.objects.filter(pk=fresh.pk).update(changed_at=AT + timedelta(days=20))
    orphan, new = home().uploads / ("0" * 32), home().uploads / ("1" * 32)
    for folder in (orphan, new):
        folder.mkdir()
        (folder / "upload.csv").write_text("13859112345")
    os.utime(orphan, (0, 0))
    retention.clear_uploads(by=system("tests"), at=AT + timedelta(days=21))
    forgotten.refresh_from_db()
    assert (forgotten.state, queries.folder_of(forgotten).source) == ("discarded", None)
    assert queries.folder_of(fresh).source is not None
    assert queries.folder_of(kept).source is None
    assert not orphan.exists()
    assert new.exists()
    assert Entry.objects.filter(event="calls.import.forgotten").count() == 1
