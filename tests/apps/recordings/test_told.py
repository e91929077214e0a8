"""What the apps above tell of recordings: the line its facts and days, moves what is evidence."""

from __future__ import annotations

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from jieting.apps.line import recorded as line_recorded
from jieting.apps.line.models import Fact, LineCall
from jieting.apps.line.observer.batch import Batch
from jieting.apps.line.observer.sink import Sink
from jieting.apps.moves.recorded import claims
from jieting.apps.recordings import arrivals, hooks, spool
from jieting.apps.recordings.models import Recording
from jieting.apps.recordings.retention import dry_run
from jieting.domain.line.plan import Recording as InPlan
from jieting.switches.asterisk.ami_facts import AmiReader
from tests.apps.line.lines import make_plan
from tests.apps.line.told import SYSTEM as SWITCH
from tests.apps.line.told import ToldCall
from tests.apps.moves.kinds_b import LATER, NINGDE, SECOND_DECIDER, kept, opened, step
from tests.apps.moves.test_kinds_b_dispute import COMPLAINT, DECIDER, disputed, judged
from tests.apps.recordings.house import BEGAN, CALL, House, instant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]


REGISTERED = (*hooks._facts, *hooks._recorded, *hooks._days, *hooks._claims)


def found():
    return {(one.call, one.retention, one.is_open) for one in claims(NINGDE)}


def test_a_complaint_holds_its_call_until_it_is_decided(world):
    kept(200)
    complaint = opened(world, "complaint", COMPLAINT, SECOND_DECIDER)
    assert found() == {("C-001", "complaint", True)}
    step(world, complaint, "judge_unjustified", DECIDER, text="heard it")
    [claim] = claims(NINGDE)
    assert claim.since == instant(LATER)


def test_a_dispute_holds_the_call_of_what_it_disputes(world):
    disputed(world, judged(world))
    assert found() == {("C-001", "complaint", False), ("C-001", "dispute", True)}


def test_claims_of_moves_reach_the_dry_run(world, house: House, monkeypatch):
    monkeypatch.setattr(hooks, "_claims", [claims])
    house.recorded("C-001")
    house.recorded("C-002")
    kept(200)
    opened(world, "complaint", COMPLAINT, SECOND_DECIDER)
    run = dry_run(NINGDE, BEGAN + timedelta(days=400))
    assert [look.row.call for look in run.due] == ["C-002"]
    assert [look.row.call for look in run.held] == ["C-001"]


def test_the_apps_above_have_registered():
    mine = {line_recorded.facts_of, line_recorded.recorded_calls, line_recorded.days_of, claims}
    assert mine <= set(REGISTERED)


def test_the_plan_says_how_long(world):
    assert line_recorded.days_of(NINGDE) is None
    make_plan(recording=InPlan(keep_days=90))
    assert line_recorded.days_of(NINGDE) == 90


def test_the_take_in_begins_when_the_file_has_lain_still(world):
    call = ToldCall(1).offered().answered()
    call.told("recording", file="a.raw").told("ended", by="caller", stage="talk")
    batch = Batch()
    for event in call.ami:
        for one in AmiReader(SWITCH).facts(event):
            batch.add(one)
    Sink(SWITCH).store(batch, at=LATER)
    [begins] = ProcrastinateJob.objects.filter(task_name=arrivals.JOB).values_list(
        "scheduled_at", flat=True
    )
    assert timedelta(seconds=spool.QUIET_S) < begins - LATER < timedelta(seconds=spool.QUIET_S + 3)


def test_the_facts_of_the_line_bring_the_recording_in(world, house: House, monkeypatch):
    monkeypatch.setattr(hooks, "_facts", [line_recorded.facts_of])
    house.tells()
    house.writes()
    events = []
    for number, (kind, at, data) in enumerate(house.told[CALL]):
        events.append({"kind": kind, "at": at, "data": data})
        Fact.objects.create(
            system="east", call=CALL, key=str(number), at=at, kind=kind, data=data,
            source="ami", seen_at=at,
        )  # fmt: skip
    expected = line_recorded.facts_of("east", CALL)
    house.takes_in()
    assert Recording.objects.get().milliseconds == 4000
    Fact.objects.all().delete()
    LineCall.objects.create(
        contract_id=NINGDE, system="east", call=CALL, source="asterisk", direction="inbound",
        arrived_at=0, stage="talk", stage_at=0, over=True, events=events,
    )  # fmt: skip
    assert line_recorded.facts_of("east", CALL) == expected


def line_call(call, events, *, over=True, system="east", arrived_at=0):
    LineCall.objects.create(
        contract_id=NINGDE, system=system, call=call, source=system, direction="inbound",
        arrived_at=arrived_at, stage="talk", stage_at=0, over=over, events=events,
    )  # fmt: skip


def test_the_line_names_the_calls_that_were_recorded(world):
    recording = {"kind": "recording", "at": 5, "data": {"file": "a.raw"}}
    told = [{"kind": "answered", "at": 5, "data": {"agent": "recording"}}, recording]
    line_call("twice", [*told, recording], arrived_at=9)
    line_call("once", told, arrived_at=10)
    line_call("never", told[:1], arrived_at=10)
    line_call("talking", told, over=False, arrived_at=10)
    line_call("elsewhere", told, system="west", arrived_at=10)
    line_call("old", told, arrived_at=8)
    found = line_recorded.recorded_calls("east", 9)
    assert sorted((one.contract_id, one.call, one.recordings) for one in found) == [
        (NINGDE, "once", 1),
        (NINGDE, "twice", 2),
    ]
