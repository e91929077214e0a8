from __future__ import annotations

import pytest
from django.utils import timezone

from jieting.apps.accounts.roles import Role
from jieting.apps.calls.models import Import
from tests.apps.calls.import_files import (
    AT,
    FOREIGN,
    HEADER,
    answered,
    csv_of,
    run,
    text,
    upload,
    url,
)


@pytest.fixture
def browser(world):
    return world.client(Role.SUPERVISOR)


@pytest.fixture
def english(browser):
    browser.cookies["language"] = "en"
    return browser


READERS = [Role.PURCHASER_SUPERVISOR, Role.DECIDER, Role.QUALITY_INSPECTOR]


@pytest.mark.parametrize("role", READERS)
def test_who_may_see_calls_reads_the_imports_and_finds_nothing_to_press(world, role):
    bad = "bad,inbound,,,,,,,,,,,,"
    kept = run(world, csv_of(answered(1), bad))
    waiting = run(world, csv_of(answered(2), bad), keep=False)
    broken = run(world, FOREIGN.encode())
    reader = world.client(role)
    history = text(reader.get(url(world, "imports")))
    assert kept.calls_digest in history
    assert url(world, "import_new") not in history
    for row in (kept, waiting, broken):
        page = text(reader.get(url(world, "import", row.pk)))
        assert row.file_name in page
        assert page.count('<form method="post" action="/c/') == 0
        assert url(world, "import_mapping", row.pk) not in page
        assert 'data-opens="' not in page.split('id="import"')[1]
    assert reader.get(url(world, "import_findings", kept.pk)).status_code == 200
    for act in ("import_keep", "import_discard", "import_undo", "import_resume"):
        assert reader.post(url(world, act, waiting.pk)).status_code == 403


def test_a_reader_of_an_empty_history_is_not_sent_to_a_closed_door(world):
    page = text(world.client(Role.DECIDER).get(url(world, "imports")))
    assert url(world, "import_new") not in page


def test_interrupted_work_is_told_to_a_reader_without_its_button(world):
    row = upload(world, csv_of(answered(1)))
    Import.objects.filter(pk=row.pk).update(state="checking", changed_at=AT)
    reader = world.client(Role.DECIDER)
    reader.cookies["language"] = "en"
    page = text(reader.get(url(world, "import", row.pk)))
    assert "The work is interrupted" in page
    assert url(world, "import_resume", row.pk) not in page


@pytest.mark.parametrize("name", ["imports", "import_new", "import", "import_mapping"])
def test_the_way_to_a_page_of_imports_begins_with_the_contract(english, world, name):
    row = upload(world, csv_of(answered(1)))
    args = [row.pk] if name in ("import", "import_mapping") else []
    page = text(english.get(url(world, name, *args)))
    way = page.split('<nav class="crumbs')[1].split("</nav>")[0]
    assert way.index(url(world, "board") + '"') < way.index("Imports")
    assert url(world, "calls") + '"' not in way


BAD = "bad,inbound,,,,,,,,,,,,"


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([BAD, BAD.replace("bad", "b2")], "Every row of this file is bad."),
        ([answered(1)], "Nothing in this file is new."),
        ([answered(1), BAD], "Nothing in this file is new."),
        ([answered(1).replace("satisfied", "dissatisfied")], "Nothing in this file is new."),
        ([answered(1), answered(2)], None),
    ],
)
def test_an_import_that_brings_nothing_says_why(english, world, rows, told):
    run(world, csv_of(answered(1)))
    row = run(world, csv_of(*rows), keep=False)
    page = text(english.get(url(world, "import", row.pk)))
    found = [one for one in NOTHING if one in page]
    assert found == ([told] if told else [])


NOTHING = ("Every row of this file is bad.", "Nothing in this file is new.")


def test_a_finding_about_the_whole_file_has_no_empty_box(browser, world):
    extra = f"{HEADER},more"
    row = run(world, csv_of(f"{answered(1)},x", header=extra), keep=False)
    page = text(browser.get(url(world, "import", row.pk)))
    assert '<td class="raw">' in page
    assert "<code></code>" not in page


def test_numbers_of_calls_have_their_thousands_apart(browser, world):
    row = run(world, csv_of(answered(1)))
    counts = dict.fromkeys(("rows", "kept", "known", "bad", "repeated", "left_out"), 12345)
    Import.objects.filter(pk=row.pk).update(
        **counts, contradicting=12345, outcomes={"answered": 12345}, done=12345, total=12346
    )
    for name, args in (("imports", []), ("import", [row.pk])):
        page = text(browser.get(url(world, name, *args)))
        assert "12,345" in page
        assert "12345" not in page
    Import.objects.filter(pk=row.pk).update(state="committing", changed_at=timezone.now())
    page = text(browser.get(url(world, "import", row.pk)))
    assert "12,345 / 12,346" in page
