"""Reading a backup, which may have been made or changed by anybody."""

from __future__ import annotations

import shutil
import tarfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import IO

from jieting.domain.errors import BadInput, Finding, Place
from jieting.domain.reasons import reason_of
from jieting.domain.said import Said, say, verbatim
from jieting.installation.manifest import DUMP, MANIFEST, Manifest, may_be_member

_LONGEST_MANIFEST = 64 << 20
_PIECE = 1 << 20


def checked(path: Path) -> Manifest:
    """The manifest of a backup every byte of which is as it says.

    Errors: BadInput with every finding: a member that may not be, is missing, more or changed.
    """
    try:
        with tarfile.open(path, "r:") as tar:
            manifest, seen = _read(tar, path)
    except OSError as error:
        raise BadInput(_unreadable(path, reason_of(error))) from error
    except tarfile.TarError as error:
        raise BadInput(_unreadable(path, verbatim(str(error)))) from error
    findings = list(_differences(manifest, seen, path))
    if findings:
        raise BadInput(findings)
    return manifest


def unpack(path: Path, manifest: Manifest, folder: Path) -> None:
    """Write every member into ``folder``, as plain files for their owner alone.

    Only of a backup that was checked. Errors: BadInput where it has changed since.
    """
    with tarfile.open(path, "r:") as tar:
        for member in tar:
            if member.name == MANIFEST:
                continue
            told = manifest.parts.get(member.name)
            source = tar.extractfile(member) if _fits(member) else None
            if told is None or source is None:
                raise BadInput(_strange(path, member.name))
            target = folder / member.name
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if _copied(source, target) != told["sha256"]:
                raise BadInput(_changed(path, member.name))


def _read(tar: tarfile.TarFile, path: Path) -> tuple[Manifest, dict[str, tuple[int, str]]]:
    manifest, seen = None, {}
    for member in tar:
        if not _fits(member) or member.name in seen:
            raise BadInput(_strange(path, member.name))
        source = tar.extractfile(member)
        if source is None:
            raise BadInput(_strange(path, member.name))
        if member.name == MANIFEST:
            manifest = _manifest(source.read(_LONGEST_MANIFEST), path)
            continue
        seen[member.name] = (member.size, _digest(tar.extractfile(member)))
    if manifest is None:
        raise BadInput(_unreadable(path, say("it has no manifest")))
    return manifest, seen


def _manifest(text: bytes, path: Path) -> Manifest:
    try:
        return Manifest.parse(text)
    except ValueError as error:
        raise BadInput(_unreadable(path, verbatim(str(error)))) from error


def _fits(member: tarfile.TarInfo) -> bool:
    return member.isreg() and may_be_member(member.name)


def _differences(
    manifest: Manifest, seen: dict[str, tuple[int, str]], path: Path
) -> Iterator[Finding]:
    told = {name: (part["bytes"], part["sha256"]) for name, part in manifest.parts.items()}
    if DUMP not in told:
        yield _missing(path, DUMP)
    for name in sorted({*told, *seen}):
        if name not in seen:
            yield _missing(path, name)
        elif name not in told:
            yield _strange(path, name)
        elif told[name] != seen[name]:
            yield _changed(path, name)


def _digest(source: IO[bytes] | None) -> str:
    digest = sha256()
    while source is not None and (piece := source.read(_PIECE)):
        digest.update(piece)
    return digest.hexdigest()


def _copied(source: IO[bytes], target: Path) -> str:
    with target.open("xb") as file:
        target.chmod(0o600)
        shutil.copyfileobj(source, file, _PIECE)
    with target.open("rb") as file:
        return _digest(file)


_NOTHING_DONE = say("Nothing was restored, and nothing was changed.")


def _unreadable(path: Path, reason: Said) -> Finding:
    return Finding(
        "backup_unreadable",
        say("This is no backup that can be read: {reason}.", reason=reason),
        _NOTHING_DONE,
        say("Take another backup, or fetch this one again from where it was kept."),
        Place(str(path)),
    )


def _strange(path: Path, name: str) -> Finding:
    return Finding(
        "backup_strange",
        say("The backup has a member that no backup has: {name}.", name=verbatim(repr(name))),
        _NOTHING_DONE,
        say("Somebody has put it there: take another backup, and find out who did."),
        Place(str(path)),
    )


def _missing(path: Path, name: str) -> Finding:
    return Finding(
        "backup_incomplete",
        say("The backup lacks {name}.", name=verbatim(repr(name))),
        _NOTHING_DONE,
        say("Take another backup, or fetch this one again from where it was kept."),
        Place(str(path)),
    )


def _changed(path: Path, name: str) -> Finding:
    return Finding(
        "backup_changed",
        say("{name} is not as the backup's manifest says.", name=verbatim(repr(name))),
        _NOTHING_DONE,
        say("Take another backup, or fetch this one again from where it was kept."),
        Place(str(path)),
    )
