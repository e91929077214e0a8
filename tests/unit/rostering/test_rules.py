from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jieting.domain.rostering.check import check
from jieting.domain.rostering.problem import RuleUse
from jieting.domain.rostering.rules.registry import RULES, in_force
from tests.unit.rostering.problems import MONDAY, problem_of, rostered, rows_of

CASES = tomllib.loads(Path(__file__).with_name("rule_cases.toml").read_text("utf-8"))["case"]
LISTS = ("holidays", "workdays", "rest_days")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['rule']}: {case['says']}")
def test_each_rule_is_kept_and_broken_where_its_cases_say(case):
    days = {key: case[key] for key in LISTS if key in case}
    problem = problem_of(case.get("problem", ""), case.get("first", MONDAY), **days)
    checked = check(problem, rows_of(case["rows"], problem))
    found = [
        [one.person, list(one.days), *([list(one.slots)] if one.slots else [])]
        for one in checked.breaches
        if one.rule == case["rule"]
    ]
    assert sorted(found) == sorted(case["breaches"])


@pytest.mark.parametrize("name", RULES)
def test_each_rule_has_a_case_that_keeps_it_and_one_that_breaks_it(name):
    broken = {bool(case["breaches"]) for case in CASES if case["rule"] == name}
    assert broken == {True, False}


def test_each_rule_stands_in_a_file_of_its_name():
    for name, rule in RULES.items():
        assert rule.breaches.__module__.endswith(f".rules.{name}")
        assert rule.name == name


def _breaches(problem, rows):
    found = check(problem, rows).breaches
    return Counter((one.rule, one.person, one.days, one.slots) for one in found)


@settings(max_examples=30)
@given(rostered())
def test_the_order_of_people_changes_neither_breaches_nor_cost(case):
    problem, rows = case
    turned = replace(problem, people=problem.people[::-1])
    assert _breaches(turned, rows) == _breaches(problem, rows)
    assert check(turned, rows).cost == check(problem, rows).cost


STRICTER = {
    "rest_between_shifts": ("least", 1),
    "weekly_rest_day": ("least", 1),
    "days_in_a_row": ("most", -1),
    "daily_hours": ("most", -1),
    "weekly_hours": ("most", -1),
    "overtime": ("day", -1),
    "hours_system": ("longest", -1),
}


@settings(max_examples=70)
@given(rostered(), st.sampled_from(sorted(STRICTER)), st.tuples(*[st.integers(1, 900)] * 2))
def test_a_stricter_setting_never_takes_a_breach_away(case, name, values):
    problem, rows = case
    key, direction = STRICTER[name]
    loose, strict = (
        _of(replace(problem, rules=(RuleUse(name, {key: value}),)), rows, name)
        for value in sorted(values, reverse=direction < 0)
    )
    assert loose <= strict


def _of(problem, rows, name):
    return {(one.person, one.days) for one in check(problem, rows).breaches if one.rule == name}


def test_a_roster_without_shifts_breaks_no_rule_of_the_law():
    problem = problem_of()
    assert check(problem, rows_of({}, problem)).feasible


def test_rules_by_law_are_in_force_though_nobody_named_them():
    names = {rule.name for rule, _ in in_force(problem_of())}
    assert {"daily_hours", "weekly_hours", "protected_staff", "weekly_rest_day"} <= names
    assert "rolling_hours" not in names
    named = {rule.name for rule, _ in in_force(problem_of("[rules]\nby_law = false"))}
    assert "daily_hours" not in named


def test_a_rule_that_there_is_not_is_an_error():
    with pytest.raises(KeyError, match="siesta"):
        in_force(replace(problem_of(), rules=(RuleUse("siesta"),)))
