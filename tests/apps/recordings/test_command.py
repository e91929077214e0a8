from __future__ import annotations

import pytest
from click.testing import CliRunner

from jieting.apps.audit.models import Entry
from jieting.apps.recordings import actions, store
from jieting.apps.recordings.classes import SUGGESTED
from jieting.apps.recordings.models import Certificate
from jieting.cli import recordings as command
from jieting.domain.errors import BadInput, Refused
from tests.apps.recordings.house import CONTRACT
from tests.apps.recordings.test_retention import manager

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]
MANAGER = f"contract_manager@{CONTRACT}"


@pytest.fixture
def due(monkeypatch, world, house):
    monkeypatch.setattr(command, "ready", lambda: None)
    days = dict.fromkeys(SUGGESTED, 1)
    at = house.recorded("c1").kept_at
    house.recorded("c2")
    house.names("c2", "complaint")
    actions.set_days(by=manager(world), at=at, contract_id=CONTRACT, days=days, reason="agreed so")

    def run(*options, typed="", contract=CONTRACT):
        asked = ["due", "--contract", contract, "--lang", "en", *options]
        return CliRunner().invoke(command.recordings, asked, input=typed)

    return run


def test_it_lists_what_would_go_and_what_is_held_and_deletes_nothing(due):
    done = due()
    lines = done.output.splitlines()
    assert [line.split("\t")[0] for line in lines] == [
        "- c1", "+ c2", "1 are due for deletion, 1 are held.",
    ]  # fmt: skip
    assert lines[1].endswith("M-1, not over yet")
    assert (done.exit_code, Certificate.objects.count()) == (0, 0)


def test_it_deletes_for_who_may_and_says_who_they_are(
    due, world, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        done = due("--delete", "--by", MANAGER, "--reason", "time is over",
                   typed=f"{world.password}\n\n")  # fmt: skip
    assert done.exit_code == 0, done.output
    row = Certificate.objects.get()
    assert row.digest in done.output
    assert world.password not in done.output
    assert [one["call"] for one in row.listed] == ["c1"]
    entry = Entry.objects.get(event="recordings.deleted")
    assert (entry.actor, entry.way, entry.reason) == (MANAGER, "cli", "time is over")
    assert not [one for one in row.recordings_of.all() if store.path_of(one).exists()]


@pytest.mark.parametrize(
    ("by", "typed", "error"),
    [
        (MANAGER, "wrong\n\n", BadInput),
        (f"supervisor@{CONTRACT}", "{password}\n\n", Refused),
        ("contract_manager@post-loan", "{password}\n\n", Refused),
        ("nobody", "x\n\n", Refused),
        ("", "", BadInput),
    ],
)
def test_nobody_else_deletes(due, world, by, typed, error):
    options = ["--by", by] if by else []
    done = due("--delete", *options, "--reason", "time is over",
               typed=typed.format(password=world.password))  # fmt: skip
    assert isinstance(done.exception, error)
    assert Certificate.objects.count() == 0


def test_an_unknown_contract_is_told(due):
    assert isinstance(due(contract="none").exception, BadInput)
