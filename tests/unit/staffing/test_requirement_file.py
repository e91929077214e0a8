from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jieting.domain.periods import HALF_HOUR
from jieting.domain.staffing.file import COLUMNS, read_requirement, requirement_csv
from jieting.domain.staffing.requirement import Required

CHINA = ZoneInfo("Asia/Shanghai")
ROWS = st.builds(
    lambda queue, slot, calls, aht_s, agents, away: Required(
        queue, slot * HALF_HOUR, calls / 1000, aht_s / 10, agents, agents + away
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\r\n\x00"), max_size=8),
    st.integers(30_000, 1_500_000),
    st.integers(0, 10**7),
    st.integers(0, 10**5),
    st.integers(0, 50_000),
    st.integers(0, 50_000),
)
GOOD = "12123,2026-12-01T09:00:00+08:00,12.500,150.0,3,5"


@settings(max_examples=40)
@given(st.lists(ROWS, min_size=1, max_size=6, unique_by=lambda one: (one.queue, one.start)))
def test_what_is_written_is_read_again(rows):
    read, findings = read_requirement(requirement_csv(rows, CHINA), "r.csv")
    assert not findings
    assert list(read) == sorted(rows, key=lambda one: (one.queue, one.start))


def test_a_file_looks_like_this():
    (one,), _ = read_requirement(f"{','.join(COLUMNS)}\n{GOOD}\n", "r.csv")
    assert requirement_csv([one], CHINA) == f"queue,start,calls,aht_s,agents,rostered\n{GOOD}\n"


def test_columns_may_stand_in_another_order_beside_others():
    text = (
        "\ufeffrostered,note,agents,aht_s,calls,start,queue\n"
        "5,x,3,150,12.5,2026-12-01T01:00:00+00:00,12123\n"
    )
    assert (
        read_requirement(text, "r.csv")[0]
        == read_requirement(f"{','.join(COLUMNS)}\n{GOOD}\n", "r.csv")[0]
    )


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        (GOOD.replace("+08:00", ""), "wrong_start", "start"),
        (GOOD.replace("09:00:00", "09:10:00"), "wrong_start", "start"),
        (GOOD.replace("12.500", "-1"), "wrong_number", "calls"),
        (GOOD.replace("150.0", "nan"), "wrong_number", "aht_s"),
        (GOOD.replace(",3,5", ",2.5,5"), "wrong_number", "agents"),
        (GOOD.replace(",3,5", ",3,-5"), "wrong_number", "rostered"),
        (GOOD.replace(",3,5", ",3,1000000"), "wrong_number", "rostered"),
        (GOOD.replace(",3,5", ",3"), "wrong_number", "rostered"),
        (GOOD.replace(",3,5", ",6,5"), "rostered_below_agents", "rostered"),
        (GOOD, "half_hour_twice", ""),
    ],
)
def test_a_wrong_row_is_told_with_its_line(row, code, column):
    text = f"{','.join(COLUMNS)}\n{GOOD}\n{row}\n"
    read, findings = read_requirement(text, "r.csv")
    assert len(read) == 1
    assert [(one.code, one.place.line, one.place.column) for one in findings] == [(code, 3, column)]


def test_everything_wrong_in_a_row_is_told_at_once():
    _, findings = read_requirement(f"{','.join(COLUMNS)}\nq,yesterday,x,y,z,-\n", "r.csv")
    assert [one.place.column for one in findings] == list(COLUMNS[1:])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "missing_column"),
        (",".join(COLUMNS[:-1]) + "\n", "missing_column"),
        (",".join(COLUMNS) + "\n", "no_rows"),
    ],
)
def test_a_file_without_a_requirement_is_told(text, code):
    read, findings = read_requirement(text, "r.csv")
    assert read == ()
    assert [one.code for one in findings] == [code]


def test_a_header_that_is_no_csv_is_told():
    read, [finding] = read_requirement("x" * 200_000 + "\n", "need.csv")
    assert (read, finding.code) == ((), "not_csv")
