from __future__ import annotations

import csv
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jieting.domain.line.facts import FactKind
from jieting.switches.asterisk.ami_facts import AmiReader
from jieting.switches.asterisk.cel import COLUMNS, MAPPING, CelReader
from jieting.switches.asterisk.milestone import Strange
from jieting.switches.asterisk.tail import Position, Tail
from tests.apps.line.told import SYSTEM, T0, ToldCall, cel_line
from tests.shared_data import shared

CALL = f"{SYSTEM}-1795298744.0"
LEG = f"{SYSTEM}-1795298750.7"
AGENT = {"channel": "PJSIP/8001-0000001a", "app": "AppQueue"}


def read(*lines: bytes) -> list:
    names = {"8001": "王芳", "8002": "李强"}
    reader = CelReader(SYSTEM, lambda extension: names.get(extension, extension))
    return [told for line in lines for told in reader.facts(line)]


WORDS = st.dictionaries(
    st.sampled_from(["file", "note", "more"]), st.text(max_size=30).filter(lambda t: "\0" not in t)
)


@given(at=st.integers(10**15, 2 * 10**15), words=WORDS)
def test_both_ways_give_one_fact_with_one_key(at, words):
    call = ToldCall()
    call.at = at
    call.told("recording", 0, **{**words, "file": words.get("file") or "x"})
    [by_cel] = CelReader(SYSTEM).facts(call.cel[0])
    [by_ami] = AmiReader(SYSTEM).facts(call.ami[0])
    assert (by_cel.key, by_cel.at, by_cel.data) == (by_ami.key, by_ami.at, by_ami.data)
    assert by_cel.at == at


def test_the_mapping_names_every_column_once():
    assert MAPPING.count("CSV_QUOTE") == len(COLUMNS) == len(dict(COLUMNS)) == 14


def test_a_leg_that_ended_unanswered_only_rang():
    [told] = read(
        cel_line("CHAN_START", T0, LEG, CALL, **AGENT),
        cel_line("HANGUP", T0 + 5, LEG, CALL, **AGENT),
    )
    assert (told.kind, told.key, told.data["agent"]) == (FactKind.RANG, f"rang:{LEG}", "王芳")


def test_an_answered_leg_and_a_leg_of_no_queue_did_not_only_ring():
    answered = cel_line("ANSWER", T0, LEG, CALL, **AGENT)
    assert read(answered, cel_line("HANGUP", T0 + 5, LEG, CALL, **AGENT)) == []
    asked = {**AGENT, "app": "AppDial"}
    assert read(cel_line("HANGUP", T0 + 5, LEG, CALL, **asked)) == []


def test_an_attended_transfer_is_told_as_the_live_stream_tells_it():
    extra = json.dumps(
        {
            "transfer_target_channel_name": "PJSIP/8002-0000002b",
            "transfer_target_channel_uniqueid": f"{SYSTEM}-1795298755.9",
        }
    )
    transferred, answered = read(cel_line("ATTENDEDTRANSFER", T0, LEG, CALL, extra=extra, **AGENT))
    assert transferred.key == f"transferred:{LEG}"
    assert (answered.data["agent"], answered.at) == ("李强", T0 + 1)


@pytest.mark.parametrize("named", ["", "N/A"])
def test_a_transfer_that_names_no_target_went_to_whom_the_agent_asked(named):
    extra = json.dumps({"transfer_target_channel_name": named})
    asks = {"channel": "Local/8002@jt-x.transfer-00000001;1"}
    transferred, answered = read(
        cel_line("CHAN_START", T0, f"{SYSTEM}-1.2", CALL, **asks),
        cel_line("ATTENDEDTRANSFER", T0 + 9, LEG, CALL, extra=extra, **AGENT),
    )
    assert (transferred.data["to"], answered.key) == ("李强", f"answered:after:{LEG}")


@pytest.mark.parametrize("raw", [b"", b'"JT","1795', b"\xff", b'"a","b"', b'"' * 3])
def test_a_row_that_is_none_is_told(raw):
    [told] = read(raw)
    assert isinstance(told, Strange)


def test_rows_of_a_real_switch_have_the_columns_that_are_read():
    path = shared("asterisk22_calls") / "cel_custom.csv"
    reader = CelReader("hl1")
    lines = path.read_bytes().splitlines()
    told = [one for line in lines for one in reader.facts(line)]
    assert not [one for one in told if isinstance(one, Strange)]
    # The queue's own log of these calls has 13 rings: 8 unanswered, 5 cut by the caller.
    assert [one.kind for one in told] == [FactKind.RANG] * 13
    assert {one.data["agent"] for one in told} == {"8009"}


def test_a_real_user_event_is_read_as_a_milestone():
    path = shared("asterisk22_calls") / "cel_custom.csv"
    rows = csv.reader(path.read_text(encoding="utf-8").splitlines())
    row = next(row for row in rows if row[0] == "HL_QUEUED")
    row[0] = row[12] = "JT"
    row[13] = json.dumps({"extra": "1795298752.573225,queued,queue%3Dhotline"})
    line = ",".join('"' + field.replace('"', '""') + '"' for field in row).encode()
    [fact] = CelReader("hl1").facts(line)
    assert (fact.kind, fact.call, fact.data) == (FactKind.QUEUED, row[9], {"queue": "hotline"})


def lines_of(tail: Tail) -> list[bytes]:
    found: list[bytes] = []
    while True:
        read = tail.read()
        found += read.lines
        if read.at_end:
            return found


def test_a_half_written_line_waits(tmp_path):
    log = tmp_path / "log"
    log.write_bytes(b"one\ntw")
    tail = Tail(log)
    assert lines_of(tail) == [b"one"]
    with log.open("ab") as file:
        file.write(b"o\nthree\n")
    assert lines_of(tail) == [b"two", b"three"]


def test_nothing_is_lost_where_the_log_is_moved_away_while_it_is_read(tmp_path):
    log = tmp_path / "log"
    log.write_bytes(b"one\n")
    tail = Tail(log)
    assert lines_of(tail) == [b"one"]
    with log.open("ab") as file:
        file.write(b"two\nthree")
    log.rename(tmp_path / "log.1")
    log.write_bytes(b"four\n")
    assert lines_of(tail) == [b"two", b"three", b"four"]
    assert not tail.read().lost


def test_a_log_that_is_gone_before_it_was_read_is_told(tmp_path):
    log = tmp_path / "log"
    log.write_bytes(b"one\n")
    tail = Tail(log)
    assert lines_of(tail) == [b"one"]
    held = log.open("rb")  # as the switch does: the inode is not given away
    log.unlink()
    log.write_bytes(b"new\n")
    read = tail.read()
    assert (read.lines, read.lost) == ((b"new",), True)
    held.close()


def test_a_log_that_was_cut_begins_again(tmp_path):
    log = tmp_path / "log"
    log.write_bytes(b"one\ntwo\n")
    tail = Tail(log)
    assert lines_of(tail) == [b"one", b"two"]
    with log.open("r+b") as file:
        file.truncate(0)
        file.write(b"x\n")
    assert lines_of(tail) == [b"x"]


def test_a_log_that_is_not_there_yet_is_waited_for(tmp_path):
    tail = Tail(tmp_path / "log")
    assert lines_of(tail) == []
    tail.path.write_bytes(b"one\n")
    assert lines_of(tail) == [b"one"]


@given(data=st.data(), lines=st.lists(st.binary(min_size=1, max_size=9), max_size=30))
def test_a_reader_that_begins_again_anywhere_reads_each_line_once(data, lines, tmp_path_factory):
    lines = [line.replace(b"\n", b"x").replace(b"\r", b"y").replace(b" ", b"z") for line in lines]
    lines = [line for line in lines if line.strip()]
    raw = b"".join(line + b"\n" for line in lines)
    log = tmp_path_factory.mktemp("log") / "log"
    log.touch()
    position, found, written = Position(), [], 0
    while written < len(raw):
        more = data.draw(st.integers(1, len(raw) - written))
        with log.open("ab") as file:
            file.write(raw[written : written + more])
        written += more
        tail = Tail(log, position)
        found += lines_of(tail)
        position = tail.position
    assert found == lines
