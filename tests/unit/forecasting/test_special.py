from __future__ import annotations

from datetime import date

import pytest

from jieting.domain.errors import BadInput
from jieting.domain.forecasting.holidays import DayKind
from jieting.domain.forecasting.special import read_special_days

GOOD = """
[[day]]
date = 2026-10-20
factor = "1.4"
reason = "新规上线"
author = "李班长"

[[day]]
date = 2026-10-21
calls = 900
queue = "hotline"
reason = "短信提醒"
author = "李班长"

[[calendar]]
date = 2027-02-14
kind = "moved_workday"
reason = "国务院通知"
author = "排班员"
"""


def test_every_entry_is_read() -> None:
    special, findings = read_special_days(GOOD, "special.toml")
    assert not findings
    first, second = special.days
    assert (first.factor, first.calls, first.queue) == (1.4, None, "")
    assert (second.factor, second.calls, second.author) == (None, 900, "李班长")
    assert special.overrides[date(2027, 2, 14)].kind is DayKind.MOVED_WORKDAY
    assert special.set_aside == {
        date(2026, 10, 20): frozenset(),
        date(2026, 10, 21): frozenset({"hotline"}),
    }


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('factor = "1.4"', 'factor = "1.4"\ncalls = 3', "factor_or_calls"),
        ('factor = "1.4"', "", "factor_or_calls"),
        ('factor = "1.4"', 'factor = "-1"', "out_of_range"),
        ('reason = "新规上线"', "", "missing_key"),
        ('reason = "短信提醒"', 'reason = " "', "empty_text"),
        ('kind = "moved_workday"', 'kind = "sunday"', "unknown_value"),
        ("date = 2026-10-20", 'date = "soon"', "wrong_type"),
        ('queue = "hotline"', 'line = "hotline"', "unknown_key"),
    ],
)
def test_a_mistake_is_told(old: str, new: str, code: str) -> None:
    with pytest.raises(BadInput) as error:
        read_special_days(GOOD.replace(old, new), "special.toml")
    assert code in {finding.code for finding in error.value.findings}


def test_a_day_entered_twice_is_told_with_its_line() -> None:
    again = GOOD + GOOD.split("[[calendar]]")[0]
    with pytest.raises(BadInput) as error:
        read_special_days(again, "special.toml")
    assert [finding.code for finding in error.value.findings] == ["day_twice"] * 2
    assert all((finding.place.line or 0) > 20 for finding in error.value.findings)
