"""Evidence files: taken in with distrust, kept sealed, opened only for those who may."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from jieting.apps.moves.models import Act, EvidenceFile
from jieting.domain.errors import BadInput, Finding, Place
from jieting.domain.said import say
from jieting.installation.keys import key

LARGEST = 10 * 1024 * 1024
MOST_FILES = 10
_NONCE = 12
_BEGINNINGS = {
    "pdf": b"%PDF-",
    "png": b"\x89PNG\r\n\x1a\n",
    "jpg": b"\xff\xd8\xff",
    "jpeg": b"\xff\xd8\xff",
    "docx": b"PK\x03\x04",
    "xlsx": b"PK\x03\x04",
    "wav": b"RIFF",
}
"""How a file of each kind begins; a file that begins otherwise is not what its name says."""
TEXTS = ("txt", "csv")


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
    """The same files. Errors: BadInput with everything that speaks against any of them."""
    found = [finding for file in files for finding in _against(file)]
    if len(files) > MOST_FILES:
        found.append(_too_many())
    if found:
        raise BadInput(found)
    return files


def keep_files(act: Act, files: Sequence[Attachment]) -> None:
    """Keep files with an act; only within the action that takes it."""
    for file in files:
        EvidenceFile.objects.create(
            act=act,
            name=PurePosixPath(file.name.replace("\\", "/")).name[-200:],
            kind=file.kind,
            bytes=len(file.content),
            digest=sha256(file.content).hexdigest(),
            content=_sealed(file.content),
        )


def content_of(row: EvidenceFile) -> bytes:
    """The file in the open. Errors: cryptography's InvalidTag where it was changed."""
    raw = bytes(row.content)
    return AESGCM(key("evidence")).decrypt(raw[:_NONCE], raw[_NONCE:], b"jieting evidence")


def _sealed(content: bytes) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key("evidence")).encrypt(nonce, content, b"jieting evidence")


def _against(file: Attachment) -> list[Finding]:
    if not file.content:
        return [_refused(file, "evidence_empty", say("is empty"))]
    if len(file.content) > LARGEST:
        return [_refused(file, "evidence_too_large", say("is larger than 10 MB"))]
    if file.kind in TEXTS and b"\0" not in file.content:
        return []
    beginning = _BEGINNINGS.get(file.kind)
    if beginning is None or not file.content.startswith(beginning):
        return [_refused(file, "evidence_kind", say("is not of a kind that is taken"))]
    return []


def _refused(file: Attachment, code: str, what: object) -> Finding:
    return Finding(
        code,
        say("The file {name} {what}.", name=file.name[-80:], what=what),
        say("Evidence must open on the other side's machine and do no harm there."),
        say("Attach PDF, Word, Excel, PNG, JPEG, WAV, text or csv of at most 10 MB."),
        Place(file.name[-80:], column="files"),
    )


def _too_many() -> Finding:
    return Finding(
        "evidence_too_many",
        say("There are more than {most} files.", most=MOST_FILES),
        say("Nobody could look through them."),
        say("Attach the files that matter, or join them into one."),
        Place(column="files"),
    )
