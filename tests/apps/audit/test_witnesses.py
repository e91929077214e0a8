import pytest

from jieting.apps.accounts.access import actor_of
from jieting.apps.accounts.roles import Role
from jieting.apps.assessment.actions import keep_records
from jieting.apps.audit.queries import verify
from jieting.apps.audit.witnesses import registered
from jieting.apps.calls.actions import undo_import
from jieting.apps.calls.models import Call, Import
from jieting.apps.contracts.models import Version
from tests.apps.audit.entries import behind_its_back
from tests.apps.calls.import_files import answered, csv_of, run
from tests.apps.world import AT, BY

pytestmark = pytest.mark.django_db


@pytest.fixture
def imported(world) -> Import:
    return run(world, csv_of(*(answered(number) for number in range(4))))


def found(walked) -> list[tuple[str, str, str]]:
    return [(f.code, f.place.file, f.place.column) for f in walked.findings if f.is_error]


def test_every_app_whose_rows_matter_has_a_witness():
    assert [one.name for one in registered()] == [
        "assessment.records",
        "calls.imports",
        "contracts.agreements",
        "contracts.amendments",
        "contracts.versions",
        "documents",
        "moves",
        "recordings",
        "sealing.seals",
        "settlement",
    ]


def test_what_the_application_wrote_is_vouched_for(world, imported):
    keep_records(by=BY, at=AT, contract_id=world.contract, text="")
    assert found(verify()) == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE calls_call SET outcome = 'abandoned' WHERE call_id = 'c2'",
        "UPDATE calls_call SET rating = 'very_satisfied' WHERE call_id = 'c2'",
        "UPDATE calls_call SET answered_at = answered_at - 1 WHERE call_id = 'c2'",
        "UPDATE calls_call SET caller_sealed = 'x' WHERE call_id = 'c2'",
        "UPDATE calls_call SET contract_id = 'post-loan' WHERE call_id = 'c2'",
        "DELETE FROM calls_call WHERE call_id = 'c2'",
        "INSERT INTO calls_call (contract_id, brought_by_id, call_id, direction, queue, arrived_at,"
        " ended_at, outcome, agent, rating, recording, source, source_ref) SELECT contract_id,"
        " brought_by_id, 'new', direction, queue, arrived_at, ended_at, outcome, agent, rating,"
        " recording, source, source_ref FROM calls_call WHERE call_id = 'c2'",
        "UPDATE calls_import SET calls_digest = repeat('0', 64)",
        "UPDATE calls_import SET state = 'undone'",
    ],
)
def test_a_call_changed_behind_the_applications_back_is_found(world, imported, change):
    behind_its_back(change)
    assert found(verify()) == [("audit_row_changed", world.contract, f"import {imported.pk}")]


def test_a_forged_digest_in_the_row_helps_nobody(world, imported):
    from jieting.apps.calls.digest import digest_of_import

    behind_its_back("UPDATE calls_call SET outcome = 'abandoned' WHERE call_id = 'c2'")
    Import.objects.update(calls_digest=digest_of_import(imported.pk))
    assert found(verify()) == [("audit_row_changed", world.contract, f"import {imported.pk}")]


def test_removed_imports_are_found(world, imported):
    Call.objects.all().delete()
    Import.objects.all().delete()
    assert found(verify()) == [("audit_row_gone", world.contract, f"import {imported.pk}")]


def test_calls_put_in_under_an_import_of_ones_own_are_found(world, imported):
    forged = Import.objects.get()
    forged.pk, forged.folder = None, "forged"
    forged.save()
    assert found(verify()) == [("audit_row_unknown", world.contract, f"import {forged.pk}")]
    Import.objects.filter(pk=forged.pk).update(state="discarded")
    assert found(verify()) == []
    call = Call.objects.first()
    call.pk, call.call_id, call.brought_by = None, "new", forged
    call.save()
    assert found(verify()) == [("audit_row_unknown", world.contract, f"import {forged.pk}")]


def test_calls_that_were_undone_are_missed_by_nobody_unless_they_come_back(world, imported):
    call = Call.objects.first()
    by = actor_of(world.user(Role.SUPERVISOR))
    undo_import(by=by, at=AT, import_id=imported.pk, reason="wrong file")
    assert found(verify()) == []
    call.pk = None
    call.save()
    assert found(verify()) == [("audit_row_unknown", world.contract, f"import {imported.pk}")]


@pytest.mark.parametrize(
    "change",
    [
        "text = replace(text, '85', '84')",
        "effective_from = '2020-01-01'",
        "effective_to = NULL",
        "digest = ''",
    ],
)
def test_a_changed_contract_is_found(world, change):
    behind_its_back(f"UPDATE contracts_version SET {change} WHERE contract_id = %s", world.contract)
    name = Version.objects.get(contract_id=world.contract).name
    assert found(verify()) == [("audit_row_changed", world.contract, f"version {name}")]


def test_a_contract_version_put_in_or_taken_out_is_found(world):
    version = Version.objects.get(contract_id=world.contract)
    old = version.name
    version.pk, version.name = None, "forged"
    version.save()
    assert found(verify()) == [("audit_row_unknown", world.contract, "version forged")]
    Version.objects.filter(contract_id=world.contract).delete()
    assert found(verify()) == [("audit_row_gone", world.contract, f"version {old}")]


def test_changed_records_are_found(world):
    for _ in range(2):
        keep_records(by=BY, at=AT, contract_id=world.contract, text="")
    behind_its_back("UPDATE assessment_recordsfile SET text = '# more' WHERE number = 1")
    assert found(verify()) == [("audit_row_changed", world.contract, "records 1")]
    behind_its_back("UPDATE assessment_recordsfile SET number = 9 WHERE number = 1")
    assert found(verify()) == [
        ("audit_row_gone", world.contract, "records 1"),
        ("audit_row_unknown", world.contract, "records 9"),
    ]


def test_the_log_alone_can_be_checked(world, imported):
    behind_its_back("DELETE FROM calls_call WHERE call_id = 'c2'")
    assert found(verify(rows=False)) == []
