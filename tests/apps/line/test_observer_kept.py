from __future__ import annotations

import pytest

from jieting.cli.serve import _processes
from jieting.cli.switch_watch import LOCK, observe, placed
from jieting.domain.errors import Refused
from jieting.installation.home import Home
from jieting.installation.locks import FileLock

TOML = 'system = "jt1"\netc = "/e"\nlogs = "/l"\nspool = "/s"\nsounds = "/p"\n'
AMI = 'ami_host = "127.0.0.1"\nami_port = 5038\n'
ENVIRONMENT = {"JIETING_POOL": "1"}


@pytest.fixture
def place(tmp_path, monkeypatch) -> Home:
    monkeypatch.setenv("JIETING_HOME", str(tmp_path))
    return Home(tmp_path)


def kept(only: str | None = None) -> list[str]:
    return [one.name for one in _processes(only, 1, None, ENVIRONMENT)]


def test_the_server_keeps_an_observer_where_there_is_a_switch(place):
    assert "watch" not in kept()
    (place.root / "switch.toml").write_text(TOML + AMI)
    assert "watch" in kept()
    assert "watch" in kept("work")
    assert "watch" not in kept("web")


@pytest.mark.parametrize("text", [None, TOML, "not toml"])
def test_without_a_switch_there_is_nothing_to_observe(place, text):
    if text is not None:
        (place.root / "switch.toml").write_text(text)
    with pytest.raises(Refused) as refused:
        placed(place)
    assert refused.value.findings[0].code == "no_switch"


def test_one_home_has_one_observer(place):
    (place.root / "switch.toml").write_text(TOML + AMI)
    held = FileLock(place.root / LOCK)
    assert held.try_take("4711")
    with pytest.raises(Refused) as refused:
        observe(place, placed(place))
    held.close()
    assert refused.value.findings[0].code == "observed_already"
