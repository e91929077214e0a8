"""A backup: one file with the database, the files, and what proves that it is whole."""

from __future__ import annotations

import io
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from jieting import __version__
from jieting.domain.errors import Finding, Place, Refused
from jieting.domain.said import say
from jieting.installation.database import Connection, Urls
from jieting.installation.home import Home
from jieting.installation.keys import DATA_KEYS, key
from jieting.installation.keys_of_data import check_value
from jieting.installation.manifest import (
    DUMP,
    KEYS,
    MANIFEST,
    RECORDINGS,
    SEALED,
    UPLOADS,
    Manifest,
)
from jieting.installation.programs import failed, program_for, run

_PIECE = 1 << 20


def write_backup(
    urls: Urls, home: Home, path: Path, *, with_keys: bool, with_recordings: bool = True
) -> Manifest:
    """Write a backup to ``path``, whole or not at all; the product may go on working meanwhile.

    Recordings are large: a site that copies their folder by other means leaves them out.
    Errors: Refused where the file is there already or the database cannot be dumped.
    """
    if path.exists():
        raise Refused(_there_already(path))
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            manifest = _write(urls, home, file, with_keys, with_recordings)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def _write(
    urls: Urls, home: Home, file: IO[bytes], with_keys: bool, with_recordings: bool
) -> Manifest:
    folders = [(UPLOADS, home.uploads), (SEALED, home.sealed)]
    if with_recordings:
        folders.append((RECORDINGS, home.recordings))
    parts: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory(prefix="jieting-backup-", dir=home.backups) as folder:
        dump = Path(folder) / DUMP
        manifest = dump_database(urls, home, dump, parts)
        with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
            _add(tar, DUMP, dump, parts)
            for begins, folder_of_files in folders:
                for each in _files(folder_of_files):
                    _add(tar, begins + each.relative_to(folder_of_files).as_posix(), each, parts)
            for name in DATA_KEYS if with_keys else ():
                _add_bytes(tar, KEYS + name, key(name, home), parts)
            _add_bytes(tar, MANIFEST, manifest.text().encode(), {})
    return manifest


def dump_database(urls: Urls, home: Home, path: Path, parts: dict[str, Any]) -> Manifest:
    """Dump the database to ``path`` as of one moment, to which the manifest's words belong too."""
    with psycopg.connect(urls.owner, autocommit=True) as connection:
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        snapshot = _one(connection, "SELECT pg_export_snapshot()")
        major = connection.info.server_version // 10_000
        number, digest = audit_head(connection)
        manifest = Manifest(
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            version=__version__,
            postgres=major,
            audit_number=number,
            audit_hash=digest,
            keys={name: check_value(name, home) for name in DATA_KEYS},
            migrations=migrations(connection),
            parts=parts,
        )
        command = [str(program_for("pg_dump", major)), "-Fc", "--no-owner", "--no-acl"]
        with environment(urls.owner) as env:
            ran = run([*command, f"--snapshot={snapshot}", "-f", str(path)], env=env)
    if ran.code != 0:
        raise Refused(failed("pg_dump", ran))
    return manifest


@contextmanager
def environment(url: str) -> Iterator[dict[str, str]]:
    """A database as PostgreSQL's programs read it; a password on a command line would be seen."""
    place = {name: str(value) for name, value in conninfo_to_dict(url).items()}
    names = {"dbname": "DATABASE", "user": "USER", "host": "HOST", "port": "PORT"}
    known = {**names, "password": "PASSWORD", "sslmode": "SSLMODE", "sslrootcert": "SSLROOTCERT"}
    yield {f"PG{known[name]}": value for name, value in place.items() if name in known}


def audit_head(connection: Connection) -> tuple[int, str]:
    """Number and hash of the newest entry of the audit log; 0 and nothing where it is empty."""
    row = connection.execute(
        "SELECT number, hash FROM audit_entry ORDER BY number DESC LIMIT 1"
    ).fetchone()
    return (int(row[0]), str(row[1])) if row else (0, "")


def migrations(connection: Connection) -> list[str]:
    """Every migration that the database has."""
    rows = connection.execute("SELECT app || '.' || name FROM django_migrations").fetchall()
    return sorted(str(row[0]) for row in rows)


def last_backup(home: Home) -> Path | None:
    """The newest backup in the home's own folder; None where there is none."""
    found = [path for path in home.backups.glob("*.tar") if path.is_file()]
    return max(found, key=lambda path: path.stat().st_mtime, default=None)


def _one(connection: Connection, query: str) -> str:
    row = connection.execute(query.encode()).fetchone()
    return str(row[0]) if row else ""


def _files(folder: Path) -> list[Path]:
    """The plain files below a folder; a link may lead anywhere and is left out."""
    return sorted(p for p in folder.rglob("*") if p.is_file() and not p.is_symlink())


def _add(tar: tarfile.TarFile, name: str, path: Path, parts: dict[str, Any]) -> None:
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            reader = _Reader(file, size)
            tar.addfile(_member(name, size), reader)
    except FileNotFoundError:
        return  # an upload that was thrown away since the list was made
    parts[name] = {"bytes": size, "sha256": reader.digest.hexdigest()}


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes, parts: dict[str, Any]) -> None:
    tar.addfile(_member(name, len(content)), io.BytesIO(content))
    parts[name] = {"bytes": len(content), "sha256": sha256(content).hexdigest()}


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member


class _Reader(io.RawIOBase):
    """A file as long as it was when it was opened, its digest taken on the way."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self.file, self.left, self.digest = file, size, sha256()

    def read(self, size: int = -1) -> bytes:
        """The next bytes; blanks for those that have gone meanwhile."""
        wanted = min(self.left, size if size >= 0 else self.left)
        piece = self.file.read(wanted).ljust(wanted, b"\0")
        self.left -= wanted
        self.digest.update(piece)
        return piece


def _there_already(path: Path) -> Finding:
    return Finding(
        "backup_there",
        say("There is a file of that name already."),
        say("A backup never replaces another file."),
        say("Choose another name."),
        Place(str(path)),
    )
