"""The bundle of a sealed month: one zip of few files, the same bytes whenever it is made again."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jieting.domain.books.seal import FILES, FORM
from jieting.domain.errors import BadInput, Finding, Place
from jieting.domain.reasons import reason_of
from jieting.domain.said import Said, say, verbatim

LARGEST = 2 << 30
"""Bytes of a bundle that is still read."""
_MADE = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o100644 << 16
_UNIX = 3


def bundle_bytes(files: Mapping[str, bytes]) -> bytes:
    """The files as a zip, in the order of their names, stored as they are, without a clock.

    Nothing in it is packed, so that no other packer gives other bytes and none can swell.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED, allowZip64=True) as bundle:
        for name in sorted(files):
            bundle.writestr(_member(name), files[name])
    return made.getvalue()


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _MADE)
    member.external_attr, member.create_system = _READABLE, _UNIX
    return member


def read_bundle(path: Path) -> tuple[dict[str, bytes], list[Finding]]:
    """The files of a bundle that are whole, and a finding for each that is not, or may not be.

    Nothing is written anywhere. Errors: BadInput for what is no bundle at all.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise BadInput(_unreadable(path, say("it is larger than 2 GB")))
        content = path.read_bytes()
        with zipfile.ZipFile(io.BytesIO(content)) as bundle:
            files, findings = _read(bundle, path)
    except OSError as error:
        raise BadInput(_unreadable(path, reason_of(error))) from error
    except (zipfile.BadZipFile, RuntimeError, ValueError) as error:
        raise BadInput(_unreadable(path, verbatim(str(error)))) from error
    if not findings and bundle_bytes(files) != content:
        findings.append(_repacked(path))
    return files, findings


def _read(bundle: zipfile.ZipFile, path: Path) -> tuple[dict[str, bytes], list[Finding]]:
    files: dict[str, bytes] = {}
    broken: set[str] = set()
    findings: list[Finding] = []
    for member in bundle.infolist():
        seen = member.filename in files or member.filename in broken
        if member.filename not in FILES or seen or not _is_plain(member):
            findings.append(_strange(path, member.filename))
            continue
        try:
            files[member.filename] = bundle.read(member)
        except (zipfile.BadZipFile, EOFError, OSError):
            findings.append(changed(path, member.filename))
            broken.add(member.filename)
    findings += [_missing(path, name) for name in FILES if name not in {*files, *broken}]
    return files, findings


def _is_plain(member: zipfile.ZipInfo) -> bool:
    """Stored as it is, and so no longer than the bundle itself."""
    return (
        member.compress_type == zipfile.ZIP_STORED
        and member.file_size == member.compress_size
        and not member.flag_bits & 0x1
    )


def read_manifest(content: bytes) -> dict[str, Any] | None:
    """A manifest of our form with all its keys; None for anything else."""
    try:
        found = json.loads(content)
        return found if _is_manifest(found) else None
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
        return None


def _is_manifest(found: Any) -> bool:
    """Errors: KeyError, TypeError or AttributeError where the shape is another."""
    statement = found["statement"]
    texts = (
        *(found[name] for name in ("statement_digest", "previous", "hash", "key", "signature")),
        *(statement[name] for name in ("contract", "month", "version", "reason", "language")),
        *(statement[name] for name in ("product", "drawn_at", "drawn_by", "prepared_at")),
        *(entry["sha256"] for entry in statement["files"].values()),
        found["signatures"]["sha256"],
    )
    numbers = (found["place"], statement["number"], found["form"])
    return (
        found["form"] == FORM
        and all(isinstance(text, str) for text in texts)
        and all(type(number) is int for number in numbers)
    )


def _unreadable(path: Path, reason: Said) -> Finding:
    return Finding(
        "bundle_unreadable",
        say("This is no bundle that can be read: {reason}.", reason=reason),
        say("Nothing can be said about the month in it."),
        say("Download the bundle again from the page of the sealed month."),
        Place(str(path)),
    )


def changed(path: Path, name: str) -> Finding:
    """A file of a bundle that is not what was sealed."""
    return Finding(
        "bundle_changed",
        say("{name} is not the file that was sealed.", name=name),
        say("Both parties signed another content."),
        say("Take the bundle from the other party, or download it again, and ask who changed it."),
        Place(str(path), column=name),
    )


def _missing(path: Path, name: str) -> Finding:
    return Finding(
        "bundle_lacks",
        say("{name} is missing.", name=name),
        say("A bundle always has it."),
        say("Take the bundle from the other party, or download it again."),
        Place(str(path), column=name),
    )


def _strange(path: Path, name: str) -> Finding:
    return Finding(
        "bundle_strange",
        say("The bundle has a part that no bundle has: {name}.", name=verbatim(repr(name)[:80])),
        say("It was put there after the month was sealed, and is not looked at."),
        say("Take the bundle from the other party, or download it again."),
        Place(str(path)),
    )


def _repacked(path: Path) -> Finding:
    return Finding(
        "bundle_repacked",
        say("The zip itself is not as it was made."),
        say("Its files are whole, and yet somebody packed it anew or added bytes."),
        say("Take the bundle from the other party, or download it again."),
        Place(str(path)),
    )
