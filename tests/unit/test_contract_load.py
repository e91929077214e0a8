"""Loading a contract: what the file says is what the contract holds, and no file breaks it."""

from __future__ import annotations

from datetime import date, time
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jieting.domain.contracts.load import contract_findings, load_contract
from jieting.domain.contracts.model import Contract

FOLDER = Path(__file__).parents[1] / "golden" / "broken_contracts"
SHIPPED = Path(__file__).parents[2] / "contracts"
LIMITS = (FOLDER / "base_limits.toml").read_text(encoding="utf-8")
POINTS = (FOLDER / "base_points.toml").read_text(encoding="utf-8")
HOTLINE = (SHIPPED / "ningde-12123.toml").read_text(encoding="utf-8")


def loaded(text: str) -> Contract:
    return load_contract(text, "file.toml")[0]


def test_a_byte_order_mark_and_windows_lines_change_nothing() -> None:
    assert loaded("\ufeff" + LIMITS.replace("\n", "\r\n")) == loaded(LIMITS)


def test_a_decimal_without_quotes_is_exact() -> None:
    assert loaded(LIMITS.replace('"1000.00"', "0.1")).fee.amount == Fraction(1, 10)


def test_every_clause_figure_and_choice_knows_its_line() -> None:
    lines = HOTLINE.split("\n")
    contract = loaded(HOTLINE)
    for entry, header in (
        *((clause, "[[clause]]") for clause in contract.clauses),
        *((use, "[[figure]]") for use in contract.figures),
        *((choice, "[[choice]]") for choice in contract.choices),
    ):
        assert entry.line is not None
        assert lines[entry.line - 1] == header


def test_hours_of_a_special_day_and_of_a_later_year() -> None:
    contract = loaded(
        LIMITS.replace(
            'to = "18:00"',
            """to = "18:00"
effective_to = 2026-07-01

[[service_hours]]
days = ["mon"]
from = 08:00:00
to = "24:00"
effective_from = 2026-07-01

[[special_day]]
day = 2026-10-01
reason = "National Day"

[[special_day]]
day = 2026-10-10
reason = "moved workday"
hours = [{ from = "10:00", to = "12:00" }, { from = "13:00", to = "14:00" }]""",
        )
    )
    hours = contract.calendar.hours_of
    assert hours(date(2026, 6, 30)) == ((time(9), time(18)),)
    assert hours(date(2026, 7, 1)) == ()
    assert hours(date(2026, 7, 6)) == ((time(8), time.max),)
    assert hours(date(2026, 10, 1)) == ()
    assert hours(date(2026, 10, 10)) == ((time(10), time(12)), (time(13), time(14)))


def test_a_parameter_that_no_choice_settles_stands_with_the_figure() -> None:
    text = LIMITS.replace(
        '[[clause]]\nid = "L-1"',
        '''[[figure]]
clause = "L-2"
name = "service_level"
[figure.parameters]
threshold_s = "15"

[[clause]]
id = "L-1"''',
    )
    contract = loaded(text)
    parameters = contract.definition(contract.figure_use("L-2")).parameters
    assert parameters == {"threshold_s": "15", "abandon_variant": "of_offered"}


def test_a_choice_is_a_parameter_of_the_figures_it_touches() -> None:
    contract = loaded(HOTLINE)
    use = contract.figure_use("N-4.1")
    assert contract.definition(use).parameters == {
        "total_requests": "arrived",
        "ivr_answered": "reached_answer",
    }


def test_all_findings_are_told_at_once() -> None:
    text = POINTS.replace("points = 90", 'points = "90 points"').replace("Asia/Shanghai", "Asia")
    text = text.replace('kind = "kpi"', 'kind = "kpis"')
    found = {(finding.code, finding.place.column) for finding in contract_findings(text, "f")}
    assert found >= {
        ("unknown_zone", "time_zone"),
        ("wrong_type", "points"),
        ("unknown_value", "kind"),
        ("points_total", "points"),
    }


def test_a_rule_that_cannot_be_read_does_not_shift_the_lines_of_the_next_one() -> None:
    text = HOTLINE.replace(
        '[[clause.rule]]                  # 未按规定采取措施：每次 1 分\n  kind = "per_event"',
        '[[clause.rule]]\n  kind = "per_evnt"',
    ).replace('when = { consequence = "harm" }', 'when = { consequence = "harm" }\n  poinst = 1')
    found = [f for f in contract_findings(text, "f") if f.is_error]
    lines = text.split("\n")
    assert [(f.code, lines[(f.place.line or 0) - 1].strip()) for f in found] == [
        ("unknown_value", 'kind = "per_evnt"'),
        ("unknown_key", "poinst = 1"),
    ]


VALUES = [
    "-1",
    "0",
    "99",
    "1e400",
    '""',
    '"x"',
    "true",
    "[]",
    "[1]",
    '["mon"]',
    "{}",
    "[{}]",
    '[{ kind = "limit" }]',
    "2026-01-01",
    "09:00:00",
    "nan",
    '"24:00"',
    '"all"',
    "[[]]",
]


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A good contract of which up to three lines were lost, doubled, or given another value."""
    lines = draw(st.sampled_from([LIMITS, POINTS, HOTLINE])).split("\n")
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        line, how = lines[at], draw(st.sampled_from(["lose", "double", "value", "inner"]))
        if how == "lose":
            lines[at] = ""
        elif how == "double":
            lines.insert(at, line)
        elif how == "value" and " = " in line:
            lines[at] = f"{line.split(' = ')[0]} = {draw(st.sampled_from(VALUES))}"
        elif " = " in line:
            *front, last = line.rsplit(" = ", 1)
            lines[at] = f"{front[0]} = {draw(st.sampled_from(VALUES))}{last.lstrip('0123456789')}"
    return "\n".join(lines)


@settings(deadline=None, max_examples=200)
@given(damaged())
def test_no_file_breaks_the_loader(text: str) -> None:
    found = contract_findings(text, "file.toml")
    count = text.count("\n") + 1
    for finding in found:
        assert finding.place.line in range(1, count + 1)
        assert all(map(str, (finding.what, finding.why, finding.remedy)))
    if not any(finding.is_error for finding in found):
        contract = loaded(text)
        assert sum(c.points or 0 for c in contract.clauses) in (0, 100)
        assert [contract.definition(use).name for use in contract.figures]


@pytest.mark.parametrize("name", ["ningde-12123.toml", "post-loan.toml"])
def test_a_reading_can_be_changed_without_touching_the_contract(name: str) -> None:
    contract = loaded((SHIPPED / name).read_text(encoding="utf-8"))
    for choice, value in contract.alternatives():
        other = contract.with_reading(choice, value)
        assert other.reading(choice.name, choice.clause) == value
        assert contract.reading(choice.name, choice.clause) == choice.value
