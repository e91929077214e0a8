"""What a version says by now: its text, with the readings that both sides have agreed to since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from jieting.apps.contracts.models import ReadingAgreement, Version
from jieting.domain.contracts.board.standing import Side
from jieting.domain.contracts.edit.agreed import Reading, with_agreed
from jieting.domain.contracts.load import load_contract
from jieting.domain.contracts.model import Contract as Terms

BOTH = frozenset({Side.SUPPLIER.value, Side.PURCHASER.value})


@dataclass(frozen=True, slots=True)
class Effective:
    """A version's text in force, its digest, and what it says."""

    text: str
    digest: str
    terms: Terms


def effective(version: Version) -> Effective:
    """What a version says now; made once in a process for each state of the agreements."""
    return _effective(version.digest, version.pk, agreed_readings(version))


def agreed_readings(version: Version) -> frozenset[Reading]:
    """The readings that both sides have agreed to in the product."""
    return of_both(ReadingAgreement.objects.filter(version_id=version.pk))


def of_both(rows: Iterable[ReadingAgreement]) -> frozenset[Reading]:
    """The readings to which rows of both sides are there."""
    sides: dict[Reading, set[str]] = {}
    for row in rows:
        sides.setdefault((row.name, row.clause), set()).add(row.side)
    return frozenset(reading for reading, found in sides.items() if found >= BOTH)


@lru_cache(maxsize=256)
def _effective(digest: str, version_id: int, agreed: frozenset[Reading]) -> Effective:
    version = Version.objects.get(pk=version_id, digest=digest)
    text = with_agreed(version.text, agreed)
    terms = load_contract(text, f"{version.contract_id}.toml")[0]
    return Effective(text, sha256(text.encode()).hexdigest(), terms)
