from __future__ import annotations

import pytest
from django.db import OperationalError

from jieting.apps.base.instants import to_datetime
from jieting.apps.calls.models import Call
from jieting.apps.contracts.models import Contract
from jieting.apps.line.models import Fact, LineCall, LineFinding
from jieting.apps.line.observer import sink as sink_module
from jieting.apps.line.observer import tidying
from jieting.apps.line.observer.keeping import Health, Keeping
from jieting.apps.line.observer.sink import Sink
from jieting.apps.line.observer.tidying import FACTS_KEPT, ORPHANS_KEPT, Tidying
from jieting.apps.line.recorded import facts_of
from jieting.apps.line.simulated.running import SimulatedClock, Simulation
from jieting.apps.line.words import masked_callers
from jieting.domain.periods import DAY
from tests.apps.line.test_observer_sink import by_ami, by_cel, store
from tests.apps.line.told import CALLER, CONTRACT, SYSTEM, ToldCall

MASKED = f"{CALLER[:3]}****{CALLER[-4:]}"


def finished(number: int = 1) -> ToldCall:
    call = ToldCall(number).offered().answered().ended()
    store(*by_ami(call))
    return call


def forgotten(at: int) -> int:
    """All that one walk takes away, seen long ago."""
    Fact.objects.update(seen_at=0)
    work, gone = Tidying(SYSTEM), 0
    while True:
        gone += work.forget(at)
        if work._closed.at is None:
            return gone


def test_facts_of_a_call_go_once_it_is_over_for_days_and_all_at_once(world):
    call, on_line = finished(), ToldCall(2).offered()
    store(*by_ami(on_line))
    assert forgotten(call.at + FACTS_KEPT) == 0
    assert forgotten(call.at + FACTS_KEPT + 1) == 4
    assert set(Fact.objects.values_list("call", flat=True)) == {on_line.name}


def test_facts_that_were_read_a_moment_ago_stay_however_old_they_are(world):
    call = finished()
    assert Tidying(SYSTEM).forget(call.at + 99 * DAY) == 4
    call = finished(2)
    Fact.objects.update(seen_at=call.at + 99 * DAY - FACTS_KEPT)
    assert Tidying(SYSTEM).forget(call.at + 99 * DAY) == 0


def test_facts_of_a_call_that_the_books_refuse_stay(world):
    call = finished()
    LineCall.objects.update(kept=None)
    assert forgotten(call.at + 99 * DAY) == 0


def test_facts_of_talks_that_never_were_on_a_line_go_and_no_others(world):
    call, talk = ToldCall(1).offered(), ToldCall(2).told("invited")
    strange = ToldCall(3, contract="nobody").offered().ended()
    store(*by_ami(call), *by_ami(talk), *by_ami(strange))
    assert forgotten(talk.at + ORPHANS_KEPT) == 0
    assert forgotten(talk.at + ORPHANS_KEPT + 1) == 1
    assert set(Fact.objects.values_list("call", flat=True)) == {call.name, strange.name}


@pytest.mark.parametrize("chunk", [1, 2, 3, 7])
def test_small_steps_take_away_what_one_large_one_does(world, monkeypatch, chunk):
    monkeypatch.setattr(tidying, "CHUNK", chunk)
    last = [finished(number) for number in (1, 2, 3)][-1]
    assert forgotten(last.at + 99 * DAY) == 12


def test_what_facts_told_stays_known_without_them(world):
    call = finished()
    [row] = LineCall.objects.all()
    before = facts_of(SYSTEM, call.name), masked_callers([row])
    assert before[1] == {row.pk: MASKED}
    assert forgotten(call.at + 99 * DAY) == 4
    told = facts_of(SYSTEM, call.name)
    assert [one[:2] for one in told] == [one[:2] for one in before[0]]
    assert masked_callers([row]) == before[1]


def test_a_fact_that_comes_after_its_call_is_closed_makes_no_half_call(world):
    call = finished()
    forgotten(call.at + 99 * DAY)
    before = list(LineCall.objects.values()), list(Call.objects.values("outcome", "call_id"))
    store(*by_ami(ToldCall(1).offered().answered().told("invited").ended(6)))
    found = LineFinding.objects.get()
    assert (found.code, found.call, found.contract_id) == ("line_told_late", call.name, CONTRACT)
    assert (list(LineCall.objects.values()), list(Call.objects.values("outcome", "call_id"))) == (
        before
    )
    assert not Fact.objects.exists()


def test_the_same_log_read_again_days_later_is_nothing_new(world):
    call = finished()
    forgotten(call.at + 99 * DAY)
    store(*by_cel(call))
    assert not LineFinding.objects.exists()
    assert not Fact.objects.exists()
    assert Call.objects.count() == 1


@pytest.fixture
def no_contract(monkeypatch):
    """Until ``undo`` is called, no contract is known."""
    with monkeypatch.context() as patch:
        for module in (sink_module, tidying):
            patch.setattr(module, "contract_ids", lambda: ["another"])
        yield patch


def look(keeping: Keeping) -> None:
    keeping._caught_up = True
    keeping._status_at = float("-inf")
    keeping.status(Health())


def test_calls_of_a_contract_that_is_added_later_are_in_its_books(world, no_contract):
    call = finished()
    keeping, _ = Keeping.begin(SYSTEM)
    look(keeping)
    assert not LineCall.objects.exists()
    assert LineFinding.objects.get().code == "line_unknown_contract"
    no_contract.undo()
    look(keeping)
    assert (LineCall.objects.get().call, Call.objects.get().outcome) == (call.name, "answered")
    assert not LineFinding.objects.exists()
    look(keeping)
    assert Call.objects.count() == 1


def test_a_start_folds_what_the_last_observer_left(world, no_contract):
    finished()
    no_contract.undo()
    assert Contract.objects.filter(pk=CONTRACT).exists()
    look(Keeping.begin(SYSTEM)[0])
    assert Call.objects.count() == 1


def test_where_the_database_goes_meanwhile_they_are_folded_afterwards(
    world, no_contract, monkeypatch
):
    finished()
    no_contract.undo()
    keeping, _ = Keeping.begin(SYSTEM)
    real = Sink.fold_again

    def gone(self, calls, *, at):
        raise OperationalError

    monkeypatch.setattr(Sink, "fold_again", gone)
    with pytest.raises(OperationalError):
        look(keeping)
    monkeypatch.setattr(Sink, "fold_again", real)
    look(keeping)
    assert Call.objects.count() == 1


def test_one_call_that_cannot_be_folded_holds_up_no_other(world, no_contract, monkeypatch):
    calls = [finished(number) for number in (1, 2)]
    no_contract.undo()
    real = Sink.fold_again

    def failing(self, names, *, at):
        if calls[0].name in names:
            raise ZeroDivisionError
        return real(self, names, at=at)

    monkeypatch.setattr(Sink, "fold_again", failing)
    look(Keeping.begin(SYSTEM)[0])
    assert LineCall.objects.get().call == calls[1].name


def test_facts_of_a_simulated_switch_go_too(world):
    call = ToldCall(1).offered().answered().ended()
    made = Simulation((), SimulatedClock(0, call.at + 99 * DAY, 1), 1, system=SYSTEM)
    store(*by_ami(call), sink=made._sink)
    Fact.objects.update(seen_at=0)
    made.step(to_datetime(call.at + 99 * DAY))
    assert not Fact.objects.exists()
    assert LineCall.objects.count() == Call.objects.count() == 1
