from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jieting.domain.forecasting.file import forecast_csv, read_forecast
from jieting.domain.forecasting.forecast import Forecast, Slot
from jieting.domain.periods import HALF_HOUR

SHANGHAI = ZoneInfo("Asia/Shanghai")
HEADER = "queue,start,calls,low,high,aht_s"
GOOD = "hotline,2026-10-01T09:30:00+08:00,12.500,8.000,18.000,180.0"


@st.composite
def forecasts(draw: st.DrawFn) -> Forecast:
    half_hours = draw(st.sets(st.integers(900_000, 900_100), min_size=1, max_size=5))
    slots = []
    for queue in sorted(draw(st.sets(st.sampled_from(["a", "业务,咨询", 'q"1']), min_size=1))):
        for number in sorted(half_hours):
            low, calls, high = sorted(
                draw(st.lists(st.integers(0, 9_000_000), min_size=3, max_size=3))
            )
            aht = draw(st.integers(0, 9_999)) / 10
            slots.append(
                Slot(queue, number * HALF_HOUR, calls / 1000, low / 1000, high / 1000, aht)
            )
    slots.sort(key=lambda slot: (slot.queue, slot.start))
    return Forecast(tuple(slots), 0.0)


@given(forecasts(), st.sampled_from(["Asia/Shanghai", "UTC", "America/New_York", "Asia/Kolkata"]))
def test_what_is_written_is_read_again(forecast: Forecast, zone: str) -> None:
    assert read_forecast(forecast_csv(forecast, ZoneInfo(zone)), "f.csv") == (forecast, ())


def test_a_written_row_is_as_documented() -> None:
    forecast, findings = read_forecast(f"{HEADER}\n{GOOD}\n", "f.csv")
    assert not findings
    assert forecast_csv(forecast, SHANGHAI) == f"{HEADER}\n{GOOD}\n"
    assert forecast.slots[0].calls == 12.5


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("hotline,2026-10-01T09:30:00,1,1,1,1", "wrong_start"),
        ("hotline,2026-10-01T09:31:00+08:00,1,1,1,1", "wrong_start"),
        ("hotline,yesterday,1,1,1,1", "wrong_start"),
        ("hotline,2026-10-01T10:00:00+08:00,-1,1,1,1", "wrong_number"),
        ("hotline,2026-10-01T10:00:00+08:00,nan,1,1,1", "wrong_number"),
        ("hotline,2026-10-01T10:00:00+08:00,1,1,1", "wrong_number"),
        ("hotline,2026-10-01T10:00:00+08:00,5,6,9,1", "disordered_interval"),
        (GOOD, "half_hour_twice"),
    ],
)
def test_a_bad_row_is_told_with_its_line_and_left_out(row: str, code: str) -> None:
    forecast, findings = read_forecast(f"{HEADER}\n{GOOD}\n{row}\n", "f.csv")
    assert {finding.code for finding in findings} == {code}
    assert findings[0].place.line == 3
    assert len(forecast.slots) == 1


def test_columns_may_stand_in_any_order_after_a_byte_order_mark() -> None:
    text = "\ufeffaht_s,high,low,calls,start,queue,note\n1,3,1,2,2026-10-01T00:00:00Z,q,x\n"
    forecast, findings = read_forecast(text, "f.csv")
    assert not findings
    assert forecast.slots[0].high == 3


def test_missing_columns_and_no_rows_are_told() -> None:
    assert [f.code for f in read_forecast("queue,start\n", "f.csv")[1]] == ["missing_column"]
    assert [f.code for f in read_forecast(HEADER + "\n", "f.csv")[1]] == ["no_rows"]
