from __future__ import annotations

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jieting.domain.contracts.deliverables import Deliverable
from jieting.domain.contracts.load import contract_findings, load_contract
from jieting.domain.periods import DAY, SECOND, Month, iso, local
from tests.unit.test_contract_load import HOTLINE, LIMITS

SHANGHAI = ZoneInfo("Asia/Shanghai")


def due(month: Month, zone: ZoneInfo = SHANGHAI, **other: object) -> str:
    given = {"months_after": 1, "due_day": 5, "due_time": time(18), **other}
    return iso(Deliverable("operations", "Report", "N-1", **given).due_at(month, zone), zone)


def test_the_shipped_contract_names_three_deliverables() -> None:
    contract = load_contract(HOTLINE, "file.toml")[0]
    found = [(each.kind, each.clause) for each in contract.deliverables]
    assert found == [
        ("operations", "N-5.2.2"),
        ("self_assessment", "N-5.2.2"),
        ("personnel", "N-2.3.7"),
    ]
    assert contract.deliverables[0].remind_days == (5, 1)
    assert HOTLINE.split("\n")[contract.deliverables[0].line - 1] == "[[deliverable]]"


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({}, "2026-03-05T18:00:00+08:00"),
        ({"due_day": 31}, "2026-03-31T18:00:00+08:00"),
        ({"months_after": 0, "due_day": 31}, "2026-02-28T18:00:00+08:00"),
        ({"due_day": 5, "due_time": time.max}, "2026-03-06T00:00:00+08:00"),
        ({"due_day": 31, "due_time": time.max}, "2026-04-01T00:00:00+08:00"),
    ],
)
def test_when_february_is_due(other: dict[str, object], expected: str) -> None:
    assert due(Month(2026, 2), **other) == expected


def test_the_deadline_follows_the_zone_over_a_change_of_clocks() -> None:
    madrid = ZoneInfo("Europe/Madrid")
    assert due(Month(2026, 9), madrid, due_day=31) == "2026-10-31T18:00:00+01:00"
    assert due(Month(2026, 8), madrid) == "2026-09-05T18:00:00+02:00"


@given(st.integers(1, 31), st.integers(0, 14), st.times(), st.dates(date(1971, 1, 1)))
def test_a_deadline_always_lies_in_the_month_that_was_named(day, after, at, start) -> None:
    if start.year > 2090:
        return
    month = Month.of(start)
    clock = at.replace(microsecond=0)
    found = Deliverable("other", "X", "N-1", after, day, clock).due_at(month, SHANGHAI)
    assert Month.of(local(found, SHANGHAI).date()) == month.plus(after)
    assert found - month.period(SHANGHAI).start < (after + 1) * 31 * DAY + SECOND


def test_one_number_of_days_is_as_good_as_a_list() -> None:
    text = LIMITS + (
        '\n[[deliverable]]\nkind = "other"\ntitle = "A"\nclause = "L-1"\n'
        'due_day = 5\ndue_time = "24:00"\nremind_days = 3\n'
        '\n[[deliverable]]\nkind = "other"\ntitle = "B"\nclause = "L-1"\n'
        'due_day = 5\ndue_time = "18:00"\nremind_days = [1, 7, 1]\n'
    )
    assert contract_findings(text, "x") == []
    first, second = load_contract(text, "x")[0].deliverables
    assert (first.remind_days, second.remind_days) == ((3,), (7, 1))
    assert (first.name, second.name) == ("A", "B")
