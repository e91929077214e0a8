"""Callers' numbers at rest: sealed, found again by a keyed index, never stored in the open."""

from __future__ import annotations

import hmac
import os
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from jieting.installation.home import home
from jieting.installation.keys import key

CIPHER_VARIABLE = "JIETING_CIPHER"
"""Names the cipher of new seals: ``aes-gcm`` (default) or ``sm4-gcm``; both are always read."""
AES, SM4 = 1, 2
_CIPHERS = {"aes-gcm": AES, "sm4-gcm": SM4}
_NONCE_BYTES = 12
_TAG_BYTES = 16
INDEX_BYTES = 16
_PURPOSE = b"jieting caller "
_STAR = "*"


class BrokenSeal(Exception):
    """A seal that these keys did not make, or that was changed since."""


@dataclass(frozen=True, slots=True)
class StoredCaller:
    """A caller as a row keeps it: ``index`` is None where only a masked number was known."""

    sealed: bytes | None
    index: bytes | None


NO_CALLER = StoredCaller(None, None)


def seal(number: str) -> bytes:
    """The number sealed: a version byte, a nonce, and what AES-GCM or SM4-GCM makes of it.

    The nonce is a keyed digest of the number, so that one number has one seal; that tells no
    more than the index beside it does, and no nonce ever meets two numbers.
    """
    return _keys(_wanted_cipher()).seal(number)


def unseal(sealed: bytes) -> str:
    """The number in a seal, of whichever cipher. Errors: BrokenSeal."""
    raw = bytes(sealed)
    if len(raw) < 1 + _NONCE_BYTES + _TAG_BYTES or raw[0] not in _CIPHERS.values():
        raise BrokenSeal("these bytes are no seal")
    return _keys(raw[0]).unseal(raw)


def blind_index(number: str) -> bytes:
    """The keyed index by which calls of one number are found; spellings of it have one index."""
    return _keys(_wanted_cipher()).index(number)


def stored(number: str) -> StoredCaller:
    """What a row keeps of a caller; a number that came masked is sealed so and has no index."""
    if not number:
        return NO_CALLER
    keys = _keys(_wanted_cipher())
    return StoredCaller(keys.seal(number), None if _STAR in number else keys.index(number))


def stored_many(numbers: Iterable[str]) -> list[StoredCaller]:
    """As ``stored``, for many: a number that comes again is worked out once."""
    keys = _keys(_wanted_cipher())
    known: dict[str, StoredCaller] = {"": NO_CALLER}
    result: list[StoredCaller] = []
    for number in numbers:
        found = known.get(number)
        if found is None:
            index = None if _STAR in number else keys.index(number)
            found = known[number] = StoredCaller(keys.seal(number), index)
        result.append(found)
    return result


def unseal_many(seals: Iterable[bytes | None]) -> list[str]:
    """The numbers in seals, '' where there is none. Errors: BrokenSeal."""
    known: dict[bytes | None, str] = {None: ""}
    result: list[str] = []
    for sealed in seals:
        raw = None if sealed is None else bytes(sealed)
        if raw not in known and raw is not None:
            known[raw] = unseal(raw)
        result.append(known[raw])
    return result


_NOT_TOLD_APART = re.compile(r"[^0-9A-Za-z+*#]")
_COUNTRY = re.compile(r"(?:\+|00)86")
_MOBILE = re.compile(r"1[3-9]\d{9}")


def normalised(number: str) -> str:
    """A number without what people write differently: blanks, signs, wide digits, +86.

    A mobile number is its 11 digits, a number with an area code begins with 0.
    """
    if number.isascii() and _MOBILE.fullmatch(number):
        return number  # as nearly all are written; the rest below would say the same
    plain = _NOT_TOLD_APART.sub("", unicodedata.normalize("NFKC", number))
    national = _COUNTRY.sub("", plain, count=1) if _COUNTRY.match(plain) else plain
    for prefix in ("", "0", "86"):
        if _MOBILE.fullmatch(rest := national.removeprefix(prefix)):
            return rest
    if national is not plain and not national.startswith("0"):
        return f"0{national}"
    return national


@dataclass(frozen=True, slots=True)
class _Keys:
    """The keys of one installation for one cipher, ready to work."""

    version: int
    encrypt: Callable[[bytes, bytes, bytes], bytes]
    decrypt: Callable[[bytes, bytes, bytes], bytes]
    nonce_key: bytes
    index_key: bytes

    def seal(self, number: str) -> bytes:
        text = number.encode()
        nonce = hmac.digest(self.nonce_key, text, "sha256")[:_NONCE_BYTES]
        head = bytes((self.version,))
        return head + nonce + self.encrypt(nonce, text, _PURPOSE + head)

    def unseal(self, raw: bytes) -> str:
        nonce, rest = raw[1 : 1 + _NONCE_BYTES], raw[1 + _NONCE_BYTES :]
        try:
            return self.decrypt(nonce, rest, _PURPOSE + raw[:1]).decode()
        except InvalidTag as error:
            raise BrokenSeal("the seal was changed, or made with another key") from error

    def index(self, number: str) -> bytes:
        return hmac.digest(self.index_key, normalised(number).encode(), "sha256")[:INDEX_BYTES]


def _wanted_cipher() -> int:
    name = os.environ.get(CIPHER_VARIABLE, "aes-gcm")
    if name not in _CIPHERS:
        raise ValueError(f"{CIPHER_VARIABLE} is {name!r}; it is one of {', '.join(_CIPHERS)}")
    return _CIPHERS[name]


def _keys(version: int) -> _Keys:
    return _keys_of(home().root, version)


@cache
def _keys_of(_root: Path, version: int) -> _Keys:
    """Keys for a cipher, derived so that no key serves two ends."""
    callers = key("callers")
    if version == AES:
        aes = AESGCM(_derived(callers, "aes-256-gcm"))
        encrypt, decrypt = aes.encrypt, aes.decrypt
    else:
        sm4 = _derived(callers, "sm4-gcm")[:16]
        encrypt, decrypt = partial(_sm4_encrypt, sm4), partial(_sm4_decrypt, sm4)
    return _Keys(
        version,
        encrypt,
        decrypt,
        nonce_key=_derived(callers, f"nonce {version}"),
        index_key=_derived(key("caller-index"), "index"),
    )


def _derived(secret: bytes, purpose: str) -> bytes:
    return hmac.digest(secret, b"jieting " + purpose.encode(), "sha256")


def _sm4_encrypt(secret: bytes, nonce: bytes, text: bytes, bound: bytes) -> bytes:
    worker = Cipher(algorithms.SM4(secret), modes.GCM(nonce)).encryptor()
    worker.authenticate_additional_data(bound)
    return worker.update(text) + worker.finalize() + worker.tag


def _sm4_decrypt(secret: bytes, nonce: bytes, sealed: bytes, bound: bytes) -> bytes:
    text, tag = sealed[:-_TAG_BYTES], sealed[-_TAG_BYTES:]
    worker = Cipher(algorithms.SM4(secret), modes.GCM(nonce, tag)).decryptor()
    worker.authenticate_additional_data(bound)
    return worker.update(text) + worker.finalize()
