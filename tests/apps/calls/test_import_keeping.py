from __future__ import annotations

import pytest
from django.db import connection

from jieting.apps.accounts.access import actor_of
from jieting.apps.accounts.roles import Role
from jieting.apps.audit.models import Entry
from jieting.apps.calls import actions, guards, queries
from jieting.apps.calls.callers import blind_index, unseal
from jieting.apps.calls.models import Call, Import, MonthOfCalls
from jieting.domain.errors import Finding, Refused
from jieting.domain.said import say
from tests.apps.calls.import_files import AT, answered, csv_of, run

GOOD = [answered(1), answered(2, "2026-10-31"), answered(3, "2026-11-01")]


def months(world) -> dict[str, tuple[int, int]]:
    rows = MonthOfCalls.objects.filter(contract_id=world.contract)
    return {row.month: (row.calls, row.revision) for row in rows}


def test_good_calls_are_kept_with_their_callers_sealed(world):
    row = run(world, csv_of(*GOOD))
    assert (row.state, row.kept, row.known, row.bad) == ("committed", 3, 0, 0)
    assert row.months == ["2026-10", "2026-11"]
    assert months(world) == {"2026-10": (2, 1), "2026-11": (1, 1)}
    call = Call.objects.get(call_id="c1")
    assert (call.contract_id, call.brought_by_id, call.source) == (world.contract, row.pk, "east")
    assert (call.outcome, call.talk_s, call.rating, call.hold_s) == (
        "answered",
        30,
        "satisfied",
        None,
    )
    assert unseal(call.caller_sealed) == "13859112345"
    assert bytes(call.caller_index) == blind_index("138 5911 2345")
    assert b"13859112345" not in bytes(call.caller_sealed)


def test_no_file_with_numbers_stays_when_the_import_ends(world, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        row = run(world, csv_of(*GOOD, "x,inbound,,13800000000,,,,,answered,,,,,"))
    folder = queries.folder_of(row)
    assert folder.source is None
    assert not row.file_there
    names = sorted(path.name for path in folder.path.iterdir())
    assert names == ["findings.jsonl", "left-out.jsonl"]
    assert "13800000000" not in (folder.path / "findings.jsonl").read_text()


def test_the_calls_that_wait_to_be_kept_hold_no_plain_number(world):
    row = run(world, csv_of(*GOOD), keep=False)
    assert b"13859112345" not in queries.folder_of(row).calls.read_bytes()


def test_the_same_file_again_changes_nothing(world):
    first = run(world, csv_of(*GOOD))
    again = run(world, csv_of(*GOOD))
    assert (again.state, again.kept, again.known) == ("committed", 0, 3)
    assert queries.same_file_kept(again) == first
    assert months(world) == {"2026-10": (2, 1), "2026-11": (1, 1)}
    assert Call.objects.count() == 3


def test_bad_rows_are_listed_and_the_good_ones_are_not_lost(world):
    content = csv_of(
        answered(1),
        "c9,inbound,hotline,13900001111,2026-10-05 09:00:00,,,2026-10-05 09:01:00,lost,,,,,",
        answered(2),
        "c8,inbound",
    )
    row = run(world, content)
    assert (row.state, row.rows, row.kept, row.bad) == ("committed", 4, 2, 2)
    errors = {
        (found.place.line, found.code): raw
        for found, raw in queries.folder_of(row).findings()
        if found.is_error
    }
    assert set(errors) == {(3, "unknown_outcome"), (5, "fields")}
    assert "139****1111" in errors[3, "unknown_outcome"]
    assert errors[5, "fields"] == "c8,inbound"
    assert {found.place.file for found, _ in queries.folder_of(row).findings()} == {"calls.csv"}


def test_a_call_stored_otherwise_is_set_aside_and_told(world):
    first = run(world, csv_of(answered(1), answered(2)))
    other = answered(1).replace("satisfied", "dissatisfied").replace(",30,", ",31,")
    row = run(world, csv_of(other, answered(2), answered(3)))
    assert (row.kept, row.known, row.contradicting) == (1, 1, 1)
    (found,) = [f for f, _ in queries.folder_of(row).findings() if f.code == "contradicts_stored"]
    assert found.place.line == 2
    assert str(found.what) == (
        f"Call c1 is stored with another talk_s, rating (import {first.pk})."
    )
    assert Call.objects.get(call_id="c1").rating == "satisfied"


def test_another_caller_contradicts_and_another_spelling_does_not(world):
    run(world, csv_of(answered(1), answered(2)))
    content = csv_of(answered(1, caller="+86 138-5911-2345"), answered(2, caller="13859112346"))
    row = run(world, content)
    assert (row.known, row.contradicting) == (1, 1)


def test_a_masked_number_agrees_with_the_whole_one_and_has_no_index(world):
    run(world, csv_of(answered(1, caller="138****2345")))
    call = Call.objects.get()
    assert unseal(call.caller_sealed) == "138****2345"
    assert call.caller_index is None
    same = run(world, csv_of(answered(1, caller="13859112345")))
    other = run(world, csv_of(answered(1, caller="13859112999")))
    assert [(r.known, r.contradicting) for r in (same, other)] == [(1, 0), (0, 1)]


def test_repeated_rows_count_once(world):
    row = run(world, csv_of(answered(1), answered(1), answered(2)))
    assert (row.kept, row.repeated) == (2, 1)


def test_the_digest_finds_a_row_changed_behind_the_application(world):
    row = run(world, csv_of(*GOOD))
    entry = Entry.objects.get(event="calls.import.committed", object=f"import {row.pk}")
    assert entry.detail["calls_digest"] == row.calls_digest == queries.digest_of_import(row.pk)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE calls_call SET agent = '8002' WHERE call_id = 'c2'")
    assert queries.digest_of_import(row.pk) != row.calls_digest


def test_the_digest_is_of_what_calls_say_and_not_of_their_numbers(world):
    one = run(world, csv_of(*GOOD))
    before = set(Call.objects.values_list("pk", flat=True))
    by = actor_of(world.user(Role.SUPERVISOR))
    actions.undo_import(by=by, at=AT, import_id=one.pk, reason="try again")
    other = run(world, csv_of(*GOOD))
    assert other.calls_digest == one.calls_digest
    assert not before & set(Call.objects.values_list("pk", flat=True))


def test_an_undo_takes_the_calls_out_with_a_reason(world):
    row = run(world, csv_of(*GOOD))
    by = actor_of(world.user(Role.SUPERVISOR))
    with pytest.raises(Refused, match="No reason"):
        actions.undo_import(by=by, at=AT, import_id=row.pk, reason=" ")
    actions.undo_import(by=by, at=AT, import_id=row.pk, reason="wrong month")
    assert not Call.objects.exists()
    assert months(world) == {"2026-10": (0, 2), "2026-11": (0, 2)}
    entry = Entry.objects.get(event="calls.import.undone")
    assert (entry.reason, entry.detail["calls"], entry.actor) == ("wrong month", 3, by.name)
    with pytest.raises(Refused, match="state 'undone'"):
        actions.undo_import(by=by, at=AT, import_id=row.pk, reason="again")
    assert run(world, csv_of(*GOOD)).kept == 3


def test_a_guard_stops_an_undo(world, monkeypatch):
    row = run(world, csv_of(*GOOD))
    asked = []

    def sealed(contract: str, import_id: int, months: tuple[str, ...]) -> Finding:
        asked.append((contract, import_id, months))
        return Finding("sealed", say("October is sealed."), say("why"), say("what"))

    monkeypatch.setattr(guards, "undo_guards", [sealed])
    with pytest.raises(Refused, match="October is sealed"):
        actions.undo_import(
            by=actor_of(world.user(Role.SUPERVISOR)), at=AT, import_id=row.pk, reason="x"
        )
    assert asked == [(world.contract, row.pk, ("2026-10", "2026-11"))]
    assert Call.objects.count() == 3


def test_a_call_into_the_next_month_makes_that_month_new_too(world):
    run(world, csv_of(answered(1, "2026-11-01")))
    late = "night,inbound,,,2026-10-31 23:59:00,,,2026-11-01 00:01:00,served_by_ivr,,,,,east"
    run(world, csv_of(late))
    assert months(world) == {"2026-10": (1, 1), "2026-11": (1, 2)}


def test_simulated_calls_are_counted_apart(world):
    run(world, csv_of(answered(1).replace(",east", ",simulated"), answered(2)))
    assert MonthOfCalls.objects.get(contract_id=world.contract).simulated == 1
    assert queries.has_simulated(world.contract)


def test_a_discarded_import_can_not_be_kept(world):
    row = run(world, csv_of(*GOOD), keep=False)
    by = actor_of(world.user(Role.SUPERVISOR))
    assert (row.state, row.kept) == ("checked", 3)
    actions.discard_import(by=by, at=AT, import_id=row.pk)
    with pytest.raises(Refused):
        actions.ask_commit(by=by, at=AT, import_id=row.pk)
    assert Import.objects.get(pk=row.pk).state == "discarded"


def test_keeping_counts_anew_what_another_import_brought_meanwhile(world):
    by = actor_of(world.user(Role.SUPERVISOR))
    first = run(world, csv_of(answered(1), answered(2)), keep=False)
    run(world, csv_of(answered(2)))
    actions.ask_commit(by=by, at=AT, import_id=first.pk)
    actions.commit_import(import_id=first.pk, at=AT)
    actions.commit_import(import_id=first.pk, at=AT)
    first.refresh_from_db()
    assert (first.kept, first.known) == (1, 1)
    assert months(world) == {"2026-10": (2, 2)}
