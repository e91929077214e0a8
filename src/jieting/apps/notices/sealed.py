"""Secrets of webhooks, as they are kept: AES-GCM with a key of the installation."""

from __future__ import annotations

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from jieting.installation.keys import key

_NONCE = 12
_KIND = b"jieting webhook 1"


def seal(secret: str) -> str:
    """A secret as it is kept."""
    nonce = os.urandom(_NONCE)
    sealed = AESGCM(key("webhooks")).encrypt(nonce, secret.encode(), _KIND)
    return urlsafe_b64encode(nonce + sealed).decode()


def unseal(sealed: str) -> str:
    """The secret in the open. Errors: cryptography's InvalidTag where it was changed."""
    raw = urlsafe_b64decode(sealed)
    return AESGCM(key("webhooks")).decrypt(raw[:_NONCE], raw[_NONCE:], _KIND).decode()
