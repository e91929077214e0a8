import stat
from dataclasses import replace

import pytest

from jieting.installation.home import Home
from jieting.installation.switch import switch_place
from jieting.installation.switch_setup import (
    SwitchSetup,
    keep_setup,
    kept_setup,
    link_data,
    remove_others,
    write_all,
    write_file,
)


@pytest.fixture
def setup(tmp_path):
    own = {
        name: str(tmp_path / name)
        for name in ("etc", "logs", "spool", "sounds", "lib", "run", "data", "installed", "modules")
    }
    return SwitchSetup(system="jt1", **own)


def test_what_was_told_is_kept_and_the_observer_finds_the_switch(setup, tmp_path):
    place = Home(tmp_path / "home")
    assert kept_setup(place) is None
    keep_setup(place, replace(setup, public='192.0.2.1"\\', ami_port=5039))
    assert kept_setup(place) == replace(setup, public='192.0.2.1"\\', ami_port=5039)
    found = switch_place(place)
    assert (found.system, found.ami_port, str(found.etc)) == ("jt1", 5039, setup.etc)


def test_a_simulated_switch_is_no_setup(tmp_path):
    (tmp_path / "switch.toml").write_text('kind = "simulated"\n')
    assert kept_setup(Home(tmp_path)) is None


def test_a_file_that_says_only_where_the_switch_is_has_to_be_rendered_again(tmp_path):
    (tmp_path / "switch.toml").write_text('system = "jt1"\netc = "/etc/asterisk"\n')
    assert kept_setup(Home(tmp_path)) is None


def test_only_what_differs_is_written(tmp_path):
    files = {"a.conf": b"1", "secret.conf": b"2"}
    assert write_all(tmp_path / "etc", files, ["secret.conf"]) == ["a.conf", "secret.conf"]
    assert write_all(tmp_path / "etc", {**files, "a.conf": b"3"}, ["secret.conf"]) == ["a.conf"]
    assert (tmp_path / "etc" / "a.conf").read_bytes() == b"3"
    assert sorted(path.name for path in (tmp_path / "etc").iterdir()) == ["a.conf", "secret.conf"]


def test_passwords_are_not_for_everybody_and_an_owners_rights_stay(tmp_path):
    path = tmp_path / "pjsip.conf"
    write_file(path, b"1", secret=True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    path.chmod(0o600)
    write_file(path, b"2", secret=True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_reader_sees_the_old_file_or_the_new_one(tmp_path):
    path = tmp_path / "a.conf"
    write_file(path, b"old", secret=False)
    with path.open("rb") as reading:
        write_file(path, b"new", secret=False)
        assert reading.read() == b"old"
    assert path.read_bytes() == b"new"


def test_a_file_that_cannot_be_put_in_place_leaves_nothing_behind(tmp_path):
    (tmp_path / "a.conf").mkdir()
    with pytest.raises(IsADirectoryError):
        write_file(tmp_path / "a.conf", b"1", secret=False)
    assert [path.name for path in tmp_path.iterdir()] == ["a.conf"]


def test_sounds_that_are_not_wanted_any_more_go(tmp_path):
    for name in ("a.wav", "b.wav", "note.txt"):
        (tmp_path / name).touch()
    remove_others(tmp_path, ["a.wav"])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.wav", "note.txt"]


def test_the_data_lead_to_what_is_installed_and_numbers_stay_ours(setup, tmp_path):
    for name in ("documentation", "sounds/en", "sounds/custom"):
        (tmp_path / "installed" / name).mkdir(parents=True)
    link_data(setup)
    link_data(setup)
    assert (
        tmp_path / "data" / "documentation"
    ).readlink() == tmp_path / "installed" / "documentation"
    assert not (tmp_path / "data" / "sounds").is_symlink()
    assert sorted(path.name for path in (tmp_path / "data" / "sounds").iterdir()) == [
        "custom",
        "en",
    ]
    (tmp_path / "other" / "documentation").mkdir(parents=True)
    link_data(replace(setup, installed=str(tmp_path / "other")))
    assert (tmp_path / "data" / "documentation").readlink() == tmp_path / "other" / "documentation"
