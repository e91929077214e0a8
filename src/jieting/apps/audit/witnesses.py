"""Witnesses: what entries of the log vouch for, compared with the rows as they are today.

An entry that keeps the digest of what was written can convict a row that was changed behind the
application's back. The apps above know the rows; each registers its witness when it is ready.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jieting.domain.errors import Finding


@dataclass(frozen=True, slots=True)
class Statement:
    """What an entry says of a row: its object in a contract, and the detail with the digest."""

    number: int
    event: str
    contract: str
    object: str
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Witness:
    """Compares what stands in the log with the rows of an app.

    ``begins`` are the events that vouch for an object, ``ends`` those after which nothing of it
    stands; ``compare`` is given the statements that still stand, the latest of each object.
    """

    name: str
    begins: frozenset[str]
    compare: Callable[[Sequence[Statement]], Iterable[Finding]]
    ends: frozenset[str] = frozenset()


_registered: dict[str, Witness] = {}


def register(witness: Witness) -> None:
    """Add a witness; one of the same name is replaced, so that being ready twice is harmless."""
    _registered[witness.name] = witness


def registered() -> tuple[Witness, ...]:
    """Every witness, in the order of their names."""
    return tuple(_registered[name] for name in sorted(_registered))


@dataclass(slots=True)
class Gathering:
    """Gathers, entry by entry, the statements that each witness is to compare."""

    witnesses: tuple[Witness, ...]
    _standing: dict[str, dict[tuple[str, str], Statement]] = field(default_factory=dict)

    def see(self, fields: Mapping[str, Any]) -> None:
        """One more entry, in the order of the log."""
        if fields.get("outcome") != "done":
            return
        event = str(fields.get("event"))
        for witness in self.witnesses:
            if event in witness.begins or event in witness.ends:
                self._take(witness, event, fields)

    def _take(self, witness: Witness, event: str, fields: Mapping[str, Any]) -> None:
        standing = self._standing.setdefault(witness.name, {})
        key = (str(fields.get("contract")), str(fields.get("object")))
        standing.pop(key, None)
        if event in witness.begins:
            detail = fields.get("detail")
            standing[key] = Statement(
                int(fields.get("number") or 0),
                event,
                *key,
                detail if isinstance(detail, dict) else {},
            )

    def findings(self) -> Iterable[Finding]:
        """What every witness has to say."""
        for witness in self.witnesses:
            yield from witness.compare(tuple(self._standing.get(witness.name, {}).values()))
