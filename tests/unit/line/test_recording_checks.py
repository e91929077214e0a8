import os
from collections import namedtuple
from datetime import UTC, datetime, timedelta

import pytest

from jieting.domain.errors import Severity
from jieting.installation.checks import Looked, about_recordings
from jieting.installation.home import Home

NOW = datetime(2026, 11, 1, 4, tzinfo=UTC)
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def home(tmp_path):
    made = Home(tmp_path / "home")
    assert made.recordings.is_dir()
    return made


@pytest.fixture
def spool(home, tmp_path):
    folder = tmp_path / "spool"
    folder.mkdir()
    lines = [f'{name} = "{folder}"' for name in ("etc", "logs", "spool", "sounds")]
    lines += ['system = "east"', 'ami_host = "127.0.0.1"', "ami_port = 5038"]
    (home.root / "switch.toml").write_text("\n".join(lines))
    return folder


def found(home):
    looked = Looked(home, NOW, {})
    return {f.code: f for check in about_recordings.RECORDING_CHECKS for f in check(looked)}


def test_without_a_switch_nothing_is_looked_at(home):
    assert found(home) == {}


def test_a_spool_that_is_not_there_is_told(home, spool):
    assert found(home) == {}
    spool.rmdir()
    assert set(found(home)) == {"recordings_spool"}


@pytest.mark.parametrize(("free", "severity"), [(5 << 30, "warning"), (1 << 30, "error")])
def test_little_room_is_told(home, spool, monkeypatch, free, severity):
    monkeypatch.setattr(about_recordings.shutil, "disk_usage", lambda path: Usage(1, 1, free))
    assert found(home)["recordings_disk"].severity is Severity(severity)


def test_sound_that_nobody_takes_in_is_told(home, spool):
    path = spool / "monitor" / "a.raw"
    path.parent.mkdir()
    path.write_bytes(b"x")
    for age, told in ((timedelta(hours=1), set()), (timedelta(days=1), {"recordings_in_the_open"})):
        at = (NOW - age).timestamp()
        os.utime(path, (at, at))
        assert set(found(home)) == told
