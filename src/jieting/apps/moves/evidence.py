"""Evidence files: taken in with distrust, kept sealed, opened only for those who may."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import PurePosixPath

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from jieting.apps.moves.evidence_kinds import KINDS as KINDS_TAKEN
from jieting.apps.moves.evidence_kinds import fault_of
from jieting.apps.moves.models import Act, EvidenceFile
from jieting.domain.errors import BadInput, Finding, Place, Refused
from jieting.domain.said import Said, say, verbatim
from jieting.installation.keys import key

LARGEST = 10 * 1024 * 1024
"""Bytes of one file."""
MOST_FILES = 10
MOST_BYTES = 30 * 1024 * 1024
"""Bytes of all the files of one act, which are sealed together."""
LONGEST_NAME = 200
_LONGEST_KIND = 12
_NONCE = 12
_DANGEROUS = '<>:"|?*'
"""Characters that a file's name may not have on some machines."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file as somebody handed it in."""

    name: str
    content: bytes

    @property
    def kind(self) -> str:
        """The kind that its name says."""
        return self.name.rpartition(".")[2].lower() if "." in self.name else ""


def checked(files: Sequence[Attachment]) -> Sequence[Attachment]:
    """The same files under clean names. Errors: BadInput with all that speaks against any."""
    files = [replace(file, name=clean_name(file.name)) for file in files]
    found = against_sizes([(file.name, len(file.content)) for file in files])
    if not found:
        found = [_kind_fault(file, fault) for file in files if (fault := _fault(file)) is not None]
    if found:
        raise BadInput(found)
    return files


def against_sizes(files: Sequence[tuple[str, int]]) -> list[Finding]:
    """What speaks against files of such names and sizes, before any of them is read."""
    found = []
    for name, size in files:
        if not size:
            found.append(_refused(name, "evidence_empty", say("is empty")))
        elif size > LARGEST:
            found.append(_refused(name, "evidence_too_large", say("is larger than 10 MB")))
    if len(files) > MOST_FILES:
        found.append(_too_many())
    if not found and sum(size for _, size in files) > MOST_BYTES:
        found.append(_too_much())
    return found


def clean_name(name: str) -> str:
    """A file's name without folders, control and direction marks; its kind stays at the end."""
    name = PurePosixPath(name.replace("\\", "/")).name
    name = unicodedata.normalize("NFC", name)
    seen = "".join(_letter(letter) for letter in name)
    stem, dot, kind = " ".join(seen.split()).rpartition(".")
    if not dot:
        stem, kind = kind, ""
    kind = kind.strip()[:_LONGEST_KIND].strip()
    end = f".{kind}" if kind else ""
    stem = stem.strip(". ")[: LONGEST_NAME - len(end)].strip(". ") or "file"
    return f"{stem}{end}"


def keep_files(act: Act, files: Sequence[Attachment]) -> None:
    """Keep files with an act; only within the action that takes it, which has checked them."""
    for file in files:
        EvidenceFile.objects.create(
            act=act,
            name=file.name,
            kind=file.kind,
            bytes=len(file.content),
            digest=sha256(file.content).hexdigest(),
            content=_sealed(file.content),
        )


def content_of(row: EvidenceFile) -> bytes:
    """The file in the open. Errors: Refused where it is not the one that was kept."""
    raw = bytes(row.content)
    try:
        content = AESGCM(key("evidence")).decrypt(raw[:_NONCE], raw[_NONCE:], b"jieting evidence")
    except InvalidTag as error:
        raise Refused(_changed(row)) from error
    if sha256(content).hexdigest() != row.digest:
        raise Refused(_changed(row))
    return content


def _sealed(content: bytes) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key("evidence")).encrypt(nonce, content, b"jieting evidence")


def _letter(letter: str) -> str:
    if unicodedata.category(letter) in ("Cc", "Zl", "Zp"):
        return " "
    if unicodedata.category(letter) in ("Cf", "Cs", "Co", "Cn"):
        return ""
    return "_" if letter in _DANGEROUS else letter


def _fault(file: Attachment) -> tuple[str, Said] | None:
    return fault_of(file.kind, file.content)


def _kind_fault(file: Attachment, fault: tuple[str, Said]) -> Finding:
    return _refused(file.name, *fault)


def _refused(name: str, code: str, what: Said) -> Finding:
    return Finding(
        code,
        say("The file {name} {what}.", name=verbatim(name[-80:]), what=what),
        say("Evidence must open on the other side's machine and do no harm there."),
        say("Attach PDF, Word, Excel, PNG, JPEG, WAV, text or csv of at most 10 MB."),
        Place(name[-80:], column="files"),
    )


def _too_many() -> Finding:
    return Finding(
        "evidence_too_many",
        say("There are more than {most} files.", most=MOST_FILES),
        say("Nobody could look through them."),
        say("Attach the files that matter, or join them into one."),
        Place(column="files"),
    )


def _too_much() -> Finding:
    return Finding(
        "evidence_too_much",
        say("The files together are larger than {most} MB.", most=MOST_BYTES // (1024 * 1024)),
        say("They are sealed together, in one piece of work."),
        say("Attach some now and the others with a remark."),
        Place(column="files"),
    )


def _changed(row: EvidenceFile) -> Finding:
    return Finding(
        "evidence_changed",
        say("The file {name} is not the one that was attached.", name=verbatim(row.name)),
        say("It was changed behind the application; what it shows proves nothing."),
        say("Tell the audit administrator, who can check the audit log."),
        Place(row.name),
    )


__all__ = [
    "KINDS_TAKEN",
    "Attachment",
    "against_sizes",
    "checked",
    "clean_name",
    "content_of",
    "keep_files",
]
