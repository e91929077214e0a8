"""Sealing the secrets of second factors: AES-GCM with a key of the installation."""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from jieting.installation.keys import key

_NONCE_BYTES = 12
# Bound into the seal, so that a sealed value of another kind never opens as a secret.
_KIND = b"jieting second factor 1"


def seal(text: str) -> str:
    """A secret as it is stored; no two seals of one text are alike."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = AESGCM(key("totp")).encrypt(nonce, text.encode(), _KIND)
    return urlsafe_b64encode(nonce + sealed).decode()


def unseal(sealed: str) -> str:
    """The secret in a seal. Errors: InvalidTag for one that was changed or has another key."""
    data = urlsafe_b64decode(sealed)
    opened = AESGCM(key("totp")).decrypt(data[:_NONCE_BYTES], data[_NONCE_BYTES:], _KIND)
    return opened.decode()
