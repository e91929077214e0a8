from __future__ import annotations

import pytest

from jieting.apps.calls.line_days import close_line_days
from jieting.apps.calls.models import Import
from jieting.domain.errors import Refused
from tests.apps.calls.test_line_calls import BY, kept, told
from tests.apps.sealing.sealed import LATER, draw


def test_a_month_whose_days_on_the_line_still_run_is_not_drawn_up(world, bundles):
    kept(told(1, "2026-10-20 09:00:00"), told(2, "2026-10-31 23:59:00"), when=LATER)
    kept(told(3, "2026-11-01 00:00:00"), when=LATER)
    with pytest.raises(Refused) as refused:
        draw(world)
    found = {finding.code: finding for finding in refused.value.findings}
    assert set(found) == {"seal_line_runs"}
    assert "2026-10-20, 2026-10-31" in str(found["seal_line_runs"].what)
    close_line_days(by=BY, at=LATER)
    row = draw(world)
    days = Import.objects.filter(kind="line", file_name__startswith="2026-10")
    assert {day.pk for day in days} <= set(row.imports)
