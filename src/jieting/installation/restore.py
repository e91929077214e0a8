"""Bringing a backup back: beside what is there, which is replaced only when all went well."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from jieting.domain.errors import Finding, Place, Refused
from jieting.domain.said import say, verbatim
from jieting.installation.archive import checked, unpack
from jieting.installation.backup import environment
from jieting.installation.database import Connection, Urls, make_database
from jieting.installation.home import Home
from jieting.installation.keys import DATA_KEYS
from jieting.installation.keys_of_data import check_value
from jieting.installation.manifest import DUMP, KEYS, RECORDINGS, SEALED, UPLOADS, Manifest
from jieting.installation.programs import failed, program_for, run

Check = Callable[[Urls], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a restore.

    ``known`` are the migrations that this version knows; ``replace`` allows what is there to go;
    ``keys_lost`` brings data back whose keys nobody has any more.
    """

    path: Path
    known: frozenset[str]
    replace: bool = False
    keys_lost: bool = False


def restore(urls: Urls, home: Home, wanted: Wanted, check: Check) -> Manifest:
    """Restore a backup; ``check`` is given the new database before it takes the old one's place.

    Errors: BadInput where the file is not whole, Refused where a rule forbids it. Until the last
    step what was there stays as it was.
    """
    manifest = checked(wanted.path)
    _refuse(urls, home, wanted, manifest)
    home.root.mkdir(mode=0o755, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restoring-", dir=home.root) as made:
        folder = Path(made)
        unpack(wanted.path, manifest, folder)
        with _new_database(urls) as fresh:
            _fill(fresh, folder / DUMP)
            if wanted.keys_lost:
                _forget_keys(fresh)
            check(fresh)
            _take_place(urls, fresh)
        _take_folders(home, folder)
    return manifest


def _refuse(urls: Urls, home: Home, wanted: Wanted, manifest: Manifest) -> None:
    findings = []
    unknown = set(manifest.migrations) - wanted.known
    if unknown:
        findings.append(_newer(wanted.path, manifest.version))
    if not wanted.replace and _has_data(urls):
        findings.append(_not_empty())
    if not (manifest.with_keys or wanted.keys_lost):
        findings.extend(_lacking_keys(home, manifest))
    if findings:
        raise Refused(findings)


def _has_data(urls: Urls) -> bool:
    with psycopg.connect(urls.owner, autocommit=True) as connection:
        for table in ("contracts_contract", "audit_entry", "accounts_user"):
            there = connection.execute("SELECT to_regclass(%s)", (table,)).fetchone()
            query = sql.SQL("SELECT 1 FROM {} LIMIT 1").format(sql.Identifier(table))
            if there != (None,) and connection.execute(query).fetchone() is not None:
                return True
    return False


def _lacking_keys(home: Home, manifest: Manifest) -> Iterator[Finding]:
    # A key that came with a later version sealed nothing in an older backup.
    for name in (name for name in DATA_KEYS if name in manifest.keys):
        path = home.keys / name
        if not path.exists() or check_value(name, home) != manifest.keys[name]:
            yield _key_missing(path)


@contextmanager
def _new_database(urls: Urls) -> Iterator[Urls]:
    """An empty database beside the one in use; gone again unless it has taken its place."""
    name = f"{urls.name()}_restored_{datetime.now(UTC):%Y%m%d%H%M%S}"
    owner = str(conninfo_to_dict(urls.owner).get("user", ""))
    try:
        with _maker(urls) as connection:
            make_database(connection, name, owner)
    except psycopg.errors.InsufficientPrivilege as error:
        raise Refused(_may_not_make(owner)) from error
    try:
        yield urls.in_database(name)
    finally:
        with _maker(urls) as connection:
            _drop(connection, name)


def _fill(fresh: Urls, dump: Path) -> None:
    with psycopg.connect(fresh.owner) as connection:
        major = connection.info.server_version // 10_000
    command = [str(program_for("pg_restore", major)), "--no-owner", "--no-acl", "--no-comments"]
    with environment(fresh.owner) as env:
        name = env["PGDATABASE"]
        ran = run([*command, "--exit-on-error", "-d", name, str(dump)], env=env)
    if ran.code != 0:
        raise Refused(failed("pg_restore", ran))


def _forget_keys(fresh: Urls) -> None:
    with psycopg.connect(fresh.owner, autocommit=True) as connection:
        if connection.execute("SELECT to_regclass('installation_key')").fetchone() != (None,):
            connection.execute("DELETE FROM installation_key")


def _take_place(urls: Urls, fresh: Urls) -> None:
    """Give the new database the name of the old one, which is dropped afterwards."""
    name, new = urls.name(), fresh.name()
    old = f"{new}_before"
    with _maker(urls) as connection:
        for each in (name, new):
            connection.execute(_END_OTHERS, (each,))
        try:
            _rename(connection, name, old)
        except psycopg.errors.ObjectInUse as error:
            raise Refused(_in_use()) from error
        try:
            _rename(connection, new, name)
        except psycopg.Error:
            _rename(connection, old, name)
            raise
        _drop(connection, old)


_END_OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = %s AND pid <> pg_backend_pid()
"""


@contextmanager
def _maker(urls: Urls) -> Iterator[Connection]:
    """A connection that may make databases, to none of those in question."""
    with psycopg.connect(make_conninfo(urls.maker, dbname="postgres"), autocommit=True) as made:
        yield made


def _rename(connection: Connection, name: str, to: str) -> None:
    statement = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    connection.execute(statement.format(sql.Identifier(name), sql.Identifier(to)))


def _drop(connection: Connection, name: str) -> None:
    statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
    connection.execute(statement.format(sql.Identifier(name)))


def _take_folders(home: Home, folder: Path) -> None:
    """The files and keys of the backup; columns are made again from the database."""
    for name, there in ((UPLOADS, home.uploads), (SEALED, home.sealed)):
        brought = folder / name
        brought.mkdir(exist_ok=True)
        brought.chmod(0o700)
        there.rename(folder / f"{there.name}-before")
        brought.rename(there)
    _bring_in(folder / RECORDINGS, home.recordings)
    keys = folder / KEYS
    if keys.is_dir():
        for path in keys.iterdir():
            _take_key(path, home.keys / path.name)
    shutil.rmtree(home.columns, ignore_errors=True)


def _bring_in(brought: Path, there: Path) -> None:
    """Put recordings back among those that are there, whose names differ; none is taken away.

    A backup may lack them, and the folder may be a disk of its own: so each file moves alone. Files
    that no row names are cleared later.
    """
    for path in sorted(p for p in brought.rglob("*") if p.is_file()):
        target = there / path.relative_to(brought)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.move(path, target)


def _take_key(path: Path, place: Path) -> None:
    """Put a key in its place; another one that lay there is kept, for older backups need it."""
    if place.exists() and place.read_bytes() != path.read_bytes():
        place.rename(place.with_name(f"{place.name}.before-{datetime.now(UTC):%Y%m%d%H%M%S}"))
    path.replace(place)


def _newer(path: Path, version: str) -> Finding:
    return Finding(
        "backup_newer",
        say("The backup was made by version {version}, which is newer.", version=version),
        say("This version would not understand its data."),
        say("Install that version or a later one, then restore."),
        Place(str(path)),
    )


def _not_empty() -> Finding:
    return Finding(
        "database_not_empty",
        say("There are data in this installation already."),
        say("A restore replaces all of them."),
        say("Make a backup of them, then say --replace; or restore into another home."),
    )


def _key_missing(path: Path) -> Finding:
    return Finding(
        "key_missing",
        say("The key with which the backup's data were sealed is not there."),
        say("Without it no caller's number and no second factor can be read again."),
        say(
            "Bring it back from where keys are kept; only if it is lost for good, say --keys-lost."
        ),
        Place(str(path)),
    )


def _may_not_make(owner: str) -> Finding:
    return Finding(
        "may_not_make_database",
        say("The role {owner} may not make a database.", owner=verbatim(owner)),
        say("A restore goes into a new database, so that a failure leaves the old one."),
        say("Give the role CREATEDB for the time of the restore: ALTER ROLE ... CREATEDB."),
    )


def _in_use() -> Finding:
    return Finding(
        "database_in_use",
        say("Others are connected to the database."),
        say("It cannot be replaced under their hands."),
        say("Stop every jieting serve that uses it, on every machine, and try again."),
    )
