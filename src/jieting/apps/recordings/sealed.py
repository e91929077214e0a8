"""Sealed files: sound at rest, in numbered pieces, so that any part of it can be opened alone.

Form, version 1: ``JTREC`` 0 0 1, salt (16 bytes), bytes of a piece (4), bytes of the whole (8),
then the pieces: AES-256-GCM, each with its tag. The key of a file is HKDF-SHA256 of the key
``recordings`` and the salt; the nonce of a piece is its number. The head and the name of what is
sealed are bound to every piece, so none can be moved, left out or put into another file unseen.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from jieting.domain.said import Said, say

PIECE = 64 * 1024
"""Bytes that are sealed together."""
_MAGIC = b"JTREC\0\0\1"
_HEAD = struct.Struct(">8s16sIQ")
_TAG = 16
_LARGEST_PIECE = 16 * 1024 * 1024


class Broken(ValueError):
    """A sealed file that is not as it was written; ``what`` says how that was seen."""

    def __init__(self, what: Said) -> None:
        super().__init__(str(what))
        self.what = what


def sealed_pieces(plain: Iterable[bytes], length: int, secret: bytes, name: str) -> Iterator[bytes]:
    """The sealed file of ``length`` bytes that come in ``plain``, cut anyhow.

    Errors: ValueError where there are more or fewer bytes than that.
    """
    head = _HEAD.pack(_MAGIC, os.urandom(16), PIECE, length)
    cipher, bound = _cipher(secret, head), head + name.encode()
    yield head
    done = 0
    for number, piece in enumerate(_cut(plain, length)):
        done += len(piece)
        yield cipher.encrypt(_nonce(number), piece, bound)
    if done != length:
        raise ValueError(f"{done} bytes came, not {length}")


class Opened:
    """A sealed file that is read; ``length`` is that of what lies in it.

    Errors: Broken, at once where the file cannot be whole, else when a changed piece is read.
    """

    def __init__(self, file: IO[bytes], secret: bytes, name: str) -> None:
        self._file = file
        head = file.read(_HEAD.size)
        if len(head) < _HEAD.size or not head.startswith(_MAGIC):
            raise Broken(say("It is no sealed recording."))
        _, _, self._piece, self.length = _HEAD.unpack(head)
        if not 0 < self._piece <= _LARGEST_PIECE:
            raise Broken(say("Its head was changed."))
        self._cipher, self._bound = _cipher(secret, head), head + name.encode()
        size = os.fstat(file.fileno()).st_size
        if size < self._sealed_length():
            raise Broken(say("It was cut short."))
        if size > self._sealed_length():
            raise Broken(say("Something was put behind its end."))

    def read(self, first: int, last: int) -> Iterator[bytes]:
        """The bytes ``first`` up to ``last``, without ``last``, as they are opened."""
        last = min(last, self.length)
        for number in range(first // self._piece, self._pieces(last)):
            begin = number * self._piece
            content = self._opened(number)
            yield content[max(first - begin, 0) : last - begin]

    def whole(self) -> Iterator[bytes]:
        """Everything; every piece is checked, those of an empty recording too."""
        for number in range(self._pieces(self.length)):
            yield self._opened(number)

    def _pieces(self, length: int) -> int:
        # An empty recording has one piece, so that its head is vouched for as well.
        return max(1, -(-length // self._piece))

    def _sealed_length(self) -> int:
        return _HEAD.size + self.length + self._pieces(self.length) * _TAG

    def _opened(self, number: int) -> bytes:
        self._file.seek(_HEAD.size + number * (self._piece + _TAG))
        size = min(self._piece, self.length - number * self._piece)
        sealed = self._file.read(size + _TAG)
        try:
            return self._cipher.decrypt(_nonce(number), sealed, self._bound)
        except InvalidTag as error:
            raise Broken(say("Piece {number} of it was changed.", number=number + 1)) from error


def write_sealed(path: Path, plain: bytes, secret: bytes, name: str) -> tuple[str, int]:
    """Write a sealed file under its name, whole or not at all; the digest of it, and its bytes."""
    draft = path.with_name(f".{path.name}.draft")
    digest, size = sha256(), 0
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            for piece in sealed_pieces([plain], len(plain), secret, name):
                file.write(piece)
                digest.update(piece)
                size += len(piece)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(path)
        sync_folder(path.parent)
    finally:
        draft.unlink(missing_ok=True)
    return digest.hexdigest(), size


def sync_folder(folder: Path) -> None:
    """Have the names of a folder on the disk too, before anybody says that they are."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _cipher(secret: bytes, head: bytes) -> AESGCM:
    salt = _HEAD.unpack(head)[1]
    made = HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"jieting recording 1")
    return AESGCM(made.derive(secret))


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


def _cut(plain: Iterable[bytes], length: int) -> Iterator[bytes]:
    """The bytes in pieces of one size, the last one shorter; one empty piece of nothing."""
    held = bytearray()
    for some in plain:
        held += some
        while len(held) > PIECE:
            yield bytes(held[:PIECE])
            del held[:PIECE]
    if held or not length:
        yield bytes(held)
