"""Receiving a file: streamed to a folder with a random name, counted and digested on the way."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from jieting.apps.calls.imports.folders import Folder
from jieting.apps.calls.imports.limits import most_bytes, too_large
from jieting.domain.errors import BadInput

_PIECE = 1 << 18
_LONGEST_NAME = 120
_SUFFIXES = (".csv", ".txt", ".tsv", ".log", ".xlsx", ".xlsm", ".xls", ".parquet")


@dataclass(frozen=True, slots=True)
class Received:
    """A file that has come in whole: where it lies, its digest and its size."""

    folder: Folder
    path: Path
    shown_name: str
    digest: str
    size: int


class Receiver:
    """Takes a file in piece by piece; whatever goes wrong, nothing of it stays.

    Errors: BadInput as soon as there are more bytes than an upload may have.
    """

    def __init__(self, name: str) -> None:
        self.shown_name = shown_name(name)
        self.folder = Folder(secrets.token_hex(16))
        self.folder.make()
        suffix = PurePosixPath(self.shown_name).suffix.lower()
        self.path = self.folder.source_named(suffix if suffix in _SUFFIXES else "")
        self._file = self.path.open("xb")
        self._digest = sha256()
        self._most = most_bytes()
        self.size = 0

    def take(self, piece: bytes) -> None:
        """The next bytes."""
        self.size += len(piece)
        if self.size > self._most:
            self.drop()
            raise BadInput(too_large(self._most).at(self.shown_name))
        self._digest.update(piece)
        self._file.write(piece)

    def done(self) -> Received:
        """The file, closed."""
        self._file.close()
        digest = self._digest.hexdigest()
        return Received(self.folder, self.path, self.shown_name, digest, self.size)

    def drop(self) -> None:
        """Remove what has come so far."""
        self._file.close()
        self.folder.remove()


def receive(stream: BinaryIO, name: str) -> Received:
    """A whole stream as a received file. Errors: BadInput where it is too large."""
    receiver = Receiver(name)
    try:
        for piece in _pieces(stream):
            receiver.take(piece)
    except BaseException:
        receiver.drop()
        raise
    return receiver.done()


class ReceivedUpload(UploadedFile):
    """A file of a form that lies received in its folder already."""

    def __init__(self, received: Received) -> None:
        super().__init__(name=received.shown_name, size=received.size)
        self.received = received


class StreamingUpload(FileUploadHandler):
    """Puts the first file of a form straight into its folder, and refuses one that is too large.

    ``refused`` holds why; the view answers with it, for Django would only cut the connection.
    """

    def __init__(self) -> None:
        super().__init__()
        self.receiver: Receiver | None = None
        self.received: Received | None = None
        self.refused: BadInput | None = None
        self._taken = False

    def new_file(self, *args: object, **kwargs: object) -> None:
        """A part with a file begins; a second one is refused."""
        super().new_file(*args, **kwargs)
        if self.receiver is not None:
            raise StopUpload(connection_reset=True)
        self.receiver = Receiver(str(self.file_name))

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """The next bytes of the file."""
        if self.receiver is None:
            return
        try:
            self.receiver.take(raw_data)
        except BadInput as error:
            self.refused = error
            raise StopUpload(connection_reset=True) from error

    def file_complete(self, file_size: int) -> ReceivedUpload | None:
        """The file has come whole."""
        if self.receiver is None:
            return None
        self.received = self.receiver.done()
        return ReceivedUpload(self.received)

    def taken(self) -> Received:
        """The file, which is the caller's from now on."""
        if self.received is None:
            raise ValueError("no file has come")
        self._taken = True
        return self.received

    def drop_unless_taken(self) -> None:
        """Remove what nobody took: half a file, one refused, one of a forged form."""
        if self.receiver is not None and not self._taken:
            self.receiver.drop()


def shown_name(name: str) -> str:
    """A file's name as pages may show it: its last part, nothing invisible, not too long.

    It is never used as a path. Edge: a name of nothing but such signs becomes ``file``.
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    seen = "".join(sign for sign in unicodedata.normalize("NFC", last) if _visible(sign)).strip()
    if not seen.strip("."):
        return "file"
    if len(seen) <= _LONGEST_NAME:
        return seen
    suffix = PurePosixPath(seen).suffix[:10]
    return seen[: _LONGEST_NAME - len(suffix)] + suffix


def _visible(sign: str) -> bool:
    """False for control signs and those that turn the direction of writing."""
    return unicodedata.category(sign)[0] != "C"


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    while piece := stream.read(_PIECE):
        yield piece
