from __future__ import annotations

import random
from contextlib import suppress
from datetime import UTC, datetime

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from jieting.apps.calls.callers import unseal
from jieting.apps.calls.models import Call
from jieting.apps.line.models import CallBack, Fact, LineCall, LineFinding, Switch
from jieting.apps.line.observer.batch import Batch
from jieting.apps.line.observer.cleaning import Span
from jieting.apps.line.observer.sink import Sink
from jieting.switches.asterisk.ami_facts import AmiReader
from jieting.switches.asterisk.cel import CelReader
from jieting.switches.asterisk.tail import Position
from tests.apps.line.told import CALLER, CONTRACT, SYSTEM, T0, ToldCall, cel_line

AT = datetime(2026, 11, 21, 23, 0, tzinfo=UTC)


def by_ami(call: ToldCall) -> list:
    reader = AmiReader(SYSTEM)
    return [told for event in call.ami for told in reader.facts(event)]


def by_cel(call: ToldCall) -> list:
    reader = CelReader(SYSTEM)
    return [told for line in call.cel for told in reader.facts(line)]


def batch_of(told, **log: Position) -> Batch:
    batch = Batch(log=dict(log))
    for one in told:
        batch.add(one)
    return batch


def store(*told, sink: Sink | None = None):
    return (sink or Sink(SYSTEM)).store(batch_of(told), at=AT)


def killed_after(work) -> None:
    """What the work wrote goes, as where its process dies before the end."""
    with suppress(Killed), transaction.atomic():
        work()
        raise Killed


class Killed(Exception):
    pass


def some_calls() -> list[ToldCall]:
    answered = ToldCall(1).offered().told("ivr_key", node="menu", key="2").answered()
    answered.told("talk_ended", 4, agent="王芳", leg_="").told("invited", 0.1)
    answered.told("rated", 1, key="1", rating="very_satisfied").ended(1)
    return [
        answered,
        ToldCall(2).offered().told("information", node="hours").ended(),
        ToldCall(3).offered().told("queued", queue="hotline").ended(7),
        ToldCall(4).offered().told("queued", queue="hotline")
        .told("queue_left", 9, queue="hotline", rule="timeout").ended(),
        ToldCall(5).offered().told("rejected", reason="closed").ended(),
        ToldCall(6).offered().ended(),
    ]  # fmt: skip


def kept_rows() -> list[tuple]:
    return [
        *Call.objects.order_by("call_id").values_list(
            "call_id", "outcome", "arrived_at", "queued_at", "answered_at", "ended_at", "agent",
            "talk_s", "hold_s", "rating", "caller_sealed", "source",
        ),
        *LineCall.objects.order_by("call").values_list(
            "call", "stage", "stage_at", "over", "outcome", "queue", "agent", "events",
            "survey_key", "counted", "ended_by", "kept_digest",
        ),
        *Fact.objects.order_by("call", "key").values_list("call", "key", "at", "data", "source"),
        *CallBack.objects.order_by("call").values_list("call", "queue", "missed_at"),
        *LineFinding.objects.order_by("key").values_list("key", "found"),
    ]  # fmt: skip


def test_each_call_is_kept_once_with_its_outcome(world):
    for call in some_calls():
        store(*by_ami(call))
    outcomes = dict(Call.objects.values_list("call_id", "outcome"))
    assert list(outcomes.values()) == [
        "answered", "served_by_ivr", "abandoned", "overflowed", "rejected", "abandoned_in_ivr",
    ]  # fmt: skip
    first = Call.objects.get(call_id=ToldCall(1).name)
    assert (first.agent, first.queue, first.rating) == ("王芳", "hotline", "very_satisfied")
    assert (first.talk_s, first.hold_s, first.source) == (4, 0, SYSTEM)
    assert unseal(bytes(first.caller_sealed)) == CALLER
    assert LineCall.objects.filter(over=True, kept__isnull=False).count() == 6


def test_no_number_is_stored_in_the_clear(world):
    call = ToldCall(3).offered().told("queued", queue="hotline")
    call.told("call_back_asked", queue="hotline", number="13900020002").ended()
    store(*by_ami(call), *by_cel(call))
    kept = str(list(Fact.objects.values())) + str(list(LineCall.objects.values()))
    assert CALLER not in kept
    assert "13900020002" not in kept
    back = CallBack.objects.get()
    assert unseal(bytes(back.number_sealed)) == "13900020002"
    assert back.asked


def test_missed_calls_are_to_be_called_back_once_and_known_numbers_alone(world):
    missed, unknown = ToldCall(3), ToldCall(4, caller="anonymous")
    for call in (missed, unknown):
        call.offered().told("queued", queue="hotline").ended(7)
        store(*by_ami(call))
        store(*by_cel(call))
    assert list(CallBack.objects.values_list("call", flat=True)) == [missed.name]


def test_a_call_on_the_line_stands_where_it_is(world):
    call = ToldCall(1).offered().answered()
    store(*by_ami(call))
    row = LineCall.objects.get()
    assert (row.stage, row.queue, row.agent, row.over) == ("talk", "hotline", "王芳", False)
    assert not Call.objects.exists()


def test_a_late_fact_folds_a_finished_call_again(world):
    call = ToldCall(1).offered().answered().ended()
    late = ToldCall(1).offered().answered().told("information", node="x").ended(4.5)
    facts = by_ami(call)
    store(*(fact for fact in facts if fact.kind != "answered"))
    assert Call.objects.get().outcome == "abandoned"
    assert CallBack.objects.count() == 1
    store(*by_cel(late))
    assert Call.objects.get().outcome == "answered"
    assert not CallBack.objects.exists()


def test_folding_findings_go_when_later_facts_explain_them(world):
    call = ToldCall(2).offered().told("information", node="hours").ended()
    arrival, *rest = by_ami(call)
    store(*rest)
    assert LineFinding.objects.filter(code="line_no_arrival").exists()
    assert not LineCall.objects.exists()
    store(arrival)
    assert not LineFinding.objects.exists()
    assert Call.objects.get().outcome == "served_by_ivr"


def test_one_poisoned_call_holds_up_no_other_and_is_found(world, monkeypatch):
    from jieting.apps.line.observer import sink as module

    real = module.standing

    def poisoned(facts, *more):
        if facts[0].call == ToldCall(3).name:
            raise ZeroDivisionError
        return real(facts, *more)

    monkeypatch.setattr(module, "standing", poisoned)
    store(*(fact for call in some_calls() for fact in by_ami(call)))
    assert Call.objects.count() == 5
    assert LineFinding.objects.get(code="line_unusable").call == ToldCall(3).name


def test_a_fact_that_the_database_refuses_holds_up_no_other(world):
    good, bad = ToldCall(1).offered().ended(), ToldCall(2).offered().ended()
    poison = [
        fact.__class__(**{n: getattr(fact, n) for n in ("system", "call", "key", "kind", "source")},
                       at=2**70, data=fact.data)
        for fact in by_ami(bad)
    ]  # fmt: skip
    store(*by_ami(good), *poison, sink=Sink(SYSTEM))
    assert [call.call_id for call in Call.objects.all()] == [good.name]
    assert LineFinding.objects.get().code == "line_unusable"


def test_what_nobody_can_read_is_one_finding_with_its_count(world):
    from tests.apps.line.told import ami_event

    name = ToldCall(1).name
    told = [
        one
        for _ in range(3)
        for one in AmiReader(SYSTEM).facts(ami_event(T0, name, name, f"{T0 // 10**6}.1,danced,"))
    ]
    store(*told)
    found = LineFinding.objects.get()
    assert (found.code, found.times, found.call) == ("milestone_unreadable", 3, name)


def test_a_contract_that_is_not_here_is_found(world):
    store(*by_ami(ToldCall(1, contract="nobody").offered().ended()))
    assert LineFinding.objects.get().code == "line_unknown_contract"
    assert not LineCall.objects.exists()


def test_holds_in_a_gap_are_not_known_and_elsewhere_are_none(world):
    call = ToldCall(1).offered().answered().ended()
    sink = Sink(SYSTEM, gaps=[Span(call.at - 2_000_000, call.at - 1_000_000)])
    store(*by_ami(call), sink=sink)
    other = ToldCall(2).offered().answered().ended()
    store(*by_ami(other), sink=Sink(SYSTEM))
    assert list(Call.objects.order_by("call_id").values_list("hold_s", flat=True)) == [None, 0]


def test_the_position_moves_with_the_facts_or_not_at_all(world):
    call = ToldCall(1).offered().ended()
    sink = Sink(SYSTEM)
    sink.store(batch_of(by_cel(call)[:1], log=Position(7, 100)), at=AT)
    killed_after(lambda: sink.store(batch_of(by_cel(call)[1:], log=Position(7, 200)), at=AT))
    assert Switch.objects.get().log == {"log": [7, 100]}
    assert Fact.objects.count() == 1
    Sink(SYSTEM).store(batch_of(by_cel(call)[1:], log=Position(7, 200)), at=AT)
    assert Switch.objects.get().log == {"log": [7, 200]}
    assert Call.objects.count() == 1


def test_a_call_of_a_closed_day_that_changes_is_a_finding(world, monkeypatch):
    from jieting.apps.calls.line_calls import LineCallsRefused
    from jieting.apps.line.observer import sink as module
    from jieting.apps.line.observer.findings import end_not_told

    def refuse(*, by, at, calls):
        raise LineCallsRefused([end_not_told(one.call.call_id) for one in calls], [])

    monkeypatch.setattr(module, "keep_line_calls", refuse)
    store(*by_ami(ToldCall(1).offered().ended()))
    found = LineFinding.objects.get()
    assert found.key.startswith("books:")
    assert found.contract_id == CONTRACT
    assert LineCall.objects.get().kept is None


def test_garbled_rows_of_the_log_are_found(world):
    reader = CelReader(SYSTEM)
    told = [one for raw in (b'"half', b"\xff\xfe", cel_line("X", T0, "a", "b")[:-9])
            for one in reader.facts(raw)]  # fmt: skip
    store(*told)
    assert LineFinding.objects.get().times == 3


class AnyWayTheyCome(TestCase):
    """Interleaved, doubled, cut and come again, the two streams give the same rows."""

    @classmethod
    def setUpTestData(cls):
        calls = some_calls()
        store(*(fact for call in calls for fact in (*by_ami(call), *by_cel(call))))
        cls.expected = kept_rows()
        for model in (Fact, LineFinding, CallBack, LineCall, Call, Switch):
            model.objects.all().delete()

    @settings(max_examples=12, suppress_health_check=list(HealthCheck))
    @given(seed=st.integers(0, 2**32), size=st.integers(1, 40))
    def test_the_rows_are_the_same(self, seed, size):
        dice = random.Random(seed)
        told = [fact for call in some_calls() for fact in (*by_ami(call), *by_cel(call))]
        told += dice.sample(told, len(told) // 3)
        dice.shuffle(told)
        sink = Sink(SYSTEM)
        for start in range(0, len(told), size):
            part = told[start : start + size]
            if dice.random() < 0.3:
                killed_after(lambda part=part, sink=sink: sink.store(batch_of(part), at=AT))
                sink = Sink(SYSTEM)
            sink.store(batch_of(part), at=AT)
        assert kept_rows() == self.expected
