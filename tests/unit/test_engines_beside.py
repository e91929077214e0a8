"""What engines do beside counting: keep answers, take several files, tell what is missing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from jieting.analytics.engine import Engine
from jieting.analytics.postgres import PostgresEngine
from jieting.analytics.spark import SparkEngine, local_session
from jieting.domain.calls.call import Call
from jieting.domain.contracts.records import Complaint, Evaluation, Records
from jieting.domain.errors import BadInput
from jieting.domain.figures import define
from jieting.domain.figures.count import ask
from jieting.domain.figures.measure import COMPLAINTS
from jieting.domain.figures.named import not_there
from jieting.domain.figures.tables import calls_table, complaints_table
from jieting.domain.periods import Month
from tests.unit.engine_calls import ODD_IDS, hard_calls, write_calls
from tests.unit.engine_running import ENGINES, engine, postgres_uri

SHANGHAI = ZoneInfo("Asia/Shanghai")
OCTOBER = Month(2026, 10)


def some_calls() -> list[Call]:
    return hard_calls(5, OCTOBER, SHANGHAI, 60)


@pytest.fixture(scope="module", params=ENGINES)
def running(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """One engine over two files that are named by a wildcard."""
    folder = tmp_path_factory.mktemp("two")
    calls = some_calls()
    write_calls(calls[:30], folder / "one.parquet")
    write_calls(calls[30:], folder / "two.parquet")
    with engine(request.param, folder / "*.parquet") as one:
        yield one


def test_texts_come_back_as_they_were(running: Engine) -> None:
    found = running.rows(calls_table().select("call_id", "source", "queue", "agent", "recording"))
    expected = [(c.call_id, c.source, c.queue, c.agent, c.recording) for c in some_calls()]
    assert sorted(found) == sorted(expected)
    assert set(ODD_IDS) <= {row[0] for row in expected}


def test_two_walks_through_rows_at_once(running: Engine) -> None:
    first = running.rows(calls_table().select("call_id"))
    second = running.rows(calls_table().select("call_id"))
    pairs = list(zip(first, second, strict=True))
    assert len(pairs) == 60


def test_records_are_replaced_and_answers_forgotten(running: Engine) -> None:
    question = ask(complaints_table(), define("complaint_rate").measures, (), COMPLAINTS)
    complaint = Complaint(line=3, call_id="7,1", received_at=1, verdict="justified")
    for complaints in ((complaint,), (complaint, complaint), ()):
        running.load_records(Records(complaint=complaints))
        assert running.answer(question) == {(): {"justified_complaints": len(complaints)}}


def test_a_complaint_has_the_queue_and_agent_of_its_call(running: Engine) -> None:
    named = ("7,1", "25", "no such call")
    running.load_records(
        Records(
            complaint=tuple(
                Complaint(line=1, call_id=name, received_at=1, verdict="open") for name in named
            )
        )
    )
    found = running.rows(complaints_table().select("call_id", "queue", "agent"))
    expected = set()
    for name in named:
        of_call = sorted((c.source, c.queue, c.agent) for c in some_calls() if c.call_id == name)
        _, queue, agent = of_call[0] if of_call else ("", "", "")
        expected.add((name, queue, agent))
    assert set(found) == expected


def test_records_that_name_no_call(running: Engine) -> None:
    evaluations = tuple(
        Evaluation(line=line, call_id=name, sampled=True, score=None)
        for line, name in enumerate(("7,1", "gone", "it's", "also gone"), start=2)
    )
    running.load_records(Records(evaluation=evaluations))
    lost = running.rows(not_there(calls_table()))
    assert list(lost) == [("evaluation", 3, "gone"), ("evaluation", 5, "also gone")]


@pytest.mark.postgres
def test_calls_that_lie_on_the_server_already(tmp_path: Path) -> None:
    file = write_calls(some_calls(), tmp_path / "calls.parquet")
    question = ask(calls_table(), define("asa").measures, ("queue",))
    loaded = PostgresEngine(postgres_uri(), file)
    columns = "SELECT * FROM pg_temp.calls"
    loaded.connection.execute("CREATE SCHEMA IF NOT EXISTS there")
    loaded.connection.execute(f"CREATE TABLE there.calls AS {columns}".encode())
    try:
        uri = postgres_uri() + "&options=-csearch_path%3Dthere"
        there = PostgresEngine(uri)
        assert there.answer(question) == loaded.answer(question)
        there.close()
    finally:
        loaded.connection.execute("DROP SCHEMA there CASCADE")
        loaded.close()


def test_spark_without_its_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(BadInput, match=r"pip install 'jieting\[spark\]'"):
        SparkEngine(tmp_path / "calls.parquet")


def test_spark_without_java(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyspark", reason="pyspark is not installed")
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(BadInput, match="Spark needs Java"):
        local_session()
