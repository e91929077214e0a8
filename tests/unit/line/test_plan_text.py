from __future__ import annotations

import pytest
from hypothesis import given, settings

from jieting.domain.errors import BadInput
from jieting.domain.line.toml import parse_plan, plan_text
from tests.unit.line.plans import PLANS, example


@given(PLANS)
@settings(max_examples=40, deadline=None)
def test_a_plan_that_was_written_is_read_as_the_same_plan(plan) -> None:
    text = plan_text(plan)
    read = parse_plan(text)
    assert read == plan
    assert list(read.nodes) == list(plan.nodes)
    assert list(read.prompts) == list(plan.prompts)
    assert plan_text(read) == text


def test_what_stands_at_its_default_is_not_written() -> None:
    text = plan_text(example())
    assert "registers" not in text
    assert "wrap_up_s = 10" in text
    assert "tries = 2" not in text.split("[survey]")[0]


def _codes(text: str) -> list[tuple[str, int | None]]:
    with pytest.raises(BadInput) as error:
        parse_plan(text, "x.toml")
    return [(finding.code, finding.place.line) for finding in error.value.findings]


def test_everything_wrong_is_told_at_once_with_its_line() -> None:
    text = """\
[line]
contract = "x"
numbers = ["12123"]
start = 7
closd = "closed"

[[node]]
name = "main"
kind = "menue"

[[node]]
name = "main"
kind = "message"
prompt = "p"

[[queue]]
name = "q"
strategy = "rrmemry"
ring_s = "20"

[survey]
prompt = "s"
keys = { 1 = "very_good" }
"""
    assert sorted(_codes(text), key=lambda found: found[1] or 0) == [
        ("wrong_type", 4),
        ("unknown_key", 5),
        ("unknown_value", 9),
        ("twice", 12),
        ("unknown_value", 18),
        ("wrong_type", 19),
        ("unknown_value", 23),
    ]


def test_a_text_without_a_line_says_what_is_missing() -> None:
    assert [code for code, _ in _codes("")] == ["missing_table"]
    assert [code for code, _ in _codes("[line")] == ["not_toml"]
