"""Passwords of carriers: sealed by AES-GCM with the key ``switch``, bound to line and trunk."""

from __future__ import annotations

import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from jieting.apps.line.models import Secret
from jieting.installation.keys import key

_NONCE_BYTES = 12


def sealed_password(contract_id: str, trunk: str, password: str) -> bytes:
    """A password as it is stored."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = AESGCM(key("switch")).encrypt(nonce, password.encode(), _bound(contract_id, trunk))
    return nonce + sealed


def trunk_password(contract_id: str, trunk: str) -> str:
    """The password of a trunk in the open, for the switch's configuration; '' where none is kept.

    Errors: InvalidTag for one that was changed or sealed for another trunk.
    """
    row = Secret.objects.filter(contract_id=contract_id, name=trunk).first()
    if row is None:
        return ""
    data = bytes(row.sealed)
    opened = AESGCM(key("switch")).decrypt(
        data[:_NONCE_BYTES], data[_NONCE_BYTES:], _bound(contract_id, trunk)
    )
    return opened.decode()


def trunks_with_password(contract_id: str) -> frozenset[str]:
    """The trunks of a line that have a password."""
    return frozenset(Secret.objects.filter(contract_id=contract_id).values_list("name", flat=True))


def _bound(contract_id: str, trunk: str) -> bytes:
    """Bound into the seal, so that a password never opens for another carrier's address."""
    return f"jieting trunk password\0{contract_id}\0{trunk}".encode()
