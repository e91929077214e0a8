from zoneinfo import ZoneInfo

from jieting.domain.contracts.fit import fit_findings
from jieting.domain.contracts.load_records import load_records
from jieting.domain.periods import Month
from tests.unit.test_board import HOTLINE

SHANGHAI = ZoneInfo("Asia/Shanghai")
DATED = """
[[spot_check]]
call_id = "1"
scoring_error = true
date = 2026-09-30

[[spot_check]]
call_id = "2"
scoring_error = true
"""
SEPTEMBER, OCTOBER = Month(2026, 9), Month(2026, 10)


def test_a_dated_spot_check_belongs_to_the_month_of_its_day():
    records, _ = load_records(DATED, "r.toml", SHANGHAI)
    assert [c.call_id for c in records.of_month(SEPTEMBER, SHANGHAI).spot_check] == ["1", "2"]
    assert [c.call_id for c in records.of_month(OCTOBER, SHANGHAI).spot_check] == ["2"]


def test_an_undated_one_beside_other_months_is_told():
    records, _ = load_records(DATED, "r.toml", SHANGHAI)
    codes = {f.code for f in fit_findings(HOTLINE, OCTOBER, records)}
    assert "spot_check_undated" in codes
    codes = {f.code for f in fit_findings(HOTLINE, SEPTEMBER, records)}
    assert "spot_check_undated" not in codes
