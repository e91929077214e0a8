from __future__ import annotations

import pytest
from click.testing import CliRunner

from jieting.apps.audit.models import Entry
from jieting.apps.contracts.actions import add_contract, add_version
from jieting.apps.contracts.models import Contract, Version
from jieting.cli import contract as command
from jieting.domain.errors import BadInput, Refused
from tests.apps.contracts.test_contract_page import text_of
from tests.apps.world import AT, BY, CONTRACTS

HOTLINE, POST_LOAN = CONTRACTS
PARTIES = {"supplier": f"{HOTLINE}-supplier", "purchaser": f"{HOTLINE}-purchaser"}

pytestmark = pytest.mark.django_db


def refused(done):
    with pytest.raises(Refused) as caught:
        done()
    return [finding.code for finding in caught.value.findings]


def new_text():
    return text_of(HOTLINE).replace('id = "ningde-12123"', 'id = "another"')


@pytest.fixture
def add(tmp_path, monkeypatch, world):
    monkeypatch.setattr(command, "ready", lambda: None)

    def run(text, *options):
        file = tmp_path / "contract.toml"
        file.write_text(text, encoding="utf-8")
        return CliRunner().invoke(command.contract, ["add", str(file), "--lang", "en", *options])

    return run


def options():
    return [part for name, party in PARTIES.items() for part in (f"--{name}", party)]


def test_a_contract_is_added_with_its_first_version(add):
    done = add(new_text(), *options())
    assert done.output == "another is added.\n"
    assert Contract.objects.get(pk="another").versions.get().text == new_text()
    entry = Entry.objects.get(event="contracts.contract.added", contract="another")
    assert (entry.actor, entry.way) == ("jieting contract add", "cli")


def test_a_later_version_is_added_without_parties(add):
    done = add(text_of(HOTLINE, "2", "2026-07-01"))
    assert done.output == "Version 2 of ningde-12123 is added; it takes effect on 2026-07-01.\n"


def test_a_file_with_errors_adds_nothing(add):
    before = Version.objects.count()
    done = add(text_of(HOTLINE, "2", "2026-07-01").replace("step = 1\n", "stepp = 1\n"))
    assert isinstance(done.exception, BadInput)
    assert Version.objects.count() == before


def test_half_of_the_parties_is_no_contract(add):
    done = add(new_text(), *options()[:2])
    assert [finding.code for finding in done.exception.findings] == ["half_of_the_parties"]


def test_everything_against_a_contract_is_told_at_once(world):
    def again():
        add_contract(
            by=BY, at=AT, text=text_of(HOTLINE), supplier="nobody", purchaser=PARTIES["supplier"]
        )

    assert refused(again) == ["contract_there", "no_party", "no_party"]


def test_a_version_needs_its_contract(world):
    assert refused(lambda: add_version(by=BY, at=AT, text=new_text())) == ["no_contract"]


@pytest.mark.parametrize(
    ("version", "start", "codes"),
    [
        ("1", "2026-07-01", ["version_there"]),
        ("2", "2026-01-01", ["version_not_later"]),
        ("2", "2025-12-31", ["version_not_later"]),
        ("1", "2026-01-01", ["version_there", "version_not_later"]),
    ],
)
def test_a_version_is_new_and_later_than_all(world, version, start, codes):
    text = text_of(HOTLINE, version, start)
    assert refused(lambda: add_version(by=BY, at=AT, text=text)) == codes


def test_what_is_refused_is_not_kept_and_stands_in_the_log(world):
    before = Version.objects.count()
    refused(lambda: add_version(by=BY, at=AT, text=text_of(HOTLINE)))
    assert Version.objects.count() == before
    assert Entry.objects.latest("number").outcome == "refused"
