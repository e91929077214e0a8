from __future__ import annotations

import io
import json
import tarfile
from hashlib import sha256

import psycopg
import pytest

from jieting.domain.errors import BadInput, Refused
from jieting.installation.archive import checked, unpack
from jieting.installation.backup import last_backup, write_backup
from jieting.installation.database import database_urls, let_go
from jieting.installation.home import Home
from jieting.installation.keys import DATA_KEYS, key
from jieting.installation.keys_of_data import foreign_keys, note_keys
from jieting.installation.manifest import Manifest, may_be_member
from jieting.installation.restore import Wanted, restore
from jieting.installation.schema import grant

KNOWN = frozenset({"calls.0001_initial"})
_TABLES = """
CREATE TABLE django_migrations (app text, name text);
INSERT INTO django_migrations VALUES ('calls', '0001_initial');
CREATE TABLE audit_entry (number bigint PRIMARY KEY, hash text);
INSERT INTO audit_entry SELECT n, md5(n::text) FROM generate_series(1, 3) AS n;
CREATE FUNCTION twice(n int) RETURNS int LANGUAGE sql AS 'SELECT 2 * n';
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return Home(tmp_path_factory.mktemp("backup") / "home")


@pytest.fixture(scope="module")
def urls(home):
    found = database_urls(home)
    with psycopg.connect(found.owner, autocommit=True) as connection:
        connection.execute(_TABLES)
    note_keys(found.owner, home)
    grant(found.owner)
    yield found
    let_go(found.server)


@pytest.fixture
def file(home, urls, tmp_path):
    (home.uploads / "a").mkdir(exist_ok=True)
    (home.uploads / "a" / "calls.csv").write_text("号码,时间\n", encoding="utf-8")
    (home.sealed / "n").mkdir(exist_ok=True)
    (home.sealed / "n" / "2026-10.zip").write_bytes(b"PK")
    day = home.recordings / "n" / "2026-10" / "05"
    day.mkdir(parents=True, exist_ok=True)
    (day / "a.sealed").write_bytes(b"sound")
    (home.uploads / "link").unlink(missing_ok=True)
    (home.uploads / "link").symlink_to("/etc/passwd")
    path = tmp_path / "backup.tar"
    write_backup(urls, home, path, with_keys=False)
    return path


def _rows(urls):
    with psycopg.connect(urls.application, autocommit=True) as connection:
        return connection.execute("SELECT number FROM audit_entry ORDER BY number").fetchall()


def _add(urls, number):
    with psycopg.connect(urls.application, autocommit=True) as connection:
        connection.execute("INSERT INTO audit_entry VALUES (%s, 'x')", (number,))


def _quiet(_fresh):
    """The new database is well."""


def test_what_was_backed_up_comes_back_and_nothing_else(home, urls, file):
    _add(urls, 99)
    (home.uploads / "a" / "later.csv").write_text("x")
    (home.sealed / "n" / "2026-10.zip").write_bytes(b"changed")
    (home.columns / "old.parquet").write_text("x")
    seen = []
    told = restore(
        urls,
        home,
        Wanted(file, KNOWN, replace=True),
        lambda db: seen.append(_rows(db)) if grant(db.owner) is None else None,
    )
    assert (told.audit_number, told.audit_hash) == (3, "eccbc87e4b5ce2fe28308fd9f2a7baf3")
    assert seen == [[(1,), (2,), (3,)]]
    assert _rows(urls) == [(1,), (2,), (3,)]
    assert sorted(p.name for p in home.uploads.rglob("*")) == ["a", "calls.csv"]
    assert (home.sealed / "n" / "2026-10.zip").read_bytes() == b"PK"
    assert home.uploads.stat().st_mode & 0o077 == 0
    assert list(home.columns.iterdir()) == []


def test_recordings_come_back_among_those_that_are_there(home, urls, file):
    day = home.recordings / "n" / "2026-10" / "05"
    (day / "a.sealed").write_bytes(b"spoiled")
    (day / "later.sealed").write_bytes(b"later")
    restore(urls, home, Wanted(file, KNOWN, replace=True), lambda db: grant(db.owner))
    assert (day / "a.sealed").read_bytes() == b"sound"
    assert (day / "later.sealed").read_bytes() == b"later"


def test_recordings_may_be_left_out_and_then_stay_as_they_are(home, urls, file, tmp_path):
    small = tmp_path / "small.tar"
    write_backup(urls, home, small, with_keys=False, with_recordings=False)
    with tarfile.open(small) as tar:
        assert not [name for name in tar.getnames() if name.startswith("recordings/")]
    restore(urls, home, Wanted(small, KNOWN, replace=True), lambda db: grant(db.owner))
    assert (home.recordings / "n" / "2026-10" / "05" / "a.sealed").read_bytes() == b"sound"


def test_a_failed_restore_leaves_everything_as_it_was(home, urls, file):
    before = _rows(urls)
    (home.uploads / "a" / "later.csv").write_text("x")

    def broken(_fresh):
        raise BadInput(())

    with pytest.raises(BadInput):
        restore(urls, home, Wanted(file, KNOWN, replace=True), broken)
    assert _rows(urls) == before
    assert (home.uploads / "a" / "later.csv").exists()
    with psycopg.connect(urls.maker, autocommit=True) as connection:
        names = connection.execute("SELECT datname FROM pg_database WHERE NOT datistemplate")
        assert sorted(names.fetchall()) == [("jieting",), ("postgres",)]
    assert [p.name for p in home.root.glob(".restoring*")] == []


def test_data_that_are_there_go_only_when_it_is_said(home, urls, file):
    with pytest.raises(Refused) as caught:
        restore(urls, home, Wanted(file, KNOWN), _quiet)
    assert [finding.code for finding in caught.value.findings] == ["database_not_empty"]


def test_a_backup_of_a_newer_version_is_refused(home, urls, file):
    with pytest.raises(Refused) as caught:
        restore(urls, home, Wanted(file, frozenset(), replace=True), _quiet)
    assert [finding.code for finding in caught.value.findings] == ["backup_newer"]


def test_keys_stay_at_home_unless_asked_for(home, urls, file, tmp_path):
    with tarfile.open(file) as tar:
        assert not [name for name in tar.getnames() if name.startswith("keys/")]
        assert all(key(name, home) not in file.read_bytes() for name in DATA_KEYS)
    other = Home(tmp_path / "other")
    with pytest.raises(Refused) as caught:
        restore(urls, other, Wanted(file, KNOWN, replace=True), _quiet)
    assert [finding.code for finding in caught.value.findings] == ["key_missing"] * len(DATA_KEYS)


def test_with_the_keys_a_backup_brings_all_that_is_needed(home, urls, tmp_path):
    path = tmp_path / "with-keys.tar"
    write_backup(urls, home, path, with_keys=True)
    assert path.stat().st_mode & 0o077 == 0
    other = Home(tmp_path / "other")
    stale = key("callers", other)
    restore(urls, other, Wanted(path, KNOWN, replace=True), lambda db: grant(db.owner))
    assert [key(name, other) for name in DATA_KEYS] == [key(name, home) for name in DATA_KEYS]
    assert [p.read_bytes() for p in other.keys.glob("callers.before-*")] == [stale]
    assert foreign_keys(urls.owner, other) == []


def test_data_whose_keys_are_lost_come_back_without_them(home, urls, file, tmp_path):
    other = Home(tmp_path / "other")
    wanted = Wanted(file, KNOWN, replace=True, keys_lost=True)
    restore(urls, other, wanted, lambda db: grant(db.owner))
    assert note_keys(urls.owner, other) == []
    assert [finding.code for finding in foreign_keys(urls.owner, home)] == ["foreign_key"] * len(
        DATA_KEYS
    )
    restore(urls, home, Wanted(file, KNOWN, replace=True), lambda db: grant(db.owner))
    assert foreign_keys(urls.owner, home) == []


def test_a_backup_replaces_no_file(home, urls, file):
    with pytest.raises(Refused) as caught:
        write_backup(urls, home, file, with_keys=False)
    assert caught.value.findings[0].code == "backup_there"


def test_the_newest_backup_is_found(home, urls):
    assert last_backup(home) is None
    path = home.backups / "jieting-20261001-000000.tar"
    write_backup(urls, home, path, with_keys=False)
    assert last_backup(home) == path
    assert [p.name for p in home.backups.iterdir()] == [path.name]


# Files that somebody has made up or changed.


def _made(path, members, *, told=None, manifest=True):
    """A backup of ``members`` (name, bytes or a TarInfo), whose manifest tells ``told``."""
    parts = {
        n: {"bytes": len(c), "sha256": sha256(c).hexdigest()} for n, c in members if c is not None
    }
    words = Manifest("2026-10-01", "0", 18, 0, "", {}, [], told if told is not None else parts)
    if manifest:
        members = [*members, ("manifest.json", words.text().encode())]
    with tarfile.open(path, "w") as tar:
        for name, content in members:
            member = tarfile.TarInfo(name)
            if content is None:
                member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
            member.size = len(content or b"")
            tar.addfile(member, io.BytesIO(content or b""))
    return path


DUMP = ("database.dump", b"dump")


@pytest.mark.parametrize(
    "name",
    [
        "../outside",
        "uploads/../../outside",
        "/etc/cron.d/evil",
        "uploads//etc/passwd",
        "uploads/./x",
        "uploads/",
        "keys/sessions",
        "keys/../sessions",
        "keys/database-superuser",
        "uploads/a\\..\\b",
        "postgres/pg_hba.conf",
        "uploads/line\nbreak",
    ],
)
def test_a_member_that_leads_elsewhere_is_refused(tmp_path, name):
    assert not may_be_member(name)
    path = _made(tmp_path / "b.tar", [DUMP, (name, b"x")])
    with pytest.raises(BadInput) as caught:
        checked(path)
    assert caught.value.findings[0].code == "backup_strange"


@pytest.mark.parametrize(
    "name", ["uploads/a/号码.csv", "uploads/..a", "keys/callers", "manifest.json"]
)
def test_members_that_backups_have_are_let_in(name):
    assert may_be_member(name)


def test_a_link_is_refused(tmp_path):
    path = _made(tmp_path / "b.tar", [DUMP, ("uploads/link", None)])
    with pytest.raises(BadInput) as caught:
        checked(path)
    assert caught.value.findings[0].code == "backup_strange"


def test_a_member_twice_is_refused(tmp_path):
    path = _made(tmp_path / "b.tar", [DUMP, ("uploads/a", b"1"), ("uploads/a", b"2")])
    with pytest.raises(BadInput) as caught:
        checked(path)
    assert caught.value.findings[0].code == "backup_strange"


def test_every_difference_from_the_manifest_is_told_at_once(tmp_path):
    right = {
        n: {"bytes": 1, "sha256": sha256(b"1").hexdigest()} for n in ("uploads/a", "uploads/b")
    }
    path = _made(tmp_path / "b.tar", [("uploads/a", b"2"), ("uploads/c", b"1")], told=right)
    with pytest.raises(BadInput) as caught:
        checked(path)
    assert [finding.code for finding in caught.value.findings] == [
        "backup_incomplete",  # the dump
        "backup_changed",
        "backup_incomplete",
        "backup_strange",
    ]


@pytest.mark.parametrize(
    "content", [b"", b"no tar at all" * 100, b"\x1f\x8b\x08\x00" + b"\0" * 600]
)
def test_what_is_no_backup_is_told(tmp_path, content):
    path = tmp_path / "b.tar"
    path.write_bytes(content)
    with pytest.raises(BadInput) as caught:
        checked(path)
    assert caught.value.findings[0].code == "backup_unreadable"


@pytest.mark.parametrize(
    "words", [b"{}", b"[]", b"nonsense", b'{"form": 2}', b'{"form": 1, "x": 1}']
)
def test_a_manifest_of_another_kind_is_told(tmp_path, words):
    path = _made(tmp_path / "b.tar", [DUMP, ("manifest.json", words)], manifest=False)
    with pytest.raises(BadInput) as caught:
        checked(path)
    assert caught.value.findings[0].code == "backup_unreadable"


def test_unpacking_does_not_trust_that_the_file_is_still_the_same(tmp_path):
    manifest = checked(_made(tmp_path / "b.tar", [DUMP, ("uploads/a", b"1")]))
    _made(tmp_path / "b.tar", [DUMP, ("uploads/a", b"2")])
    with pytest.raises(BadInput) as caught:
        unpack(tmp_path / "b.tar", manifest, tmp_path / "out")
    assert caught.value.findings[0].code == "backup_changed"


def test_a_manifest_is_read_back_as_it_was_written():
    words = Manifest(
        "2026-10-01", "0.1", 18, 3, "ab", {"callers": "cd"}, ["a.1"], {"x": {"bytes": 1}}
    )
    assert Manifest.parse(words.text().encode()) == words
    assert json.loads(words.text())["form"] == 1
