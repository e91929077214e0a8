"""Every figure on every engine: what a patient clerk counts, call by call."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from jieting.analytics.engine import Engine
from jieting.domain.calls.call import Call
from jieting.domain.contracts.records import Records
from jieting.domain.evidence import evidence
from jieting.domain.figures.count import figure
from jieting.domain.figures.measure import CALLS
from jieting.domain.figures.scope import Scope
from jieting.domain.figures.tables import calls_table
from jieting.domain.periods import DAY, HALF_HOUR, Month, Period, union
from tests.unit import engine_reference as reference
from tests.unit.engine_calls import hard_calls, hard_complaints, write_calls
from tests.unit.engine_reference import Looked, Window
from tests.unit.engine_running import DEFINITIONS, ENGINES, counted, engine

OCTOBER = Month(2026, 10)
PLACES = {
    "Asia/Shanghai": OCTOBER,
    "Europe/Berlin": OCTOBER,  # an hour comes twice on the 25th
    "America/St_Johns": Month(2026, 3),  # half past the hour behind UTC; an hour is skipped
    "Asia/Kathmandu": OCTOBER,  # a quarter past
}
KEYS = {
    "Asia/Shanghai": ((), ("day",), ("half_hour",), ("queue",), ("agent",), ("day", "queue")),
    "Europe/Berlin": (("day",), ("half_hour",)),
    "America/St_Johns": (("day", "half_hour"),),
    "Asia/Kathmandu": (("half_hour",),),
}
WHAT = [(place, keys) for place, every in KEYS.items() for keys in every]


def case(place: str) -> tuple[list[Call], Records, Month, ZoneInfo]:
    zone, month = ZoneInfo(place), PLACES[place]
    calls = hard_calls(7, month, zone)
    return calls, hard_complaints(8, calls, month, zone), month, zone


def scopes(month: Month, zone: ZoneInfo) -> dict[str, Scope]:
    whole = month.period(zone)
    excluded = union(
        [
            Period(whole.start + 3 * DAY, whole.start + 4 * DAY + 1),
            Period(whole.start + 4 * DAY, whole.start + 4 * DAY + HALF_HOUR - 1),
            Period(whole.start + 20 * DAY + 1, whole.start + 22 * DAY),
        ]
    )
    hours = tuple(
        Period(whole.start + day * DAY + 16 * HALF_HOUR, whole.start + day * DAY + 40 * HALF_HOUR)
        for day in range(27)
    )
    return {
        "exclusions": Scope(whole, excluded=excluded),
        "queue, hours, end": Scope(whole, "ended_at", None, "热线", hours, excluded[:1]),
        "nothing is open": Scope(whole, open_periods=()),
    }


def looked(scope: Scope) -> Looked:
    def windows(periods: tuple[Period, ...]) -> tuple[Window, ...]:
        return tuple(Window(period.start, period.end) for period in periods)

    return Looked(
        windows((scope.period,))[0],
        scope.owner,
        scope.direction,
        scope.queue,
        None if scope.open_periods is None else windows(scope.open_periods),
        windows(scope.excluded),
    )


@pytest.fixture(scope="module", params=ENGINES)
def running(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Engine]]:
    folder: Path = tmp_path_factory.mktemp("calls")
    engines: dict[str, Engine] = {}
    opened = []
    for place in PLACES:
        file = write_calls(case(place)[0], folder / f"{place.replace('/', '_')}.parquet")
        opened.append(engine(request.param, file))
        engines[place] = opened[-1].__enter__()
    yield engines
    for one in opened:
        one.__exit__(None, None, None)


@pytest.mark.parametrize(
    ("place", "keys"), WHAT, ids=[f"{place} by {'+'.join(keys) or 'month'}" for place, keys in WHAT]
)
def test_every_figure(running: dict[str, Engine], place: str, keys: tuple[str, ...]) -> None:
    calls, records, month, zone = case(place)
    some = scopes(month, zone)
    for name, scope in (some if len(keys) < 1 else dict(list(some.items())[:1])).items():
        ours = looked(scope)
        groups = reference.by_key(ours.kept(calls), ours.owner, keys, zone)
        justified = reference.justified(records.complaint, ours.month, calls, keys, zone)
        found = counted(running[place], scope, zone, keys, records)
        assert set(found) - {()} == (
            set(groups) | set(_received(records, ours, calls, keys, zone))
        ) - {()}
        for key in set(found):
            for definition in DEFINITIONS:
                one = figure(definition, found[key])
                expected = reference.count(
                    definition.name,
                    definition.parameters,
                    groups.get(key, []),
                    justified.get(key, 0),
                )
                told = (name, key, definition.name, dict(definition.parameters))
                assert (one.numerator, one.denominator) == expected, told


def _received(records, ours, calls, keys, zone):
    every = [c for c in records.complaint if ours.month.holds(c.received_at)]
    return {reference._complaint_key(c, calls, keys, zone) for c in every}


@pytest.mark.parametrize("excludes", [True, False])
@pytest.mark.parametrize("place", ["Asia/Shanghai", "Europe/Berlin"])
def test_evidence_names_the_same_calls(
    running: dict[str, Engine], place: str, excludes: bool
) -> None:
    calls, _, month, zone = case(place)
    counting = [d for d in DEFINITIONS if d.rank is None and d.numerator.relation == CALLS]
    for scope in scopes(month, zone).values():
        ours, marked = looked(scope), scope.mark(calls_table())
        for definition in counting[::5]:
            lists = evidence(marked, definition, excludes)
            columns = ("source", "call_id", "arrived_at", "in_numerator", "in_base", "why_not")
            found = list(running[place].rows(lists.select(*columns)))
            expected = [_evidence(call, ours, definition, excludes) for call in calls]
            assert found == sorted(expected, key=lambda row: (row[2], row[0], row[1]))


def _evidence(call, ours, definition, excludes):
    why_not = ours.why_not(call)
    if why_not in (("",) if excludes else ("", "excluded")):
        numerator, base = reference.in_numbers(definition.name, definition.parameters, call)
        why_not = "" if numerator or base else "not_in_base"
    else:
        numerator = base = False
    return (call.source, call.call_id, call.arrived_at, int(numerator), int(base), why_not)
