"""The worked example beside every figure's definition gives the two numbers that it says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from jieting.analytics.engine import Engine
from jieting.domain.contracts.records import Complaint, Records
from jieting.domain.figures import Definition
from jieting.domain.figures.count import add, ask, ask_rank, figure
from jieting.domain.figures.examples import NINE
from jieting.domain.figures.measure import CALLS, COMPLAINTS
from jieting.domain.figures.tables import calls_table, complaints_table
from tests.unit.engine_calls import write_calls
from tests.unit.engine_running import DEFINITIONS, ENGINES, engine


def named(definition: Definition) -> str:
    return " ".join([definition.name, *definition.parameters.values()])


@pytest.fixture(scope="module", params=ENGINES)
def running(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Engine]]:
    """One engine for every distinct example."""
    folder: Path = tmp_path_factory.mktemp("examples")
    engines: dict[str, Engine] = {}
    opened = []
    for number, definition in enumerate(DEFINITIONS):
        calls = repr(definition.example.calls)
        if calls not in engines:
            file = write_calls(definition.example.calls, folder / f"{number}.parquet")
            opened.append(engine(request.param, file))
            engines[calls] = opened[-1].__enter__()
    yield engines
    for one in opened:
        one.__exit__(None, None, None)


@pytest.mark.parametrize("definition", DEFINITIONS, ids=named)
def test_the_example_gives_its_numbers(running: dict[str, Engine], definition: Definition) -> None:
    example = definition.example
    counting = running[repr(example.calls)]
    counting.load_records(
        Records(
            complaint=tuple(
                Complaint(line=1, call_id=call.call_id, received_at=NINE, verdict="justified")
                for call in example.calls[: example.justified_complaints]
            )
        )
    )
    if definition.rank is not None:
        questions = [ask_rank(calls_table(), definition)]
    else:
        questions = [
            ask(calls_table(), definition.measures, relation=CALLS),
            ask(complaints_table(), definition.measures, relation=COMPLAINTS),
        ]
    tallies = [t for q in questions if q.names for t in counting.answer(q).values()]
    found = figure(definition, add(tallies))
    assert (found.numerator, found.denominator) == (example.numerator, example.denominator)


def test_examples_say_something() -> None:
    silent = [named(d) for d in DEFINITIONS if not d.example.calls]
    assert all(name.startswith("service_level") and " 20 " not in name for name in silent)
