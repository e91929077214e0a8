"""Records files: what is read, what is told, and to which month each record belongs."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from jieting.domain.contracts.fit import fit_findings
from jieting.domain.contracts.load import load_contract
from jieting.domain.contracts.load_records import load_records
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.records import Records
from jieting.domain.errors import BadInput, Finding
from jieting.domain.periods import SECOND, Month, iso

ZONE = ZoneInfo("Asia/Shanghai")
OCTOBER = Month(2026, 10)
CONTRACTS = Path(__file__).parents[2] / "contracts"


def contract(name: str) -> Contract:
    file = CONTRACTS / f"{name}.toml"
    return load_contract(file.read_text(encoding="utf-8"), file.name)[0]


def read(text: str) -> Records:
    return load_records(text, "records.toml", ZONE)[0]


def codes(text: str) -> list[tuple[str, int | None]]:
    """What is told of a file, each with its line."""
    try:
        found: tuple[Finding, ...] | list[Finding] = load_records(text, "records.toml", ZONE)[1]
    except BadInput as error:
        found = error.findings
    return [(finding.code, finding.place.line) for finding in found]


def test_an_empty_file_has_no_records() -> None:
    assert read("") == Records(file="records.toml")


def test_times_without_an_offset_are_local() -> None:
    text = '[[complaint]]\ncall_id = "1"\nreceived_at = {}\nverdict = "open"\n'
    times = ["2026-10-01T09:00:00", '"2026-10-01T09:00:00"', "2026-10-01T01:00:00Z"]
    found = {read(text.format(at)).complaint[0].received_at for at in times}
    assert [iso(at, ZONE) for at in found] == ["2026-10-01T09:00:00+08:00"]


@pytest.mark.parametrize(
    ("body", "code", "line"),
    [
        ('from = "2026-10-01T10:00:00"\nto = "2026-10-01T10:00:00"', "exclusion_span", 3),
        ('from = "2026-10-01T10:00:00"\nto = "2026-10-01T09:00:00"', "exclusion_span", 3),
        ('from = "2026-10-01T10:00:00"', "exclusion_span", 1),
        ('day = 2026-10-01\nto = "2026-10-01T10:00:00"', "exclusion_span", 1),
        ('reason = "none"', "exclusion_span", 1),
    ],
)
def test_an_exclusion_has_one_clear_span(body: str, code: str, line: int) -> None:
    assert (code, line) in codes(f"[[exclusion]]\n{body}\nagreed = true\n")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            '[[complaint]]\ncall_id = "1"\nreceived_at = 2026-10-01\nverdict = "yes"',
            "unknown_value",
        ),
        ('[[complaint]]\nreceived_at = 2026-10-01\nverdict = "open"', "missing_key"),
        ('[[complaint]]\ncall_id = "1"\nreceived_at = "soon"\nverdict = "open"', "wrong_type"),
        ("[[training]]\ndate = 2026-10-01\nkind = 5", "wrong_type"),
        ('[[evaluation]]\ncall_id = "1"\nsampled = "yes"', "wrong_type"),
        ('[[spot_check]]\ncall_id = "1"', "missing_key"),
        ('[[report]]\nkind = "weekly"\ndue_at = 2026-11-05', "unknown_value"),
        ('[[report]]\nkind = "operations"', "missing_key"),
        ('[[report]]\nkind = "operations"\ndue_at = 2026-11-05\nmonth = "October"', "not_a_month"),
        ("[[self_assessment]]\ndue_at = 2026-11-05\nuntrue_items = -1", "out_of_range"),
        ('[[confidentiality_finding]]\ndate = 2026-10-01\nconsequence = "bad"', "unknown_value"),
        ("[[violation]]\nlevel = 3\nreceived_at = 2026-10-01", "violation_level"),
        (
            "[[violation]]\nlevel = 2\nreceived_at = 2026-10-02\nrectified_at = 2026-10-01",
            "rectified_before",
        ),
        ("[[complaints]]\n", "unknown_key"),
        ('[[training]]\ndate = 2026-10-01\nkind = "special"\nattendes = ["A01"]', "unknown_key"),
    ],
)
def test_what_cannot_be_meant_is_told(text: str, code: str) -> None:
    assert code in [found for found, _ in codes(text)]


def test_every_finding_is_told_at_once() -> None:
    text = "[[violation]]\nlevel = 0\n[[complaint]]\n[[training]]\n"
    assert len(codes(text)) >= 6


def test_a_complaint_written_twice_with_two_verdicts_is_an_error() -> None:
    text = '[[complaint]]\ncall_id = "1"\nreceived_at = 2026-10-01\nverdict = "{}"\n'
    assert codes(text.format("open") + text.format("justified")) == [("complaint_twice", 6)]
    with pytest.raises(BadInput):
        read(text.format("open") + text.format("justified"))
    assert len(read(text.format("open") * 2).complaint) == 1


def test_kinds_may_be_written_as_people_write_them() -> None:
    text = '[[report]]\nkind = "Operations Report"\ndue_at = 2026-11-05\n'
    assert read(text).report[0].kind == "operations"


def test_a_number_stands_for_so_many_unnamed_items() -> None:
    text = '[[report]]\nkind = "operations"\ndue_at = 2026-11-05\nmissing = 3\n'
    assert len(read(text).report[0].missing) == 3


def test_agreed_exclusions_are_disjoint_and_cut_to_the_month() -> None:
    span = '[[exclusion]]\nfrom = "{}"\nto = "{}"\nagreed = {}\n'
    records = read(
        span.format("2026-09-30T23:00:00", "2026-10-01T02:00:00", "true")
        + span.format("2026-10-01T01:00:00", "2026-10-01T03:00:00", "true")
        + span.format("2026-10-01T02:00:00", "2026-10-01T09:00:00", "false")
        + span.format("2026-10-31T23:00:00", "2026-11-01T01:00:00", "true")
    )
    found = [
        (iso(p.start, ZONE)[:16], iso(p.end, ZONE)[:16])
        for p in records.agreed_exclusions(OCTOBER, ZONE)
    ]
    assert found == [
        ("2026-10-01T00:00", "2026-10-01T03:00"),
        ("2026-10-31T23:00", "2026-11-01T00:00"),
    ]


def test_a_day_is_a_whole_local_day() -> None:
    (exclusion,) = read("[[exclusion]]\nday = 2026-10-10\nagreed = true\n").exclusion
    assert exclusion.period.length == 86_400 * SECOND
    assert iso(exclusion.period.start, ZONE) == "2026-10-10T00:00:00+08:00"
    assert exclusion.day == date(2026, 10, 10)


REPORT = '[[report]]\nkind = "{}"\ndue_at = "{}"\n'


@pytest.mark.parametrize(
    ("dues", "month", "taken"),
    [
        (["2026-11-05", "2026-12-05"], "2026-10", ["2026-11-05"]),
        (["2026-11-05", "2026-12-05"], "2026-11", ["2026-12-05"]),
        (["2026-10-31", "2026-11-30"], "2026-10", ["2026-10-31"]),
        (["2026-11-30"], "2026-10", ["2026-11-30"]),
        (["2026-10-31", "2026-11-05"], "2026-10", ["2026-11-05"]),
        (["2026-11-20", "2026-11-21"], "2026-10", ["2026-11-20"]),
        (["2026-12-01"], "2026-10", []),
        (["2026-09-30"], "2026-10", []),
        (["2027-01-05"], "2026-12", ["2027-01-05"]),
    ],
)
def test_the_month_of_a_report_that_names_none(
    dues: list[str], month: str, taken: list[str]
) -> None:
    records = read("".join(REPORT.format("operations", due) for due in dues))
    found = records.of_month(Month.parse(month), ZONE).report
    assert [iso(report.due_at, ZONE)[:10] for report in found] == taken


def test_each_kind_of_report_finds_its_month_by_itself() -> None:
    text = REPORT.format("personnel", "2026-11-05") + REPORT.format("operations", "2026-10-31")
    found = read(text).of_month(OCTOBER, ZONE).report
    assert [report.kind for report in found] == ["personnel", "operations"]


def test_a_window_that_cuts_a_day_does_not_fit_a_contract_of_whole_days() -> None:
    window = (
        '[[exclusion]]\nfrom = "2026-10-10T09:00:00"\nto = "2026-10-10T18:00:00"\nagreed = true\n'
    )
    records = read(window)
    errors = [f for f in fit_findings(contract("post-loan"), OCTOBER, records) if f.is_error]
    assert [(f.code, f.place.line) for f in errors] == [("not_a_whole_day", 1)]
    assert not [f for f in fit_findings(contract("ningde-12123"), OCTOBER, records) if f.is_error]


def test_overlaps_other_months_and_dates_of_the_contract_are_told() -> None:
    text = (
        '[[exclusion]]\nfrom = "2026-10-10T09:00:00"\nto = "2026-10-10T11:00:00"\nagreed = true\n'
        '[[exclusion]]\nfrom = "2026-10-10T10:00:00"\nto = "2026-10-10T12:00:00"\nagreed = true\n'
        '[[training]]\ndate = 2026-09-10\nkind = "special"\nattendees = 3\n'
    )
    hotline = contract("ningde-12123")
    found = [finding.code for finding in fit_findings(hotline, OCTOBER, read(text))]
    assert found == ["exclusion_overlap", "other_month"]
    assert "not_effective" in [f.code for f in fit_findings(hotline, Month(2025, 12), Records())]


@pytest.mark.parametrize("word", ["operations", "Operations report", "服务运营报告", "运营"])
def test_a_kind_of_report_may_be_written_in_several_ways(word: str) -> None:
    text = f'[[report]]\nkind = "{word}"\ndue_at = 2026-11-05T18:00:00\n'
    records, _ = load_records(text, "records.toml", ZoneInfo("Asia/Shanghai"))
    assert [report.kind for report in records.report] == ["operations"]


@pytest.mark.parametrize("word", ["special", "Special training", "专项培训"])
def test_a_kind_of_training_may_be_written_in_several_ways(word: str) -> None:
    text = f'[[training]]\ndate = 2026-10-05\nkind = "{word}"\nattendees = ["8001"]\n'
    records, _ = load_records(text, "records.toml", ZoneInfo("Asia/Shanghai"))
    assert [training.kind for training in records.training] == ["special"]
