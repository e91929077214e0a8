from __future__ import annotations

from datetime import timedelta

import pytest

from jieting.apps.audit.models import Entry
from jieting.apps.base.instants import to_datetime
from jieting.apps.calls.models import Call
from jieting.apps.line.agent_key import agent_key
from jieting.apps.line.models import Gap, LineCall, LineFinding, PlanRevision, Seat, Switch
from jieting.apps.line.observer.batch import Batch
from jieting.apps.line.observer.ends import Ends
from jieting.apps.line.observer.gaps import Gaps
from jieting.apps.line.observer.keeping import Health, Keeping
from jieting.apps.line.observer.now import Now
from jieting.apps.line.observer.queue_check import QueueCheck
from jieting.apps.line.observer.seats import confirm, to_mend
from jieting.apps.line.observer.sink import BY, Sink
from jieting.domain.line.plan import Agent, Menu, Message, Plan, Queue
from jieting.domain.line.toml_text import plan_text
from jieting.domain.periods import SECOND
from jieting.switches.asterisk.milestone import Strange
from jieting.switches.asterisk.tail import Position
from tests.apps.line.test_observer_sink import AT, batch_of, by_ami, by_cel, store
from tests.apps.line.told import CONTRACT, SYSTEM, T0, ToldCall

HOTLINE = f"{CONTRACT}.hotline"


def member(**more: str) -> dict[str, str]:
    return {
        "Event": "QueueMemberStatus", "Queue": HOTLINE, "MemberName": "王芳",
        "Interface": "PJSIP/8001", "Status": "1", "Paused": "0", "LastCall": "0",
        "Wrapuptime": "0", **more,
    }  # fmt: skip


def state_of(**more: str) -> str:
    now = Now()
    now.hear(member(**more))
    return now.told_state(T0)["agents"][agent_key(CONTRACT, "王芳")]["state"]


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ({}, "free"),
        ({"Status": "2"}, "talking"),
        ({"Status": "6"}, "ringing"),
        ({"Status": "5"}, "unreachable"),
        ({"Paused": "1"}, "paused"),
        ({"Paused": "1", "Status": "2"}, "talking"),
        ({"LastCall": str(T0 // SECOND - 5), "Wrapuptime": "10"}, "wrap_up"),
        ({"LastCall": str(T0 // SECOND - 11), "Wrapuptime": "10"}, "free"),
    ],
)
def test_an_agent_does_what_the_telephone_and_the_queue_say(told, state):
    assert state_of(**told) == state


def test_who_waits_is_counted_since_when_and_no_more_once_gone():
    now = Now()
    joined = {"Event": "QueueCallerJoin", "Queue": HOTLINE, "Uniqueid": "a"}
    now.hear({**joined, "Timestamp": f"{T0 // SECOND}.000000"})
    now.hear({**joined, "Uniqueid": "b", "Timestamp": f"{T0 // SECOND + 3}.000000"})
    told = now.told_state(T0)["queues"][HOTLINE]
    assert (told["waiting"], told["longest_since"]) == (2, T0)
    now.hear({**joined, "Event": "QueueCallerLeave"})
    assert now.told_state(T0)["queues"][HOTLINE]["waiting"] == 1


def test_the_whole_state_replaces_what_was_known():
    now = Now()
    now.hear(member())
    now.begin([{"Event": "QueueEntry", "Queue": HOTLINE, "Uniqueid": "a", "Wait": "7"}], T0)
    told = now.told_state(T0)
    assert told["agents"] == {}
    assert told["queues"][HOTLINE]["longest_since"] == T0 - 7 * SECOND


def make_seat(**more: object) -> Seat:
    plan = Plan(
        contract=CONTRACT, numbers=("12123",), start="m", closed="c",
        nodes={"m": Menu(name="m", prompt="p", keys={}, otherwise="c"),
               "c": Message(name="c", prompt="p")},
        queues={"hotline": Queue(name="hotline", skill="x")},
        agents={"王芳": Agent(name="王芳", extension="8001", skills={"x": 2})},
        trunks={}, prompts={"p": "p"},
    )  # fmt: skip
    PlanRevision.objects.create(
        contract_id=CONTRACT, revision=1, text=plan_text(plan), digest="d", made_by_name="t",
        made_at=AT,
    )  # fmt: skip
    return Seat.objects.create(
        contract_id=CONTRACT, agent="王芳", queue="hotline", since=AT - timedelta(minutes=1), **more
    )


def test_a_seat_is_confirmed_as_the_switch_has_it(world):
    seat, now = make_seat(wanted="in"), Now()
    now.hear(member(Paused="1"))
    assert confirm(now, at=AT) == 1
    seat.refresh_from_db()
    assert seat.confirmed == "paused"
    assert confirm(now, at=AT) == 0


def test_a_hundred_seats_are_confirmed_as_quickly_as_one(world, django_assert_max_num_queries):
    first, now = make_seat(wanted="in"), Now()
    now.hear(member())
    Seat.objects.bulk_create(
        Seat(contract_id=CONTRACT, agent=f"a{n}", queue="hotline", since=AT, confirmed="in")
        for n in range(100)
    )
    with django_assert_max_num_queries(8):
        assert confirm(now, at=AT) == 101
    assert list(Seat.objects.filter(confirmed="in")) == [first]


@pytest.mark.parametrize(
    ("wanted", "told", "kind"),
    [
        ("in", None, "queue_add"),
        ("in", "1", "queue_pause"),
        ("out", "0", "queue_remove"),
        ("in", "0", ""),
        ("paused", "1", ""),
    ],
)
def test_queues_are_mended_to_what_is_wanted(world, wanted, told, kind):
    make_seat(wanted=wanted, confirmed="in")
    now = Now()
    if told is not None:
        now.hear(member(Paused=told))
    orders = to_mend(now, at=AT)
    assert [order.kind for order in orders] == ([kind] if kind else [])
    if kind == "queue_add":
        assert orders[0].arguments["penalty"] == 1


def test_a_seat_that_was_just_changed_is_left_to_its_own_command(world):
    make_seat(wanted="in")
    assert to_mend(Now(), at=AT - timedelta(seconds=55)) == []


def test_a_gap_begins_when_the_switch_was_last_heard_and_is_written_once(world):
    gaps = Gaps.since(SYSTEM, T0)
    assert gaps.spans()[0].began == T0
    gaps.begin(T0 + 5, "disconnected")
    gaps.end(T0 + 9 * SECOND)
    gaps.write(by=BY, at=AT)
    gaps.write(by=BY, at=AT)
    row = Gap.objects.get()
    assert (row.began_at, row.ended_at, row.cause) == (T0, T0 + 9 * SECOND, "observer_down")
    assert Entry.objects.filter(event="line.gap.ended").count() == 1
    assert Gaps.since(SYSTEM, T0 + SECOND).known[0].ended == T0 + 9 * SECOND


def test_a_switch_that_was_never_heard_before_has_no_gap_to_tell_of(world):
    gaps = Gaps.since(SYSTEM, None)
    gaps.end(T0)
    gaps.write(by=BY, at=AT)
    assert not Gap.objects.exists()
    assert gaps.spans()[0].began == 0


def test_a_gap_counts_what_only_the_log_told(world):
    call = ToldCall(1).offered().ended()
    gaps = Gaps.since(SYSTEM, T0)
    gaps.end(T0 + 60 * SECOND)
    gaps.write(by=BY, at=AT)
    store(*by_cel(call))
    gaps.caught_up(at=AT)
    assert Gap.objects.get().facts == 2
    assert Gap.objects.get().caught_up_at == AT


def on_line() -> ToldCall:
    call = ToldCall(1).offered().told("queued", queue="hotline")
    store(*by_ami(call))
    return call


def test_a_call_that_died_with_the_switch_is_ended_and_found(world):
    call, ends = on_line(), Ends(SYSTEM)
    asked = call.at + 60 * SECOND
    assert not ends.look([], asked, asked)
    batch = ends.look([], asked + 6 * SECOND, asked)
    Sink(SYSTEM).store(batch, at=AT)
    row = LineCall.objects.get()
    assert (row.over, row.outcome, row.ended_by) == (True, "abandoned", "switch")
    assert Call.objects.get().ended_at == call.at + 1
    found = LineFinding.objects.get()
    assert (found.code, found.contract_id) == ("line_switch_died", CONTRACT)


def test_a_call_that_the_switch_still_has_is_not_ended(world):
    call, ends = on_line(), Ends(SYSTEM)
    for after in (60, 70, 80):
        assert not ends.look([call.name], call.at + after * SECOND, call.at)


def test_an_end_that_is_told_after_all_takes_the_place_of_the_added_one(world):
    call, ends = on_line(), Ends(SYSTEM)
    for after in (60, 70):
        batch = ends.look([], call.at + after * SECOND, None)
    Sink(SYSTEM).store(batch, at=AT)
    assert LineFinding.objects.get().code == "line_end_not_told"
    call.ended(30)
    store(*by_cel(call))
    assert Call.objects.get().ended_at == call.at
    assert LineCall.objects.get().ended_by == "caller"


def test_without_the_live_stream_the_queue_log_tells_that_the_switch_started_anew(world):
    call, ends = on_line(), Ends(SYSTEM)
    assert not ends.before(call.at)
    assert len(ends.before(call.at + 1).facts) == 1


def queue_line(call: ToldCall, event: str) -> bytes:
    return f"{call.at // SECOND}|{call.name}|{HOTLINE}|NONE|{event}|1|1|9".encode()


def checked(*lines: bytes) -> list[Strange]:
    check = QueueCheck(SYSTEM)
    check.take(lines, Position(1, 0), Position(1, 99))
    return check.look(T0 + 600 * SECOND, [CONTRACT])


def test_the_queue_log_agrees_with_the_books_or_is_a_finding(world):
    call = ToldCall(1).offered().answered().ended()
    store(*by_ami(call))
    assert checked(queue_line(call, "ENTERQUEUE"), queue_line(call, "CONNECT")) == []
    lost = ToldCall(2).offered().told("queued", queue="hotline").ended()
    store(*by_ami(lost))
    [told] = checked(queue_line(lost, "CONNECT"), queue_line(lost, "ABANDON"))
    assert (told.call, told.finding.code) == (lost.name, "line_queue_log_differs")


def test_a_call_that_only_the_queue_log_knows_is_a_finding(world):
    assert len(checked(queue_line(ToldCall(9), "ENTERQUEUE"))) == 1


def test_lines_of_calls_that_go_on_wait_and_hold_the_position(world):
    call = on_line()
    check = QueueCheck(SYSTEM)
    check.take([queue_line(call, "ENTERQUEUE")], Position(1, 7), Position(1, 99))
    assert check.look(call.at + 60 * SECOND, [CONTRACT]) == []
    assert check.position() == Position(1, 7)
    store(*by_ami(call.ended()))
    assert check.look(call.at + 60 * SECOND, [CONTRACT]) == []
    assert check.position() == Position(1, 99)


def test_an_observer_begins_where_the_last_one_stopped(world):
    Sink(SYSTEM).store(batch_of([], cel=Position(3, 500)), at=AT)
    Switch.objects.update(seen_at=to_datetime(T0))
    keeping, places = Keeping.begin(SYSTEM)
    assert places == {"cel": Position(3, 500)}
    assert keeping.gaps.open_since == T0
    assert Entry.objects.filter(event="line.observer.started").exists()


def test_what_pages_show_of_the_switch_is_written(world):
    keeping, _ = Keeping.begin(SYSTEM)
    keeping.now.hear(member())
    keeping.status(Health(connected=True, heard=T0, booted=T0 - SECOND, version="22.10.1"))
    row = Switch.objects.get()
    assert (row.connected, row.seen_at, row.version) == (True, to_datetime(T0), "22.10.1")
    assert row.state["agents"][agent_key(CONTRACT, "王芳")]["state"] == "free"


def test_a_seat_stands_until_the_switch_has_told_its_queues(world):
    seat = make_seat(wanted="in", confirmed="in")
    keeping, _ = Keeping.begin(SYSTEM)
    connected = Health(connected=True, heard=T0)
    keeping.status(connected)
    seat.refresh_from_db()
    assert seat.confirmed == "in"
    keeping.now.begin([], T0)
    keeping._status_at = float("-inf")
    keeping.status(connected)
    seat.refresh_from_db()
    assert seat.confirmed == "out"


@pytest.mark.parametrize(("caught_up", "codes"), [(False, []), (True, ["line_queue_log_differs"])])
def test_the_queues_log_is_compared_once_the_other_log_was_read(world, caught_up, codes):
    keeping, _ = Keeping.begin(SYSTEM)
    lines = [queue_line(ToldCall(1), "ENTERQUEUE")]
    keeping.check.take(lines, Position(1, 0), Position(1, 50))
    keeping.store(Batch(), caught_up=caught_up)
    keeping.status(Health())
    assert list(LineFinding.objects.values_list("code", flat=True)) == codes


def test_a_batch_that_can_never_be_kept_is_kept_thing_by_thing(world, monkeypatch):
    keeping, _ = Keeping.begin(SYSTEM)
    call = ToldCall(1).offered().ended()
    real = Sink.store

    def failing(self, batch, *, at):
        if any(fact.kind == "ended" for fact in batch.facts):
            raise ZeroDivisionError
        return real(self, batch, at=at)

    monkeypatch.setattr(Sink, "store", failing)
    batch = Batch(facts=by_ami(call), log={"cel": Position(1, 5)})
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            keeping.store(batch, caught_up=True)
    keeping.store(batch, caught_up=True)
    assert LineCall.objects.get().over is False
    assert Switch.objects.get().log == {"cel": [1, 5]}
