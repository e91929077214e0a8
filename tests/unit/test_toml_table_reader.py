"""Values of a TOML table: exact, of the right type, and every finding with its line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jieting.domain.errors import BadInput
from jieting.domain.toml.table_reader import LARGEST, TableReader, TomlFile
from jieting.domain.toml.values import as_written

SHANGHAI = ZoneInfo("Asia/Shanghai")


def reader(text: str) -> TableReader:
    return TomlFile.parse(text, "file.toml").root()


def codes(of: TableReader) -> list[str]:
    return [finding.code for finding in of.file.findings]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("90", Fraction(90)),
        ("0.1", Fraction(1, 10)),
        ('"0.05"', Fraction(1, 20)),
        ("1e3", Fraction(1000)),
        ("0", Fraction(0)),
        ("1000000000000000", Fraction(LARGEST)),
    ],
)
def test_a_number_is_exact(written: str, number: Fraction) -> None:
    of = reader(f"n = {written}")
    assert of.exact("n") == number
    assert codes(of) == []


@given(st.decimals(0, 10**6, places=6))
@settings(deadline=None)
def test_a_decimal_means_what_is_written_with_or_without_quotes(number: Decimal) -> None:
    bare, quoted = reader(f"n = {number:f}"), reader(f'n = "{number:f}"')
    assert bare.exact("n") == quoted.exact("n") == Fraction(number)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("-1", "out_of_range"),
        ('"-0.01"', "out_of_range"),
        ("1000000000000001", "out_of_range"),
        ("1e999999999", "out_of_range"),
        ('"1e-999999999"', "out_of_range"),
        ("inf", "out_of_range"),
        ("nan", "out_of_range"),
        ("1e99999999999999999999", "out_of_range"),
        ('"inf"', "wrong_type"),
        ('"5 %"', "wrong_type"),
        ('"1,000"', "wrong_type"),
        ('""', "wrong_type"),
        ("true", "wrong_type"),
        ("[1]", "wrong_type"),
        ("2026-01-01", "wrong_type"),
    ],
)
def test_what_is_no_number_from_0_on_is_told(written: str, code: str) -> None:
    of = reader(f"n = {written}")
    assert of.exact("n") == 0
    assert codes(of) == [code]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("-1", "out_of_range"),
        (f"{LARGEST}0", "out_of_range"),
        ("1.0", "wrong_type"),
        ("true", "wrong_type"),
        ('"3"', "wrong_type"),
    ],
)
def test_what_is_no_whole_number_is_told(written: str, code: str) -> None:
    of = reader(f"n = {written}")
    of.whole("n")
    assert codes(of) == [code]


@pytest.mark.parametrize("text", ["n = " + "9" * 5000, "n = " + "[" * 100_000])
def test_what_would_exhaust_the_machine_is_told(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        TomlFile.parse(f"a = 1\n{text}", "file.toml")
    assert [finding.code for finding in refused.value.findings] == ["not_toml"]


def test_an_endless_number_is_told_with_its_line() -> None:
    with pytest.raises(BadInput) as refused:
        TomlFile.parse("a = 1\n\nn = " + "9" * 5000, "file.toml")
    assert refused.value.findings[0].place.line == 3


@pytest.mark.parametrize("text", ["a = 1", 'a = "“quoted”"', "a = 1 # 全角，"])
def test_chinese_marks_within_texts_and_comments_are_no_fault(text: str) -> None:
    assert codes(reader(text)) == []


@pytest.mark.parametrize(
    ("written", "clock"),
    [
        ('"09:00"', time(9)),
        ("09:00:00", time(9)),
        ('"24:00"', time.max),
        ('"23:59:59"', time(23, 59, 59)),
    ],
)
def test_a_time_of_day(written: str, clock: time) -> None:
    of = reader(f"at = {written}")
    assert of.clock("at") == clock
    assert codes(of) == []


@pytest.mark.parametrize(
    "written", ['"9:00"', '"09：00"', '"09:00+08:00"', '"25:00"', "9", "false"]
)
def test_what_is_no_time_of_day_is_told(written: str) -> None:
    of = reader(f"at = {written}")
    assert of.clock("at") is None
    assert codes(of) == ["wrong_type"]


@pytest.mark.parametrize("written", ["2026-10-01", '"2026-10-01"'])
def test_a_day(written: str) -> None:
    of = reader(f"day = {written}")
    assert of.day("day") == date(2026, 10, 1)
    assert codes(of) == []


@pytest.mark.parametrize(
    "written",
    [
        "0026-10-01",
        '"2026-02-30"',
        "2026-10-01T00:00:00",
        "20261001",
        "2101-01-01",
        '"1 Oct"',
        "[]",
    ],
)
def test_what_is_no_day_is_told(written: str) -> None:
    of = reader(f"day = {written}")
    assert of.day("day") is None
    assert codes(of) == ["wrong_type"]


@pytest.mark.parametrize(
    "written", ["2026-10-01T08:00:00", '"2026-10-01T08:00:00+08:00"', "2026-10-01T00:00:00Z"]
)
def test_a_moment_is_local_unless_it_says_otherwise(written: str) -> None:
    of = reader(f"at = {written}")
    assert of.moment("at", SHANGHAI) == 1_790_812_800_000_000
    assert codes(of) == []


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("0001-01-01T00:00:00", "out_of_range"),
        ("9999-12-31T23:59:59", "out_of_range"),
        ("2026-10-25T02:30:00", "clock_change"),
        ("2026-03-29T02:30:00", "clock_change"),
        ('"soon"', "wrong_type"),
        ("5", "wrong_type"),
    ],
)
def test_what_is_no_moment_is_told(written: str, code: str) -> None:
    of = reader(f"at = {written}")
    assert of.moment("at", ZoneInfo("Europe/Berlin")) is None
    assert codes(of) == [code]


@pytest.mark.parametrize("name", ["Asia/Beijing", "../etc/passwd", "Asia", "/", "上海"])
def test_an_unknown_time_zone_is_told(name: str) -> None:
    of = reader(f'zone = "{name}"')
    assert of.zone("zone").key == "UTC"
    assert codes(of) == ["unknown_zone"]


READS: list[Callable[[TableReader], object]] = [
    lambda of: of.text("key"),
    lambda of: of.flag("key"),
    lambda of: of.whole("key"),
    lambda of: of.exact("key"),
    lambda of: of.day("key"),
    lambda of: of.clock("key"),
    lambda of: of.moment("key", SHANGHAI),
    lambda of: of.zone("key"),
]


@pytest.mark.parametrize("read", READS)
def test_a_missing_key_is_told_once_at_its_table(read: Callable[[TableReader], object]) -> None:
    of = reader("\n[table]\nother = 1").table("table")
    read(of)
    assert [(f.code, f.place.line, f.place.column) for f in of.file.findings] == [
        ("missing_key", 2, "key")
    ]


@pytest.mark.parametrize("read", READS)
@pytest.mark.parametrize("text", ["", "table = 5"])
def test_the_keys_of_an_absent_table_are_not_told_one_by_one(
    read: Callable[[TableReader], object], text: str
) -> None:
    of = reader(text)
    read(of.table("table"))
    assert codes(of) == ["wrong_type" if text else "missing_table"]


VALUES = st.sampled_from(
    [
        "-1",
        "0",
        "1e400",
        '""',
        '"x"',
        "true",
        "[]",
        "[1]",
        '["a"]',
        "{}",
        "[{}]",
        "{ a = 1 }",
        "2026-01-01",
        "09:00:00",
        "2026-01-01T00:00:00Z",
        "nan",
        '"24:00"',
        '"Asia"',
        '"9" ',
    ]
)


@given(VALUES, st.sampled_from(READS))
def test_any_value_is_read_or_told(written: str, read: Callable[[TableReader], object]) -> None:
    of = reader(f"key = {written}")
    read(of)
    of.close()
    assert all(finding.place.line == 1 for finding in of.file.findings)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (True, "true"),
        (Decimal("0.50"), "0.50"),
        ("a", '"a"'),
        ({}, "a table"),
        ([1], "a list"),
        (date(2026, 1, 2), "2026-01-02"),
        (time(9), "09:00:00"),
        ("x" * 50, f'"{"x" * 40}…"'),
    ],
)
def test_a_value_is_shown_as_it_was_written(value: object, shown: str) -> None:
    assert str(as_written(value)) == shown
