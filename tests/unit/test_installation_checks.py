from __future__ import annotations

import os
import shutil
from collections import namedtuple
from datetime import UTC, datetime, timedelta

import pytest

from jieting.domain.errors import Severity
from jieting.installation.checks import Looked, about_files, examine
from jieting.installation.database import Urls
from jieting.installation.home import Home
from jieting.installation.keys import key
from jieting.installation.locks import FileLock

NOW = datetime(2026, 11, 1, 4, tzinfo=UTC)


@pytest.fixture
def home(tmp_path):
    made = Home(tmp_path / "home")
    key("callers", made)
    _backup(made, NOW)
    return made


def _backup(home, at):
    path = home.backups / "jieting-x.tar"
    path.write_bytes(b"")
    os.utime(path, (at.timestamp(), at.timestamp()))


def _found(home, **what):
    looked = Looked(home, what.pop("now", NOW), what.pop("environment", {}), **what)
    return {finding.code: finding for finding in examine(looked)}


def test_an_installation_that_is_as_it_should_be_has_no_finding(home):
    assert _found(home) == {}


def test_a_home_that_is_not_there_is_told_and_not_made(tmp_path):
    found = _found(Home(tmp_path / "none"))
    assert [(f.code, f.severity) for f in found.values()] == [("home", Severity.NOTE)]
    assert not (tmp_path / "none").exists()


def test_parts_that_are_not_built_are_told(home, tmp_path):
    package = tmp_path / "package"
    (package / "language" / "locale" / "zh_Hans" / "LC_MESSAGES").mkdir(parents=True)
    (package / "language" / "locale" / "zh_Hans" / "LC_MESSAGES" / "jieting.po").touch()
    found = _found(home, package=package)
    assert set(found) == {"catalogue", "assets", "fonts"}
    assert found["catalogue"].place.file.endswith("jieting.mo")


@pytest.mark.parametrize("name", ["keys", "uploads", "columns", "backups"])
def test_folders_that_others_may_look_into_are_told(home, name):
    getattr(home, name).chmod(0o750)
    assert _found(home)["permissions"].place.file.endswith(name)


def test_a_home_that_everybody_may_change_is_told(home):
    home.root.chmod(0o777)
    assert _found(home)["permissions"].place.file == str(home.root)


def test_a_key_that_others_may_read_and_one_that_is_cut_are_told(home):
    (home.keys / "callers").chmod(0o640)
    assert _found(home)["permissions"].place.file.endswith("callers")
    (home.keys / "callers").write_bytes(b"short")
    assert _found(home)["key_broken"].place.file.endswith("callers")


@pytest.mark.parametrize(("free", "severity"), [(1 << 30, "warning"), (1 << 27, "error")])
def test_a_disk_that_fills_is_told(home, monkeypatch, free, severity):
    usage = namedtuple("usage", "free")
    monkeypatch.setattr(about_files.shutil, "disk_usage", lambda _path: usage(free))
    assert _found(home)["disk"].severity == severity


def test_a_clock_in_the_past_is_told(home):
    assert "clock" in _found(home, now=datetime(1970, 1, 2, tzinfo=UTC))


def test_missing_time_zones_are_told(home, monkeypatch):
    def no_zone(name):
        raise about_files.ZoneInfoNotFoundError(name)

    monkeypatch.setattr(about_files, "ZoneInfo", no_zone)
    assert "time_zones" in _found(home)


@pytest.mark.parametrize(("age", "told"), [(timedelta(hours=23), False), (timedelta(days=2), True)])
def test_a_backup_older_than_a_day_is_told(home, age, told):
    _backup(home, NOW - age)
    assert ("backup_old" in _found(home)) is told


def test_no_backup_at_all_is_told(home):
    shutil.rmtree(home.backups)
    assert "no_backup" in _found(home)


@pytest.fixture
def served(home):
    """Served at an address, as long as the lock is held."""
    lock = FileLock(home.root / "serve-web.lock")
    yield lambda address: lock.try_take(f"7 {address}")
    lock.close()


def test_reached_from_outside_it_needs_names_and_tls(home, served):
    served("http://0.0.0.0:8000/")
    assert set(_found(home)) == {"hosts", "tls"}
    right = {"JIETING_HOSTS": "a.example", "JIETING_TLS": "1", "JIETING_PROXY": "10.0.0.1"}
    assert _found(home, environment=right) == {}


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:8000/", "http://[::1]:80/", "http://localhost:1/"]
)
def test_on_this_machine_alone_it_needs_neither(home, served, address):
    served(address)
    assert _found(home) == {}


def test_an_address_of_a_server_that_has_died_is_not_believed(home):
    (home.root / "serve-web.lock").write_text("7 http://0.0.0.0:8000/")
    assert _found(home) == {}


def test_tls_without_names_or_proxy_is_told(home):
    assert _found(home, environment={"JIETING_TLS": "1"})["behind_proxy"].severity == "warning"


def test_a_policy_that_is_off_is_told(home):
    assert "no_second_factor" in _found(home, environment={"JIETING_TOTP_ROLES": "none"})


def test_a_database_that_does_not_answer_is_told(home):
    url = "postgresql://nobody@127.0.0.1:1/none"
    assert "database_unreachable" in _found(home, urls=Urls(url, url, url))


def test_a_check_that_the_machine_refuses_is_a_finding_and_the_others_go_on(home, monkeypatch):
    def refused(_path):
        raise PermissionError(13, "no", "/somewhere")

    monkeypatch.setattr(about_files.shutil, "disk_usage", refused)
    home.root.chmod(0o777)
    found = _found(home)
    assert set(found) == {"check_refused", "permissions"}
    assert str(found["check_refused"].what).startswith("/somewhere could not be looked at")
