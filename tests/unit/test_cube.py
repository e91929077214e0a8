"""The cube answers what the calls themselves would, part by part, day by day."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa
import pytest
from pyarrow import parquet

from jieting.analytics.cube import Cube
from jieting.analytics.cube_build import CubePlan, build
from jieting.analytics.gather import SCHEMA, record_batch
from jieting.analytics.parts import plan
from jieting.domain.calls.call import Call, Outcome
from jieting.domain.errors import BadInput
from jieting.domain.figures import define
from jieting.domain.figures.cube import window_rows
from jieting.domain.figures.measure import CALLS, Measure
from jieting.domain.figures.measures import ABANDONED, ANSWERED, COUNTS, OFFERED_CALLS, OVERFLOWED
from jieting.domain.periods import DAY, HALF_HOUR, SECOND, Month, Period, offsets
from tests.unit import engine_reference as reference
from tests.unit.engine_calls import hard_calls
from tests.unit.engine_reference import Looked, Window
from tests.unit.engine_running import DEFINITIONS

OCTOBER = Month(2026, 10)
CONTRACTS = ("ningde-12123", "post-loan", "it's a third")
BERLIN = ZoneInfo("Europe/Berlin")
KATHMANDU = ZoneInfo("Asia/Kathmandu")
COUNTED = [d for d in DEFINITIONS if d.rank is None and d.numerator.relation == CALLS]
MEASURES: tuple[Measure, ...] = (*COUNTS, *(m for d in COUNTED for m in d.measures))


def calls_of(zone: ZoneInfo) -> dict[str, list[Call]]:
    return {name: hard_calls(seed, OCTOBER, zone, 250) for seed, name in enumerate(CONTRACTS)}


def exclusions(zone: ZoneInfo) -> dict[str, list[Period]]:
    """Overlapping, touching, short ones; several within one half hour; one beyond the calls."""
    start = OCTOBER.period(zone).start
    slot = start + 9 * DAY
    return {
        CONTRACTS[0]: [
            Period(start + 2 * DAY, start + 5 * DAY),
            Period(start + 4 * DAY, start + 6 * DAY + 1),
        ],
        CONTRACTS[1]: [
            Period(slot + n * 60 * SECOND, slot + n * 60 * SECOND + 1) for n in range(0, 30, 7)
        ]
        + [Period(slot + HALF_HOUR - 1, slot + HALF_HOUR), Period(start - 90 * DAY, start + DAY)],
    }


def write(calls: dict[str, list[Call]], folder: Path, in_order: bool, files: int = 1) -> str:
    """Calls of all contracts in files of many small row groups; in order of time or shuffled."""
    rows = [(name, call) for name, of_one in calls.items() for call in of_one]
    random.Random(3).shuffle(rows)
    if in_order:
        rows.sort(key=lambda row: row[1].arrived_at)
    size = -(-len(rows) // files)
    for number in range(files):
        some = rows[number * size : (number + 1) * size]
        table = pa.Table.from_batches([record_batch([call for _, call in some])], SCHEMA)
        table = table.add_column(0, "contract", pa.array([name for name, _ in some], pa.string()))
        parquet.write_table(table, folder / f"calls-{number}.parquet", row_group_size=40)
    return str(folder / "calls-*.parquet")


def plan_of(zone: ZoneInfo) -> CubePlan:
    return CubePlan(MEASURES, zone, exclusions(zone))


def looked(name: str, zone: ZoneInfo, excluded: bool) -> Looked:
    whole = Window(-(2**62), 2**62)
    periods = [] if excluded else exclusions(zone).get(name, [])
    return Looked(whole, excluded=tuple(Window(p.start, p.end) for p in periods))


def expect(
    calls: dict[str, list[Call]], zone: ZoneInfo, keys: Sequence[str], excluded: bool
) -> dict[tuple[object, ...], list[Call]]:
    """The calls behind every key of contract and the keys."""
    groups: dict[tuple[object, ...], list[Call]] = {}
    for name, of_one in calls.items():
        kept = looked(name, zone, excluded).kept(of_one)
        for key, some in reference.by_key(kept, "arrived_at", keys, zone).items():
            groups[name, *key] = some
    return groups


@pytest.mark.parametrize("zone", [BERLIN, KATHMANDU], ids=str)
@pytest.mark.parametrize(
    ("in_order", "part_rows", "files"), [(True, 100, 1), (True, 300, 5), (False, 100, 1)]
)
def test_days_with_and_without_exclusions(
    tmp_path: Path, zone: ZoneInfo, in_order: bool, part_rows: int, files: int
) -> None:
    calls = calls_of(zone)
    file = write(calls, tmp_path, in_order, files)
    parts = plan(file, "arrived_at", part_rows).parts
    assert len(parts) == 1 if not in_order else len(parts) >= 3
    cube = build(file, tmp_path / "cube", plan_of(zone), part_rows)
    for excluded in (False, True):
        found = cube.tallies(MEASURES, ("contract", "day", "queue"), excluded=excluded)
        groups = expect(calls, zone, ("day", "queue"), excluded)
        assert {key for key, tally in found.items() if tally["arrived"]} == set(groups)
        for key, some in groups.items():
            for definition in COUNTED:
                expected = reference.count(definition.name, definition.parameters, some, 0)
                tally = found[key]
                told = tally[definition.numerator.name], tally[definition.denominator.name]
                assert told == expected, (key, definition.name, dict(definition.parameters))


def test_half_hours_are_those_of_the_wall_clock(tmp_path: Path) -> None:
    calls = calls_of(KATHMANDU)
    cube = build(write(calls, tmp_path, True), tmp_path / "cube", plan_of(KATHMANDU), 100)
    asa = define("asa")
    found = cube.half_hours(asa.measures, CONTRACTS[1])
    slots: dict[int, list[Call]] = {}
    for call in looked(CONTRACTS[1], KATHMANDU, False).kept(calls[CONTRACTS[1]]):
        here = reference.local_time(call.arrived_at, KATHMANDU)
        into = (here.minute % 30 * 60 + here.second) * SECOND + here.microsecond
        slots.setdefault(call.arrived_at - into, []).append(call)
    for (slot,), tally in found.items():
        expected = reference.count("asa", {}, slots.get(slot, []), 0)
        assert (tally["wait_of_answered_us"], tally["answered"]) == expected
    assert set(slots) <= {slot for (slot,) in found}


def test_one_contract_and_one_month(tmp_path: Path) -> None:
    calls = calls_of(BERLIN)
    cube = build(write(calls, tmp_path, True), tmp_path / "cube", plan_of(BERLIN))
    whole = Window(*(lambda p: (p.start, p.end))(OCTOBER.period(BERLIN)))
    kept = looked(CONTRACTS[0], BERLIN, False).kept(calls[CONTRACTS[0]])
    arrived = sum(whole.holds(call.arrived_at) for call in kept)
    found = cube.tallies(COUNTS, contract=CONTRACTS[0], month=OCTOBER)
    assert found[()]["arrived"] == arrived
    by_month = cube.tallies(COUNTS, ("contract", "month"))
    assert by_month[CONTRACTS[0], 202610]["arrived"] == arrived


def test_whole_numbers_stay_whole_on_disk(tmp_path: Path) -> None:
    file = write(calls_of(BERLIN), tmp_path, True)
    build(file, tmp_path / "cube", plan_of(BERLIN))
    for name in ("half_hours/*.parquet", "days.parquet"):
        path = str(tmp_path / "cube" / name)
        described = duckdb.execute("DESCRIBE FROM read_parquet(?)", [path]).fetchall()
        assert {kind for _, kind, *_ in described} == {"VARCHAR", "BIGINT"}, name


def test_a_cube_opens_again(tmp_path: Path) -> None:
    built = build(write(calls_of(BERLIN), tmp_path, True), tmp_path / "cube", plan_of(BERLIN))
    opened = Cube(tmp_path / "cube")
    assert opened.zone == BERLIN
    assert opened.tallies(MEASURES) == built.tallies(MEASURES)


def test_a_cube_built_again_holds_the_new_calls_alone(tmp_path: Path) -> None:
    file = write(calls_of(BERLIN), tmp_path, True)
    build(file, tmp_path / "cube", plan_of(BERLIN), 100)
    fewer = write({CONTRACTS[0]: calls_of(BERLIN)[CONTRACTS[0]]}, tmp_path, True)
    cube = build(fewer, tmp_path / "cube", plan_of(BERLIN))
    assert {key for (key,) in cube.tallies(COUNTS, ("contract",))} == {CONTRACTS[0]}
    assert cube.half_hours(COUNTS, CONTRACTS[1]) == {}


def test_outbound_calls_and_another_owner(tmp_path: Path) -> None:
    calls = calls_of(BERLIN)
    wanted = CubePlan(COUNTS, BERLIN, {}, "ended_at", None)
    cube = build(write(calls, tmp_path, True), tmp_path / "cube", wanted)
    whole = OCTOBER.period(BERLIN)
    ended = sum(call.ended_at in whole for of_one in calls.values() for call in of_one)
    assert cube.tallies(COUNTS, month=OCTOBER)[()]["arrived"] == ended


def test_a_measure_that_was_not_built_is_told(tmp_path: Path) -> None:
    wanted = CubePlan((ANSWERED,), BERLIN, {})
    cube = build(write(calls_of(BERLIN), tmp_path, True), tmp_path / "cube", wanted)
    with pytest.raises(BadInput) as told:
        cube.tallies((OFFERED_CALLS,))
    assert {finding.code for finding in told.value.findings} == {"measure_not_in_cube"}
    assert len(told.value.findings) == 2  # abandoned and overflowed; answered is there


def test_files_without_a_call_are_told(tmp_path: Path) -> None:
    table = SCHEMA.empty_table().add_column(0, "contract", pa.array([], pa.string()))
    parquet.write_table(table, tmp_path / "none.parquet")
    with pytest.raises(BadInput, match="no call in the files"):
        build(tmp_path / "none.parquet", tmp_path / "cube", plan_of(BERLIN))


def test_files_that_do_not_say_their_times(tmp_path: Path) -> None:
    file = write(calls_of(BERLIN), tmp_path, True)
    told = plan(file, "arrived_at", 100)
    table = parquet.read_table(tmp_path / "calls-0.parquet")
    parquet.write_table(
        table, tmp_path / "calls-0.parquet", row_group_size=40, write_statistics=False
    )
    assert plan(file, "arrived_at", 100) == told
    assert len(told.parts) > 3


def test_windows_are_merged_and_cut_at_half_hours() -> None:
    day = Period(0, DAY)
    utc = ((day, 0),)
    windows, rows = window_rows(
        {"a": [Period(10, 20), Period(15, HALF_HOUR + 5), Period(HALF_HOUR + 7, HALF_HOUR + 9)]},
        utc,
    )
    assert windows == 2
    assert rows == [
        ("a", 0, 10, HALF_HOUR, None, None),
        ("a", HALF_HOUR, HALF_HOUR, HALF_HOUR + 5, HALF_HOUR + 7, HALF_HOUR + 9),
    ]
    assert window_rows({"a": []}, utc) == (0, [])


def test_windows_keep_to_local_half_hours() -> None:
    whole = OCTOBER.period(KATHMANDU)
    _, rows = window_rows({"a": [whole]}, offsets(KATHMANDU, whole))
    assert len(rows) == 31 * 48
    assert all(row[3] - row[2] == HALF_HOUR and row[1] == row[2] for row in rows)


def test_parts_say_what_they_are_made_of() -> None:
    assert OFFERED_CALLS.leaves == (ANSWERED, ABANDONED, OVERFLOWED)
    assert ANSWERED.leaves == (ANSWERED,)


def test_what_a_cube_is_can_be_read(tmp_path: Path) -> None:
    build(write(calls_of(BERLIN), tmp_path, True), tmp_path / "cube", plan_of(BERLIN))
    told = json.loads((tmp_path / "cube" / "cube.json").read_text(encoding="utf-8"))
    assert told["zone"] == "Europe/Berlin"
    assert Outcome.ANSWERED.value in told["names"]
