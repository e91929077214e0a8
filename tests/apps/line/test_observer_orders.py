from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from jieting.apps.calls.callers import stored
from jieting.apps.line.models import CallBack, Command, LineCall
from jieting.apps.line.observer import commands
from jieting.apps.line.observer.orders import Cannot, Order, orders_of
from jieting.apps.line.simulated.commands import do_commands
from jieting.domain.line.facts import FactKind
from jieting.switches.asterisk.ami import AmiError, action
from tests.apps.line.told import CALLER, CONTRACT, SYSTEM, T0

AT = datetime(2026, 11, 21, 23, 0, tzinfo=UTC)
CALL = f"{SYSTEM}-1795298744.0"
CHANNELS = [
    {"Channel": "PJSIP/jt-a.carrier-0001", "Uniqueid": CALL, "Linkedid": CALL},
    {"Channel": "PJSIP/8001-0002", "Uniqueid": f"{SYSTEM}-1.7", "Linkedid": CALL},
    {"Channel": "PJSIP/8002-0003", "Uniqueid": f"{SYSTEM}-1.9", "Linkedid": f"{SYSTEM}-1.8"},
]
SEAT = {"agent": "王芳", "extension": "8001", "queue": "hotline"}
ABOUT = {"system": SYSTEM, "call": CALL, "agent": "王芳", "extension": "8001"}


def sent(kind: str, number: str = "", **arguments: object) -> list[tuple[str, dict[str, str]]]:
    order = Order(CONTRACT, kind, arguments, number)
    return [(one.action, dict(one.words)) for one in orders_of(order, CHANNELS)]


def test_who_signs_in_is_added_to_the_queue_as_paused_as_is_wanted():
    (add, words), (_, pause) = sent("queue_add", **SEAT, penalty=1, paused=True)
    assert add == "QueueAdd"
    assert words == {
        "Queue": f"{CONTRACT}.hotline", "Interface": "PJSIP/8001", "StateInterface": "PJSIP/8001",
        "MemberName": "王芳", "Penalty": "1", "Paused": "true",
    }  # fmt: skip
    assert pause["Paused"] == "true"


@pytest.mark.parametrize(
    ("kind", "more", "action", "words"),
    [
        ("queue_remove", {}, "QueueRemove", {"Queue": f"{CONTRACT}.hotline"}),
        ("queue_pause", {"paused": False, "reason": ""}, "QueuePause", {"Paused": "false"}),
        ("emergency_set", {"on": True, "prompt": "fog"}, "DBPut", {"Val": "fog"}),
        ("emergency_set", {"on": True, "prompt": ""}, "DBPut", {"Val": "on"}),
        ("emergency_set", {"on": False, "prompt": ""}, "DBDel", {"Family": "jt"}),
    ],
)
def test_a_command_is_one_action(kind, more, action, words):
    [(name, told)] = sent(kind, **SEAT, **more)
    assert name == action
    assert words.items() <= told.items()


@pytest.mark.parametrize(
    ("kind", "action", "channel"),
    [
        ("transfer_blind", "BlindTransfer", "PJSIP/8001-0002"),
        ("transfer_attended", "Atxfer", "PJSIP/8001-0002"),
        ("hold", "MuteAudio", "PJSIP/8001-0002"),
        ("hang_up", "Hangup", "PJSIP/jt-a.carrier-0001"),
        ("record_pause", "MixMonitorMute", "PJSIP/jt-a.carrier-0001"),
    ],
)
def test_a_call_is_steered_on_the_channel_that_it_is_about(kind, action, channel):
    [(name, words)] = sent(kind, **ABOUT, to="8002")
    assert (name, words["Channel"]) == (action, channel)


@pytest.mark.parametrize(
    "kind", ["transfer_blind", "transfer_attended", "hold", "hang_up", "record_pause"]
)
def test_a_call_that_is_over_cannot_be_steered(kind):
    with pytest.raises(Cannot):
        sent(kind, **{**ABOUT, "call": f"{SYSTEM}-2.2"}, to="8002")


@pytest.mark.parametrize("extension", ["", "8001,x", "x"])
def test_nobody_is_rung_at_what_is_no_extension(extension):
    with pytest.raises(Cannot):
        sent("queue_add", **{**SEAT, "extension": extension})


def test_the_agent_is_rung_before_the_caller_is_called_back():
    [(action, words)] = sent("originate_call_back", CALLER, call_back=1, **SEAT)
    assert action == "Originate"
    assert (words["Channel"], words["Exten"]) == ("PJSIP/8001", CALLER)
    with pytest.raises(Cannot):
        sent("originate_call_back", "anonymous", call_back=1, **SEAT)


class Wire:
    """Stands where the connection does."""

    def __init__(self, refuses: str = "") -> None:
        self.refuses, self.sent = refuses, []

    async def ask_list(self, name: str) -> list[dict[str, str]]:
        return CHANNELS

    async def send(self, name: str, /, **words: str) -> dict[str, str]:
        self.sent.append((name, words))
        if self.refuses:
            raise AmiError(self.refuses)
        return {"Response": "Success", "Message": "fine"}


def answer_to(order: Order, wire: Wire) -> commands.Answer:
    return asyncio.run(commands.send(commands.Taken(1, order), wire, SYSTEM, T0))


def test_what_the_switch_says_is_the_answer():
    order = Order(CONTRACT, "queue_remove", SEAT)
    assert answer_to(order, Wire()).state == Command.State.DONE
    refused = answer_to(order, Wire("Interface not found"))
    assert (refused.state, refused.words) == (Command.State.REFUSED, "Interface not found")
    assert answer_to(order, Wire("Unable to remove interface: Not there")).state == "done"
    assert answer_to(order, Wire("QueueRemove: no answer")).state == Command.State.LOST


def test_a_word_that_cannot_be_sent_is_refused():
    class Strict(Wire):
        async def send(self, name: str, /, **words: str) -> dict[str, str]:
            action(name, "1", words)
            return {}

    order = Order(CONTRACT, "queue_pause", {**SEAT, "paused": True, "reason": "a\nb"})
    refused = answer_to(order, Strict())
    assert (refused.state, refused.words) == (Command.State.REFUSED, "unsendable")


@pytest.mark.parametrize(("to", "pressed"), [("8002", "8002#"), ("*98", "*98"), ("8#1", "8#1")])
def test_who_is_asked_first_is_dialled_without_waiting_for_more_digits(to, pressed):
    [(_, words)] = sent("transfer_attended", **ABOUT, to=to)
    assert words["Exten"] == pressed
    [(_, words)] = sent("transfer_blind", **ABOUT, to=to)
    assert words["Exten"] == to


@pytest.mark.parametrize(("to", "kept"), [("13800010001", "138****0001"), ("8002", "8002")])
def test_a_number_that_is_dialled_is_kept_no_longer_than_it_waits(world, to, kept):
    row = asked("transfer_blind", **ABOUT, to=to)
    [taken] = commands.take(at=AT, connected=True)
    assert taken.order.word("to") == to
    row.refresh_from_db()
    assert row.arguments == {**ABOUT, "to": kept}


def test_a_number_that_was_never_dialled_is_masked_too(world):
    row = asked("transfer_attended", ago_s=31, **ABOUT, to="059388880000")
    commands.take(at=AT, connected=False)
    row.refresh_from_db()
    assert row.arguments["to"] == "059*****0000"


def test_a_paused_recording_is_a_fact_of_the_call():
    [fact] = answer_to(Order(CONTRACT, "record_pause", ABOUT), Wire()).facts
    assert (fact.call, fact.kind, fact.at) == (CALL, FactKind.RECORDING_PAUSED, T0)
    assert answer_to(Order(CONTRACT, "record_pause", ABOUT), Wire("no")).facts == ()


def asked(kind: str = "queue_remove", ago_s: float = 1, **arguments: object) -> Command:
    return Command.objects.create(
        contract_id=CONTRACT, kind=kind, arguments=arguments, asked_by_name="t",
        asked_at=AT - timedelta(seconds=ago_s),
    )  # fmt: skip


def test_a_command_is_taken_once(world):
    asked()
    assert len(commands.take(at=AT, connected=True)) == 1
    assert commands.take(at=AT, connected=True) == []


def test_a_command_that_is_taken_and_never_answered_is_lost(world):
    row = asked()
    [taken] = commands.take(at=AT, connected=True)
    row.refresh_from_db()
    assert row.state == Command.State.LOST
    commands.answer([commands.Answer(taken.pk, CONTRACT, Command.State.DONE, "fine")], at=AT)
    row.refresh_from_db()
    assert (row.state, row.answer) == (Command.State.DONE, "fine")


def test_commands_wait_for_the_switch_but_not_too_long(world):
    young, old = asked(), asked(ago_s=31)
    assert commands.take(at=AT, connected=False) == []
    young.refresh_from_db()
    old.refresh_from_db()
    assert (young.state, old.state) == (Command.State.ASKED, Command.State.LOST)
    assert [one.pk for one in commands.take(at=AT, connected=True)] == [young.pk]


def test_only_the_observer_sees_the_number_that_is_called_back(world):
    number = stored(CALLER)
    row = CallBack.objects.create(
        contract_id=CONTRACT, system=SYSTEM, call=CALL, missed_at=T0, changed_at=AT,
        number_sealed=number.sealed, number_index=number.index,
    )  # fmt: skip
    asked("originate_call_back", call_back=row.pk, agent="王芳", extension="8001")
    [taken] = commands.take(at=AT, connected=True)
    assert taken.order.number == CALLER
    assert CALLER not in repr(taken)
    assert not LineCall.objects.exists()


def test_a_simulated_switch_keeps_no_number_that_was_dialled_either(world):
    dialled = []

    class Line:
        def transfer(self, call: str, way: str, to: str) -> bool:
            dialled.append(to)
            return True

    row = asked("transfer_blind", **ABOUT, to=CALLER)
    assert do_commands({CONTRACT: Line()}, AT) == 1
    row.refresh_from_db()
    assert dialled == [CALLER]
    assert (row.state, row.arguments["to"]) == ("done", "138****0001")
