"""The rules, each from a file of its own, and those that are in force in a problem."""

from __future__ import annotations

from jieting.domain.rostering.problem import Problem
from jieting.domain.rostering.rules import (
    allowed_shifts,
    consecutive_days_off,
    consecutive_shifts,
    daily_hours,
    days_in_a_row,
    follow_on,
    hours_system,
    lead_on_duty,
    leave,
    never_uncovered,
    nights_in_a_row,
    overtime,
    protected_staff,
    qualification,
    rest_between_shifts,
    rolling_hours,
    shift_limits,
    skills,
    total_minutes,
    weekends,
    weekly_hours,
    weekly_rest_day,
)
from jieting.domain.rostering.rules.rule import Rule, Settings

_MODULES = (
    daily_hours,
    weekly_hours,
    rolling_hours,
    hours_system,
    overtime,
    rest_between_shifts,
    weekly_rest_day,
    nights_in_a_row,
    days_in_a_row,
    protected_staff,
    skills,
    qualification,
    leave,
    allowed_shifts,
    lead_on_duty,
    never_uncovered,
    follow_on,
    shift_limits,
    total_minutes,
    consecutive_shifts,
    consecutive_days_off,
    weekends,
)
RULES: dict[str, Rule] = {module.RULE.name: module.RULE for module in _MODULES}
"""Every rule by its name, in the order in which breaches are told."""

BY_LAW: tuple[str, ...] = tuple(name for name, rule in RULES.items() if rule.by_law)
"""The rules that a problem file puts in force unless it says otherwise."""


def in_force(problem: Problem) -> tuple[tuple[Rule, Settings], ...]:
    """The rules that hold in a problem, each with all of its settings.

    Errors: KeyError for a rule that there is not; reading a file tells it before.
    """
    given = {use.name: use.settings for use in problem.rules}
    if unknown := given.keys() - RULES.keys():
        raise KeyError(", ".join(sorted(unknown)))
    return tuple(
        (rule, rule.settings_on(problem.first, given.get(name, {})))
        for name, rule in RULES.items()
        if rule.always or name in given
    )
