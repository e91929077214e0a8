"""Digests of recordings and certificates: what the audit log vouches for."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from jieting.apps.base.instants import to_instant
from jieting.apps.recordings.models import Certificate, Recording

_BESIDE = ("id", "peaks", "state", "certificate_id", "kept_at")


def named(row: Recording) -> str:
    """A recording as the audit log names it."""
    return f"recording {row.pk}"


def named_certificate(row: Certificate) -> str:
    """A certificate as the audit log names it."""
    return f"certificate {row.number}"


def digest_of(row: Recording) -> str:
    """SHA-256 over what is kept of a recording; that it was deleted its certificate says."""
    names = sorted(f.attname for f in Recording._meta.concrete_fields if f.attname not in _BESIDE)
    return _digest([[getattr(row, name) for name in names], to_instant(row.kept_at)])


def digest_of_certificate(row: Certificate) -> str:
    """SHA-256 over a certificate: who, when, why and everything that it lists."""
    head = [row.contract_id, row.number, to_instant(row.made_at), row.made_by_name, row.reason]
    return _digest([*head, row.recordings, row.seconds, digest_of_list(row.listed)])


def digest_of_list(listed: list[dict[str, Any]]) -> str:
    """SHA-256 of a list of recordings, as a certificate shows it: compact JSON, keys in order."""
    return _digest(listed)


def _digest(content: Any) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()
