import io
import json

import pytest

from jieting.apps.audit.models import Entry
from jieting.apps.audit.queries import verify
from jieting.apps.calls.actions import save_mapping
from jieting.apps.calls.models import Call, Import
from tests.apps.api.tokens import PURCHASER, program
from tests.apps.calls.import_files import answered, csv_of
from tests.apps.calls.kept import keep, some_calls
from tests.apps.jobs import run_jobs, waiting_jobs
from tests.apps.world import AT, BY

pytestmark = pytest.mark.django_db
ROWS = csv_of(*(answered(number) for number in range(5)))


def file_of(content: bytes = ROWS, name: str = "calls.csv", **more: str):
    file = io.BytesIO(content)
    file.name = name
    return {"file": file, **more}


def codes(answer) -> list[str]:
    return [finding["code"] for finding in answer.json()["findings"]]


def row(number: int, **more: object) -> dict[str, object]:
    return {
        "call_id": f"r{number}",
        "direction": "inbound",
        "queue": "hotline",
        "caller": "13859112345",
        "arrived_at": f"2026-10-05 09:0{number}:00",
        "queued_at": f"2026-10-05 09:0{number}:05",
        "answered_at": f"2026-10-05 09:0{number}:10",
        "ended_at": f"2026-10-05 09:0{number}:40",
        "outcome": "answered",
        "agent": "8001",
        "talk_s": 30,
        "source": "platform",
        **more,
    }


def test_a_file_is_kept_in_the_background(world):
    asks = program(world)
    sent = asks.upload("/imports", file_of())
    assert (sent.status_code, sent.json()["state"]) == (202, "checking")
    assert Call.objects.count() == 0
    assert [name for name, _ in waiting_jobs()] == ["calls.import.run"]
    run_jobs()
    found = asks.get(f"/imports/{sent.json()['id']}").json()
    assert (found["state"], found["rows"], found["kept"], found["bad"]) == ("committed", 5, 5, 0)
    assert found["months"] == ["2026-10"]
    assert Call.objects.count() == 5
    assert verify().found == 0


def test_every_write_of_a_program_bears_its_name(world):
    asks = program(world)
    asks.upload("/imports", file_of())
    run_jobs()
    lines = Entry.objects.filter(event__startswith="calls.import.", role="token")
    assert {line.event for line in lines} == {
        "calls.import.uploaded", "calls.import.check_asked", "calls.import.checked",
        "calls.import.commit_asked", "calls.import.committed",
    }  # fmt: skip
    assert {(line.way, line.party, line.actor_id) for line in lines} == {
        ("api", f"{world.contract}-supplier", None)
    }
    assert all(line.actor.startswith("token ") for line in lines)


def test_the_same_bytes_are_one_import(world):
    asks = program(world)
    first = asks.upload("/imports", file_of())
    again = asks.upload("/imports", file_of(name="other.csv"))
    assert (first.status_code, again.status_code) == (202, 200)
    assert again.json()["id"] == first.json()["id"]
    run_jobs()
    third = asks.upload("/imports", file_of())
    assert (third.status_code, third.json()["state"]) == (200, "committed")
    assert (Import.objects.count(), Call.objects.count()) == (1, 5)


def test_a_check_keeps_nothing_until_it_is_committed(world):
    asks = program(world)
    sent = asks.upload("/imports", file_of(), commit="false").json()
    run_jobs()
    found = asks.get(f"/imports/{sent['id']}").json()
    assert (found["state"], found["kept"], Call.objects.count()) == ("checked", 5, 0)
    asked = asks.send(f"/imports/{sent['id']}/commit")
    assert (asked.status_code, asked.json()["state"]) == (202, "committing")
    run_jobs()
    assert Call.objects.count() == 5
    twice = asks.send(f"/imports/{sent['id']}/commit")
    assert (twice.status_code, codes(twice)) == (409, ["not_now"])


def test_a_checked_file_that_is_sent_again_is_kept(world):
    asks = program(world)
    asks.upload("/imports", file_of(), commit="false")
    run_jobs()
    again = asks.upload("/imports", file_of())
    assert (again.status_code, again.json()["state"]) == (200, "committing")
    run_jobs()
    assert Call.objects.count() == 5


def test_bad_rows_are_told_page_by_page_without_the_rows_themselves(world):
    bad = [answered(n).replace("answered,8001", "lost,8001") for n in range(10, 17)]
    asks = program(world)
    sent = asks.upload("/imports", file_of(csv_of(answered(1), *bad))).json()
    run_jobs()
    url = f"/imports/{sent['id']}/findings"
    first = asks.get(url, limit=4).json()
    rest = asks.get(url, limit=100, offset=first["next"]).json()
    assert (len(first["findings"]), first["next"]) == (4, 4)
    errors = [one for one in (*first["findings"], *rest["findings"]) if one["severity"] == "error"]
    assert [one["row"] for one in errors] == [3, 4, 5, 6, 7, 8, 9]
    assert rest["next"] is None
    assert errors[0]["column"] == "outcome"
    assert "13859112345" not in json.dumps([first, rest])
    assert asks.get(f"/imports/{sent['id']}").json()["bad"] == 7


def test_a_file_that_cannot_be_read_says_why(world):
    asks = program(world)
    sent = asks.upload("/imports", file_of(b"a,b\n1,2\n")).json()
    run_jobs()
    found = asks.get(f"/imports/{sent['id']}").json()
    assert found["state"] == "failed"
    assert found["failure"]
    assert set(found["failure"][0]) == {"code", "severity", "place", "what", "why", "remedy"}


def test_what_is_no_file_of_calls_is_refused(world, monkeypatch):
    asks = program(world)
    assert codes(asks.upload("/imports", {})) == ["no_file"]
    assert codes(asks.upload("/imports", {"file": "text"})) == ["no_file"]
    assert asks.send("/imports", {}).status_code == 422
    empty = asks.upload("/imports", file_of(b""))
    assert empty.status_code == 422
    monkeypatch.setenv("JIETING_UPLOAD_MB", "0")
    large = asks.upload("/imports", file_of())
    assert (large.status_code, codes(large)) == (413, ["too_large"])
    assert Import.objects.count() == 0


def test_a_mapping_is_named(world):
    asks = program(world)
    unknown = asks.upload("/imports", file_of(mapping="m"))
    assert (unknown.status_code, codes(unknown)) == (422, ["no_mapping"])
    text = '[mapping]\nname = "m"\n[column]\ncall_id = "id"\n'
    save_mapping(by=BY, at=AT, contract_id=world.contract, name="m", text=text)
    sent = asks.upload("/imports", file_of(ROWS.replace(b"call_id", b"id", 1), mapping="m"))
    run_jobs()
    found = asks.get(f"/imports/{sent.json()['id']}").json()
    assert (found["state"], found["mapping"], found["kept"]) == ("committed", "m", 5)


def test_rows_are_kept_at_once(world):
    asks = program(world)
    sent = asks.send("/imports/rows", {"rows": [row(1), row(2), row(3, outcome="lost")]})
    found = sent.json()
    assert (sent.status_code, found["state"]) == (201, "committed")
    assert (found["rows"], found["kept"], found["bad"]) == (3, 2, 1)
    kept = Call.objects.order_by("call_id").first()
    assert (kept.call_id, kept.talk_s, kept.source) == ("r1", 30, "platform")
    told = asks.get(f"/imports/{found['id']}/findings").json()["findings"]
    wrong = [(one["row"], one["column"]) for one in told if one["severity"] == "error"]
    assert wrong == [(4, "outcome")]
    again = asks.send("/imports/rows", {"rows": [row(1), row(2), row(3, outcome="lost")]})
    assert (again.status_code, again.json()["id"]) == (200, found["id"])
    known = asks.send("/imports/rows", {"rows": [row(1), row(4)]}).json()
    assert (known["kept"], known["known"]) == (1, 1)


def test_rows_may_be_checked_only(world):
    asks = program(world)
    sent = asks.send("/imports/rows", {"rows": [row(1)]}, commit="false")
    assert (sent.json()["state"], Call.objects.count()) == ("checked", 0)
    again = asks.send("/imports/rows", {"rows": [row(1)]})
    assert (again.status_code, again.json()["state"]) == (200, "committed")
    assert Call.objects.count() == 1


@pytest.mark.parametrize(
    "body",
    [
        {}, {"rows": []}, {"rows": [{}]}, {"rows": [row(1, colour="red")]}, {"rows": "x"},
        {"rows": [row(1, call_id="a\x00b")]}, {"rows": [row(1, talk_s="long")]}, [], "x",
        {"rows": [row(1)] * 5001}, {"rows": [row(1, talk_s=-1)]}, {"rows": [row(1)], "more": 1},
        {"rows": [row(1, agent="\ud800")]},
    ],
)  # fmt: skip
def test_rows_that_are_none_are_refused(world, body):
    answer = program(world).send("/imports/rows", json.dumps(body))
    assert answer.status_code in (413, 422)
    assert answer["Content-Type"] == "application/problem+json"
    assert Import.objects.count() == 0


def test_a_body_that_is_no_json_or_too_large_is_refused(world):
    asks = program(world)
    assert asks.send("/imports/rows", "{").status_code == 422
    assert asks.send("/imports/rows", "[" * 100_000).status_code == 422
    assert asks.send("/imports/rows", b"\xff\xfe").status_code == 422
    assert asks.send("/imports/rows", "x" * 3_000_000).status_code == 413


def test_the_purchaser_brings_nothing_in(world):
    asks = program(world, PURCHASER)
    assert asks.send("/imports/rows", {"rows": [row(1)]}).status_code == 403
    assert asks.upload("/imports", file_of()).status_code == 403


def test_imports_of_another_contract_do_not_exist(world):
    other = program(world, contract=world.other_contract)
    made = other.send("/imports/rows", {"rows": [row(1)]}).json()["id"]
    asks = program(world)
    for path in (f"/imports/{made}", f"/imports/{made}/findings"):
        assert other.get(path).status_code == 200
        assert asks.get(path).status_code == 404
    assert asks.send(f"/imports/{made}/commit").status_code == 404
    assert asks.get(f"/imports/{10**18}").status_code == 404
    assert asks.get(f"/imports/{10**30}").status_code in (404, 422)


def all_calls(asks, **query) -> list[dict[str, object]]:
    found, at = [], ""
    while at is not None:
        page = asks.get("/calls", **query, **({"at": at} if at else {})).json()
        found += page["calls"]
        at = page["next"]
    return found


def test_calls_are_read_page_by_page_and_none_is_missed(world):
    keep(world.contract, some_calls())
    keep(world.other_contract, some_calls()[:3])
    asks = program(world)
    found = all_calls(asks, size=7)
    assert len(found) == len({one["id"] for one in found}) == 90
    arrived = [one["arrived_at"] for one in found]
    assert arrived == sorted(arrived, reverse=True)
    assert all_calls(asks, size=7, order="oldest") == sorted(
        found, key=lambda one: (one["arrived_at"], one["id"])
    )
    assert found[0]["arrived_at"] == "2026-10-31T23:59:59+08:00"


def test_callers_are_masked(world):
    keep(world.contract, some_calls())
    text = program(world).get("/calls", size=500).content.decode()
    assert "13805931234" not in text
    assert "059312345678" not in text
    assert "138****1234" in text


def test_calls_are_filtered(world):
    calls = some_calls()
    keep(world.contract, calls)
    asks = program(world)
    answered_or_lost = all_calls(asks, outcome=["answered", "abandoned"])
    assert len(answered_or_lost) == sum(c.outcome in ("answered", "abandoned") for c in calls)
    october = all_calls(asks, first="2026-10-01", last="2026-10-31")
    assert len(october) == 45
    assert {one["agent"] for one in all_calls(asks, agent="8001")} == {"8001"}
    assert all_calls(asks, call_id="none") == []


@pytest.mark.parametrize(
    "query",
    [
        {"outcome": "lost"}, {"first": "2026-13-01"}, {"first": "1900-01-01"},
        {"last": "9999-12-31"}, {"size": 0}, {"size": 501}, {"at": "x"}, {"at": "1"},
        {"queue": "a\x00"}, {"order": "up"}, {"wait": -1}, {"import_id": 10**12},
        {"at": f"{9**30}-1"}, {"queue": "x" * 201},
    ],
)  # fmt: skip
def test_a_question_that_means_nothing_is_refused(world, query):
    answer = program(world).get("/calls", **query)
    assert answer.status_code == 422
    assert next(iter(query)) in answer.json()["findings"][0]["place"]


def test_an_address_where_nothing_is_and_a_method_that_is_none_are_told(world):
    asks = program(world)
    for path in ("/nothing", "/", "/months/a/b", "/%0A", "/imports/x", "/../../x"):
        nowhere = asks.get(path)
        assert (nowhere.status_code, codes(nowhere)) == (404, ["not_there"])
    for outside in ("/api/v1/", "/api/v1/x%0A", "/api/v1/contracts/a%00b/months"):
        assert asks.client.post(outside)["Content-Type"] == "application/problem+json"
    answer = asks.client.delete(f"/api/v1/contracts/{world.contract}/calls", headers=asks.headers)
    assert (answer.status_code, answer["Allow"], codes(answer)) == (405, "GET", ["method"])
