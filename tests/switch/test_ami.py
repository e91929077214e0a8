from __future__ import annotations

import asyncio
import json
from contextlib import suppress

import pytest

from jieting.domain.line.facts import FactKind
from jieting.switches.asterisk.ami import BARE, Ami, AmiError, action, parse
from jieting.switches.asterisk.ami_facts import AmiReader
from jieting.switches.asterisk.milestone import Strange, instant
from tests.apps.line.told import SYSTEM, T0, ami_event, milestone_text
from tests.shared_data import shared

CALL = f"{SYSTEM}-1795298744.0"
LEG = f"{SYSTEM}-1795298750.7"


def read(*events: dict[str, str]) -> list:
    names = {"8001": "王芳", "8002": "李强"}
    reader = AmiReader(SYSTEM, lambda extension: names.get(extension, extension))
    return [told for event in events for told in reader.facts(event)]


def event(name: str, **words: str) -> dict[str, str]:
    return {"Event": name, "Timestamp": "1795298760.000007", "Linkedid": CALL, **words}


def test_a_message_is_its_words_and_the_first_of_two_counts():
    words = parse(b"Event: UserEvent\r\nUniqueid: a\r\nUniqueid: b\r\nText: 1,x\r\nmore,words")
    assert words == {"Event": "UserEvent", "Uniqueid": "a", "Text": "1,x", BARE: "more,words"}


def test_a_value_keeps_its_colons_and_an_empty_one_is_empty():
    assert parse(b"A: b: c\r\nD: ") == {"A": "b: c", "D": ""}


@pytest.mark.parametrize("bad", ["x\r\nAction: Reload", "x\ny", "x\x00"])
def test_a_word_cannot_smuggle_in_an_action(bad):
    with pytest.raises(ValueError, match="end of a line"):
        action("QueueAdd", "1", {"Queue": bad})


def test_a_milestone_is_read_whole_or_split_at_its_commas():
    text = milestone_text(T0, "queued", {"queue": "热线,一=&"})
    [whole] = read(ami_event(T0, CALL, CALL, text))
    first, rest = text.split(",", 1)
    [split] = read({**ami_event(T0, CALL, CALL, first), BARE: rest})
    assert whole == split
    assert (whole.kind, whole.at, whole.data) == (FactKind.QUEUED, T0, {"queue": "热线,一=&"})
    assert whole.key == f"queued:{T0}:{CALL}"


@pytest.mark.parametrize(
    "text",
    [
        "", "x", f"{T0 // 10**6},danced,", "soon,queued,queue%3Da", "1795298744.1,queued,",
        "1795298744.1,queue_left,queue%3Da%26rule%3Dboredom", "1795298744.1234567,invited,",
        "1795298744.1,rated,key%3D1%26rating%3Dfine", "99999999999,invited,",
        f"1795298744.1,queued,queue%3D{'x' * 400}",
    ],
)  # fmt: skip
def test_a_milestone_that_nobody_can_read_is_told(text):
    [told] = read(ami_event(T0, CALL, CALL, text))
    assert isinstance(told, Strange)
    assert told.call == CALL
    assert "13800010001" not in str(told.finding)


def test_a_number_in_an_unreadable_milestone_is_not_told_whole():
    [told] = read(ami_event(T0, CALL, CALL, "1795298744.1,danced,caller%3D13800010001"))
    assert "13800010001" not in str(told.finding)


def test_a_call_of_another_switch_is_told():
    [told] = read(ami_event(T0, "hl2-1.0", "hl2-1.0", milestone_text(T0, "invited", {})))
    assert isinstance(told, Strange)


def test_a_ring_without_answer_is_told_of_the_agent_that_the_queue_rang():
    called = event("AgentCalled", DestUniqueid=LEG, MemberName="王芳", Uniqueid=CALL)
    ended = event("DialEnd", DestUniqueid=LEG, DestLinkedid=CALL, DialStatus="NOANSWER")
    [told] = read(called, ended, ended)
    assert (told.kind, told.key, told.data["agent"]) == (FactKind.RANG, f"rang:{LEG}", "王芳")
    assert read(called, {**ended, "DialStatus": "ANSWER"}) == []
    assert read(ended) == []


def test_holds_of_agents_are_told_and_of_callers_not():
    agent = {"Channel": "PJSIP/8001-0000001a", "Uniqueid": LEG}
    held, resumed = read(event("Hold", **agent), event("Unhold", **agent))
    assert (held.kind, resumed.kind) == (FactKind.HELD, FactKind.RESUMED)
    assert held.data == {"leg": LEG}
    assert read(event("Hold", Channel="PJSIP/jt-a.carrier-00000001", Uniqueid=CALL)) == []


def transfer(**words: str) -> dict[str, str]:
    return event(
        "AttendedTransfer",
        Result="Success",
        DestType="Bridge",
        OrigTransfererChannel="PJSIP/8001-0000001a",
        OrigTransfererUniqueid=LEG,
        OrigTransfererLinkedid=CALL,
        TransferTargetUniqueid=f"{SYSTEM}-1795298755.9",
        **words,
    )


@pytest.mark.parametrize("target", ["PJSIP/8002-0000002b", "Local/8002@jt-x.transfer-00000001;1"])
def test_an_attended_transfer_to_an_agent_is_the_transfer_and_that_agents_answer(target):
    transferred, answered = read(transfer(TransferTargetChannel=target))
    assert transferred.data == {"agent": "王芳", "way": "attended", "to": "李强", "leg": LEG}
    assert (transferred.key, answered.data["agent"]) == (f"transferred:{LEG}", "李强")
    assert answered.at == transferred.at + 1


@pytest.mark.parametrize("named", ["", "N/A"])
def test_a_transfer_that_names_no_target_went_to_whom_the_agent_asked(named):
    channel = {"Channel": "Local/8002@jt-x.transfer-00000001;1", "Uniqueid": f"{SYSTEM}-1.2"}
    transferred, answered = read(
        event("Newchannel", **channel), transfer(TransferTargetChannel=named)
    )
    assert (transferred.data["to"], answered.key) == ("李强", f"answered:after:{LEG}")


def test_after_an_attended_transfer_outside_nobody_here_answers():
    [transferred] = read(transfer(TransferTargetChannel="Local/13900020002@x-00000001;1"))
    assert transferred.data["to"] == "13900020002"


def test_a_third_party_is_told_but_not_one_that_takes_a_place():
    joins = event("BridgeEnter", BridgeNumChannels="3", Channel="PJSIP/8002-01", Uniqueid=LEG)
    [told] = read(joins)
    assert (told.kind, told.data) == (FactKind.CONFERENCE, {"to": "李强"})
    assert read({**joins, "SwapUniqueid": "x"}) == []
    assert read({**joins, "BridgeNumChannels": "2"}) == []


def test_saved_events_of_a_real_switch_have_the_names_that_are_read():
    path = shared("asterisk22_calls") / "ami_events_first.jsonl"
    reader = AmiReader("hl1")
    told = []
    for line in path.read_text(encoding="utf-8").splitlines():
        words = {k: v[0] if isinstance(v, list) else str(v) for k, v in json.loads(line).items()}
        told += list(reader.facts(words))
    kinds = [fact.kind for fact in told]
    assert kinds.count(FactKind.HELD) == kinds.count(FactKind.RESUMED) == 1
    assert [fact.data["agent"] for fact in told if fact.kind is FactKind.RANG] == ["A8009"]


class Switch:
    """Answers as a switch would, word for word as it is told to."""

    def __init__(self, banner: bytes = b"Asterisk Call Manager/11.0.0\r\n") -> None:
        self.banner = banner
        self.heard: list[dict[str, str]] = []
        self.writers: list[asyncio.StreamWriter] = []

    async def __aenter__(self) -> Switch:
        self.server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self.server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self.server.close()
        for writer in self.writers:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.writers.append(writer)
        writer.write(self.banner)
        while not reader.at_eof():
            try:
                words = parse(await reader.readuntil(b"\r\n\r\n"))
            except asyncio.IncompleteReadError:
                break
            self.heard.append(words)
            writer.write(self._answer(words))

    def _answer(self, words: dict[str, str]) -> bytes:
        number = f"ActionID: {words['ActionID']}\r\n".encode()
        good = b"Response: Success\r\n" + number + b"\r\n"
        match words["Action"]:
            case "Login" if words["Secret"] != "right":
                return b"Response: Error\r\n" + number + b"Message: Authentication failed\r\n\r\n"
            case "Login":
                return good + b"Event: FullyBooted\r\nUptime: 7\r\n\r\n"
            case "CoreShowChannels":
                one = b"Event: CoreShowChannel\r\n" + number + b"Linkedid: a\r\n\r\n"
                return (
                    good + one + one + b"Event: End\r\n" + number + b"EventList: Complete\r\n\r\n"
                )
            case "Silence":
                return b""
        return good


async def client(switch: Switch, heard: list, secret: str = "right") -> tuple[Ami, asyncio.Task]:
    ami = Ami("127.0.0.1", switch.port, heard.append)
    await ami.connect()
    running = asyncio.create_task(ami.run())
    try:
        await ami.sign_in("jieting", secret)
    except AmiError:
        await ended(ami, running)
        raise
    return ami, running


async def ended(ami: Ami, running: asyncio.Task) -> None:
    await ami.close()
    with pytest.raises(AmiError):
        await running


def test_a_client_signs_in_hears_and_asks():
    async def trial() -> None:
        heard: list = []
        async with Switch() as switch:
            ami, running = await client(switch, heard)
            assert ami.version == "11.0.0"
            assert [one["Linkedid"] for one in await ami.ask_list("CoreShowChannels")] == ["a"] * 2
            assert [one["Event"] for one in heard] == ["FullyBooted"]
            assert [one["Action"] for one in switch.heard][:2] == ["Login", "Filter"]
            await ended(ami, running)

    asyncio.run(trial())


def test_a_wrong_password_is_told_in_the_switchs_words():
    async def trial() -> None:
        async with Switch() as switch:
            with pytest.raises(AmiError, match="Authentication failed"):
                await client(switch, [], "wrong")

    asyncio.run(trial())


def test_something_that_is_no_switch_is_told():
    async def trial() -> None:
        async with Switch(b"SSH-2.0\r\n") as switch:
            with pytest.raises(AmiError, match="no manager interface"):
                await Ami("127.0.0.1", switch.port, print).connect()

    asyncio.run(trial())


def test_who_waits_for_an_answer_is_told_when_the_connection_ends(monkeypatch):
    async def trial() -> None:
        async with Switch() as switch:
            ami, running = await client(switch, [])
            asked = asyncio.create_task(ami.send("Silence"))
            await asyncio.sleep(0.05)
            await ended(ami, running)
            with pytest.raises(AmiError, match="ended"):
                await asked

    asyncio.run(trial())


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("2026-11-22T10:59:11.012051+0000", "1795345151.012051"),
        ("2026-11-22T18:59:11.012051+0800", "1795345151.012051"),
        ("2026-11-22T07:29:11.012051-0330", "1795345151.012051"),
    ],
)
def test_a_time_is_the_same_whatever_zone_the_switch_writes_it_in(written, seconds):
    assert instant(written) == instant(seconds) == 1_795_345_151_012_051


@pytest.mark.parametrize(
    "text",
    ["2026-11-22T10:59:11.012051", "2026-13-22T10:59:11.012051+0000", "2026-11-22 10:59:11+0000"],
)
def test_a_time_without_zone_or_sense_is_none(text):
    assert instant(text) is None
