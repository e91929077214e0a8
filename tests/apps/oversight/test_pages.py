import csv
import io
from datetime import UTC, datetime, timedelta

import pytest

from jieting.apps.accounts.roles import Office, Role
from jieting.apps.audit.actions import audited, refused
from jieting.apps.audit.models import Entry, Verification
from jieting.apps.audit.queries import head
from jieting.apps.base.actor import Actor
from tests.apps.audit.entries import AT, behind_its_back, write
from tests.apps.jobs import run_jobs

pytestmark = pytest.mark.django_db
OTHER = Actor("chen", 9, "decider", "purchaser", way="page")


@pytest.fixture
def office(world):
    client = world.client(Office.AUDIT)
    client.cookies["language"] = "en"
    return client


@pytest.fixture
def log(world) -> int:
    """Entries of two people over three days; the number of the last one."""
    write(60, contract=world.contract, object="call 7")
    at = AT + timedelta(days=1)
    with audited("calls.caller.seen", by=OTHER, at=at, object="call 8", reason="核对投诉编号"):
        pass
    refused("accounts.token.made", by=OTHER, at=at + timedelta(days=1), found=["token_life"])
    with audited("calls.filter.saved", by=OTHER, at=at + timedelta(days=2), object="=1+1"):
        pass
    return head().number


def numbers(response) -> list[int]:
    return [row["number"] for row in response.context["rows"]]


def test_only_the_audit_administrator_sees_the_log(world, log):
    urls = ("/audit/", f"/audit/{log}/", "/audit/export/")
    for url in urls:
        assert world.client(Office.AUDIT).get(url).status_code == 200
        for role in (Office.SYSTEM, Office.SECURITY, *Role):
            assert world.client(role).get(url).status_code == 403
    for role in (Office.SYSTEM, Office.SECURITY, Role.CONTRACT_MANAGER):
        assert world.client(role).post("/audit/verify/").status_code == 403
    assert not Verification.objects.exists()


@pytest.mark.parametrize(
    ("event", "reason", "words"),
    [
        ("accounts.sign_in.failed", "password", "登录名或密码不对"),
        ("accounts.sign_in.failed", "locked out", "账户正在锁定中"),
        ("accounts.session.ended", "idle", "太久无人操作"),
        ("calls.caller.seen", "idle", "idle"),
        ("accounts.sign_in.failed", "what nobody described", "what nobody described"),
    ],
)
def test_a_reason_of_the_product_is_told_and_one_of_a_person_stays(world, event, reason, words):
    refused(event, by=OTHER, at=AT, reason=reason)
    client = world.client(Office.AUDIT)
    client.cookies["language"] = "zh-hans"
    for path in ("/audit/", f"/audit/{head().number}/"):
        page = client.get(path).content.decode()
        assert f">{words}</" in page, path


def test_pages_follow_each_other_and_miss_nothing(office, log):
    first = office.get("/audit/")
    assert numbers(first) == list(range(log, log - 50, -1))
    assert first.context["previous"] == ""
    second = office.get("/audit/" + first.context["next"])
    assert numbers(second) == list(range(log - 50, max(log - 100, 0), -1))
    back = office.get("/audit/" + second.context["previous"])
    assert numbers(back) == numbers(first)
    third = office.get(f"/audit/?older={1}")
    assert numbers(third) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"actor": "chen"}, [0, 1, 2]),
        ({"actor": "nobody"}, []),
        ({"event": "calls.caller.seen"}, [2]),
        ({"outcome": "refused"}, [1]),
        ({"object": "call 8"}, [2]),
        ({"text": "投诉"}, [2]),
        ({"text": "token_life"}, [1]),
        ({"text": "%"}, []),
        ({"text": "CALL 8"}, [2]),
        ({"since": "2026-10-02T10:00", "until": "2026-10-02T10:00"}, [2]),
        ({"since": "2026-10-02T10:01", "until": "2026-10-03T09:59"}, []),
        ({"actor": "chen", "event": "calls.filter.saved"}, [0]),
    ],
)
def test_a_search_finds_what_it_asks_for(office, log, query, found):
    assert numbers(office.get("/audit/", query)) == [log - back for back in found]


def test_a_search_by_contract_finds_its_entries(office, log, world):
    rows = office.get("/audit/", {"contract": world.contract, "event": "calls.filter.saved"})
    assert len(numbers(rows)) == 50
    assert {row["contract"] for row in rows.context["rows"]} == {world.contract}


@pytest.mark.parametrize(
    "query",
    [
        {"since": "x"},
        {"event": "none"},
        {"older": "x"},
        {"older": "9" * 40},
        {"text": "a\x00"},
        {"actor": "x" * 999},
    ],
)
def test_a_search_that_means_nothing_is_no_fault(office, log, query):
    assert office.get("/audit/", query).status_code == 200


def test_an_entry_shows_every_field_and_its_place_in_the_chain(office, log):
    page = office.get(f"/audit/{log - 2}/")
    text = page.content.decode()
    entry = Entry.objects.get(number=log - 2)
    for shown in (
        "chen",
        "call 8",
        "核对投诉编号",
        entry.hash,
        entry.previous,
        "2026-10-02 10:00:00",
    ):
        assert shown in text
    assert page.context["whole"]
    assert page.context["follows"]
    assert f"/audit/{log - 3}/" in text
    assert f"/audit/{log - 1}/" in text
    assert office.get(f"/audit/{10**30}/").status_code == 404
    assert office.get(f"/audit/{log + 9}/").status_code == 404


def test_a_changed_entry_is_marked_on_its_page(office, log):
    behind_its_back("UPDATE audit_entry SET reason = '' WHERE number = %s", log - 2)
    assert not office.get(f"/audit/{log - 2}/").context["whole"]


def test_an_export_is_the_search_as_csv_and_leaves_its_line(office, log):
    answer = office.get("/audit/export/", {"actor": "chen"})
    assert answer["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [int(row["number"]) for row in rows] == [log, log - 1, log - 2]
    assert rows[0]["object"] == "'=1+1"
    assert rows[2]["at"] == "2026-10-02T10:00:00.000000+08:00"
    last = Entry.objects.order_by("-number").first()
    assert (last.event, last.detail) == (
        "audit.log.exported",
        {"entries": 3, "search": {"actor": "chen"}},
    )
    assert last.actor == Office.AUDIT


def test_a_check_is_asked_for_done_by_a_worker_and_shown(office, log):
    asked = office.post("/audit/verify/")
    (check,) = Verification.objects.all()
    assert asked["Location"] == f"/audit/verifications/{check.pk}/"
    waiting = office.get(asked["Location"])
    assert waiting.context["poll"] == asked["Location"]
    assert office.post("/audit/verify/")["Location"] == asked["Location"]
    assert run_jobs() == ["audit.log.verify"]
    done = office.get(asked["Location"])
    assert (done.context["check"].errors, done.context["check"].entries) == (0, log + 1)
    assert done.context["poll"] == ""
    assert "none changed, none missing" in done.content.decode()
    assert f"/audit/verifications/{check.pk}/" != office.post("/audit/verify/")["Location"]
    lines = Entry.objects.filter(object=f"verification {check.pk}").order_by("number")
    assert [line.event for line in lines] == ["audit.log.verification_asked", "audit.log.verified"]
    assert lines[1].detail["entries"] == log + 1


def test_a_check_names_what_it_found_in_the_language_of_the_page(office, log):
    behind_its_back("DELETE FROM audit_entry WHERE number = %s", log - 2)
    office.post("/audit/verify/")
    run_jobs()
    (check,) = Verification.objects.all()
    assert (check.errors, check.found) == (1, 1)
    assert "1 errors in" in office.get("/audit/").content.decode()
    url = f"/audit/verifications/{check.pk}/"
    assert f"Entry {log - 2} is missing." in office.get(url).content.decode()
    office.cookies["language"] = "zh-hans"
    assert f"缺少第 {log - 2} 条日志" in office.get(url).content.decode()


def test_a_job_that_runs_twice_finds_once(office, log):
    from jieting.apps.audit.tasks import verify_log

    office.post("/audit/verify/")
    run_jobs()
    (check,) = Verification.objects.all()
    before = head()
    verify_log(verification_id=check.pk)
    assert head() == before


def test_the_moving_part_alone_is_given_to_htmx(office, log):
    url = office.post("/audit/verify/")["Location"]
    part = office.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "hx-get" in part


def test_times_are_those_of_beijing(office, log):
    row = next(r for r in office.get("/audit/").context["rows"] if r["number"] == log - 2)
    assert row["at"] == "2026-10-02 10:00:00"
    assert Entry.objects.get(number=log - 2).at == datetime(2026, 10, 2, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("named", "kind"),
    [("call 7", ""), ("verification 4", "check of the log"), ("month 2026-10", ""),
     ("version 2", "contract version"), ("chen", ""), ("call", "")],
)  # fmt: skip
def test_an_object_is_told_with_its_kind(office, named, kind):
    with audited("calls.caller.seen", by=OTHER, at=AT, object=named, reason="核对投诉编号"):
        pass
    (row,) = office.get("/audit/", {"object": named, "actor": "chen"}).context["rows"]
    assert str(row["kind"] or "") == kind
    assert row["object"] == named
    page = office.get(f"/audit/{row['number']}/").content.decode()
    assert (f"{kind} ({named})" if kind else named) in page


def test_the_list_tells_how_an_act_came_in(office, log):
    assert str(office.get("/audit/").context["rows"][0]["way"]) == "on a page"
