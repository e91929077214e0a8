import pytest

from jieting.installation import home as home_module
from tests.apps.recordings.house import House


@pytest.fixture
def house(world, tmp_path, monkeypatch) -> House:
    return House(tmp_path, monkeypatch)


@pytest.fixture
def folder(house, monkeypatch, tmp_path):
    """The folder of sealed recordings, of this test alone."""
    made = home_module.Home(tmp_path / "home")
    monkeypatch.setattr("jieting.apps.recordings.store.home", lambda: made)
    return made.recordings
