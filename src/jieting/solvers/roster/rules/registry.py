"""The twins of the rules by name, and the model of a whole problem."""

from __future__ import annotations

from collections.abc import Callable

from jieting.domain.rostering.rules.registry import in_force
from jieting.domain.rostering.rules.rule import Settings
from jieting.solvers.roster.model import Model
from jieting.solvers.roster.rules import (
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

Twin = Callable[[Model, Settings], None]

TWINS: dict[str, Twin] = {
    "allowed_shifts": allowed_shifts.add,
    "consecutive_days_off": consecutive_days_off.add,
    "consecutive_shifts": consecutive_shifts.add,
    "daily_hours": daily_hours.add,
    "days_in_a_row": days_in_a_row.add,
    "follow_on": follow_on.add,
    "hours_system": hours_system.add,
    "lead_on_duty": lead_on_duty.add,
    "leave": leave.add,
    "never_uncovered": never_uncovered.add,
    "nights_in_a_row": nights_in_a_row.add,
    "overtime": overtime.add,
    "protected_staff": protected_staff.add,
    "qualification": qualification.add,
    "rest_between_shifts": rest_between_shifts.add,
    "rolling_hours": rolling_hours.add,
    "shift_limits": shift_limits.add,
    "skills": skills.add,
    "total_minutes": total_minutes.add,
    "weekends": weekends.add,
    "weekly_hours": weekly_hours.add,
    "weekly_rest_day": weekly_rest_day.add,
}
"""Name of a rule to the function that puts it into a model."""


def add_rules(model: Model) -> None:
    """Put every rule that is in force into a model."""
    for rule, settings in in_force(model.problem):
        TWINS[rule.name](model, settings)
