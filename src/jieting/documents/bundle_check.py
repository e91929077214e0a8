"""What the hashes, signatures and chain of bundles say, without counting anything again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from jieting.documents.bundle import changed, read_bundle, read_manifest
from jieting.domain.books.seal import (
    FIRST,
    MANIFEST,
    SIGNATURES,
    SIGNED_FILES,
    file_entry,
    manifest_hash,
    statement_digest,
)
from jieting.domain.errors import Finding, Place, Severity
from jieting.domain.said import Said, say

SIDES = ("purchaser", "supplier")


@dataclass(frozen=True, slots=True)
class Opened:
    """A bundle that was read: its whole files, its manifest where it is one, what was found."""

    path: Path
    files: Mapping[str, bytes]
    manifest: Mapping[str, Any] | None
    findings: tuple[Finding, ...]


def public_key(seed: bytes) -> str:
    """The public half of an installation's key, as hex digits."""
    key = Ed25519PrivateKey.from_private_bytes(seed).public_key()
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def sign_hash(seed: bytes, seal_hash: str) -> str:
    """The installation's Ed25519 signature over a seal's hash, as hex digits."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign(_message(seal_hash)).hex()


def _message(seal_hash: str) -> bytes:
    # The words keep a signature over a seal from passing for one over anything else.
    return b"jieting sealed month 1\n" + seal_hash.encode()


def open_bundle(path: Path) -> Opened:
    """Read a bundle and check all that it says of itself. Errors: BadInput for no bundle."""
    files, findings = read_bundle(path)
    manifest = read_manifest(files[MANIFEST]) if MANIFEST in files else None
    told = {finding.place.column for finding in findings}
    if manifest is None:
        if MANIFEST not in told:
            findings.append(changed(path, MANIFEST))
    else:
        findings += _against_manifest(path, manifest)
        findings += [f for f in _against_files(path, files, manifest) if f.place.column not in told]
    return Opened(path, files, manifest, tuple(findings))


def _against_manifest(path: Path, manifest: Mapping[str, Any]) -> Iterator[Finding]:
    whole = manifest["hash"] == manifest_hash(manifest)
    stated = manifest["statement_digest"] == statement_digest(manifest["statement"])
    if not (whole and stated):
        yield changed(path, MANIFEST)
    elif not _is_signed(manifest):
        yield _key_does_not_fit(path)


def _is_signed(manifest: Mapping[str, Any]) -> bool:
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(manifest["key"]))
        key.verify(bytes.fromhex(manifest["signature"]), _message(manifest["hash"]))
    except (ValueError, InvalidSignature):
        return False
    return True


def _against_files(
    path: Path, files: Mapping[str, bytes], manifest: Mapping[str, Any]
) -> Iterator[Finding]:
    told = manifest["statement"]["files"]
    for name in SIGNED_FILES:
        if name in files and told.get(name) != file_entry(files[name]):
            yield changed(path, name)
    if SIGNATURES in files:
        if manifest["signatures"] != file_entry(files[SIGNATURES]):
            yield changed(path, SIGNATURES)
        elif not _both_signed(files[SIGNATURES], manifest["statement_digest"]):
            yield _not_both(path)


def _both_signed(content: bytes, statement: str) -> bool:
    try:
        rows = json.loads(content)
        sides = sorted(str(row["side"]) for row in rows if row["statement"] == statement)
    except (ValueError, RecursionError, KeyError, TypeError):
        return False
    return tuple(sides) == SIDES and len(rows) == len(SIDES)


def chain_findings(opened: Iterable[Opened]) -> Iterator[Finding]:
    """What the order of bundles of a contract tells: gaps are notes, forks and cuts errors."""
    chains: dict[str, list[Opened]] = {}
    for each in opened:
        if each.manifest is not None:
            chains.setdefault(each.manifest["statement"]["contract"], []).append(each)
    for chain in chains.values():
        yield from _links(sorted(chain, key=_place))


def _place(opened: Opened) -> int:
    return int(opened.manifest["place"]) if opened.manifest is not None else 0


def _links(chain: list[Opened]) -> Iterator[Finding]:
    before: Opened | None = None
    for each in chain:
        if before is not None and _place(each) == _place(before):
            if _hash(each) != _hash(before):
                yield _fork(each.path, before.path)
        elif before is not None and _place(each) == _place(before) + 1:
            if _previous(each) != _hash(before):
                yield _cut(each.path, before.path)
        elif before is not None:
            yield _gap(each.path, _place(before) + 1, _place(each) - 1)
        if _place(each) == 1 and _previous(each) != FIRST:
            yield _cut(each.path, each.path)
        before = each


def _hash(opened: Opened) -> str:
    return str(opened.manifest["hash"]) if opened.manifest is not None else ""


def _previous(opened: Opened) -> str:
    return str(opened.manifest["previous"]) if opened.manifest is not None else ""


_FETCH = say("Download all bundles of the contract again, and compare them with those kept before.")


def _finding(code: str, what: Said, why: Said, path: Path) -> Finding:
    return Finding(code, what, why, _FETCH, Place(str(path)))


def _key_does_not_fit(path: Path) -> Finding:
    return _finding(
        "bundle_not_signed",
        say("The installation's signature does not fit."),
        say("The manifest was written by somebody without the installation's key."),
        path,
    )


def _not_both(path: Path) -> Finding:
    return _finding(
        "bundle_not_both",
        say("signatures.json does not hold one signature of each side over what was sealed."),
        say("A month is sealed when both parties have signed the same statement."),
        path,
    )


def _fork(path: Path, other: Path) -> Finding:
    return _finding(
        "bundle_fork",
        say("It has the same place in the chain as {other}, and another hash.", other=other.name),
        say("Two different seals cannot both be the next one: one of them was put in its place."),
        path,
    )


def _cut(path: Path, other: Path) -> Finding:
    return _finding(
        "bundle_chain_cut",
        say("It does not follow from the bundle before it, {other}.", other=other.name),
        say("One of the two was replaced after the other was sealed."),
        path,
    )


def _gap(path: Path, first: int, last: int) -> Finding:
    found = _finding(
        "bundle_gap",
        say("The seals {first} to {last} before it were not given.", first=first, last=last),
        say("Whether it follows from them cannot be told without them."),
        path,
    )
    return replace(found, severity=Severity.NOTE)
