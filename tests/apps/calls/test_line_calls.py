from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from jieting.apps.accounts.access import actor_of
from jieting.apps.accounts.roles import Role
from jieting.apps.audit.models import Entry
from jieting.apps.audit.witnesses import Gathering, registered
from jieting.apps.base.actor import system
from jieting.apps.calls import actions, queries
from jieting.apps.calls.callers import stored
from jieting.apps.calls.columns import kept_months
from jieting.apps.calls.line_calls import LineCallsRefused, LineCallToKeep, keep_line_calls
from jieting.apps.calls.line_days import close_line_days, open_days
from jieting.apps.calls.line_months import SETTLE_JOB, settle_months
from jieting.apps.calls.models import Call, Import, MonthOfCalls
from jieting.domain.calls.call import Call as PlainCall
from jieting.domain.calls.call import Direction, Outcome
from jieting.domain.errors import Refused
from jieting.domain.periods import SECOND, Month
from tests.apps.calls.kept import ZONE, at, keep
from tests.apps.jobs import waiting_jobs

BY = system("line")
NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
CALLER = "13805931234"


def told(number: int, when: str = "2026-11-22 11:59:00", **other: object) -> LineCallToKeep:
    arrived = at(when)
    call = PlainCall(
        call_id=f"pbx1-{number}", direction=Direction.INBOUND, arrived_at=arrived,
        queued_at=arrived + SECOND, answered_at=arrived + 9 * SECOND,
        ended_at=arrived + 40 * SECOND, outcome=Outcome.ANSWERED, queue="hotline", agent="8001",
        talk_s=31, source="pbx1",
    )  # fmt: skip
    caller = stored(CALLER)
    return LineCallToKeep(
        contract_id="ningde-12123", call=replace(call, **other),
        caller_sealed=caller.sealed, caller_index=caller.index,
    )  # fmt: skip


def kept(*calls: LineCallToKeep, when: datetime = NOON) -> list[int]:
    return keep_line_calls(by=BY, at=when, calls=calls)


def closed(when: datetime = NOON + timedelta(days=1)) -> list[int]:
    return close_line_days(by=BY, at=when)


def month_row(month: str = "2026-11") -> MonthOfCalls:
    return MonthOfCalls.objects.get(contract_id="ningde-12123", month=month)


def witnessed() -> list[str]:
    gathering = Gathering(tuple(w for w in registered() if w.name == "calls.imports"))
    for entry in Entry.objects.order_by("number").values():
        gathering.see(entry)
    return [finding.code for finding in gathering.findings()]


def test_a_call_is_kept_under_the_running_day_of_its_contract(world):
    (number,) = kept(told(1))
    row = Call.objects.select_related("brought_by").get(pk=number)
    assert (row.call_id, row.outcome, row.talk_s, row.source) == ("pbx1-1", "answered", 31, "pbx1")
    assert bytes(row.caller_index) == stored(CALLER).index
    day = row.brought_by
    assert (day.kind, day.state, day.file_name, day.kept) == ("line", "running", "2026-11-22", 1)
    assert (day.outcomes, day.months, day.file_there) == ({"answered": 1}, ["2026-11"], False)
    assert open_days(world.contract, Month(2026, 11).period(ZONE)) == ["2026-11-22"]


def test_the_same_call_again_writes_nothing(world):
    first = kept(told(1), told(2))
    before = (Import.objects.get().changed_at, month_row().unsettled)
    assert kept(told(2), told(1), told(2), when=NOON + timedelta(minutes=1)) == [
        first[1], first[0], first[1],
    ]  # fmt: skip
    assert (Import.objects.get().changed_at, month_row().unsettled) == before
    assert (month_row().calls, Call.objects.count()) == (2, 2)


def test_a_running_day_takes_what_is_told_later(world):
    first = kept(told(1))
    assert kept(told(1, hold_s=5, talk_s=26)) == first
    row = Call.objects.get(pk=first[0])
    assert (row.hold_s, row.talk_s, month_row().calls) == (5, 26, 1)


def test_a_call_that_turns_out_to_be_of_another_month_moves_with_its_count(world):
    kept(told(1, "2026-11-01 00:00:00"))
    kept(told(1, "2026-10-31 23:59:59"))
    assert (month_row("2026-10").calls, month_row("2026-11").calls) == (1, 0)


def test_the_revision_of_the_running_month_moves_once_for_many_calls(world):
    for number in range(5):
        kept(told(number))
    row = month_row()
    assert (row.calls, row.revision, row.unsettled) == (5, 0, 5)
    jobs = [ids for name, ids in waiting_jobs() if name == SETTLE_JOB]
    assert jobs == [{"contract_id": "ningde-12123"}]
    settle_months(contract_id=world.contract)
    row = month_row()
    assert (row.calls, row.revision, row.unsettled) == (5, 1, 0)
    assert ("assessment.count_month", {"contract_id": world.contract, "month": "2026-11"}) in (
        waiting_jobs()
    )


def test_a_late_call_of_another_month_moves_its_revision_at_once(world):
    kept(told(1, "2026-10-31 23:59:59"))
    assert (month_row("2026-10").revision, month_row("2026-10").unsettled) == (1, 0)


def test_without_a_worker_the_mark_of_the_month_moves_all_the_same(world):
    kept(told(1), when=datetime.now(UTC) - timedelta(minutes=1))
    MonthOfCalls.objects.update(unsettled=3, unsettled_since=datetime.now(UTC))
    fresh = kept_months(world.contract)[0].mark
    MonthOfCalls.objects.update(unsettled_since=datetime.now(UTC) - timedelta(minutes=6))
    assert kept_months(world.contract)[0].mark == f"{fresh}.3"


def test_a_day_is_closed_two_hours_after_its_end_and_then_vouched_for(world):
    kept(told(1), told(2))
    assert closed(datetime(2026, 11, 22, 17, 59, tzinfo=UTC)) == []
    assert witnessed() == []
    (number,) = closed(datetime(2026, 11, 22, 18, 0, tzinfo=UTC))
    day = Import.objects.get(pk=number)
    assert (day.state, day.calls_digest) == ("committed", queries.digest_of_import(number))
    entry = Entry.objects.get(event="calls.line.day_closed")
    assert (entry.object, entry.detail["calls"]) == (f"import {number}", 2)
    assert witnessed() == []
    assert month_row().unsettled == 0
    Call.objects.filter(call_id="pbx1-1").update(talk_s=1)
    assert witnessed() == ["audit_row_changed"]
    assert closed() == []


def test_a_closed_day_that_is_set_open_again_behind_our_back_is_convicted(world):
    kept(told(1))
    closed()
    Import.objects.update(state="running")
    assert witnessed() == ["audit_row_changed"]


def test_a_day_that_nobody_closed_for_days_is_convicted(world):
    kept(told(1, "2026-10-01 10:00:00"))
    assert witnessed() == ["audit_row_unknown"]


def test_a_closed_day_refuses_another_story_and_names_it(world):
    kept(told(1))
    closed()
    assert kept(told(1)) == [Call.objects.get().pk]
    with pytest.raises(LineCallsRefused) as refused:
        kept(told(1, talk_s=30), told(2))
    assert refused.value.calls == (("ningde-12123", "pbx1", "pbx1-1"),)
    assert "talk_s" in str(refused.value)
    assert Call.objects.count() == 1


def test_a_new_call_of_a_closed_day_opens_a_further_batch_of_it(world):
    kept(told(1))
    first = closed()
    kept(told(2))
    days = Import.objects.order_by("pk").values_list("file_name", "state", "kept")
    assert list(days) == [("2026-11-22", "committed", 1), ("2026-11-22", "running", 1)]
    second = closed()
    assert first != second
    assert witnessed() == []


def test_a_call_that_a_file_brought_is_known_and_never_rewritten(world):
    before = told(1).call
    keep(world.contract, [replace(before, caller=CALLER)])
    assert kept(told(1)) == [Call.objects.get().pk]
    with pytest.raises(LineCallsRefused):
        kept(told(1, talk_s=30))


def test_a_day_of_the_line_cannot_be_undone_discarded_or_read_again(world):
    kept(told(1))
    by = actor_of(world.user(Role.CONTRACT_MANAGER), Role.CONTRACT_MANAGER.value)
    number = Import.objects.get().pk
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            actions.undo_import(by=by, at=NOON, import_id=number, reason="wrong")
        assert [finding.code for finding in refused.value.findings] == ["line_day"]
        with pytest.raises(Refused):
            actions.discard_import(by=by, at=NOON, import_id=number)
        with pytest.raises(Refused):
            actions.ask_check(by=by, at=NOON, import_id=number)
        closed()
    assert Call.objects.count() == 1


def test_the_pages_tell_days_of_the_line_from_files(world):
    (pk,) = kept(told(1))
    number = Import.objects.get().pk
    client = world.client(Role.CONTRACT_MANAGER)
    history = client.get(f"/c/{world.contract}/imports/").content.decode()
    assert "2026-11-22" in history
    page = client.get(f"/c/{world.contract}/imports/{number}/").content.decode()
    assert f"?import_id={number}" in page
    assert "undo" not in page
    assert "SHA-256" not in page
    assert "2026-11-22" in client.get(f"/c/{world.contract}/calls/{pk}/").content.decode()


def test_two_contracts_in_one_batch_keep_their_own_calls(world):
    other = replace(told(1), contract_id=world.other_contract)
    numbers = kept(other, told(1))
    found = [Call.objects.get(pk=pk).contract_id for pk in numbers]
    assert found == [world.other_contract, world.contract]
