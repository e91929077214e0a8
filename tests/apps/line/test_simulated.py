from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jieting.apps.base.instants import to_instant
from jieting.apps.calls.models import Call, MonthOfCalls
from jieting.apps.calls.queries import has_simulated
from jieting.apps.line.models import (
    CallBack,
    Command,
    Fact,
    LineCall,
    LineFinding,
    PlanRevision,
    Seat,
    Switch,
)
from jieting.apps.line.simulated.making import may_simulate
from jieting.apps.line.simulated.running import SimulatedClock, Simulation
from jieting.domain.errors import Refused
from jieting.domain.periods import SECOND

LINES = Path(__file__).resolve().parents[3] / "lines"
BEGAN = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
NING = "ningde-12123"


@pytest.fixture
def planned(world):
    for contract in (world.contract, world.other_contract):
        text = (LINES / f"{contract}.toml").read_text(encoding="utf-8")
        text = text.replace('name = "8006"', 'name = "8006"\nperson = "somebody"')
        PlanRevision.objects.create(
            contract_id=contract, revision=1, text=text, digest="", made_by_name="t", made_at=BEGAN
        )
    return world


def simulation(contracts=(NING,), rate=120.0, began=BEGAN, since=None, speed=1, seed=3):
    clock = SimulatedClock(to_instant(since or began), to_instant(began), speed)
    made = Simulation(contracts, clock, seed, rate)
    made.begin(began)
    return made


def after(minutes: float) -> datetime:
    return BEGAN + timedelta(minutes=minutes)


def ran(made: Simulation, minutes: int, begin: int = 0) -> None:
    for minute in range(begin + 1, minutes + 1):
        made.step(after(minute))


def test_simulated_calls_go_the_way_of_real_ones(planned):
    made = simulation((NING, "post-loan"))
    ran(made, 20)
    made.end(after(21))
    calls = Call.objects.all()
    assert calls.count() == LineCall.objects.count() > 20
    assert set(calls.values_list("source", flat=True)) == {"simulated"}
    assert set(calls.values_list("contract_id", flat=True)) == {NING, "post-loan"}
    assert not LineCall.objects.filter(over=False).exists()
    assert not LineCall.objects.filter(kept=None).exists()
    assert LineFinding.objects.count() == 0
    assert {bool(call.caller_sealed) for call in calls} == {True}
    assert has_simulated(NING)
    row = MonthOfCalls.objects.get(contract_id=NING, month="2026-11")
    assert row.calls == row.simulated == calls.filter(contract_id=NING).count()
    switch = Switch.objects.get()
    assert (switch.simulated, switch.connected, switch.version) == (True, False, "simulated")


def test_what_runs_now_is_shown_while_it_runs(planned):
    made = simulation()
    ran(made, 5)
    switch = Switch.objects.get()
    assert switch.connected
    assert switch.seen_at == after(5)
    assert set(switch.state["queues"]) == {f"{NING}.hotline"}
    agents = switch.state["agents"]
    assert agents
    assert {one["state"] for one in agents.values()} <= {"free", "talking", "ringing", "wrap_up"}
    assert switch.state["calls"] == LineCall.objects.filter(over=False).count()


def test_a_past_time_is_made_up_for_and_nothing_lies_in_the_future(planned):
    made = simulation(since=BEGAN - timedelta(hours=1), speed=600, rate=60.0)
    made.step(BEGAN + timedelta(seconds=3))
    newest = Fact.objects.order_by("-at").first()
    assert newest.at <= to_instant(BEGAN - timedelta(minutes=30)) + SECOND
    made.step(BEGAN + timedelta(minutes=1))
    newest = Fact.objects.order_by("-at").first()
    assert to_instant(BEGAN) - 600 * SECOND < newest.at <= to_instant(after(1)) + SECOND


def test_calls_that_a_killed_simulation_left_end_where_they_were(planned):
    made = simulation(rate=600.0)
    ran(made, 3)
    left = set(LineCall.objects.filter(over=False).values_list("call", flat=True))
    assert left
    simulation(began=after(10))
    rows = LineCall.objects.filter(call__in=left)
    assert {row.over for row in rows} == {True}
    assert {row.ended_by for row in rows} == {"switch"}
    assert Call.objects.filter(call_id__in=left).count() == len(left)
    assert max(Call.objects.values_list("ended_at", flat=True)) < to_instant(after(4))


def test_simulated_agents_sit_at_their_queues_and_persons_sign_in(planned):
    made = simulation()
    ran(made, 2)
    seats = Seat.objects.filter(contract_id=NING)
    inside = {seat.agent for seat in seats if seat.confirmed == seat.wanted == "in"}
    assert inside == set(made.lines[NING].live.desk.on_duty(made.lines[NING].live.moment))
    assert inside
    assert "8006" not in inside
    made.end(after(3))
    assert not seats.exclude(confirmed="out").exists()


def ask(kind: str, contract: str = NING, **arguments: object) -> Command:
    return Command.objects.create(
        contract_id=contract, kind=kind, arguments=arguments, asked_by_name="t", asked_at=BEGAN
    )


def test_a_sign_in_is_confirmed_and_brings_calls(planned):
    made = simulation()
    seat = Seat.objects.create(
        contract_id=NING, agent="8006", queue="hotline", wanted="in", since=BEGAN
    )
    told = ask(
        "queue_add", seat=seat.pk, agent="8006", extension="8006", queue="hotline", penalty=0,
        paused=False,
    )  # fmt: skip
    ran(made, 12)
    told.refresh_from_db()
    seat.refresh_from_db()
    assert (told.state, told.done_at, seat.confirmed) == ("done", after(1), "in")
    assert Call.objects.filter(agent="8006").exists()
    told = ask("queue_remove", seat=seat.pk, agent="8006", extension="8006", queue="hotline")
    ran(made, 13, 12)
    seat.refresh_from_db()
    assert seat.confirmed == "out"


def test_who_was_signed_in_before_is_so_again_after_a_restart(planned):
    Seat.objects.create(
        contract_id=NING, agent="8006", queue="hotline", wanted="paused", since=BEGAN
    )
    made = simulation()
    assert made.lines[NING].live.desk.seats == {("8006", "hotline"): True}
    ran(made, 1)
    assert Switch.objects.get().state["agents"][f"{NING}/8006"]["state"] == "paused"


def test_a_call_on_the_line_can_be_held_and_ended(planned):
    made = simulation(rate=300.0)
    ran(made, 3)
    talk = LineCall.objects.filter(over=False, stage="talk").first()
    ask("hold", system="sim1", call=talk.call, agent=talk.agent, extension="")
    made.step(after(3))
    made.step(after(3.001))
    talk.refresh_from_db()
    assert talk.stage == "held"
    told = ask("hang_up", system="sim1", call=talk.call, agent=talk.agent, extension="")
    made.step(after(3.002))
    ran(made, 5, 4)
    talk.refresh_from_db()
    told.refresh_from_db()
    assert (told.state, talk.over, talk.outcome) == ("done", True, "answered")
    again = ask("hang_up", system="sim1", call=talk.call, agent="", extension="")
    ran(made, 6, 5)
    again.refresh_from_db()
    assert again.state == "refused"


def test_a_call_back_is_a_call_that_goes_out(planned):
    made = simulation(rate=600.0)
    ran(made, 15)
    back = CallBack.objects.filter(number_sealed__isnull=False).first()
    made.lines[NING].sign_in("8006", "hotline", paused=True)
    told = ask("originate_call_back", call_back=back.pk, agent="8006", extension="8006")
    ran(made, 30, 15)
    told.refresh_from_db()
    assert told.state == "done"
    out = Call.objects.get(direction="outbound")
    assert bytes(out.caller_index) == bytes(back.number_index)


def test_a_contract_with_real_calls_is_never_simulated(planned):
    assert sorted(may_simulate(at=BEGAN)) == [NING, "post-loan"]
    MonthOfCalls.objects.create(contract_id=NING, month="2026-10", calls=2, simulated=1)
    assert may_simulate(at=BEGAN) == ["post-loan"]
    with pytest.raises(Refused) as refused:
        may_simulate(NING, at=BEGAN)
    assert [finding.code for finding in refused.value.findings] == ["simulation_beside_calls"]


def test_a_contract_that_has_ended_is_not_simulated(planned):
    later = datetime(2027, 1, 1, tzinfo=UTC)
    for asked in ("", NING):
        with pytest.raises(Refused):
            may_simulate(asked, at=later)


def test_a_contract_without_a_plan_is_not_simulated(world):
    with pytest.raises(Refused):
        may_simulate(at=BEGAN)
    with pytest.raises(Refused):
        may_simulate(NING, at=BEGAN)
    with pytest.raises(Refused):
        may_simulate("nobody", at=BEGAN)


def test_no_simulation_beside_a_real_switch(planned, monkeypatch, tmp_path):
    monkeypatch.setenv("JIETING_HOME", str(tmp_path))
    lines = ("system", "etc", "logs", "spool", "sounds", "ami_host")
    text = "".join(f'{name} = "x"\n' for name in lines) + "ami_port = 5038\n"
    (tmp_path / "switch.toml").write_text(text)
    with pytest.raises(Refused) as refused:
        may_simulate(at=BEGAN)
    assert [finding.code for finding in refused.value.findings] == ["simulation_beside_switch"]
    (tmp_path / "switch.toml").write_text('kind = "simulated"\n')
    assert may_simulate(at=BEGAN)
