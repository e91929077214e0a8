from __future__ import annotations

from pathlib import Path

import pytest

from jieting.switches.open import open_calls
from tests.switch.tables import DATA, SHANGHAI

HEADER = "call_id,direction,caller,arrived_at,ended_at,outcome"
ROW = "a1,inbound,13859112345,2026-10-01 09:00:00,2026-10-01 09:01:00,served_by_ivr"
BAD = "a2,inbound,13859112345,2026-10-01 09:00:00,2026-10-01 09:01:00,lost"
SLIPPED = "a3,inbound,13859112345"
QUEUE_LOG = """1759280400|1759280400.1|hotline|NONE|ENTERQUEUE||13859112345|1
1759280410|1759280400.1|hotline|NONE|ABANDON|1|1|10
"""


def callers(path: Path, **how: str) -> list[str]:
    reading = open_calls(path, zone=SHANGHAI, **how)
    return [call.caller for batch in reading.batches for call in batch]


def test_call_records_hand_over_whole_numbers_where_asked() -> None:
    path = DATA / "asterisk" / "cdr_master.csv"
    assert any("*" in caller for caller in callers(path))
    whole = callers(path, callers="whole")
    assert whole
    assert not any("*" in caller for caller in whole)


@pytest.mark.parametrize(("name", "text"), [("a.csv", f"{HEADER}\n{ROW}\n"), ("log", QUEUE_LOG)])
def test_callers_are_masked_unless_whole_numbers_are_asked_for(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text)
    assert callers(path) == ["138****2345"]
    assert callers(path, callers="masked") == ["138****2345"]
    assert callers(path, callers="whole") == ["13859112345"]


def test_rows_set_aside_keep_their_text_with_the_caller_masked_always(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(f'{HEADER}\n{ROW}\n{BAD}\n{SLIPPED}\n"a4"x,13859112345\n')
    for how in ("masked", "whole"):
        reading = open_calls(path, zone=SHANGHAI, callers=how)
        list(reading.batches)
        assert reading.report.raw == {
            3: "a2,inbound,138****2345,2026-10-01 09:00:00,2026-10-01 09:01:00,lost",
            4: "a3,inbound,138****2345",
            5: '"a4"x,138****2345',
        }
