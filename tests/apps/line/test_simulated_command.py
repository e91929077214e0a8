from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from jieting.cli import switch_simulate
from jieting.cli.switch_simulate import _alone, _since
from jieting.domain.errors import BadInput, Refused
from jieting.installation.home import HOME_VARIABLE


def test_a_time_is_one_of_the_contracts_zone(world):
    morning = datetime.now(UTC) - timedelta(hours=5)
    told = morning.astimezone().replace(tzinfo=None, microsecond=0)
    shanghai = (morning + timedelta(hours=8)).replace(tzinfo=None, microsecond=0)
    assert _since("", "") is None
    assert abs(_since(shanghai.isoformat(), "") - morning) < timedelta(seconds=1)
    assert _since(f"{told.isoformat()}+00:00", "").utcoffset() == timedelta(0)


@pytest.mark.parametrize("text", ["yesterday", "2001-01-01T00:00", "2999-01-01T00:00"])
def test_a_time_that_cannot_be_made_up_for_is_refused(world, text):
    with pytest.raises(BadInput) as refused:
        _since(text, "")
    assert [finding.code for finding in refused.value.findings] == ["bad_time"]


def test_one_home_has_one_simulation(tmp_path, monkeypatch):
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    with _alone(), pytest.raises(Refused) as refused, _alone():
        pass
    assert [finding.code for finding in refused.value.findings] == ["simulated_already"]
    with _alone():
        pass


def test_refused_under_the_server_it_says_so_and_waits_to_be_stopped(world, tmp_path, monkeypatch):
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    (tmp_path / "switch.toml").write_text('kind = "simulated"\n')
    waited = []

    class Stop:
        def wait(self) -> bool:
            waited.append(True)
            return True

    monkeypatch.setattr(switch_simulate, "_asked_to_stop", Stop)
    switch_simulate.run_kept()
    assert waited
