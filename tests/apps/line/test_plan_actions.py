from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag

from jieting.apps.accounts.roles import Role
from jieting.apps.audit.models import Entry
from jieting.apps.line.models import PlanRevision, Secret
from jieting.apps.line.planning.actions import save_plan, set_trunk_password
from jieting.apps.line.planning.checking import findings_of
from jieting.apps.line.planning.passwords import trunk_password
from jieting.apps.line.planning.queries import (
    differences,
    newest_plan,
    plan_of,
    running,
    shipped_plan,
)
from jieting.domain.errors import BadInput, Refused
from jieting.domain.line.toml import parse_plan, plan_text
from tests.apps.world import AT

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def save(world):
    def saved(text: str, revision: int = 0, contract: str = world.contract, note: str = ""):
        by = world.actor(Role.SUPERVISOR, contract)
        return save_plan(
            by=by, at=AT, contract_id=contract, text=text, revision=revision, note=note
        )

    return saved


@pytest.fixture
def text(world) -> str:
    return shipped_plan(world.contract)


def _codes(error) -> set[str]:
    return {finding.code for finding in error.value.findings}


def test_what_was_saved_is_kept_letter_by_letter(save, text, world) -> None:
    row = save(text, note="first")
    assert (row.revision, row.text, row.note) == (1, text, "first")
    assert text == (ROOT / "lines" / f"{world.contract}.toml").read_text("utf-8")
    assert plan_of(row) == parse_plan(text)
    entry = Entry.objects.filter(event="line.plan.saved").latest("pk")
    assert (entry.object, entry.contract, entry.reason) == ("plan 1", world.contract, "first")


def test_a_text_that_changes_nothing_makes_no_revision(save, text) -> None:
    save(text)
    assert save(text, 1).revision == 1
    assert save(text + "# later\n", 1).revision == 2


def test_who_did_not_see_the_latest_revision_is_refused(save, text) -> None:
    save(text)
    save(text + "# a\n", 1)
    for seen in (0, 1, 3):
        with pytest.raises(Refused) as error:
            save(text + "# b\n", seen)
        assert _codes(error) == {"plan_changed"}
    assert PlanRevision.objects.count() == 2


def test_errors_are_told_all_at_once_with_their_lines_and_nothing_is_kept(save, text) -> None:
    bad = text.replace('otherwise = "agent"', 'otherwise = "nobody"', 1)
    bad = bad.replace('extension = "8002"', 'extension = "8001"').replace("12123", "12 123", 2)
    with pytest.raises(BadInput) as error:
        save(bad)
    assert _codes(error) >= {"unknown_node", "extension_twice"}
    lines = bad.splitlines()
    found = {f.code: f.place for f in error.value.findings}
    assert lines[found["unknown_node"].line - 1] == 'otherwise = "nobody"'
    assert found["unknown_node"].file == "ningde-12123.line.toml"
    assert not PlanRevision.objects.exists()


def test_warnings_do_not_hinder(save, text, world) -> None:
    plan = replace(parse_plan(text), numbers=(), emergency_prompt="")
    save(plan_text(plan))
    codes = {finding.code for finding in findings_of(world.contract, newest_plan(world.contract))}
    assert codes == {"no_number", "no_emergency", "spare_prompt"}


@pytest.mark.parametrize("text", ["x" * 400_001, "[line]\0"])
def test_what_is_no_plan_at_all_is_not_read(save, text) -> None:
    with pytest.raises(BadInput):
        save(text)


def test_numbers_and_extensions_belong_to_one_line(save, text, world) -> None:
    save(text)
    other = shipped_plan(world.other_contract)
    clash = other.replace('"4000000000"]', '"4000000000", "12123"]').replace('"8101"', '"8003"')
    with pytest.raises(BadInput) as error:
        save(clash, contract=world.other_contract)
    assert _codes(error) == {"number_taken", "extension_taken"}
    assert save(other, contract=world.other_contract).revision == 1


def test_an_agent_is_somebody_who_serves_in_the_contract(save, text, world) -> None:
    def with_person(name: str) -> str:
        return text.replace('name = "8001"\n', f'name = "8001"\nperson = "{name}"\n')

    for nobody in ("ghost", f"trainer@{world.contract}", f"agent@{world.other_contract}"):
        with pytest.raises(BadInput) as error:
            save(with_person(nobody))
        assert _codes(error) == {"unknown_person"}
    assert save(with_person(f"agent@{world.contract}")).revision == 1


def test_a_trunk_s_password_is_sealed_and_bound_to_its_trunk(save, text, world) -> None:
    save(text)
    by = world.actor(Role.SUPERVISOR)

    def keep(password: str, trunk: str = "carrier") -> None:
        set_trunk_password(by=by, at=AT, contract_id=world.contract, trunk=trunk, password=password)

    keep("s3cret!")
    row = Secret.objects.get()
    assert b"s3cret" not in bytes(row.sealed)
    assert trunk_password(world.contract, "carrier") == "s3cret!"
    assert all("s3cret" not in str(entry.detail) for entry in Entry.objects.all())
    Secret.objects.update(name="moved")
    with pytest.raises(InvalidTag):
        trunk_password(world.contract, "moved")
    Secret.objects.update(name="carrier")
    keep("")
    assert trunk_password(world.contract, "carrier") == ""
    with pytest.raises(Refused):
        keep("x", "nowhere")
    for unfit in ("a b", "a\nb", "a;b", "密码", "x" * 101):
        with pytest.raises(BadInput):
            keep(unfit)


def test_the_page_knows_what_the_switch_runs(save, text, world) -> None:
    assert running(world.contract).revision is None
    first = save(text)
    assert (running(world.contract).revision, running(world.contract).newer) == (None, True)
    PlanRevision.objects.filter(pk=first.pk).update(applied_at=AT)
    assert (running(world.contract).revision, running(world.contract).newer) == (1, False)
    save(text + "# a\n", 1)
    assert (running(world.contract).revision, running(world.contract).newer) == (1, True)


def test_two_revisions_are_compared_line_by_line(text) -> None:
    lines = list(differences(text, text.replace("ring_s = 15", "ring_s = 25")))
    assert ("-", "ring_s = 15") in lines
    assert ("+", "ring_s = 25") in lines
    assert list(differences(text, text)) == []
