"""A statement says what was assessed, once, and its JSON is what scripts rely on."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from jieting.documents.build import build_statement
from jieting.documents.explain import working
from jieting.documents.statement import COUNT_NAMES, StatementInput
from jieting.documents.write import write_statement
from jieting.domain.contracts.assess import Assessment, assess
from jieting.domain.figures import FIGURES, Figure, define
from jieting.domain.said import say
from tests.unit import statement_cases as cases

KEYS = [
    "contract",
    "version",
    "month",
    "counts",
    "figures",
    "lines",
    "limits",
    "score",
    "coefficient",
]


def as_json(given: StatementInput | Assessment) -> dict[str, Any]:
    if isinstance(given, Assessment):
        given = StatementInput(given)
    text = write_statement(given, "json", "en")
    found: dict[str, Any] = json.loads(text)
    return found


def test_json_of_a_scored_month_has_exactly_the_promised_fields() -> None:
    found = as_json(cases.hotline())
    assert list(found) == KEYS
    assert list(found["counts"]) == [
        "arrived",
        "served_by_ivr",
        "abandoned_in_ivr",
        "offered",
        "answered",
        "abandoned",
        "overflowed",
        "rejected",
        "excluded",
    ]
    assert found["counts"] == cases.COUNTS
    assert [list(row) for row in found["figures"]] == [
        ["clause", "name", "numerator", "denominator", "shown"]
    ] * 3
    assert all(list(row) == ["clause", "full", "earned", "why"] for row in found["lines"])
    assert all(list(row) == ["clause", "met", "findings"] for row in found["limits"])


def test_json_numbers_are_decimal_strings_formatted_once() -> None:
    found = as_json(cases.hotline())
    assert (found["contract"], found["version"], found["month"]) == ("ningde-12123", "1", "2026-10")
    assert found["figures"] == [
        {
            "clause": "N-4.1",
            "name": "connection_rate",
            "numerator": 8897,
            "denominator": 10000,
            "shown": "88.97",
        },
        {
            "clause": "N-4.2",
            "name": "satisfaction",
            "numerator": 1921,
            "denominator": 2000,
            "shown": "96.05",
        },
        {
            "clause": "N-4.3",
            "name": "complaint_rate",
            "numerator": 5,
            "denominator": 6897,
            "shown": "0.072",
        },
    ]
    # By hand: 10; 10 - 0.5; 25 - 1; 25 + 2 * 0.2; 10 - 2 * 2; 10 - 5; 10 - 0.2.
    assert [(line["clause"], line["full"], line["earned"]) for line in found["lines"]] == [
        ("N-5.2.1", "10", "10.00"),
        ("N-5.2.2", "10", "9.50"),
        ("N-5.2.3", "25", "24.00"),
        ("N-5.2.4", "25", "25.40"),
        ("N-5.2.5", "10", "6.00"),
        ("N-5.2.6", "10", "5.00"),
        ("N-5.2.7", "10", "9.80"),
    ]
    assert (found["score"], found["coefficient"]) == ("89.70", "0.95")
    assert "88.97 %" in found["lines"][2]["why"]


def test_json_of_a_contract_without_points() -> None:
    found = as_json(cases.post_loan())
    assert list(found) == KEYS
    assert (found["lines"], found["score"], found["coefficient"]) == ([], None, None)
    limits = {limit["clause"]: limit for limit in found["limits"]}
    assert limits["P-3.2"]["met"] is False
    assert any("2026-10-12" in finding for finding in limits["P-3.2"]["findings"])
    assert limits["P-8.2"] == {"clause": "P-8.2", "met": True, "findings": []}


def test_a_line_that_waits_is_null_and_so_are_score_and_coefficient() -> None:
    without_self_assessment = cases.RECORDS.split("[[self_assessment]]", maxsplit=1)[0]
    found = as_json(cases.hotline(text=without_self_assessment))
    line = found["lines"][1]
    assert (line["clause"], line["earned"]) == ("N-5.2.2", None)
    assert "waiting" in line["why"]
    assert (found["score"], found["coefficient"]) == (None, None)


def test_a_figure_without_base_shows_null_and_its_line_is_marked() -> None:
    base = cases.hotline()
    of, no_ratings = base.contract, {**cases.NUMBERS, "N-4.2": (0, 0)}
    counted = replace(base.counted, figures=cases.figures(of, no_ratings))
    assessment = assess(of, cases.MONTH, counted, cases.records(of))
    found = as_json(assessment)
    assert found["figures"][1]["shown"] is None
    assert found["lines"][3]["earned"] == "25.00"
    text = write_statement(StatementInput(assessment), "text", "en")
    assert "Marked: no base." in str(text)


def test_optional_parts_stand_at_the_end_and_only_where_asked_for() -> None:
    found = as_json(cases.full_input())
    assert list(found) == [*KEYS, "without_exclusions", "what_if"]
    assert list(found["without_exclusions"]) == KEYS[3:]
    assert found["without_exclusions"]["figures"][0]["shown"] == "86.88"
    assert found["without_exclusions"]["score"] == "87.70"
    started = [
        row for row in found["what_if"] if (row["clause"], row["value"]) == ("N-5.2.3", "started")
    ]
    assert started == [
        {
            "choice": "partial_point",
            "clause": "N-5.2.3",
            "value": "started",
            "chosen": False,
            "score": "88.70",
            "coefficient": "0.95",
            "moved": ["N-5.2.3"],
        }
    ]


def test_json_is_stable_readable_text() -> None:
    first = write_statement(cases.full_input(), "json", "en")
    second = write_statement(cases.full_input(), "json", "en")
    assert first == second
    assert isinstance(first, str)
    assert first.startswith('{\n  "contract": "ningde-12123",\n')
    assert first.endswith("}\n")
    assert "\\u" not in first


def test_json_is_written_where_it_is_told(tmp_path: Path) -> None:
    out = tmp_path / "statement.json"
    text = write_statement(StatementInput(cases.hotline()), "json", "en", out)
    assert out.read_bytes().decode("utf-8") == text


def test_json_loads_no_library_of_another_format() -> None:
    code = (
        "import sys; import jieting.domain.contracts.assess; "
        "known = set(sys.modules); import jieting.documents.write; "
        "new = {name.partition('.')[0] for name in set(sys.modules) - known}; "
        "print(sorted(new & {'typst', 'xlsxwriter', 'docxtpl', 'docx', 'rich', 'jinja2'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(("format", "lang"), [("odt", "en"), ("json", "fr")])
def test_an_unknown_format_or_language_is_named(format: str, lang: str) -> None:  # noqa: A002
    with pytest.raises(ValueError, match=r"odt|fr"):
        write_statement(StatementInput(cases.hotline()), format, lang)


def test_findings_are_counted_by_kind_and_their_first_places_named() -> None:
    notes = build_statement(cases.full_input()).notes
    assert [(note.code, note.number, len(note.places)) for note in notes] == [
        ("times_backwards", 5, 3),
        ("long_call", 1, 1),
    ]
    text = str(write_statement(cases.full_input(), "text", "en"))
    assert "and 2 more" in text
    assert "Findings in the data: error 5; warning 1." in text


def test_calls_left_out_are_told_by_reason_without_empty_ones() -> None:
    left_out = build_statement(cases.full_input()).left_out
    assert [(str(row.reason), row.number) for row in left_out] == [
        ("outbound call", 812),
        ("belongs to another month", 31),
    ]


def test_a_total_that_is_cut_says_so() -> None:
    base = cases.hotline()
    lines = tuple(replace(line, earned=line.full + 1) for line in base.lines)
    capped = replace(base, lines=lines, score=Fraction(100), coefficient=Fraction(1))
    text = str(write_statement(StatementInput(capped), "text", "en"))
    assert "The lines add up to 107.00; the total is cut to 100.00." in " ".join(text.split())


def test_whether_a_target_is_met_follows_the_reading_that_is_in_force() -> None:
    of = cases.contract("ningde-12123")
    score_on = next(choice for choice in of.choices if choice.name == "score_on")
    numbers = {**cases.NUMBERS, "N-4.1": (89_996, 100_000)}  # 89.996 %, shown as 90.00 %
    for reading, met in (("shown", True), ("exact", False)):
        changed = of.with_reading(score_on, reading)
        counted = replace(cases.hotline().counted, figures=cases.figures(changed, numbers))
        assessment = assess(changed, cases.MONTH, counted, cases.records(changed))
        row = build_statement(StatementInput(assessment)).month.figures[0]
        assert (row.shown, row.met) == ("90.00", met)


@pytest.mark.parametrize("name", sorted(FIGURES))
def test_the_worked_example_of_every_figure_shows_its_arithmetic(name: str) -> None:
    definition = define(name)
    example = definition.example
    figure = Figure(definition, example.numerator, example.denominator)
    shown = f"{figure.shown(2)} {definition.unit.value}"
    assert str(working(figure, 2)).endswith(shown)
    if definition.rank is None:
        assert str(working(figure, 2)).startswith(str(example.numerator))


def test_working_without_a_base_and_with_a_rounded_result() -> None:
    definition = define("complaint_rate")
    assert working(Figure(definition, 0, 0), 3) == say("no base")
    assert str(working(Figure(definition, 5, 6897), 3)) == "5 / 6897 × 100 % ≈ 0.072 %"
    assert str(working(Figure(definition, 1, 8), 3)) == "1 / 8 × 100 % = 12.500 %"


def test_counts_are_the_nine_of_the_plan() -> None:
    assert len(COUNT_NAMES) == 9
    assert COUNT_NAMES[-1] == "excluded"


def test_the_reference_shows_the_fields_and_numbers_that_are_written() -> None:
    reference = Path(__file__).parents[2] / "docs" / "reference" / "statement-json.md"
    text = reference.read_text(encoding="utf-8")
    shown = json.loads(text.partition("```json\n")[2].partition("```")[0])
    found = as_json(cases.hotline())
    assert list(shown) == list(found)
    assert shown["counts"] == found["counts"]
    assert shown["figures"][0] == found["figures"][0]
    assert {**shown["lines"][0], "why": ""} == {**found["lines"][2], "why": ""}
    assert (shown["score"], shown["coefficient"]) == (found["score"], found["coefficient"])
