from __future__ import annotations

import pytest
from click.testing import CliRunner

from jieting.apps.accounts.roles import Role
from jieting.apps.assessment.models import RecordsFile
from jieting.apps.assessment.queries import records_of
from jieting.apps.assessment.waiting import EXAMPLES
from jieting.apps.audit.models import Entry
from jieting.cli import records as command
from jieting.domain.errors import BadInput
from tests.apps.world import CONTRACTS

NINGDE = CONTRACTS[0]


@pytest.fixture
def keep(tmp_path, monkeypatch, world):
    monkeypatch.setattr(command, "ready", lambda: None)

    def run(text, contract=NINGDE):
        file = tmp_path / "records.toml"
        file.write_text(text, encoding="utf-8")
        options = ["keep", str(file), "--contract", contract, "--note", "双方确认", "--lang", "en"]
        return CliRunner().invoke(command.records, options)

    return run


def test_decided_records_of_the_time_before_are_kept_and_both_sides_see_them(keep, world):
    done = keep(EXAMPLES["complaint"] + EXAMPLES["report"])
    assert (done.exit_code, done.output) == (0, "Records 1 are kept.\n")
    assert [c.verdict for c in records_of(NINGDE).complaint] == ["justified"]
    entry = Entry.objects.latest("number")
    assert (entry.event, entry.actor, entry.way) == (
        "assessment.records.kept",
        "jieting records keep",
        "cli",
    )
    page = world.client(Role.DECIDER).get(f"/c/{NINGDE}/records/").content.decode()
    assert "双方确认" in page
    assert "jieting records keep" in page


@pytest.mark.parametrize(
    ("text", "contract", "code"),
    [("[[complaint]]\n", NINGDE, "missing_key"), ("", "nowhere", "no_such_contract")],
)
def test_what_is_wrong_is_told_and_nothing_is_kept(keep, text, contract, code):
    done = keep(text, contract)
    assert isinstance(done.exception, BadInput)
    assert code in {finding.code for finding in done.exception.findings}
    assert not RecordsFile.objects.exists()
