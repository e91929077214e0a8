from __future__ import annotations

import pytest

from jieting.cli.serve import _processes
from jieting.installation.home import HOME_VARIABLE, Home
from jieting.installation.switch import (
    SimulatedPlace,
    simulated_place,
    switch_place,
    write_simulated,
)


@pytest.fixture
def place(tmp_path, monkeypatch) -> Home:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    return Home(tmp_path)


def kept(only=None) -> list[str]:
    return [one.name for one in _processes(only, 1, None, {"JIETING_POOL": "1"})]


def test_a_home_without_a_switch_simulates_none(place):
    assert (switch_place(), simulated_place()) == (None, None)
    assert "simulate" not in kept()


def test_a_simulated_switch_is_no_real_one_and_is_kept_by_the_server(place):
    write_simulated(place, 20, 7)
    assert switch_place() is None
    assert simulated_place() == SimulatedPlace(calls_an_hour=20.0, seed=7)
    assert "simulate" in kept()
    assert "simulate" in kept("work")
    assert "simulate" not in kept("web")
    assert "simulate" not in kept("live")


def test_what_the_file_leaves_out_is_as_the_profile_has_it(place):
    (place.root / "switch.toml").write_text('kind = "simulated"\n')
    assert simulated_place() == SimulatedPlace(calls_an_hour=None, seed=1)


def test_a_file_that_names_a_switch_is_never_overwritten(place):
    (place.root / "switch.toml").write_text('system = "pbx1"\n')
    write_simulated(place, 20, 7)
    assert simulated_place() is None
    with pytest.raises(ValueError, match="etc"):
        switch_place()
