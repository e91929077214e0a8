"""Records are kept whole or not at all, with every finding at once and their history."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jieting.apps.accounts.roles import Role
from jieting.apps.assessment import actions
from jieting.apps.assessment.actions import keep_records
from jieting.apps.assessment.models import RecordsFile
from jieting.apps.assessment.queries import records_of
from jieting.apps.assessment.waiting import EXAMPLES
from jieting.apps.audit.models import Entry
from jieting.domain.contracts.load_records import load_records
from jieting.domain.errors import BadInput
from tests.apps.assessment.months import MONTH, keep_calls, simulated, terms
from tests.apps.jobs import waiting_jobs
from tests.apps.world import AT, BY, CONTRACTS

NINGDE, POST_LOAN = CONTRACTS
PAGE = f"/c/{NINGDE}/records/"
GOOD = "[[training]]\ndate = 2026-10-08\nkind = 'special'\nattendees = ['a']\n"
BAD = "[[training]]\ndate = 8\n[[complaint]]\ncall_id = '1'\nverdict = 'perhaps'\n"


@pytest.fixture
def manager(world):
    return world.client(Role.CONTRACT_MANAGER)


def test_the_newest_records_count(world):
    keep_records(by=BY, at=AT, contract_id=NINGDE, text=GOOD)
    keep_records(by=BY, at=AT, contract_id=NINGDE, text=GOOD + GOOD, note="second")
    assert len(records_of(NINGDE).training) == 2
    numbers = RecordsFile.objects.order_by("number").values_list("number", "note")
    assert list(numbers) == [(1, ""), (2, "second")]


def test_every_finding_is_told_at_once_and_nothing_is_kept(world):
    with pytest.raises(BadInput) as caught:
        keep_records(by=BY, at=AT, contract_id=NINGDE, text=BAD)
    assert len(caught.value.findings) >= 3
    assert not RecordsFile.objects.exists()
    assert not Entry.objects.filter(event="assessment.records.kept").exists()


def test_a_window_is_refused_where_whole_days_are_left_out(world):
    text = "[[exclusion]]\nfrom = 2026-10-05T09:00:00\nto = 2026-10-05T11:00:00\nagreed = true\n"
    with pytest.raises(BadInput):
        keep_records(by=BY, at=AT, contract_id=POST_LOAN, text=text)
    assert keep_records(by=BY, at=AT, contract_id=NINGDE, text=text).number == 1


def test_records_that_are_too_long_are_refused(world, monkeypatch):
    monkeypatch.setattr(actions, "LARGEST_RECORDS", 10)
    with pytest.raises(BadInput):
        keep_records(by=BY, at=AT, contract_id=NINGDE, text=GOOD)


def test_keeping_records_has_the_months_counted_again(world):
    keep_calls(NINGDE, simulated(NINGDE)[0][:3])
    keep_records(by=BY, at=AT, contract_id=NINGDE, text=GOOD)
    named = {"contract_id": NINGDE, "month": str(MONTH)}
    assert ("assessment.count_month", named) in waiting_jobs()


def test_the_manager_keeps_records_on_the_page(manager):
    response = manager.post(PAGE, {"text": GOOD.replace("\n", "\r\n"), "note": "九月"})
    assert response.status_code == 302
    kept = RecordsFile.objects.get()
    assert (kept.text, kept.note) == (GOOD, "九月")
    assert kept.kept_by == f"{Role.CONTRACT_MANAGER}@{NINGDE}"
    assert Entry.objects.latest("number").event == "assessment.records.kept"


def test_an_uploaded_file_takes_the_place_of_the_text(manager):
    text = GOOD + "# 九月\n"
    given = SimpleUploadedFile("r.toml", b"\xef\xbb\xbf" + text.encode())
    assert manager.post(PAGE, {"text": "nonsense", "file": given}).status_code == 302
    assert RecordsFile.objects.get().text == text


def test_what_only_moves_may_change_is_refused(manager):
    keep_records(by=BY, at=AT, contract_id=NINGDE, text=EXAMPLES["complaint"])
    kept = EXAMPLES["complaint"] + GOOD
    assert manager.post(PAGE, {"text": kept}).status_code == 302
    milder = manager.post(PAGE, {"text": kept.replace('"justified"', '"unjustified"')})
    gone = manager.post(PAGE, {"text": GOOD + EXAMPLES["spot_check"]})
    assert [f.place.column for f in milder.context["findings"]] == ["complaint"]
    assert [f.place.column for f in gone.context["findings"]] == ["complaint", "spot_check"]
    assert RecordsFile.objects.count() == 2


def test_the_records_in_force_can_be_fetched(manager):
    assert manager.get(f"{PAGE}in-force/").content == b""
    keep_records(by=BY, at=AT, contract_id=NINGDE, text=GOOD)
    assert manager.get(f"{PAGE}in-force/").content.decode() == GOOD


def test_bad_records_are_shown_again_with_their_findings(manager):
    response = manager.post(PAGE, {"text": BAD})
    assert response.status_code == 422
    assert len(response.context["findings"]) >= 3
    assert "perhaps" in response.content.decode()


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", "培训".encode("gb18030")])
def test_a_file_that_is_no_utf8_text_is_refused(content, manager):
    response = manager.post(PAGE, {"file": SimpleUploadedFile("r.toml", content)})
    assert response.status_code == 422
    assert not RecordsFile.objects.exists()


def test_others_see_the_records_and_cannot_keep_any(world):
    for role in (Role.DECIDER, Role.SUPERVISOR):
        client = world.client(role)
        assert client.get(PAGE).status_code == 200
        assert client.post(PAGE, {"text": GOOD}).status_code == 403
    assert not RecordsFile.objects.exists()


def test_lines_wait_for_their_records(manager):
    keep_calls(NINGDE, simulated(NINGDE)[0][:3])
    kinds = {kind.array: kind for kind in manager.get(PAGE).context["kinds"]}
    assert [clause for clause, _ in kinds["report"].waiting] == ["N-5.2.2"]
    assert "violation" not in kinds
    report = EXAMPLES["report"] + EXAMPLES["self_assessment"]
    keep_records(by=BY, at=AT, contract_id=NINGDE, text=report)
    kinds = {kind.array: kind for kind in manager.get(PAGE).context["kinds"]}
    assert (kinds["report"].number, kinds["report"].waiting) == (1, ())


def test_the_records_of_before_can_be_fetched(manager):
    keep_records(by=BY, at=AT, contract_id=NINGDE, text=GOOD)
    keep_records(by=BY, at=AT, contract_id=NINGDE, text="")
    response = manager.get(f"{PAGE}1/")
    assert response.content.decode() == GOOD
    assert manager.get(f"{PAGE}3/").status_code == 404
    assert manager.get(f"/c/{POST_LOAN}/records/1/").status_code == 404


@pytest.mark.parametrize("array", list(EXAMPLES))
def test_the_examples_are_records(array):
    records, findings = load_records(EXAMPLES[array], "x", terms(NINGDE).zone)
    assert not findings
    assert len(getattr(records, array)) == 1
